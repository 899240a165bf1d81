"""Lines of a page are put together to paragraphs where, and only where, their words go on."""

from xltools.office.documents.content import Extent, Grid, GridCell, TextLine
from xltools.office.documents.flow import is_page_number, paragraphs_of

LEFT, RIGHT, SIZE, PAGE = 72.0, 523.0, 16.0, 595.0


def line(
    text: str, *, left: float = LEFT, right: float = RIGHT, page: int = 1, size: float = SIZE
) -> TextLine:
    return TextLine(text, f"第 {page} 页", Extent(left, right, size, PAGE))


def texts(*items: TextLine | Grid, running: frozenset[str] = frozenset()) -> list[str]:
    """The paragraphs after three full lines of another one, by which the sides of the page are known."""
    body = [line("甲" * 28), line("乙" * 28), line("丙" * 28), line("丁。", right=120)]
    found = [item.text for item in paragraphs_of([*body, *items], running) if isinstance(item, TextLine)]
    assert found[0] == "甲" * 28 + "乙" * 28 + "丙" * 28 + "丁。"
    return found[1:]


def test_an_indented_line_begins_a_paragraph():
    assert texts(
        line("收入预算", left=LEFT + 2 * SIZE),
        line("13,297.11 万元。", right=200),
        line("支出预算。", left=LEFT + 2 * SIZE, right=300),
    ) == ["收入预算13,297.11 万元。", "支出预算。"]


def test_a_number_without_room_goes_on_in_the_next_line():
    """The line above is short by as much as the number is long."""
    assert texts(line("服务预算", right=RIGHT - 4 * SIZE), line("1,665.53万元。", right=200)) == [
        "服务预算1,665.53万元。"
    ]
    assert texts(line("服务预算", right=RIGHT - 4 * SIZE), line("另有说明。", right=200)) == [
        "服务预算",
        "另有说明。",
    ]


def test_numbers_of_pages_and_running_heads_part_no_paragraph():
    assert texts(
        line("年初预留用于年度", left=LEFT + 2 * SIZE),
        line("─ 17 ─", left=280, right=310),
        line("某局预算", page=2, left=250, right=340),
        line("执行的经费。", page=2, right=200),
        running=frozenset(("某局预算",)),
    ) == ["年初预留用于年度执行的经费。", "─ 17 ─", "某局预算"]


def test_headings_contents_and_tables_end_a_paragraph():
    table = Grid((GridCell(0, 0, "项目"),), 1, 1, "第 1 页")
    assert texts(
        line("第三部分 情况说明"),
        line("一、收入预算"),
        line("二、支出预算……3"),
        line("三、其他事项", size=SIZE * 2),
        line("本部门", left=LEFT + 2 * SIZE),
        table,
        line("没有安排。"),
    ) == ["第三部分 情况说明", "一、收入预算", "二、支出预算……3", "三、其他事项", "本部门", "没有安排。"]


def test_without_full_lines_nothing_is_put_together():
    items = [line("2025年预算收支总表", right=300), line("单位：万元", right=300)]
    assert [item.text for item in paragraphs_of(items) if isinstance(item, TextLine)] == [
        "2025年预算收支总表",
        "单位：万元",
    ]


def test_what_is_a_number_of_a_page():
    assert all(map(is_page_number, ("3", "- 14 -", "— 2 —", "─ 8 ─", "第 3 页", "第 3 页 共 9 页", "１２")))
    assert not any(map(is_page_number, ("2013201", "3.5万元", "一、", "第三部分")))
