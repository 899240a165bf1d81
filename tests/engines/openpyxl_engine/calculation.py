"""The results of formulas: as cached in the opened file, or as LibreOffice calculates them; never invented."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.openpyxl_engine.errors import NotCalculatedError
from engines.openpyxl_engine.packages import Result, Results, cached_results, content_key, without_macros
from oracles import libreoffice

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book


_RUNS_REMEMBERED = 8
_known: dict[bytes, Results] = {}


def recalculated(package: bytes) -> Results:
    """What LibreOffice calculates; run once for the same sheets, for a run takes seconds."""
    key = content_key(package)
    if key not in _known:
        with tempfile.TemporaryDirectory(prefix="xltools-engine-") as folder:
            source = Path(folder, "book.xlsx")
            source.write_bytes(package)
            calculated = libreoffice.recalculate(source, Path(folder, "calculated"))[0]
            results, _ = cached_results(calculated.read_bytes())
        while len(_known) >= _RUNS_REMEMBERED:
            _known.pop(next(iter(_known)))
        _known[key] = results
    return _known[key]


class Calculation:
    """Which results hold, and when they are calculated anew.

    A change makes all results pending. In automatic mode they are calculated when one is next read or saved;
    in manual mode the old ones stay until App.calculate. Results stay with their cells when rows move.
    """

    def __init__(self, book: "Book", stored: bytes | None) -> None:
        self._book = book
        self._stored = stored
        self._results: dict[Any, Result] = {}
        self._pending = stored is None
        self._owed = False

    def before_change(self) -> None:
        """Call before any change that results may depend on."""
        self._load()
        if self._owed:
            self._recalculate()
        self._pending = True

    def request(self) -> None:
        """What App.calculate does: the state as it is now counts, even when read after later changes."""
        self._load()
        self._owed = self._pending

    def forget(self, cell: Any) -> None:
        """The cell has another formula now, or none."""
        self._results.pop(cell, None)

    def inherit(self, cell: Any, source: Any) -> None:
        """A copied formula keeps the result of its source until the next calculation."""
        self._load()
        if source in self._results:
            self._results[cell] = self._results[source]

    def result(self, cell: Any) -> Result:
        """The result of one formula cell.

        Raises NotCalculatedError where it was entered in manual mode and not calculated since.
        """
        self._settle()
        try:
            return self._results[cell]
        except KeyError:
            where = f"{cell.parent.title}!{cell.coordinate}"
            raise NotCalculatedError(f"{where} was entered in manual mode: {cell.value}") from None

    def by_address(self) -> Results:
        """The results to be saved with the workbook, {sheet: {"B7": value}}."""
        self._settle()
        found: Results = {}
        for cell in self._formula_cells():
            if cell in self._results:
                found.setdefault(cell.parent.title, {})[cell.coordinate] = self._results[cell]
        return found

    def _settle(self) -> None:
        self._load()
        if self._owed or (self._pending and self._book.application.calculation != "manual"):
            self._recalculate()

    def _load(self) -> None:
        if self._stored is None:
            return
        results, complete = cached_results(self._stored)
        self._stored = None
        self._take(results)
        self._pending = self._pending or not complete

    def _recalculate(self) -> None:
        if any(True for _ in self._formula_cells()):
            results = recalculated(without_macros(self._book.workbook))
            self._results.clear()
            self._take(results)
        self._pending = self._owed = False

    def _take(self, results: Results) -> None:
        for cell in self._formula_cells():
            result = results.get(cell.parent.title, {}).get(cell.coordinate)
            if result is not None:
                self._results[cell] = result

    def _formula_cells(self) -> Iterator[Any]:
        for sheet in self._book.workbook.worksheets:
            for cell in sheet._cells.values():
                if cell.data_type == "f":
                    yield cell
