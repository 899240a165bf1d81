"""From raw tables to the ledger: each table read once, numbered, and checked against the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from xltools.budget.inputs import (
    BASIC,
    FUNCTION_NAMES,
    INDICATORS,
    PROJECTS,
    REVENUE,
    THREE_PUBLIC,
    UNITS,
    InputSheet,
    Kind,
)
from xltools.model.ledger import DepartmentFacts, Ledger
from xltools.tasks.inputs.codes import CodeChecks
from xltools.tasks.inputs.corrections import Correction
from xltools.tasks.inputs.expenditure import read_basic
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.indicators import read_indicators, report_projects_without
from xltools.tasks.inputs.own_names import read_own_names
from xltools.tasks.inputs.projects import read_projects
from xltools.tasks.inputs.raw import FoundColumn, RawTable
from xltools.tasks.inputs.records import Records, read_records
from xltools.tasks.inputs.revenue import check_funds, read_revenue
from xltools.tasks.inputs.three_public import read_three_public
from xltools.tasks.inputs.units import number_units

TableSource = Callable[[InputSheet], RawTable | None]


@dataclass(slots=True)
class Assembly:
    """The ledger and where its lines stand: by key of the input table, the row of each line."""

    ledger: Ledger
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)


def assemble(table_of: TableSource, facts: DepartmentFacts, faults: Faults, *, in_workbook: bool) -> Assembly:
    """The ledger of the tables a source gives; whatever is wrong is added to `faults`."""
    corrections: list[Correction] = []

    def records_of(declaration: InputSheet) -> Records | None:
        table = table_of(declaration)
        if table is None:
            return None
        if declaration is THREE_PUBLIC:
            table = _with_free_items(table)
        return read_records(table, faults, corrections)

    basic_records = records_of(BASIC) or _nothing(BASIC, in_workbook=in_workbook)
    project_records = records_of(PROJECTS) or _nothing(PROJECTS, in_workbook=in_workbook)
    indicator_records = records_of(INDICATORS)
    revenue_records = records_of(REVENUE)
    three_public_records = records_of(THREE_PUBLIC)
    unit_records = records_of(UNITS)
    name_records = records_of(FUNCTION_NAMES)

    rows: dict[str, tuple[int, ...]] = {}
    own_names = read_own_names(name_records, faults) if name_records else {}
    rows[FUNCTION_NAMES.key] = _row_numbers(name_records)
    rows[UNITS.key] = _row_numbers(unit_records)
    units = number_units(unit_records, (basic_records, project_records), facts, faults)
    codes = CodeChecks(own_names, faults)
    basic, rows[BASIC.key] = read_basic(basic_records, units, codes, faults)
    projects, rows[PROJECTS.key] = read_projects(project_records, units, codes, faults)
    indicators, rows[INDICATORS.key] = (
        read_indicators(
            indicator_records, projects, faults, projects_are_complete=project_records.is_complete
        )
        if indicator_records
        else ((), ())
    )
    revenue, rows[REVENUE.key] = read_revenue(revenue_records, units, faults) if revenue_records else ((), ())
    three_public, rows[THREE_PUBLIC.key] = (
        read_three_public(three_public_records, faults) if three_public_records else ((), ())
    )
    if indicator_records is None or len(indicators) == len(indicator_records.rows):
        report_projects_without(
            indicators, projects, rows[PROJECTS.key], project_records, indicator_records, faults
        )
    if all(each is None or each.is_complete for each in (basic_records, project_records, revenue_records)):
        place = REVENUE.name if in_workbook else REVENUE.file
        check_funds(revenue, basic, projects, revenue_records, place, faults)
    if basic_records.is_complete and project_records.is_complete and not basic and not projects:
        faults.add(
            "warning",
            BASIC.name if in_workbook else BASIC.file,
            None,
            None,
            None,
            "支出明细和项目清单都没有数据行，各表将全部为空",
            "请填写后重新填充",
        )
    ledger = Ledger(
        department=facts,
        units=tuple(units.values()),
        basic=basic,
        projects=projects,
        indicators=indicators,
        revenue=revenue,
        three_public=three_public,
        function_names=own_names,
    )
    return Assembly(ledger, rows, corrections)


def _row_numbers(records: Records | None) -> tuple[int, ...]:
    return tuple(record.row for record in records.rows) if records else ()


def _nothing(declaration: InputSheet, *, in_workbook: bool) -> Records:
    """A table that could not be read: nothing may be concluded from it."""
    place = declaration.name if in_workbook else declaration.file
    return Records(RawTable(declaration, place, (), (), in_workbook=in_workbook, is_complete=False), ())


def _with_free_items(table: RawTable) -> RawTable:
    """三公经费 with its 项目 as text: people also write the sums, and number the rows."""
    return replace(
        table,
        columns=tuple(
            FoundColumn(replace(found.column, kind=Kind.TEXT), found.position)
            if found.column.kind is Kind.CHOICE
            else found
            for found in table.columns
        ),
    )
