"""单位信息: the facts of the department, from unit.json or from the sheet, into one DepartmentFacts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xltools.budget.department import (
    CODE,
    FACTS,
    NAME,
    OVERALL_INDICATORS_KEY,
    TASKS_KEY,
    YEAR,
    Fact,
    FactKind,
)
from xltools.budget.inputs import InputColumn, Kind
from xltools.model.fold import half_width
from xltools.model.ledger import DepartmentFacts
from xltools.office.cells import ErrorValue
from xltools.tasks.inputs.amounts import read_number
from xltools.tasks.inputs.convert import read_value, tidy
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.raw import RawValue, Uncalculated, is_blank
from xltools.tasks.inputs.reading import Note, Reading

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a fact, and where: the row on the sheet (None in unit.json)."""

    raw: RawValue | tuple[str, ...]
    row: int | None = None


@dataclass(slots=True)
class RawFacts:
    """The facts as they stand in a source, before they are understood."""

    place: str
    in_workbook: bool = False
    facts: dict[str, Found] = field(default_factory=dict)
    tasks: list[tuple[str, ...]] = field(default_factory=list)
    overall_indicators: list[tuple[str, ...]] = field(default_factory=list)


OnReading = Callable[[Fact, Found, Reading], None]


def read_facts(
    found: RawFacts, faults: Faults, on_reading: OnReading = lambda fact, found, reading: None
) -> DepartmentFacts:
    """The facts converted and checked; `on_reading` learns what each was read as."""
    values: dict[str, object] = {}
    for fact in FACTS:
        given = found.facts.get(fact.key)
        if given is None or (not isinstance(given.raw, tuple) and is_blank(given.raw)):
            if fact.required:
                row = given.row if given else None
                faults.add("error", found.place, row, fact.key, None, "不能为空", f"请填写{fact.item}")
            continue
        reading = _read_fact(fact, given.raw, in_workbook=found.in_workbook)
        for note in reading.notes:
            faults.add(
                note.severity,
                found.place,
                given.row,
                fact.key,
                _as_text(given.raw),
                note.message,
                note.remedy,
            )
        if reading.value is not None and reading.value != "":
            values[fact.key] = reading.value
            on_reading(fact, given, reading)
    year, name, code = (values.pop(fact.key, None) for fact in (YEAR, NAME, CODE))
    return DepartmentFacts(
        year=year if isinstance(year, int) else 0,
        name=str(name or ""),
        code=str(code or ""),
        values=values,
        tasks=_pairs(found, faults),
        overall_indicators=_fours(found, faults),
    )


def _as_text(raw: RawValue | tuple[str, ...]) -> str:
    return "；".join(raw) if isinstance(raw, tuple) else str(raw)


def _pairs(found: RawFacts, faults: Faults) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in _tidied(found.tasks, found.place, TASKS_KEY, faults))


def _fours(found: RawFacts, faults: Faults) -> tuple[tuple[str, str, str, str], ...]:
    rows = _tidied(found.overall_indicators, found.place, OVERALL_INDICATORS_KEY, faults)
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


def _tidied(
    rows: Iterable[Sequence[str]], place: str, column: str, faults: Faults
) -> Iterable[tuple[str, ...]]:
    for row in rows:
        readings = [tidy(text.strip()) for text in row]
        for text, reading in zip(row, readings, strict=True):
            for note in reading.notes:
                faults.add(note.severity, place, None, column, text, note.message, note.remedy)
        texts = tuple(str(reading.value or "") for reading in readings)
        if any(texts):
            yield texts


# --- one fact -------------------------------------------------------------------------------------------------------

_COLUMN_KINDS: Mapping[FactKind, Kind] = {
    FactKind.TEXT: Kind.LONG_TEXT,
    FactKind.CODE: Kind.CODE,
    FactKind.COUNT: Kind.COUNT,
    FactKind.AMOUNT: Kind.AMOUNT,
    FactKind.DATE: Kind.DATE,
}


def is_numeric(fact: Fact) -> bool:
    return fact.kind in (FactKind.YEAR, FactKind.COUNT, FactKind.AMOUNT, FactKind.NUMBER)


def _read_fact(fact: Fact, raw: RawValue | tuple[str, ...], *, in_workbook: bool) -> Reading:
    if isinstance(raw, tuple):
        return _read_list(raw)
    if fact is NAME and isinstance(raw, str):
        raw = raw.strip()
    if isinstance(raw, ErrorValue | Uncalculated) or fact.kind in _COLUMN_KINDS:
        column = InputColumn(fact.item, fact.key, _COLUMN_KINDS.get(fact.kind, Kind.TEXT), blank=True)
        return read_value(raw, column, in_workbook=in_workbook)
    if fact.kind is FactKind.LIST:
        return _read_list(str(raw).splitlines())
    number = raw if isinstance(raw, Decimal) else str(raw)
    return _read_year(number) if fact.kind is FactKind.YEAR else read_number(number)


def _read_year(raw: str | Decimal) -> Reading:
    text = half_width(str(raw)).strip().removesuffix("年")
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:6]) <= LAST_YEAR:
        return Reading(int(text))
    return Reading(
        None, (Note("error", f"年度应为 {FIRST_YEAR} 至 {LAST_YEAR} 的整数", "请填写预算年度，如 2025"),)
    )


def _read_list(entries: Sequence[str]) -> Reading:
    readings = [tidy(entry.strip()) for entry in entries]
    notes = tuple(note for reading in readings for note in reading.notes)
    return Reading(tuple(reading.value for reading in readings if reading.value), notes)
