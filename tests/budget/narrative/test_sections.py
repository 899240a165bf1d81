"""Sections of departments with something odd about them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from oracles.expected_tables import SAMPLE
from xltools.budget.exact import expected, filled
from xltools.budget.form import prepare
from xltools.budget.narrative.document import narrative, ordinal
from xltools.budget.narrative.doubts import doubts
from xltools.budget.narrative.grounds import Grounds
from xltools.model.disclosure import FigureKey, Flaw
from xltools.model.errors import XltoolsError
from xltools.model.narrative import Chart, ChartKind, cells_of
from xltools.tasks.read_input import read_input

LEDGER = read_input(SAMPLE).ledger


def disclosed(**changes):
    """The sample department with other facts; None takes a fact away."""
    values = {**LEDGER.department.values, **changes}
    values = {key: value for key, value in values.items() if value is not None}
    ledger = replace(LEDGER, department=replace(LEDGER.department, values=values))
    department = prepare(ledger)
    return filled(department, expected(department))


def section(number: int, **changes) -> str:
    found = narrative(disclosed(**changes)).sections[number - 1]
    return "\n".join(
        block.text for part in found.walk() for block in part.blocks if not isinstance(block, Chart)
    )


def gaps(**changes) -> list[str]:
    return [gap.fact for _, gap in narrative(disclosed(**changes)).gaps()]


def test_the_sample_lacks_nothing():
    assert gaps() == []


@pytest.mark.parametrize("item", ["收入", "支出", "一般公共预算", "机关运行经费"])
def test_a_missing_reason_is_a_marker_and_no_sentence(item):
    fact = f"变动原因/{item}"
    assert gaps(**{fact: None}) == [fact]
    number = {"收入": 1, "支出": 1, "一般公共预算": 5, "机关运行经费": 8}[item]
    assert "主要原因是：【请说明变动原因】。" in section(number, **{fact: None})


def test_nothing_is_explained_where_nothing_changed():
    same = {"上年数(元)/机关运行经费": Decimal(343_700), "变动原因/机关运行经费": None}
    assert section(8, **same) == "2025年，本部门机关运行经费财政拨款预算34.37万元，与上年持平。"
    assert gaps(**same) == []


def test_a_missing_figure_of_last_year_is_a_marker():
    assert gaps(**{"上年数(元)/预算收支总计": None}) == ["上年数(元)/预算收支总计"]
    assert gaps(**{"上年数(元)/三公经费": None}) == ["上年数(元)/三公经费"]


def test_nothing_last_year_has_no_rate():
    text = section(8, **{"上年数(元)/机关运行经费": Decimal(0)})
    assert "34.37万元，上年没有安排，比上年增加34.37万元。" in text
    assert "%" not in text


def test_components_of_the_change_are_left_out_where_last_year_cannot_be_split():
    assert "其中：基本支出330.29万元，比上年313.02万元增加17.27万元；项目支出618.12万元" in section(5)
    assert "其中：" not in section(5, **{"上年数(元)/基本支出": Decimal(99_999_999)}).split("\n")[0]
    assert "其中：" not in section(5, **{"上年数(元)/基本支出": None}).split("\n")[0]


def test_kinds_of_basic_expenditure_are_compared_where_they_add_up():
    assert "其中人员经费增加13.54万元，公用经费增加3.73万元" in section(6)
    assert "其中人员经费" not in section(6, **{"上年数(元)/人员经费": Decimal(1)})
    assert "比上年" not in section(6, **{"变动原因/基本支出": None})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("项目减少。", "项目减少。"),
        ("主要原因是项目减少；", "项目减少。"),
        ("主要是：项目减少", "项目减少。"),
        ("第一，项目减少。\n第二，人员减少。", "第一，项目减少。第二，人员减少。"),
    ],
)
def test_a_reason_is_not_introduced_twice(written, read):
    assert f"减少的主要原因是：{read}" in section(5, **{"变动原因/一般公共预算": written})


def test_procurement():
    assert section(9, **{f"政府采购(元)/{kind}": Decimal(0) for kind in ("货物", "工程", "服务")}) == (
        "2025年，本部门没有安排政府采购预算。"
    )
    blank = dict.fromkeys(("政府采购(元)/货物", "政府采购(元)/工程", "政府采购(元)/服务"))
    assert gaps(**blank) == ["政府采购(元)/货物"]


@pytest.mark.parametrize(
    ("given", "read"),
    [("2025-05-14", "截至2025年5月14日，"), ("20251231", "截至2025年12月31日，"), ("上年末", "截至上年末，")],
)
def test_dates_of_state_assets(given, read):
    assert section(11, **{"国有资产/截至日期": given}).startswith(read)


def test_no_vehicles():
    none = {"国有资产/公务用车实有": 0, "国有资产/车辆分类/其他公务用车": 0}
    assert "本部门没有公务用车（编制4辆）。" in section(11, **none)


def test_facts_that_contradict_one_another_are_doubted():
    assert doubts(Grounds(disclosed())) == []
    found = doubts(
        Grounds(
            disclosed(
                **{
                    "国有资产/公务用车实有": 5,
                    "国有资产/100万元以上通用设备(台套)": 1,
                    "上年数(元)/人员经费": Decimal(1),
                }
            )
        )
    )
    assert [doubt.fact for doubt in found] == [
        "国有资产/公务用车实有",
        "国有资产/100万元以上通用设备(台套)",
        "上年数(元)/基本支出",
    ]


def test_figures_that_cannot_be_read_stop_the_narrative():
    disclosure = disclosed()
    table = disclosure.tables[5]
    (panel,) = table.panels
    first = panel.rows[0]
    broken = replace(first.figures["total"], value=None, flaw=Flaw.NOT_A_NUMBER, shown="约九百")
    rows = (replace(first, figures={**first.figures, "total": broken}), *panel.rows[1:])
    tables = {**disclosure.tables, 5: replace(table, panels=(replace(panel, rows=rows),))}
    with pytest.raises(XltoolsError, match=r"约九百.*不是数值.*xltools check"):
        narrative(replace(disclosure, tables=tables))
    with pytest.raises(XltoolsError, match=r"没有找到表5.*xltools check"):
        narrative(replace(disclosure, missing={5: "没有找到表5"}))
    with pytest.raises(XltoolsError, match="没有支出明细"):
        narrative(replace(disclosure, ledger=None))


def test_every_number_of_the_sample_comes_from_somewhere():
    numbers = [number for _, number in narrative(disclosed()).numbers()]
    keys = set(cells_of(numbers))
    assert FigureKey(1, "收入总计", "revenue") in keys
    assert {key.table for key in keys} >= {1, 3, 4, 5, 6, 11, 12}


def test_charts_of_the_sample():
    charts = [
        block
        for top in narrative(disclosed()).sections
        for part in top.walk()
        for block in part.blocks
        if isinstance(block, Chart)
    ]
    assert [(chart.kind, chart.title) for chart in charts] == [
        (ChartKind.BARS, "2025年与2024年预算对比"),
        (ChartKind.BARS, "2025年预算收入构成"),
        (ChartKind.BARS, "2025年预算支出构成"),
        (ChartKind.PIE, "2025年一般公共预算当年支出结构"),
    ]
    assert "一般公共服务支出857.32万元" in charts[-1].description


def chart_titles(**changes) -> list[str]:
    found = narrative(disclosed(**changes))
    return [
        block.title
        for top in found.sections
        for part in top.walk()
        for block in part.blocks
        if isinstance(block, Chart)
    ]


def test_no_comparison_is_drawn_with_a_year_of_nothing():
    compared = {key: Decimal(0) for key in LEDGER.department.values if key.startswith("上年数(元)/")}
    assert "2025年与2024年预算对比" in chart_titles(**{**compared, "上年数(元)/公用经费": Decimal(10_000)})
    assert "2025年与2024年预算对比" not in chart_titles(**compared)
    assert "2025年与2024年预算对比" not in chart_titles(**dict.fromkeys(compared))


def test_ordinals():
    assert [ordinal(number) for number in (1, 10, 11, 12)] == ["一", "十", "十一", "十二"]
