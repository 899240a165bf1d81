"""What is said of a file that is no .xlsx workbook: what it is, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xltools.model.errors import XltoolsError
from xltools.office.gate.kinds import Kind

_SAVE_AS = "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（*.xlsx）”后再试"
_LOOK_FOR = "不是工作簿；请找到原来的 Excel 文件"
_NARRATIVE = "要核对情况说明，请用 --with 给出工作簿；要校验整份公开文档，先用 xltools read 读成工作簿"
_OLD = "只能校验（xltools check），不能标错和填充；需要时" + _SAVE_AS

SENTENCES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.ZIP: "里没有工作簿；请检查是否选错文件",
        Kind.CUT_OFF_ZIP: "已损坏：只有前一部分，后面的缺失了；请重新下载或复制该文件",
        Kind.XLSX: "里缺少工作簿的目录，已损坏，无法读取；请重新取得该文件，或在 Excel 中“打开并修复”后另存",
        Kind.XLSM: "里缺少工作簿的目录，已损坏，无法读取；请重新取得该文件，或在 Excel 中“打开并修复”后另存",
        Kind.XLSB: f"是二进制工作簿（.xlsb），不是 .xlsx；{_SAVE_AS}",
        Kind.DOCX: f"是 Word 文档，不是工作簿；{_NARRATIVE}",
        Kind.PPTX: f"是 PowerPoint 演示文稿，{_LOOK_FOR}",
        Kind.OPEN_DOCUMENT: f"是 OpenDocument 文件（.ods 等），不是 .xlsx；{_SAVE_AS}",
        Kind.OTHER_ZIP: "是普通压缩包，里面没有工作簿；请先解压，再选其中的 .xlsx 文件",
        Kind.ENCRYPTED: (
            "加了打开密码；校验时用 --password 给出密码（或设环境变量 XLTOOLS_PASSWORD），"
            "其他操作请先在 Excel 或 WPS 中取消打开密码"
        ),
        Kind.XLS: f"是旧版 Excel 97-2003 工作簿（.xls），{_OLD}",
        Kind.OLD_XLS: f"是很旧的 Excel 工作簿（Excel 5.0 以前的 .xls），不是 .xlsx；{_SAVE_AS}",
        Kind.ET: f"是 WPS 表格（.et），{_OLD}",
        Kind.DOC: f"是旧版 Word 文档（.doc），{_LOOK_FOR}",
        Kind.PPT: f"是旧版 PowerPoint 演示文稿（.ppt），{_LOOK_FOR}",
        Kind.OTHER_COMPOUND: f"是旧版 Office 格式的文件，里面没有认得的工作簿；{_SAVE_AS}",
        Kind.EMPTY: "是空文件（0 字节）；请重新取得该文件",
        Kind.PDF: f"是 PDF 文件，不是工作簿；{_NARRATIVE}",
        Kind.RTF: f"是 RTF 文档，{_LOOK_FOR}",
        Kind.IMAGE: f"是图片，{_LOOK_FOR}",
        Kind.OTHER_ARCHIVE: "是压缩包，不是工作簿；请先解压",
        Kind.PROGRAM: "是程序，不是工作簿，不要运行它；请向发来文件的人核实",
        Kind.XML_2003: f"是“XML 电子表格 2003”，不是 .xlsx 工作簿；{_SAVE_AS}",
        Kind.HTML: f"是网页（HTML），只是扩展名像工作簿；{_SAVE_AS}",
        Kind.MHTML: f"是单个文件网页（MHTML），只是扩展名像工作簿；{_SAVE_AS}",
        Kind.XML: f"是 XML 文件，不是 .xlsx 工作簿；{_SAVE_AS}",
        Kind.CSV: f"是文本文件（CSV），不是 .xlsx 工作簿；{_SAVE_AS}",
        Kind.SYLK: f"是 SYLK 文件（.slk），不是 .xlsx 工作簿；{_SAVE_AS}",
        Kind.TEXT: "是文本文件，不是工作簿；请指定由 Excel 或 WPS 保存的 .xlsx 文件",
        Kind.UNKNOWN: "不是 .xlsx 工作簿，也不是认得的其他文件；请检查是否选错或下载不完整",
    }
)
"""Half a sentence of every kind, to stand behind the file's name."""

DOCUMENT_SENTENCES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.EMPTY: "是空文件，没有内容；请检查是否选错文件",
        Kind.CUT_OFF_ZIP: "已损坏：只有前一部分，后面的缺失了；请重新下载或复制该文件",
        Kind.DOC: "是旧版 Word 文档（.doc）；请用 Word 或 WPS 打开，另存为 .docx 后再试",
        Kind.RTF: "是 RTF 文档；请用 Word 或 WPS 打开，另存为 .docx 后再试",
        Kind.ENCRYPTED: "加了打开密码；请用 Word 或 WPS 打开，取消密码、另存后再试",
        **dict.fromkeys(
            (Kind.XLSX, Kind.XLS, Kind.ET), "已经是工作簿，不需要读取；请直接用 xltools check 校验"
        ),
        Kind.IMAGE: "是图片，里面没有文字；请先用文字识别软件转成 .docx 再试",
        Kind.HTML: "是网页；请用浏览器打开，把内容复制到 Word 中另存为 .docx，或打印成 PDF 后再试",
    }
)
"""The same where a document is wanted."""

_SAFE_COPY = "请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再试"


def refusal(name: str, kind: Kind) -> XltoolsError:
    """The error for a file of that kind where a workbook is wanted."""
    return XltoolsError(f"“{name}”{SENTENCES[kind]}。")


def refused_document(name: str, kind: Kind) -> XltoolsError:
    """The error for a file of that kind where a document (.docx, .pdf, text) is wanted."""
    why = DOCUMENT_SENTENCES.get(kind, "不是 Word 文档（.docx）、PDF 或文本文件；请检查是否选错文件")
    return XltoolsError(f"“{name}”{why}。")


def unsafe(name: str, reason: str) -> XltoolsError:
    """The error for an archive that is no honest workbook; `reason` says what is wrong with it."""
    return XltoolsError(f"“{name}”{reason}，不像正常的工作簿，已拒绝读取；{_SAFE_COPY}。")


def damaged(name: str) -> XltoolsError:
    """The error for an archive that cannot be read."""
    return XltoolsError(
        f"“{name}”已损坏或下载不完整，无法读取；请重新取得该文件，或在 Excel 中“打开并修复”后另存。"
    )
