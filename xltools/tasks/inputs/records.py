"""Raw tables as records: every cell converted, every fault told with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from xltools.budget.inputs import Kind
from xltools.model.fold import fold_word
from xltools.tasks.inputs.convert import read_value
from xltools.tasks.inputs.corrections import Correction, Rewriting, rewriting
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.raw import FoundColumn, RawRow, RawTable, RawValue, is_blank
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


def read_records(table: RawTable, faults: Faults, corrections: list[Correction]) -> Records:
    """The rows of a table with their values; faults and, for a workbook, corrections are added to the lists."""
    rows = _without_totals(table, faults)
    numbers = [number for number, _ in rows]
    found = {entry.column.attribute: index for index, entry in enumerate(table.columns)}
    # Column by column: a budget repeats few values many times, and each is converted once.
    raw_columns: list[Sequence[RawValue]] = list(zip(*(raws for _, raws in rows), strict=True))
    faulty: set[int] = set()
    columns: list[Sequence[Any]] = []
    for column in table.declaration.file_columns:
        index = found.get(column.attribute)
        if index is None or not rows:
            columns.append([None if column.kind in (Kind.AMOUNT, Kind.COUNT) else ""] * len(rows))
        else:
            reader = _ColumnReader(table, table.columns[index], faults, corrections)
            columns.append(reader.read(numbers, raw_columns[index], faulty))
    attributes = [column.attribute for column in table.declaration.file_columns]
    records = [
        Record(number, dict(zip(attributes, values, strict=True)), number not in faulty)
        for number, values in zip(numbers, zip(*columns, strict=True), strict=True)
    ]
    return Records(table, records)


def _without_totals(table: RawTable, faults: Faults) -> Sequence[RawRow]:
    """The rows without those that only sum the others up, each of which is an error."""
    code = next((index for index, found in enumerate(table.columns) if found.column.kind is Kind.CODE), None)
    if code is None:
        return table.rows
    kept: list[RawRow] = []
    for row in table.rows:
        if is_blank(row[1][code]) and _is_total(row[1]):
            message, remedy = "这一行像是合计行", "请删除合计行，只留明细；合计由程序计算"
            faults.add("error", table.place, row[0], None, None, message, remedy)
        else:
            kept.append(row)
    return kept


def _is_total(raws: Sequence[RawValue]) -> bool:
    words = [fold_word(raw) for raw in raws if isinstance(raw, str) and not is_blank(raw)]
    return bool(words) and words[0] in _TOTAL_WORDS


class _ColumnReader:
    """Reads one column of a table."""

    def __init__(
        self, table: RawTable, found: FoundColumn, faults: Faults, corrections: list[Correction]
    ) -> None:
        self._table = table
        self._column = found.column
        self._position = found.position
        self._heading = table.heading(found.column)
        self._faults = faults
        self._corrections = corrections

    def read(self, numbers: Sequence[int], raws: Sequence[RawValue], faulty: set[int]) -> Sequence[Any]:
        """The value of each cell; the numbers of rows with an error are added to `faulty`."""
        values: dict[RawValue, Any] = {}
        remarkable: dict[RawValue, tuple[Reading, Rewriting | None]] = {}
        is_text = self._column.kind in (Kind.TEXT, Kind.LONG_TEXT)
        for raw in set(raws):
            reading = read_value(raw, self._column, in_workbook=self._table.in_workbook)
            values[raw] = reading.value
            change = rewriting(raw, reading.value, is_text=is_text) if self._table.in_workbook else None
            if reading.notes or change:
                remarkable[raw] = reading, change
        if remarkable:
            for number, raw in zip(numbers, raws, strict=True):
                if raw in remarkable:
                    reading, change = remarkable[raw]
                    self._remark(number, raw, reading, change)
                    if reading.is_error:
                        faulty.add(number)
        return [values[raw] for raw in raws]

    def _remark(self, number: int, raw: RawValue, reading: Reading, change: Rewriting | None) -> None:
        place, value = self._table.place, None if is_blank(raw) else raw
        for note in reading.notes:
            self._faults.add(note.severity, place, number, self._heading, value, note.message, note.remedy)
        if change is None:
            return
        if (number, self._position) in self._table.formulas:
            self._faults.add(
                "warning",
                place,
                number,
                self._heading,
                value,
                "公式的结果与应填的内容形式不同，填充时公式会被它的结果代替",
                "如需保留公式，请改正公式，使结果为文本编码或数字金额",
            )
        self._corrections.append(Correction(place, number, self._position, *change))
