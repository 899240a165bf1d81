"""Parts XlsxWriter does not write, in the form Excel writes them, when rows move."""

import io
import zipfile

import pytest

from office.dressed import MAIN, OTHER
from xltools.office.package import Package
from xltools.office.references import RowMap
from xltools.office.remap import remap_sheet, rewrite_sheet_formulas
from xltools.office.sheet_xml import SheetXml
from xltools.office.workbook import Workbook

INSERT = RowMap.inserting(6, 2)
DELETE = RowMap.deleting(4, 6)


def moved(before: str, after: str, row_map: RowMap = INSERT, cells: str = "") -> str:
    """What the elements around the cells of a sheet become."""
    sheet = SheetXml.parse(f"<worksheet>{before}<sheetData>{cells}</sheetData>{after}</worksheet>", "x")
    remap_sheet(sheet, row_map, lambda formula: formula.replace("A6", "A8"))
    text = sheet.render()
    return text.removeprefix("<worksheet>").removesuffix("</worksheet>").replace("<sheetData/>", "|")


class TestSheetElements:
    @pytest.mark.parametrize(
        ("xml", "expected"),
        [
            (
                '<cellWatches><cellWatch r="B6"/></cellWatches>',
                '<cellWatches><cellWatch r="B8"/></cellWatches>',
            ),
            (
                '<scenarios><scenario name="a" count="1"><inputCells r="B7" val="1"/></scenario></scenarios>',
                '<scenarios><scenario name="a" count="1"><inputCells r="B9" val="1"/></scenario></scenarios>',
            ),
            (
                '<autoFilter ref="A2:C9"><sortState ref="A3:C9"><sortCondition ref="B3:B9"/></sortState></autoFilter>',
                '<autoFilter ref="A2:C11"><sortState ref="A3:C11"><sortCondition ref="B3:B11"/></sortState>'
                "</autoFilter>",
            ),
            (
                '<conditionalFormatting sqref="A6"><cfRule type="colorScale" priority="1"><colorScale>'
                '<cfvo type="formula" val="$A6"/></colorScale></cfRule></conditionalFormatting>',
                '<conditionalFormatting sqref="A8"><cfRule type="colorScale" priority="1"><colorScale>'
                '<cfvo type="formula" val="$A8"/></colorScale></cfRule></conditionalFormatting>',
            ),
            (
                '<rowBreaks count="1" manualBreakCount="1"><brk id="5" man="1"/></rowBreaks>',
                '<rowBreaks count="1" manualBreakCount="1"><brk id="7" man="1"/></rowBreaks>',
            ),
            (
                '<mc:AlternateContent><mc:Choice Requires="x14"><controls><control r:id="rId1"><controlPr '
                'linkedCell="$A6"><anchor><from><xdr:row>5</xdr:row></from><to><xdr:row>8</xdr:row></to></anchor>'
                "</controlPr></control></controls></mc:Choice></mc:AlternateContent>",
                '<mc:AlternateContent><mc:Choice Requires="x14"><controls><control r:id="rId1"><controlPr '
                'linkedCell="$A8"><anchor><from><xdr:row>7</xdr:row></from><to><xdr:row>10</xdr:row></to></anchor>'
                "</controlPr></control></controls></mc:Choice></mc:AlternateContent>",
            ),
            (
                '<extLst><ext uri="x"><x14:dataValidations count="1"><x14:dataValidation>'
                "<x14:formula1><xm:f>A6</xm:f></x14:formula1><xm:sqref>B5:B9 D1</xm:sqref>"
                "</x14:dataValidation></x14:dataValidations></ext></extLst>",
                '<extLst><ext uri="x"><x14:dataValidations count="1"><x14:dataValidation>'
                "<x14:formula1><xm:f>A8</xm:f></x14:formula1><xm:sqref>B5:B11 D1</xm:sqref>"
                "</x14:dataValidation></x14:dataValidations></ext></extLst>",
            ),
            ('<ignoredErrors><ignoredError sqref="#REF!"/></ignoredErrors>',) * 2,
        ],
    )
    def test_after_the_cells(self, xml, expected):
        assert moved("", xml) == "|" + expected

    def test_views(self):
        views = (
            '<sheetViews><sheetView topLeftCell="A3" workbookViewId="0"><pane ySplit="2" topLeftCell="A9" '
            'state="frozen"/><selection activeCell="B7" sqref="B7:C8"/></sheetView></sheetViews>'
        )
        assert moved(views, "", RowMap.inserting(4, 5)) == (
            '<sheetViews><sheetView topLeftCell="A3" workbookViewId="0"><pane ySplit="7" topLeftCell="A14" '
            'state="frozen"/><selection activeCell="B12" sqref="B12:C13"/></sheetView></sheetViews>|'
        )

    @pytest.mark.parametrize(
        "xml",
        [
            '<mergeCells count="1"><mergeCell ref="A4:B6"/></mergeCells>',
            '<mergeCells count="1"><mergeCell ref="A3:A6"/></mergeCells>',
            '<conditionalFormatting sqref="A4 B5:C6"/>',
            '<dataValidations count="1"><dataValidation sqref="A5"/></dataValidations>',
            '<autoFilter ref="A4:B6"><sortState ref="A5:B6"/></autoFilter>',
            '<rowBreaks count="1" manualBreakCount="1"><brk id="3" man="1"/></rowBreaks>',
            '<extLst><ext uri="x"><x14:conditionalFormattings><x14:conditionalFormatting><xm:sqref>A5</xm:sqref>'
            "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
        ],
    )
    def test_nothing_empty_is_left(self, xml):
        assert moved("", xml, DELETE) == "|"

    def test_one_of_two_goes(self):
        xml = (
            '<dataValidations count="2"><dataValidation sqref="A5"/>'
            '<dataValidation sqref="A5:A8"><formula1>A5&gt;B$9</formula1></dataValidation></dataValidations>'
        )
        sheet = SheetXml.parse(f"<worksheet><sheetData/>{xml}</worksheet>", "x")
        seen: list[str] = []
        remap_sheet(sheet, DELETE, lambda formula: seen.append(formula) or formula)
        # Its first kept cell is A7, from where the formula reads A7>B$9.
        assert seen == ["A7>B$9"]
        assert '<dataValidations count="1"><dataValidation sqref="A4:A5">' in sheet.render()

    def test_array_and_data_table_cells(self):
        cells = (
            '<row r="6"><c r="A6"><f t="array" ref="A6:A7">B6:B7*2</f><v>1</v></c>'
            '<c r="B6"><f t="dataTable" ref="B6:B7" dt2D="0" r1="C6"/><v>2</v></c></row>'
        )
        assert moved("", "", cells=cells) == (
            '<sheetData><row r="8"><c r="A8"><f t="array" ref="A8:A9">B6:B7*2</f><v>1</v></c>'
            '<c r="B8"><f t="dataTable" ref="B8:B9" dt2D="0" r1="C8"/><v>2</v></c></row></sheetData>'
        )


def test_a_sheet_whose_rows_stay_only_changes_formulas():
    text = (
        '<worksheet><sheetData><row r="1" spans="1:2"><c r="A1"><f>X!A6</f><v>1</v></c></row><row r="6"/></sheetData>'
        '<hyperlinks><hyperlink ref="A6" location="X!A6"/></hyperlinks></worksheet>'
    )
    sheet = SheetXml.parse(text, "x")
    rewrite_sheet_formulas(sheet, lambda formula: formula.replace("X!A6", "X!A8"))
    expected = text.replace("X!A6", "X!A8").replace(' spans="1:2"', "")
    assert sheet.render() == expected


DRAWING_TYPES = {
    "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "xl/pivotCache/pivotCacheDefinition1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml."
    "pivotCacheDefinition+xml",
    "xl/pivotTables/pivotTable1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml",
    "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
}


@pytest.fixture
def rare(dressed: bytes) -> Workbook:
    """The dressed workbook with a threaded note, a pivot table over MAIN and a linked check box."""
    package = Package.from_bytes(dressed, "x.xlsx")
    main, other = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
    contents = {
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="urn:t">'
        '<threadedComment ref="C14" id="{1}"><text>a</text></threadedComment>'
        '<threadedComment ref="C6" id="{2}"><text>b</text></threadedComment></ThreadedComments>',
        "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition xmlns="urn:p"><cacheSource '
        f'type="worksheet"><worksheetSource ref="A9:F25" sheet="{MAIN}"/></cacheSource></pivotCacheDefinition>',
        "xl/pivotTables/pivotTable1.xml": '<pivotTableDefinition xmlns="urn:p" name="P">'
        '<location ref="T12:U20"/></pivotTableDefinition>',
        "xl/ctrlProps/ctrlProp1.xml": '<formControlPr xmlns="urn:c" fmlaLink="$A$12" '
        f"fmlaRange=\"'{MAIN}'!$A$12:$A$14\"/>",
    }
    for name, text in contents.items():
        package.write(name, text.encode())
        package.add_override(name, DRAWING_TYPES[name])
    package.add_relationship(main, "http://x/threadedComment", "xl/threadedComments/threadedComment1.xml")
    package.add_relationship(main, "pivotTable", "xl/pivotTables/pivotTable1.xml")
    package.add_relationship(main, "ctrlProp", "xl/ctrlProps/ctrlProp1.xml")
    package.add_relationship(other, "pivotTable", "xl/pivotTables/pivotTable1.xml")
    return Workbook.from_bytes(package.to_bytes(), "x.xlsx")


class TestRareParts:
    def test_inserting(self, rare):
        rare.remap_rows(MAIN, RowMap.inserting(11, 3))
        read = {name: rare.package.read(name).decode() for name in DRAWING_TYPES}
        assert 'ref="C17"' in read["xl/threadedComments/threadedComment1.xml"]
        assert 'ref="C6"' in read["xl/threadedComments/threadedComment1.xml"]
        assert f'ref="A9:F28" sheet="{MAIN}"' in read["xl/pivotCache/pivotCacheDefinition1.xml"]
        assert 'ref="T15:U23"' in read["xl/pivotTables/pivotTable1.xml"]
        # A link that names its sheet and one that does not move by the same, once.
        assert 'fmlaLink="$A$15"' in read["xl/ctrlProps/ctrlProp1.xml"]
        assert f"fmlaRange=\"'{MAIN}'!$A$15:$A$17\"" in read["xl/ctrlProps/ctrlProp1.xml"]

    def test_deleting_a_threaded_note(self, rare):
        rare.remap_rows(MAIN, RowMap.deleting(14, 14))
        text = rare.package.read("xl/threadedComments/threadedComment1.xml").decode()
        assert text.count("<threadedComment ") == 1
        assert "<text>b</text>" in text

    def test_renaming(self, rare):
        rare.rename_sheet(MAIN, 'It\'s "new" <1>')
        source = rare.package.read("xl/pivotCache/pivotCacheDefinition1.xml").decode()
        assert 'sheet="It\'s &quot;new&quot; &lt;1&gt;"' in source
        rare.remap_rows('It\'s "new" <1>', RowMap.inserting(11, 3))
        assert 'ref="A9:F28"' in rare.package.read("xl/pivotCache/pivotCacheDefinition1.xml").decode()
        control = rare.package.read("xl/ctrlProps/ctrlProp1.xml").decode()
        assert "fmlaRange=\"'It''s &quot;new&quot; &lt;1&gt;'!$A$15:$A$17\"" in control
        assert rare.sheet(OTHER).cell(1, 1).formula == (
            "'It''s \"new\" <1>'!A10+SUM('It''s \"new\" <1>'!A5:A18)"
        )

    def test_a_clone_has_its_own(self, rare):
        rare.clone_sheet(MAIN, "克隆")
        data = rare.to_bytes()
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        for copied in ("threadedComments/threadedComment2", "pivotTables/pivotTable2", "ctrlProps/ctrlProp2"):
            assert f"xl/{copied}.xml" in names
        assert "xl/pivotCache/pivotCacheDefinition2.xml" not in names


class TestTextOfOtherWriters:
    @pytest.mark.parametrize(
        "coded",
        [
            "'It''s &amp; 其他'!A6",
            "&apos;It&apos;&apos;s &#38; 其他&apos;!A6",
            "&#39;It''s &amp; &#20854;&#x4ED6;'!A6",
        ],
    )
    def test_a_sheet_is_found_however_its_name_is_coded(self, dressed, coded):
        package = Package.from_bytes(dressed, "x.xlsx")
        part = "xl/worksheets/sheet1.xml"
        text = package.read(part).decode().replace("<f>G5+$A$20</f>", f"<f>{coded}</f>")
        assert coded in text
        package.write(part, text.encode())
        book = Workbook.from_bytes(package.to_bytes(), "x.xlsx")
        book.remap_rows(OTHER, RowMap.inserting(2, 4))
        assert book.sheet(MAIN).cell(6, 7).formula == "'It''s & 其他'!A10"
