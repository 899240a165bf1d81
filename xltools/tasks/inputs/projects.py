"""项目清单: projects, their funding levels and their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xltools.budget.inputs import LEVEL_COLUMNS, TEXT_COLUMNS
from xltools.budget.vocabulary import BudgetYear
from xltools.model.ledger import BudgetaryUnit, FundingLevels, ProjectLine
from xltools.model.number import NO_YUAN, Yuan
from xltools.tasks.inputs.codes import CodeChecks
from xltools.tasks.inputs.faults import Faults, in_yuan
from xltools.tasks.inputs.records import Record, Records
from xltools.tasks.inputs.spellings import Spellings

PROJECT_TEXTS = (
    *(attribute for attribute, _, _ in TEXT_COLUMNS),
    "date",
    "responsible",
    "handler",
    "telephone",
)
"""The attributes whose text a project line carries in `texts`."""

_LEVELS = tuple(attribute for attribute, _ in LEVEL_COLUMNS)
_NO_LEVELS = FundingLevels(NO_YUAN)


def read_projects(
    records: Records, units: Mapping[str, BudgetaryUnit], codes: CodeChecks, faults: Faults
) -> tuple[tuple[ProjectLine, ...], tuple[int, ...]]:
    """The rows whose cells could all be read, numbered by project, and the row of each."""
    numbers: dict[tuple[str, str], int] = {}
    spellings = Spellings("项目", faults)
    lines: list[ProjectLine] = []
    rows: list[int] = []
    seen: dict[tuple[object, ...], int] = {}
    alike: dict[tuple[object, ...], int] = {}
    for record in records.rows:
        values = record.values
        codes.check_function(records, record)
        unit_name, name = values["unit"], values["name"]
        if name and (unit_name, name) not in numbers:
            spellings.add(name, records.place, record.row, records.heading("name"), within=unit_name)
            numbers[unit_name, name] = len(numbers) + 1
        if not record.is_whole:
            continue
        first = seen.setdefault(tuple(values.values()), record.row)
        if first != record.row:
            _report_repeat(records, record, first, faults)
            continue
        unit = units.get(unit_name)
        if unit is None:
            continue
        same = alike.setdefault(
            (unit_name, name, values["function_code"], values["source"], values["year"]), record.row
        )
        if same != record.row:
            _report_alike(records, record, same, faults)
        lines.append(_line(records, record, unit, numbers[unit_name, name], faults))
        rows.append(record.row)
    _compare_periods(records, lines, rows, faults)
    return tuple(lines), tuple(rows)


def _report_repeat(records: Records, record: Record, first: int, faults: Faults) -> None:
    faults.add(
        "error",
        records.place,
        record.row,
        records.heading("name"),
        record.values["name"],
        f"项目重复，第 {record.row} 行与第 {first} 行每一列都相同",
        "请删除一行；同一项目的几笔资金，功能科目、资金来源或年度应有不同",
    )


def _report_alike(records: Records, record: Record, first: int, faults: Faults) -> None:
    faults.add(
        "warning",
        records.place,
        record.row,
        records.heading("name"),
        record.values["name"],
        f"与第 {first} 行是同一项目，功能科目、资金来源和年度也相同，两行金额已相加",
        "请核对是否重复录入；确是两笔资金则不必改",
    )


def _line(records: Records, record: Record, unit: BudgetaryUnit, number: int, faults: Faults) -> ProjectLine:
    values = record.values
    amount: Decimal = values["amount"] if values["amount"] is not None else NO_YUAN
    levels = _levels(values, "levels")
    _check_levels(records, record, "amount", amount, levels, faults)
    whole_total, whole_levels = values["whole_period.total"], _levels(values, "whole_period")
    states_whole_period = bool(whole_total) or any(whole_levels)
    whole_period = _NO_LEVELS
    if states_whole_period:
        if whole_total is None:
            whole_total = sum(whole_levels, NO_YUAN)
        _check_levels(records, record, "whole_period.total", whole_total, whole_levels, faults)
        whole_period = FundingLevels(Yuan(whole_total), *map(Yuan, whole_levels))
    return ProjectLine(
        project_number=number,
        unit_number=unit.number,
        unit=unit.name,
        name=values["name"],
        year=values["year"],
        kind=values["kind"],
        function_code=values["function_code"],
        source=values["source"],
        amount=Yuan(amount),
        levels=FundingLevels(Yuan(amount), *map(Yuan, levels)),
        whole_period=whole_period,
        states_whole_period=states_whole_period,
        texts={attribute: text for attribute in PROJECT_TEXTS if (text := values[attribute])},
    )


def _levels(values: Mapping[str, Any], prefix: str) -> Sequence[Decimal]:
    return [values[f"{prefix}.{attribute}"] or NO_YUAN for attribute in _LEVELS]


def _check_levels(
    records: Records,
    record: Record,
    attribute: str,
    total: Decimal,
    levels: Sequence[Decimal],
    faults: Faults,
) -> None:
    heading = records.heading(attribute)
    which = (
        "实施期五级资金"
        if attribute.startswith("whole_period")
        else "五级资金（中央、省级、市县(区)、自筹、其他）"
    )
    given = sum(levels, NO_YUAN)
    if given == total:
        return
    if not given:
        faults.add(
            "warning",
            records.place,
            record.row,
            heading,
            total,
            f"{which}都没有填，绩效目标表的资金构成将为空白",
            "请按资金来源级次填写，合计应等于此数",
        )
        return
    gap = given - total
    faults.add(
        "error",
        records.place,
        record.row,
        heading,
        total,
        f"{which}之和为 {in_yuan(given)}，合计为 {in_yuan(total)}，{'多' if gap > 0 else '少'} {in_yuan(abs(gap))}",
        "请核对各级资金和合计",
    )


def _compare_periods(
    records: Records, lines: Sequence[ProjectLine], rows: Sequence[int], faults: Faults
) -> None:
    """Tells the projects that get more this year than in their whole period."""
    year: dict[int, Decimal] = defaultdict(Decimal)
    whole: dict[int, Decimal] = defaultdict(Decimal)
    first: dict[int, tuple[int, ProjectLine]] = {}
    for line, row in zip(lines, rows, strict=True):
        if line.year == BudgetYear.CURRENT:
            year[line.project_number] += line.amount
        if line.states_whole_period:
            whole[line.project_number] += line.whole_period.total
            first.setdefault(line.project_number, (row, line))
    for number, total in whole.items():
        if year[number] > total:
            row, line = first[number]
            faults.add(
                "warning",
                records.place,
                row,
                records.heading("whole_period.total"),
                total,
                f"项目“{line.name}”年度资金 {in_yuan(year[number])} 大于实施期资金 {in_yuan(total)}",
                "请核对；实施期资金应包括本年",
            )
