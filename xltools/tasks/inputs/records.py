"""Raw tables as records: every cell converted, every fault told with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from xltools.budget.inputs import InputColumn, Kind
from xltools.tasks.inputs.convert import read_value
from xltools.tasks.inputs.corrections import Correction, rewriting
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.fold import fold_word
from xltools.tasks.inputs.raw import RawTable, RawValue, is_blank
from xltools.tasks.inputs.reading import Reading

_TOTAL_WORDS = frozenset({"合计", "总计", "小计", "部门合计"})


class Record(NamedTuple):
    """One row: its number in the file or sheet, its values by attribute, and whether all could be read."""

    row: int
    values: dict[str, Any]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of one input table; `place` is the file or sheet as messages name it."""

    table: RawTable
    rows: Sequence[Record]

    @property
    def place(self) -> str:
        return self.table.place

    @property
    def is_complete(self) -> bool:
        """Whether every row and every cell could be read: only then does what is absent mean anything."""
        return self.table.is_complete and all(record.is_whole for record in self.rows)

    def heading(self, attribute: str) -> str:
        """The heading of a column as the source writes it."""
        return self.table.heading(self.table.declaration.column(attribute))


class _Column:
    """A column being read; equal cells are converted once."""

    __slots__ = ("_in_workbook", "column", "heading", "position", "readings")

    def __init__(self, column: InputColumn, position: int, heading: str, *, in_workbook: bool) -> None:
        self.column = column
        self.position = position
        self.heading = heading
        self.readings: dict[RawValue, Reading] = {}
        self._in_workbook = in_workbook

    def read(self, raw: RawValue) -> Reading:
        reading = self.readings[raw] = read_value(raw, self.column, in_workbook=self._in_workbook)
        return reading


def read_records(table: RawTable, faults: Faults, corrections: list[Correction]) -> Records:
    """The rows of a table with their values; faults and, for a workbook, corrections are added to the lists."""
    place = table.place
    columns = [
        _Column(found.column, found.position, table.heading(found.column), in_workbook=table.in_workbook)
        for found in table.columns
    ]
    absent = {
        column.attribute: None if column.kind in (Kind.AMOUNT, Kind.COUNT) else ""
        for column in table.declaration.file_columns
    }
    code_index = next(
        (index for index, found in enumerate(table.columns) if found.column.kind is Kind.CODE), None
    )
    records: list[Record] = []
    for row, raws in table.rows:
        if code_index is not None and is_blank(raws[code_index]) and _is_total(raws):
            faults.add(
                "error", place, row, None, None, "这一行像是合计行", "请删除合计行，只留明细；合计由程序计算"
            )
            continue
        values: dict[str, Any] = dict(absent)
        is_whole = True
        for column, raw in zip(columns, raws, strict=True):
            reading = column.readings.get(raw) or column.read(raw)
            values[column.column.attribute] = reading.value
            if reading.notes:
                is_whole = not _tell(reading, raw, place, row, column.heading, faults) and is_whole
            if table.in_workbook and not isinstance(raw, Decimal):
                _correct(table, row, column, raw, reading, faults, corrections)
        records.append(Record(row, values, is_whole))
    return Records(table, records)


def _is_total(raws: Sequence[RawValue]) -> bool:
    words = [fold_word(raw) for raw in raws if isinstance(raw, str) and not is_blank(raw)]
    return bool(words) and words[0] in _TOTAL_WORDS


def _tell(reading: Reading, raw: RawValue, place: str, row: int, heading: str, faults: Faults) -> bool:
    """Adds the notes of a reading as faults; whether one of them is an error."""
    for note in reading.notes:
        value = None if is_blank(raw) else raw
        faults.add(note.severity, place, row, heading, value, note.message, note.remedy)
    return reading.is_error


def _correct(
    table: RawTable,
    row: int,
    column: _Column,
    raw: RawValue,
    reading: Reading,
    faults: Faults,
    corrections: list[Correction],
) -> None:
    """Notes the cell for rewriting where what it holds is not what was read from it."""
    change = rewriting(raw, reading.value, is_text=column.column.kind in (Kind.TEXT, Kind.LONG_TEXT))
    if change is None:
        return
    if (row, column.position) in table.formulas:
        faults.add(
            "warning",
            table.place,
            row,
            column.heading,
            raw,
            "公式的结果与应填的内容形式不同，填充时公式会被它的结果代替",
            "如需保留公式，请改正公式，使结果为文本编码或数字金额",
        )
    corrections.append(Correction(table.place, row, column.position, *change))
