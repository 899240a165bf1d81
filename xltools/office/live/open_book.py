"""A workbook open in Excel as the place where a task takes its workbook from and puts the finished one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.model.errors import LockedError, XltoolsError
from xltools.office import restore
from xltools.office.live import native
from xltools.office.live.cells import write_cells
from xltools.office.live.differences import SheetChange, differences
from xltools.office.live.extras import merge, unmerge, write_heights, write_links, write_marks, write_notes
from xltools.office.live.looks import Donors, write_looks
from xltools.office.live.names import write_names
from xltools.office.live.replay import replayed
from xltools.office.live.structure import do_steps, order_sheets, origin
from xltools.office.number_formats import NumberFormats
from xltools.office.ranges import Range
from xltools.office.steps import RowsMoved, SheetCopied, Step
from xltools.office.workbook import Workbook
from xltools.office.xml_text import attribute

if TYPE_CHECKING:
    from xlwings import App, Book

Progress = Callable[[str], None]


def require_writable(book: Book) -> Path:
    """The file of a workbook that may be changed and saved.

    Raises:
        XltoolsError: it was never saved, or is not an Excel workbook of the newer kind.
        LockedError: Excel opened it for reading only.
    """
    try:
        path = Path(book.fullname)
    except Exception as error:
        raise XltoolsError(
            f"“{book.name}”在 OneDrive 或 SharePoint 上，找不到它在本机的文件。请另存到本机的文件夹，再点按钮。"
        ) from error
    if not path.suffix:
        raise XltoolsError(f"“{book.name}”还没有保存过。请先保存为 .xlsx 或 .xlsm 文件，再点按钮。")
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise XltoolsError(f"“{book.name}”不是 .xlsx 或 .xlsm 文件。请另存为这两种格式之一，再点按钮。")
    if native.is_read_only(book):
        raise LockedError(f"“{book.name}”是以只读方式打开的，改动无法保存。请另存一份，在新文件里再点按钮。")
    return path


class HalfChangedError(XltoolsError):
    """Excel refused something while the workbook was being changed; the cause is in `__cause__`."""


class OpenBook:
    """An open workbook: `snapshot` gives it as a file, `put` brings it to the state of a finished workbook."""

    def __init__(self, book: Book, folder: Path, progress: Progress = lambda words: None) -> None:
        """
        Args:
            folder: an empty folder for the snapshot.
            progress: is told in Chinese what is being done.

        Raises:
            XltoolsError, LockedError: see require_writable.
        """
        self.path = require_writable(book)
        self._book = book
        self._progress = progress
        self._snapshot_path = folder / self.path.name
        self.snapshot = self._take_snapshot()

    def _take_snapshot(self) -> Path:
        native.save_copy(self._book, self._snapshot_path)
        workbook = Workbook.open(self._snapshot_path)
        # What a marked file remembers of its former bytes says nothing about the workbook that is open.
        restore.forget(workbook)
        workbook.save(self._snapshot_path)
        return self._snapshot_path

    def put(self, finished: Workbook) -> Path:
        """Changes the open workbook; what the task did not touch stays as it is, the selection included.

        Args:
            finished: made from the snapshot by one task.

        Raises:
            XltoolsError: a sheet to be changed, or the list of sheets, is protected with a password; nothing
                was changed.
            HalfChangedError: Excel refused something on the way.
        """
        before = Workbook.open(self._snapshot_path)
        moved = replayed(before, finished.steps)
        changes = differences(moved, finished)
        _require_unlocked(self._book, before, finished.steps, changes)
        try:
            with quiet(self._book):
                self._change(before, finished, changes, Donors(moved, changes))
        except Exception as error:
            raise HalfChangedError(
                f"写到一半，Excel 拒绝了后面的改动，“{self.path.name}”可能只改了一部分。请不要保存，关闭后重新打开，"
                "再点按钮；改动前的内容也在“备份”文件夹里。"
            ) from error
        return self.path

    def print_pdf(self, output: Path, sheets: Sequence[str]) -> None:
        """Writes sheets of the open workbook as a PDF.

        Raises:
            XltoolsError: Excel cannot write it.
        """
        self._progress(f"正在导出 {len(sheets)} 张表……")
        with quiet(self._book):
            try:
                self._book.to_pdf(output, include=list(sheets))
            except Exception as error:
                raise XltoolsError(
                    f"Excel 没有写出“{output.name}”。请关闭正在看它的程序，检查文件夹能否写入，再试一次。"
                ) from error

    def _change(
        self, before: Workbook, finished: Workbook, changes: list[SheetChange], donors: Donors
    ) -> None:
        book = self._book
        try:
            self._progress("正在增减工作表和行……")
            do_steps(book, finished.steps)
            order_sheets(book, finished.sheet_names)
            text_styles = NumberFormats(finished.package).text_styles
            for number, change in enumerate(changes, 1):
                self._progress(f"正在写入“{change.name}”（{number}/{len(changes)}）……")
                _write_sheet(book, change, donors, finished, text_styles)
            self._progress("正在整理名称……")
            write_names(book, before, finished)
        finally:
            for name in finished.sheet_names:
                protection = finished.sheet(name).xml.element("sheetProtection")
                if protection is not None and name in book.sheet_names:
                    native.protect(book.sheets[name], protection)


def _write_sheet(
    book: Book, change: SheetChange, donors: Donors, finished: Workbook, text_styles: set[int]
) -> None:
    sheet = book.sheets[change.name]
    native.unprotect(sheet)
    across = [area for area in finished.sheet(change.name).merges if area not in change.merged]
    across = [area for area in across if any(_lies_on(area, change))] if change.styles else []
    unmerge(sheet, [*change.unmerged, *across])
    texts = {place: str(change.cells[place].value or "") for place in change.links if place in change.cells}
    write_links(sheet, change.links, texts)
    write_looks(book, change, donors, finished)
    merge(sheet, [*across, *change.merged])
    write_cells(sheet, change, text_styles)
    write_heights(sheet, change)
    write_notes(sheet, change.notes)
    if change.marks is not None:
        write_marks(sheet, change.marks)


def _lies_on(area: Range, change: SheetChange) -> Iterator[bool]:
    for run in change.styles:
        last = run.first_column + len(run.styles) - 1
        yield area.overlaps(Range(run.row, run.first_column, run.row, last))


def _require_unlocked(
    book: Book, before: Workbook, steps: Sequence[Step], changes: Iterable[SheetChange]
) -> None:
    """That nothing to be changed is protected with a password."""
    sources = [step.source for step in steps if isinstance(step, SheetCopied)]
    names = dict.fromkeys(origin(name, steps) for name in (*(change.name for change in changes), *sources))
    locked = [name for name in names if name is not None and _has_password(before, name)]
    if locked:
        raise XltoolsError(
            f"工作表“{'”“'.join(locked)}”设有密码保护，无法写入。请先在“审阅—撤消工作表保护”中取消，再点按钮。"
        )
    if native.has_fixed_sheets(book) and any(not isinstance(step, RowsMoved) for step in steps):
        raise XltoolsError("工作簿的结构受保护，不能增减工作表。请先在“审阅—保护工作簿”中取消，再点按钮。")


def _has_password(workbook: Workbook, name: str) -> bool:
    protection = workbook.sheet(name).xml.element("sheetProtection")
    return protection is not None and any(attribute(protection, kind) for kind in ("password", "hashValue"))


@contextmanager
def quiet(book: Book) -> Iterator[App]:
    """Excel does not redraw, calculate, ask or run events; everything is as before afterwards, the selection too.

    Where it calculates by itself, it does so at the end.
    """
    app = book.app
    sheet, selection = book.sheets.active.name, _selected(book)
    with app.properties(
        screen_updating=False, enable_events=False, display_alerts=False, calculation="manual"
    ):
        try:
            yield app
        finally:
            app.cut_copy_mode = False
            _select(book, sheet, selection)


def _selected(book: Book) -> str | None:
    selection = book.selection
    return selection.address if selection is not None else None


def _select(book: Book, sheet: str, address: str | None) -> None:
    if sheet not in book.sheet_names:
        return
    book.sheets[sheet].activate()
    if address is not None:
        book.sheets[sheet].range(address).select()
