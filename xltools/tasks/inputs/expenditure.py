"""支出明细: basic expenditure."""

from __future__ import annotations

from collections.abc import Mapping

from xltools.budget.classification import (
    department_economic_names,
    economic_classes,
    government_economic_names,
)
from xltools.model.ledger import BudgetaryUnit, LedgerLine
from xltools.model.number import NO_YUAN, Yuan
from xltools.tasks.inputs.codes import CodeChecks
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.records import Records


def read_basic(
    records: Records, units: Mapping[str, BudgetaryUnit], codes: CodeChecks, faults: Faults
) -> tuple[tuple[LedgerLine, ...], tuple[int, ...]]:
    """The lines whose cells could all be read, and the row of each. Names left blank come from the classification."""
    department_names, government_names = department_economic_names(), government_economic_names()
    classes = economic_classes()
    lines: list[LedgerLine] = []
    rows: list[int] = []
    seen: dict[tuple[object, ...], int] = {}
    for record in records.rows:
        values = record.values
        codes.check_function(records, record, values["function_name"])
        codes.check_economic(records, record)
        if not record.is_whole:
            continue
        first = seen.setdefault(tuple(values.values()), record.row)
        if first != record.row:
            faults.add(
                "warning",
                records.place,
                record.row,
                None,
                None,
                f"这一行与第 {first} 行完全相同，两行都计入",
                "如果是重复录入，请删除一行",
            )
        unit = units.get(values["unit"])
        if unit is None:
            continue
        function_code = values["function_code"]
        department_code = values["department_economic_code"]
        economic_class = classes.get(department_code[:3])
        government_code = values["government_economic_code"]
        lines.append(
            LedgerLine(
                unit_number=unit.number,
                unit=unit.name,
                unit_kind=unit.kind,
                function_code=function_code,
                function_name=values["function_name"] or codes.function_names.get(function_code, ""),
                department_economic_code=department_code,
                department_economic_name=values["department_economic_name"]
                or department_names.get(department_code, ""),
                department_economic_class=values["department_economic_class"]
                or (economic_class.name if economic_class else ""),
                government_economic_code=government_code,
                government_economic_name=values["government_economic_name"]
                or government_names.get(government_code, ""),
                expense_type=values["expense_type"],
                source=values["source"],
                year=values["year"],
                amount=Yuan(values["amount"]) if values["amount"] is not None else NO_YUAN,
            )
        )
        rows.append(record.row)
    return tuple(lines), tuple(rows)
