"""Reads a whole workbook as a disclosure: tables, performance forms, and the input sheets where there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from xltools.budget import department as facts
from xltools.budget.console import State
from xltools.budget.crosschecks.stated import year_in
from xltools.budget.exact import expected
from xltools.budget.form import prepare
from xltools.budget.inputs import INPUT_SHEETS
from xltools.model.disclosure import OVERALL, TARGETS, Disclosure
from xltools.model.errors import InputError, XltoolsError
from xltools.model.fold import fold_word
from xltools.model.ledger import Ledger
from xltools.office.contents import active_contents
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import place_of
from xltools.tasks.read_input import read_workbook_input
from xltools.tasks.reading.forms import read_forms
from xltools.tasks.reading.tables import read_tables

_Word = TypeVar("_Word", str, int)


@dataclass(frozen=True, slots=True)
class _Input:
    ledger: Ledger | None = None
    trouble: tuple[str, ...] = ()


def read_disclosure(workbook: Workbook, path: Path) -> Disclosure:
    """Everything that a workbook discloses; what could not be found is said in it.

    Args:
        path: the file of the workbook, for messages.

    Raises:
        XltoolsError: there is no table of the form in it.
    """
    given = _read_input(workbook, path)
    units = [unit.name for unit in given.ledger.units] if given.ledger else []
    read = read_tables(workbook, units)
    forms = read_forms(workbook)
    if not read.tables and not forms.targets and forms.overall is None:
        raise XltoolsError(
            f"“{path.name}”里没有找到部门预算公开表：{'；'.join(list(read.missing.values())[:2])} 等。"
            "请确认选对了文件，各表应有标题（如“预算收支总表”）和栏目名称。"
        )
    missing = dict(read.missing)
    if not forms.targets:
        missing[TARGETS] = "没有找到项目支出绩效目标表"
    if forms.overall is None:
        missing[OVERALL] = "没有找到部门整体支出绩效目标表"
    ledger = given.ledger
    found = expected(prepare(ledger)) if ledger else None
    return Disclosure(
        tables=read.tables,
        missing=missing,
        targets=forms.targets,
        overall=forms.overall,
        ledger=ledger,
        ledger_trouble=given.trouble,
        exact=found.exact if found else {},
        labels=found.labels if found else {},
        sums=found.sums if found else None,
        year=ledger.department.year
        if ledger
        else _majority(year_in(table.title) for table in read.tables.values()),
        department=ledger.department.name
        if ledger
        else _majority(table.department for table in read.tables.values()),
        balanced=_is_balanced(workbook),
        contents=active_contents(workbook),
    )


def _majority(words: Iterable[_Word | None]) -> _Word | None:
    counted = Counter(word for word in words if word is not None)
    return counted.most_common(1)[0][0] if counted else None


def _read_input(workbook: Workbook, path: Path) -> _Input:
    """The ledger of a workbook with input sheets; sheets that hold no amounts are none."""
    names = {fold_word(name) for name in workbook.sheet_names}
    required = [sheet.name for sheet in INPUT_SHEETS if sheet.required] + [facts.SHEET]
    if not all(fold_word(name) in names for name in required):
        return _Input()
    try:
        ledger = read_workbook_input(workbook, path).ledger
    except InputError as error:
        errors = [fault for fault in error.faults if fault.severity == "error"]
        return _Input(None, tuple(map(str, errors)))
    except XltoolsError as error:
        return _Input(None, (str(error),))
    return _Input(ledger if ledger.basic or ledger.projects else None)


def _is_balanced(workbook: Workbook) -> bool:
    """Whether 操作台, if there is one, says that the figures were balanced."""
    try:
        place = place_of(workbook, State.BALANCED_PRINT.value)
    except XltoolsError:
        return False
    cell = workbook.sheet(place.sheet).cell(place.area.first_row, place.area.first_column)
    return isinstance(cell.value, Decimal)
