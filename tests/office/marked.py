"""Workbooks to be marked: plain ones in many spellings, made by hand, and what tests ask of the result."""

import io
import re
import zipfile

import openpyxl
from openpyxl.comments import Comment

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FONTS = (
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
    '<border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf '
    'numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" '
    'builtinId="0"/></cellStyles>'
)
DXFS = {
    "absent": "",
    "self-closing": '<dxfs count="0"/>',
    "spaced": '<dxfs  count="0" />',
    "open": '<dxfs count="0"></dxfs>',
    "one": '<dxfs count="1"><dxf><font><b/></font></dxf></dxfs>',
    "no count": "<dxfs><dxf/></dxfs>",
    "lines": '<dxfs count="1">\n  <dxf>\n<font><b/></font></dxf>\n</dxfs>\n',
}
FORMATS = {
    "none": "",
    "first": '<conditionalFormatting sqref="A1:B3"><cfRule type="expression" priority="1"><formula>TRUE</formula>'
    "</cfRule></conditionalFormatting>",
    "later": '<conditionalFormatting sqref="A1:B3" ><cfRule type="expression" priority="4" dxfId="0"><formula>A1&gt;1'
    '</formula></cfRule><cfRule type="uniqueValues" priority="9"/></conditionalFormatting>\n',
}
NAMES = {
    "absent": "",
    "empty": "<definedNames/>",
    "some": '<definedNames>\n<definedName name="a" comment="x">S!$A$1</definedName></definedNames>',
}


def by_hand(
    dxfs: str = "absent", formats: str = "none", names: str = "absent", *, styles: bool = True
) -> dict[str, bytes]:
    """The parts of a workbook with the sheet S, its cells A1:C3 holding 1."""
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in "ABC") + "</row>"
        for row in (1, 2, 3)
    )
    styles_type = f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>' if styles else ""
    styles_link = f'<Relationship Id="rId9" Type="{DOCUMENT}/styles" Target="styles.xml"/>' if styles else ""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>{styles_type}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Target='
        f'"/xl/worksheets/sheet1.xml" Id="rId1" Type="{DOCUMENT}/worksheet"/>{styles_link}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="S" sheetId="1" '
        f'r:id="rId1"/></sheets>{NAMES[names]}</workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{FORMATS[formats]}'
        '<pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/></worksheet>',
    }
    if styles:
        texts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{_FONTS}{DXFS[dxfs]}</styleSheet>'
    return {name: text.encode() for name, text in texts.items()}


def respelled(text: bytes, spelling: str) -> bytes:
    """The same part as another program may write it."""
    if spelling == "declared":
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + text
    if spelling == "byte order mark":
        return b"\xef\xbb\xbf" + text
    if spelling == "quotes":
        return re.sub(rb'="([^"\']*)"', rb"='\1'", text)
    if spelling == "remark":
        return text.replace(b"><", b"><!-- < > --><", 1) + b"\n"
    if spelling == "lines":
        return text.replace(b"><", b">\n <")
    if spelling == "UTF-16":
        return b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16") + text.decode().encode(
            "utf-16-le"
        )
    if spelling == "prefix":
        text = re.sub(rb"<(/?)(?=\w+[\s/>])", rb"<\1p:", text)
        return text.replace(b"xmlns=", b"xmlns:p=")
    return text


SPELLINGS = ("plain", "declared", "byte order mark", "quotes", "remark", "lines", "UTF-16", "prefix")


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def noted_by_people() -> bytes:
    """By openpyxl: the sheet S with notes of two people on B3 and C9."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "S"
    for row in range(1, 11):
        sheet.append([row, row * 2, row * 3])
    sheet["B3"].comment = Comment("请核对", "张三")
    sheet["C9"].comment = Comment("已核对", "李四")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
