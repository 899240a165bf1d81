"""A published document comes over as printed: every figure, code and blank; what did not is said."""

import zipfile
from decimal import Decimal

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracles.expected_tables import published_tables
from oracles.published_documents import NARRATIVE, aligned_text, is_blank, tabbed_text, write_word
from oracles.sheet_tables import wrong_cells
from oracles.values import cached_values
from xltools.model.errors import XltoolsError
from xltools.tasks.read_document import DocumentRead, read_document
from xltools.tasks.reading_document.values import number_in

ALL = tuple(range(1, 14))


def read_text(tmp_path, text: str, encoding: str = "utf-8") -> DocumentRead:
    path = tmp_path / "公开.txt"
    path.write_bytes(text.encode(encoding))
    return read_document(path, tmp_path / "读出.xlsx")


def missed(read: DocumentRead) -> list[str]:
    return wrong_cells(cached_values(read.path), published_tables())


@pytest.mark.parametrize("rows_a_page", [0, 7, 20])
def test_word_tables_come_over_cell_by_cell(tmp_path, rows_a_page):
    document = write_word(tmp_path / "公开.docx", rows_a_page=rows_a_page)
    read = read_document(document, tmp_path / "读出.xlsx")
    assert read.tables == ALL
    assert missed(read) == []
    assert read.others == 0


def test_merged_headings_stay_merged(tmp_path):
    document = write_word(tmp_path / "公开.docx", merged=True)
    read = read_document(document, tmp_path / "读出.xlsx")
    sheet = openpyxl.load_workbook(read.path)["表1 收支总表"]
    assert {"A3:B3", "C3:F3"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert missed(read) == []
    assert read.tables == ALL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_with_tabs_comes_over_cell_by_cell(tmp_path, encoding):
    read = read_text(tmp_path, tabbed_text(), encoding)
    assert read.tables == ALL
    assert missed(read) == []
    assert not any("空格分列" in why for why in read.unread)


def test_blanks_among_spaces_are_told(tmp_path):
    """Which of the columns a blank is in, spaces do not say for sure."""
    read = read_text(tmp_path, aligned_text())
    (told,) = (why for why in read.unread if "空格分列" in why)
    assert "第 " in told
    assert "等 " in told


SKEWED = """表3  2025年预算支出总表
科目编码    科目名称          合计      基本支出   项目支出
201      一般公共服务支出         890.11   239.20    650.91
2013202    一般行政管理事务    487.00            487.00
2013204       公务员事务               10.00         10.00
2013250     事业运行       89.85   89.85
"""


def test_no_figure_is_put_in_a_column_that_is_a_guess(tmp_path):
    """合计 of one row stands over 基本支出 of the next: the table is told as not read, with its line."""
    read = read_text(tmp_path, f"{SKEWED}\n{tabbed_text()}")
    assert any("第 1 行" in why and "分不清各列" in why for why in read.unread)
    assert read.others == 0
    assert len([name for name in openpyxl.load_workbook(read.path).sheetnames if "支出总表" in name]) == 1
    assert missed(read) == []


def test_text_set_with_spaces_comes_over_cell_by_cell(tmp_path):
    """Rows of a table without any figure are no columns; its title and headings are read."""
    read = read_text(tmp_path, aligned_text())
    assert read.tables == ALL
    tables = [table for table in published_tables() if not is_blank(table)]
    assert wrong_cells(cached_values(read.path), tables) == []


def test_the_narrative_stands_line_by_line(tmp_path):
    read = read_document(write_word(tmp_path / "公开.docx"), tmp_path / "读出.xlsx")
    lines = [cell.value for cell in openpyxl.load_workbook(read.path)["情况说明"]["A"]]
    assert lines[-2:] == list(NARRATIVE)
    assert read.lines == len(lines)


def test_codes_are_words_and_amounts_numbers(tmp_path):
    read = read_text(
        tmp_path,
        "2025年预算支出总表\n单位：元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "201\t一般公共服务支出\t1,234,567.80\t1234567.8\t—\n2013201\t行政运行\t1493400\t-5\t-\n",
    )
    sheet = openpyxl.load_workbook(read.path)["表3 支出总表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows == [
        ["201", "一般公共服务支出", 1234567.8, 1234567.8, "—"],
        ["2013201", "行政运行", 1493400, -5, "-"],
    ]
    assert [cell.number_format for cell in sheet[4][2:4]] == ["#,##0.00", "0.0"]


def test_a_date_is_words(tmp_path):
    table = [
        "2025年项目支出绩效目标表",
        "金额单位：元",
        "项目名称\t校舍维修",
        "实施期资金总额\t300000\t年度资金总额\t300000",
        "负责人\t\t经办人\t\t联系电话\t3012345\t填报日期\t20241216",
    ]
    read = read_text(tmp_path, "\n".join(table))
    sheet = openpyxl.load_workbook(read.path)["绩效1"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "20241216" in values
    assert "3012345" in values
    assert 300000 in values


def test_what_was_not_read_is_listed(tmp_path):
    tables = [table for table in published_tables() if table.number not in (7, 9)]
    text = tabbed_text(tables) + "\n2025年政府性基金预算收入表\n（见图）\n"
    read = read_text(tmp_path, text)
    assert read.tables == tuple(number for number in ALL if number not in (7, 9))
    assert any("政府性基金预算收入表" in why and "第" in why for why in read.unread)
    assert any("没有找到表9" in why for why in read.unread)
    state = openpyxl.load_workbook(read.path)["读取情况"]
    listed = "\n".join(str(cell.value) for row in state.iter_rows() for cell in row)
    assert "没有找到表9" in listed
    assert "表13" in listed


@pytest.mark.parametrize(
    ("below", "told"), [("注：本部门没有项目，本表无数据。", 0), ("本部门各项工作按计划进行。", 1)]
)
def test_a_title_above_a_note_that_there_is_nothing_lacks_no_table(tmp_path, below, told):
    words = "本部门各项工作按计划进行。\n" * 9
    read = read_text(tmp_path, f"附件2　项目支出绩效目标表\n{below}\n{words}{tabbed_text()}")
    assert len([why for why in read.unread if "项目支出绩效目标表" in why]) == told


def test_a_table_of_no_known_title_is_kept(tmp_path):
    read = read_text(tmp_path, "机构人员情况\n单位\t人数\n办公室\t3\n\n" + tabbed_text())
    assert read.others == 1
    sheet = openpyxl.load_workbook(read.path)["表格1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["单位", "人数"], ["办公室", 3]]


def test_words_that_look_like_formulas_stay_words(tmp_path):
    read = read_text(tmp_path, '=1+1\t=HYPERLINK("http://a")\n甲\t+2\n\n=3')
    book = openpyxl.load_workbook(read.path)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {
        "s"
    }


def test_deleted_words_are_not_read(tmp_path):
    path = write_word(tmp_path / "公开.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    run = b"<w:r><w:t>948.41</w:t></w:r>"
    deleted = b'<w:del w:id="1" w:author="a"><w:r><w:delText>777.77</w:delText></w:r></w:del>'
    inserted = b'<w:ins w:id="2" w:author="a">' + run + b"</w:ins>"
    assert run in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(run, deleted + inserted)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert missed(read_document(path, tmp_path / "读出.xlsx")) == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空文件"),
        ("字.txt", "没有表格的文字。".encode(), "没有读到表格"),
        ("图.pdf", b"\x89PNG\r\n", "是图片"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是 Word 文档"),
        ("乱.txt", b"\xff\x00\x81\x00" * 99, "读不出文字"),
        ("坏.docx", b"PK\x03\x04" + bytes(99), "“坏.docx”"),
    ],
)
def test_what_is_no_document_is_one_sentence(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(XltoolsError) as caught:
        read_document(path, tmp_path / "读出.xlsx")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "读出.xlsx").exists()


def test_a_workbook_is_no_document(tmp_path):
    openpyxl.Workbook().save(tmp_path / "表.xlsx")
    with pytest.raises(XltoolsError, match="已经是工作簿"):
        read_document(tmp_path / "表.xlsx", tmp_path / "读出.xlsx")


def test_a_document_without_tables_says_that_it_has_pictures(tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "图.png")
    document = docx.Document()
    document.add_picture(str(tmp_path / "图.png"))
    document.save(str(tmp_path / "图.docx"))
    with pytest.raises(XltoolsError, match="1 幅图片"):
        read_document(tmp_path / "图.docx", tmp_path / "读出.xlsx")


@given(st.decimals(-(10**11), 10**11, places=2), st.sampled_from(["{:.2f}", "{:,.2f}", " {:.2f} "]))
def test_a_printed_number_is_that_number(value, form):
    number = number_in(form.format(value))
    assert number is not None
    assert (number.value, number.decimals) == (Decimal(value), 2)


@pytest.mark.parametrize(
    "text", ["", "—", "-", "012", "12.5%", "1,23.4", "2013201行政运行", "1.2.3", "9" * 20]
)
def test_what_is_no_number_stays_words(text):
    assert number_in(text) is None
