"""所属单位: the budgetary units in their order, numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xltools.budget.department import ACTUAL_STAFF, AUTHORISED_STAFF
from xltools.budget.vocabulary import UnitKind
from xltools.model.ledger import BudgetaryUnit, DepartmentFacts
from xltools.tasks.inputs.faults import Faults, suggestion
from xltools.tasks.inputs.records import Records
from xltools.tasks.inputs.spellings import Spellings


def number_units(
    listed: Records | None, users: Sequence[Records], facts: DepartmentFacts, faults: Faults
) -> dict[str, BudgetaryUnit]:
    """The units by name: those of 所属单位 in its order, then those first met in 支出明细 and 项目清单.

    A unit that is not listed counts as 行政. The staff of a department's only unit is the department's.
    """
    spellings = Spellings("单位", faults)
    units = _listed(listed, spellings, faults) if listed is not None else {}
    has_list = bool(units)
    for records in users:
        heading = records.heading("unit")
        for record in records.rows:
            name = record.values["unit"]
            if not name or name in units:
                continue
            is_respelt = spellings.add(name, records.place, record.row, heading)
            if has_list and not is_respelt and listed is not None:
                faults.add(
                    "warning",
                    records.place,
                    record.row,
                    heading,
                    name,
                    f"“{listed.place}”中没有这个单位，单位类型按“{UnitKind.ADMINISTRATIVE}”处理",
                    f"请在“{listed.place}”中补上{suggestion(name, units)}",
                )
            units[name] = BudgetaryUnit(len(units) + 1, name, "", UnitKind.ADMINISTRATIVE.value, None, None)
    if len(units) == 1:
        ((name, unit),) = units.items()
        units[name] = replace(
            unit,
            authorised_staff=_first(unit.authorised_staff, facts.values.get(AUTHORISED_STAFF.key)),
            actual_staff=_first(unit.actual_staff, facts.values.get(ACTUAL_STAFF.key)),
        )
    return units


def _listed(records: Records, spellings: Spellings, faults: Faults) -> dict[str, BudgetaryUnit]:
    units: dict[str, BudgetaryUnit] = {}
    rows: dict[str, int] = {}
    heading = records.heading("name")
    for record in records.rows:
        values = record.values
        name = values["name"]
        if not name:
            continue
        if name in units:
            faults.add(
                "error",
                records.place,
                record.row,
                heading,
                name,
                f"单位重复，与第 {rows[name]} 行相同",
                "请只保留一行",
            )
            continue
        spellings.add(name, records.place, record.row, heading)
        rows[name] = record.row
        units[name] = BudgetaryUnit(
            number=len(units) + 1,
            name=name,
            code=values["code"] or "",
            kind=values["kind"] or UnitKind.ADMINISTRATIVE.value,
            authorised_staff=values["authorised_staff"],
            actual_staff=values["actual_staff"],
        )
    return units


def _first(own: int | None, departments: object) -> int | None:
    if own is not None:
        return own
    return departments if isinstance(departments, int) else None
