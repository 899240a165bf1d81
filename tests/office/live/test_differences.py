"""What is left to write after the same steps, worked out on files."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook as Book

from xltools.office.live.differences import SheetChange, differences
from xltools.office.live.replay import replayed
from xltools.office.ranges import Range
from xltools.office.references import RowMap
from xltools.office.workbook import Workbook


def _snapshot(tmp_path: Path) -> Workbook:
    book = Book()
    sheet = book.active
    assert sheet is not None
    sheet.title = "甲"
    for row in (("项目", "金额"), ("一", 1), ("二", 2), ("合计", "=SUM(B2:B3)")):
        sheet.append(row)
    other = book.create_sheet("乙")
    other["A1"] = "=甲!B4"
    path = tmp_path / "原.xlsx"
    book.save(path)
    return Workbook.open(path)


def _changes(before: Workbook, finished: Workbook) -> dict[str, SheetChange]:
    return {change.name: change for change in differences(replayed(before, finished.steps), finished)}


def test_nothing_done_nothing_to_write(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    assert _changes(before, before.copy()) == {}


def test_a_figure(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    finished.sheet("甲").set_number(2, 2, Decimal("1.5"))
    changes = _changes(before, finished)
    assert changes.keys() == {"甲"}
    assert changes["甲"].changed == {(2, 2)}


def test_a_code_turned_into_text_is_a_change_though_it_reads_the_same(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    finished.sheet("甲").set_text(2, 2, "1")
    assert _changes(before, finished)["甲"].changed == {(2, 2)}


def test_rows_that_the_program_moves_itself_are_not_written(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    finished.remap_rows("甲", RowMap.inserting(3, 2))
    changes = _changes(before, finished)
    assert changes["甲"].changed == set()
    assert changes["甲"].cells[6, 2].formula == "SUM(B2:B5)"
    assert "乙" not in changes


def test_inserted_rows_get_looks_and_heights(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    finished.remap_rows("甲", RowMap.inserting(3, 1))
    sheet = finished.sheet("甲")
    sheet.copy_row(2, 3)
    sheet.set_text(3, 1, "新")
    sheet.set_row_height(3, 30)
    change = _changes(before, finished)["甲"]
    assert [(run.row, run.first_column, len(run.styles)) for run in change.styles] == [(3, 1, 2)]
    assert change.heights == {3: 30.0}


def test_merges_and_hidden_rows(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    sheet = finished.sheet("甲")
    sheet.add_merge(Range(2, 1, 3, 1))
    sheet.set_row_hidden(4)
    change = _changes(before, finished)["甲"]
    assert change.merged == [Range(2, 1, 3, 1)]
    assert change.heights == {4: 0.0}


def test_removed_rows_and_sheets_are_remembered_by_their_words(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    finished.remap_rows("甲", RowMap.deleting(3, 3))
    finished.remove_sheet("乙")
    moved = replayed(before, finished.steps)
    assert moved.removed_rows == {"甲": [(3, "二")]}
    assert moved.removed_sheets == ["乙"]


def test_a_renamed_copy_is_known_by_its_last_name(tmp_path: Path) -> None:
    before = _snapshot(tmp_path)
    finished = before.copy()
    finished.clone_sheet("甲", "丙")
    finished.rename_sheet("丙", "丁")
    finished.remap_rows("丁", RowMap.inserting(2, 1))
    moved = replayed(before, finished.steps)
    assert moved.copied_sheets == {"丁"}
    assert moved.fresh_rows["丁"] == {2}
    assert moved.workbook.sheet_names == ["甲", "乙", "丁"]
