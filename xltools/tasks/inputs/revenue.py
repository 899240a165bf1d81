"""收入明细: the revenue of the two funds that 表7 and 表9 print by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xltools.budget.classification import revenue_names
from xltools.budget.inputs import BASIC, PROJECTS, REVENUE
from xltools.budget.vocabulary import BudgetYear, Source
from xltools.model.fold import fold_name
from xltools.model.ledger import BudgetaryUnit, LedgerLine, ProjectLine, RevenueLine
from xltools.model.number import Yuan
from xltools.tasks.inputs.faults import Faults, in_yuan, suggestion
from xltools.tasks.inputs.records import Record, Records

TABLE_OF_FUND: Mapping[str, str] = {
    Source.GOVERNMENT_MANAGED_FUNDS: "表7",
    Source.STATE_CAPITAL_OPERATIONS: "表9",
}
"""The funds whose revenue is printed by code, and where."""


def read_revenue(
    records: Records, units: Mapping[str, BudgetaryUnit], faults: Faults
) -> tuple[tuple[RevenueLine, ...], tuple[int, ...]]:
    """This year's lines of the two funds, and the row of each; other rows are not used."""
    lines: list[RevenueLine] = []
    rows: list[int] = []
    for record in records.rows:
        values = record.values
        if not record.is_whole:
            continue
        if values["source"] not in TABLE_OF_FUND or values["year"] != BudgetYear.CURRENT:
            faults.add(
                "info",
                records.place,
                record.row,
                None,
                f"{values['source']}、{values['year']}",
                "只用到本年的政府性基金预算和国有资本经营预算收入，这一行没有使用",
                "不必处理",
            )
            continue
        _check_code(records, record, faults)
        unit = _unit(records, record, units, faults)
        lines.append(
            RevenueLine(
                unit_number=unit.number if unit else 0,
                unit=unit.name if unit else values["unit"],
                revenue_code=values["revenue_code"],
                revenue_name=values["revenue_name"],
                source=values["source"],
                year=values["year"],
                amount=Yuan(values["amount"]),
            )
        )
        rows.append(record.row)
    return tuple(lines), tuple(rows)


def _unit(
    records: Records, record: Record, units: Mapping[str, BudgetaryUnit], faults: Faults
) -> BudgetaryUnit | None:
    """The unit of a row; the only one where none is named; None where that leaves it open."""
    name = record.values["unit"]
    if not name:
        return next(iter(units.values())) if len(units) == 1 else None
    unit = units.get(name)
    if unit is None:
        faults.add(
            "warning",
            records.place,
            record.row,
            records.heading("unit"),
            name,
            "其他各表中没有这个单位",
            f"请核对单位名称{suggestion(name, units)}；不影响收入合计",
        )
    return unit


def _check_code(records: Records, record: Record, faults: Faults) -> None:
    code, name = record.values["revenue_code"], record.values["revenue_name"]
    known = revenue_names().get(code)
    if known is None:
        heading, value, message = "revenue_code", code, "内置的收入分类科目中没有这个编码"
    elif fold_name(known) != fold_name(name):
        heading, value, message = "revenue_name", name, f"名称与科目表不一致，{code} 是“{known}”"
    else:
        return
    remedy = "请核对编码和名称；按所填的列示"
    faults.add("warning", records.place, record.row, records.heading(heading), value, message, remedy)


def check_funds(
    revenue: Iterable[RevenueLine],
    basic: Iterable[LedgerLine],
    projects: Iterable[ProjectLine],
    records: Records | None,
    place: str,
    faults: Faults,
) -> None:
    """Revenue given for a fund must be this year's expenditure of it: budgets balance. Complete inputs only."""
    given: dict[str, Decimal] = defaultdict(Decimal)
    for line in revenue:
        given[line.source] += line.amount
    spent: dict[str, Decimal] = defaultdict(Decimal)
    spendings: list[LedgerLine | ProjectLine] = [*basic, *projects]
    for spending in spendings:
        if spending.year == BudgetYear.CURRENT and spending.source in TABLE_OF_FUND:
            spent[spending.source] += spending.amount
    for fund, table in TABLE_OF_FUND.items():
        if fund not in given:
            if spent[fund]:
                message = f"没有{fund}的收入科目，{table}只列合计 {in_yuan(spent[fund])}"
                remedy = f"如需列出收入科目，请填写{REVENUE.name}（{REVENUE.file}）"
                faults.add("info", place, None, None, None, message, remedy)
            continue
        gap = given[fund] - spent[fund]
        if gap:
            heading = records.heading("amount") if records else None
            faults.add(
                "error",
                place,
                None,
                heading,
                str(given[fund]),
                f"{fund}本年收入合计 {in_yuan(given[fund])}，{BASIC.name}与{PROJECTS.name}中同一资金的本年支出合计 "
                f"{in_yuan(spent[fund])}，收入{'多' if gap > 0 else '少'} {in_yuan(abs(gap))}",
                "两者应相等，请核对收入和支出",
            )
