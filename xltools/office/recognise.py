"""What a file that is no .xlsx workbook is instead, told from its first bytes, never from its extension."""

from __future__ import annotations

import re

_REMEDY = "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（*.xlsx）”后再试"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def describe_non_workbook(data: bytes) -> str:
    """One half sentence in Chinese: what the file is and how to go on.

    `data` is no OPC package with a workbook.
    """
    if not data:
        return "是空文件（0 字节）；请重新取得该文件"
    if data.startswith(_OLE):
        return _describe_ole(data)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"%PDF"):
        return "是 PDF 文件，不是工作簿；请找到原来的 Excel 文件"
    if head.startswith(b"{\\rtf"):
        return "是 RTF 文档，不是工作簿；请找到原来的 Excel 文件"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")):
        return "是图片，不是工作簿；请找到原来的 Excel 文件"
    if data.startswith((b"Rar!", b"7z\xbc\xaf")):
        return "是压缩包，不是工作簿；请先解压"
    if b"schemas-microsoft-com:office:spreadsheet" in head:
        return f"是“XML 电子表格 2003”，不是 .xlsx 工作簿；{_REMEDY}"
    if re.match(rb"<(!doctype html|html|table|meta|head|div|style)", head) or b"<html" in head:
        return f"是网页（HTML），只是扩展名像工作簿；{_REMEDY}"
    if head.startswith(b"<"):
        return f"是 XML 文件，不是 .xlsx 工作簿；{_REMEDY}"
    if _is_text(data[:4096]):
        if b"," in head or b"\t" in head:
            return f"是文本文件（CSV），不是 .xlsx 工作簿；{_REMEDY}"
        return "是文本文件，不是工作簿；请指定由 Excel 或 WPS 保存的 .xlsx 文件"
    return "不是 .xlsx 工作簿，也不是认得的其他文件；请检查是否选错或下载不完整"


def describe_non_workbook_zip(names: list[str]) -> str:
    """The same for a readable zip archive without a workbook part."""
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        return f"是二进制工作簿（.xlsb），不是 .xlsx；{_REMEDY}"
    if any(name.startswith("word/") for name in lower):
        return "是 Word 文档，不是工作簿；请找到原来的 Excel 文件"
    if any(name.startswith("ppt/") for name in lower):
        return "是 PowerPoint 演示文稿，不是工作簿；请找到原来的 Excel 文件"
    if "mimetype" in lower and "content.xml" in lower:
        return f"是 OpenDocument 文件（.ods 等），不是 .xlsx；{_REMEDY}"
    return "是普通压缩包，里面没有工作簿；请先解压，再选其中的 .xlsx 文件"


def _describe_ole(data: bytes) -> str:
    # Stream names of the compound file's directory are UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "加了打开密码；请先在 Excel 中取消“用密码进行加密”再试"
    if "WordDocument".encode("utf-16-le") in data:
        return "是旧版 Word 文档（.doc），不是工作簿；请找到原来的 Excel 文件"
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return f"是旧版 Excel 97-2003 工作簿（.xls），不是 .xlsx；{_REMEDY}"
    return f"是旧版 Office 文件，不是 .xlsx 工作簿；{_REMEDY}"


def _is_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in sample:
        return False
    for encoding in ("utf-8", "gb18030"):
        # A multi-byte character may be cut at the end of the sample.
        for cut in range(4):
            try:
                sample[: len(sample) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
