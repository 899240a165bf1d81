"""X-16 … X-20: the target sheets and the overall sheet against the tables.

Target sheets are in 元 and exact; `model.disclosure` keeps their figures in 元, relations take them in 万元.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.budget.crosschecks.between_tables import COLUMN_OF
from xltools.budget.crosschecks.indicators import complete_indicators, cost_within_total
from xltools.budget.crosschecks.targets import overall_facts, overall_is_current, project_names
from xltools.budget.inputs import LEVEL_COLUMNS
from xltools.budget.measures import basic
from xltools.budget.rows import DEPARTMENT, PROJECT
from xltools.budget.tables.table01 import CARRIED_OVER, REVENUE_TOTAL
from xltools.budget.vocabulary import BudgetYear
from xltools.model.disclosure import OVERALL, Disclosure, FigureKey, ReadForm, ReadRow
from xltools.model.finding import NotChecked
from xltools.model.fold import fold_name
from xltools.model.relation import Relation, at_most, copy, total
from xltools.model.rule import At, Equation, Known, Rule, equal

_PERIODS = ("whole_period", "levels")


def has_targets(disclosure: Disclosure) -> bool:
    """Whether there is something that calls for target sheets: such a sheet, or a project in 表12."""
    return bool(disclosure.targets) or bool(_projects(disclosure))


def _projects(disclosure: Disclosure) -> list[ReadRow]:
    table = disclosure.tables.get(12)
    return [row for row in table.panels[0].rows if row.style == PROJECT] if table else []


def _name(form: ReadForm) -> str:
    return fold_name(form.texts["name"][1]) if "name" in form.texts else ""


def _project_amounts(disclosure: Disclosure) -> Iterator[Relation | NotChecked]:
    """Each target sheet with the row of 表12 of the same name; of equal names, in order."""
    rows: dict[str, list[ReadRow]] = {}
    for row in _projects(disclosure):
        rows.setdefault(fold_name(row.labels[0]), []).append(row)
    if 12 in disclosure.missing:
        yield NotChecked("X-16", disclosure.missing[12])
        return
    for form in disclosure.targets:
        same = rows.get(_name(form))
        figure = form.figures.get("levels.total")
        if not same:
            continue
        row = _row_of(form, same)
        printed = row.figures.get("total")
        if figure is None or (figure.value is None and figure.flaw):
            yield NotChecked("X-16", f"“{form.sheet}”中没有找到可核对的年度资金总额")
        elif printed is None or (printed.value is None and printed.flaw):
            yield NotChecked("X-16", f"表12“{row.labels[0]}”的合计不是能核对的数")
        else:
            yield copy(printed.key, figure.key, rule="X-16")


def _row_of(form: ReadForm, same: list[ReadRow]) -> ReadRow:
    """Of the rows left with the project's name: that of its unit, else the one nearest to its amount."""
    unit = fold_name(form.texts["implementer"][1]) if "implementer" in form.texts else ""
    figure = form.figures.get("levels.total")
    amount = (figure.value or Decimal(0)) / 10_000 if figure else Decimal(0)

    def fits(row: ReadRow) -> tuple[bool, Decimal]:
        total = row.figures.get("total")
        return row.parent.endswith(f"/{unit}"), -abs(
            (total.value or Decimal(0) if total else Decimal(0)) - amount
        )

    best = max(same, key=fits)
    if len(same) > 1:
        same.remove(best)
    return best


def _funding_levels(disclosure: Disclosure) -> Iterator[Relation | NotChecked]:
    for form in disclosure.targets:
        keys: dict[str, FigureKey] = {}
        for period in _PERIODS:
            for level in ("total", *(level for level, _ in LEVEL_COLUMNS)):
                slot = f"{period}.{level}"
                figure = form.figures.get(slot)
                if figure is None or (figure.value is None and figure.flaw):
                    yield NotChecked("X-17", f"“{form.sheet}”中没有找到可核对的资金数")
                    break
                keys[slot] = figure.key
            else:
                yield total(
                    keys[f"{period}.total"],
                    [keys[f"{period}.{level}"] for level, _ in LEVEL_COLUMNS],
                    rule="X-17",
                    instance=period,
                )
        whole, year = keys.get("whole_period.total"), keys.get("levels.total")
        # A form that leaves 实施期 blank says nothing about it.
        if whole and year and form.figures["whole_period.total"].value:
            yield at_most(year, whole, rule="X-17", instance="at most")


def has_overall(disclosure: Disclosure) -> bool:
    return disclosure.overall is not None


def _current_without_ledger(disclosure: Disclosure) -> bool:
    return disclosure.ledger is None and overall_is_current(disclosure)


def _current_with_ledger(disclosure: Disclosure) -> bool:
    return disclosure.ledger is not None and overall_is_current(disclosure)


def _z(slot: str) -> At:
    return At(OVERALL, slot)


def _current(left: At, *right: At) -> Equation:
    """An equation of the overall sheet; one of another year is not compared with this year's tables."""
    return equal(left, *right, when=overall_is_current)


RULES: tuple[Rule, ...] = (
    Rule(
        "X-16",
        "每个项目的年度资金总额（元）四舍五入到万元 = 表12中该项目的合计；项目与绩效目标表一一对应，名称相同",
        relations=_project_amounts,
        plain=project_names,
        applies=has_targets,
    ),
    Rule(
        "X-17",
        "绩效目标表：资金总额 = 中央 + 省级 + 市县 + 单位自筹 + 其他；年度资金不大于实施期资金",
        relations=_funding_levels,
        applies=lambda disclosure: bool(disclosure.targets),
    ),
    Rule(
        "X-18",
        "绩效目标表：成本指标的指标值不大于年度资金总额",
        plain=cost_within_total,
        applies=lambda disclosure: bool(disclosure.targets),
    ),
    Rule(
        "X-19",
        "绩效目标表：数量、质量、时效、成本、效益和满意度指标齐全，指标值填写完整、带计量单位，权重之和为 100",
        plain=complete_indicators,
        applies=lambda disclosure: bool(disclosure.targets),
    ),
    Rule(
        "X-20",
        "整体支出绩效目标表：年度、人数和单位数与单位信息一致；各项资金来源 = 表1，基本支出、项目支出 = 本年数",
        equations=(
            *(_current(_z(column), At(1, "revenue", source)) for source, column in COLUMN_OF.items()),
            _current(_z("revenue"), At(1, "revenue", REVENUE_TOTAL)),
            _current(_z("carryover"), At(1, "revenue", CARRIED_OVER)),
            _current(_z("expenditure"), _z("basic"), _z("project")),
            _current(_z("basic"), _z("personnel"), _z("operating")),
            _current(_z("project"), _z("other_operating"), _z("specific_goal")),
            _current(_z("project"), At(12, "total", DEPARTMENT)),
            equal(
                _z("basic"),
                Known("本年基本支出", basic(year=BudgetYear.CURRENT)),
                when=_current_with_ledger,
            ),
            equal(
                _z("expenditure"),
                At(1, "revenue", REVENUE_TOTAL),
                when=_current_without_ledger,
                live=False,
            ),
        ),
        plain=overall_facts,
        applies=has_overall,
    ),
)
