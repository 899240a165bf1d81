"""A folder of CSV files and unit.json as raw tables."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from xltools.budget import department
from xltools.budget.inputs import INPUT_SHEETS, InputSheet
from xltools.model.errors import XltoolsError, reason_of
from xltools.office.text_files import CsvRow, TextFileError, read_csv, read_json
from xltools.tasks.inputs.facts import RawFacts
from xltools.tasks.inputs.facts_json import raw_facts
from xltools.tasks.inputs.faults import Faults, nearest
from xltools.tasks.inputs.raw import RawRow, RawTable, find_headings

_OTHER_FILES = frozenset({"economic_classes.csv", "function_classes.csv", "purchase_catalogue.csv"})
"""Reference lists that accompany the samples; nothing is read from them."""


class Folder:
    """The input files of a folder, found whatever the case of their names.

    Raises:
        XltoolsError: the folder cannot be listed, or lacks a required file.
    """

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self._faults = faults
        try:
            self._files = {
                entry.name.casefold(): entry
                for entry in sorted(path.iterdir())
                if entry.is_file() and not entry.name.startswith((".", "~"))
            }
        except OSError as error:
            raise XltoolsError(f"无法打开文件夹“{path}”（{reason_of(error)}）；请检查权限后再试。") from None
        self._require_files()
        self._mention_strangers()

    def table(self, declaration: InputSheet) -> RawTable | None:
        """The table in the declared file; None where there is no such file, or it cannot be read (a fault)."""
        file = self._files.get(declaration.file)
        if file is None:
            return None
        try:
            rows = read_csv(file)
        except TextFileError as error:
            self._faults.add("error", declaration.file, error.line, None, None, error.message, error.remedy)
            return None
        return table_from_csv(declaration, rows, self._faults)

    def has(self, declaration: InputSheet) -> bool:
        return declaration.file in self._files

    def facts(self) -> RawFacts | None:
        """The facts in unit.json; None where it cannot be read (a fault)."""
        try:
            return raw_facts(read_json(self._files[department.FILE]), self._faults)
        except TextFileError as error:
            self._faults.add("error", department.FILE, error.line, None, None, error.message, error.remedy)
            return None

    def _require_files(self) -> None:
        needed = [sheet.file for sheet in INPUT_SHEETS if sheet.required] + [department.FILE]
        missing = [name for name in needed if name not in self._files]
        if not missing:
            return
        remedy = f'可用 xltools init "{self.path}" 生成空白文件再填写'
        workbooks = [file.name for file in self._files.values() if file.suffix.lower() in (".xlsx", ".xlsm")]
        misnamed = [(name, near) for name in missing if (near := self._near(name))]
        if misnamed:
            remedy = "；".join(f"如果“{near}”就是 {name}，请改名" for name, near in misnamed) + f"。{remedy}"
        elif workbooks and len(missing) == len(needed):
            remedy = f"如果数据在工作簿“{workbooks[0]}”里，请直接指定该文件；否则{remedy}"
        raise XltoolsError(f"文件夹“{self.path}”缺少 {'、'.join(missing)}；{remedy}。")

    def _near(self, name: str) -> str | None:
        stem = Path(name).stem
        suffix = Path(name).suffix
        found = {
            file.stem.casefold(): file.name
            for folded, file in self._files.items()
            if file.suffix.lower() in (suffix, ".txt") and folded not in _OTHER_FILES
        }
        near = nearest(stem, found)
        return found[near] if near else None

    def _mention_strangers(self) -> None:
        known = {sheet.file for sheet in INPUT_SHEETS}
        absent = [name for name in known if name not in self._files]
        for folded, file in self._files.items():
            if file.suffix.lower() != ".csv" or folded in known or folded in _OTHER_FILES:
                continue
            near = nearest(Path(folded).stem, [Path(name).stem for name in absent])
            hint = f"；如果它就是 {near}.csv，请改名" if near else ""
            self._faults.add(
                "info", file.name, None, None, None, "这个文件不在约定之内，没有读取", f"不影响其他文件{hint}"
            )


def table_from_csv(declaration: InputSheet, rows: Sequence[CsvRow], faults: Faults) -> RawTable | None:
    """The table in the records of a CSV file; None where it has no heading row (a fault)."""
    place = declaration.file
    top = [(line, dict(enumerate(fields))) for line, fields in rows[:20]]
    headings = find_headings(declaration, place, top, faults, in_workbook=False)
    if headings is None:
        return None
    below = next(index for index, (line, _) in enumerate(rows) if line == headings.row)
    width = len(rows[below][1])
    positions = [found.position for found in headings.columns]
    optional = [found.position for found in headings.columns if found.column.blank]
    pick = (
        itemgetter(*positions)
        if len(positions) > 1
        else lambda fields: tuple(fields[position] for position in positions)
    )
    found_rows: list[RawRow] = []
    is_complete = headings.is_complete
    for line, fields in rows[below + 1 :]:
        if len(fields) != width:
            fitted = _fitted(fields, width, positions, optional)
            if fitted is None:
                _report_width(place, line, len(fields), width, faults)
                is_complete = False
                continue
            fields = fitted
        values: tuple[str, ...] = pick(fields)
        if "".join(values).strip():
            found_rows.append((line, values))
    return RawTable(declaration, place, headings.columns, found_rows, is_complete=is_complete)


def _fitted(
    fields: list[str], width: int, positions: Sequence[int], optional: Sequence[int]
) -> list[str] | None:
    """The record at the width of the headings, where only blanks are added or cut off; else None.

    Excel itself leaves out trailing delimiters of blank cells.
    """
    if len(fields) > width:
        return fields[:width] if all(not field.strip() for field in fields[width:]) else None
    lacking = [position for position in positions if position >= len(fields) and position not in optional]
    if lacking and any(field.strip() for field in fields):
        return None
    return fields + [""] * (width - len(fields))


def _report_width(place: str, line: int, found: int, width: int, faults: Faults) -> None:
    more = found > width
    faults.add(
        "error",
        place,
        line,
        None,
        None,
        f"这一行有 {found} 列，标题行有 {width} 列，{'多' if more else '少'}了 {abs(found - width)} 列",
        "文字中若有英文逗号，请把整段文字用英文双引号括起"
        if more
        else "请补齐缺少的列；没有内容的列也要留出逗号",
    )
