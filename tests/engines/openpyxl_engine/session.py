"""Put the engine in place of Excel for a while."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlwings

from engines.openpyxl_engine.application import Alert, App
from engines.openpyxl_engine.engine import Engine


@dataclass
class Excel:
    """The Excel of a test: workbooks are opened in it, and what its user saw is asked of it."""

    engine: Engine
    _first: xlwings.App | None = field(default=None, repr=False)

    def open_book(
        self, path: Path, *, app: xlwings.App | None = None, read_only: bool = False
    ) -> xlwings.Book:
        """Open a workbook in the given Excel, else in the first one, started if need be."""
        return (app or self.app).books.open(path, read_only=read_only or None)

    def add_app(self) -> xlwings.App:
        """A further Excel, which becomes the active one."""
        return xlwings.App(add_book=False)

    @property
    def app(self) -> xlwings.App:
        """The first Excel."""
        if self._first is None:
            self._first = xlwings.App(add_book=False)
        return self._first

    @property
    def _impl(self) -> App:
        app: App = self.app.impl
        return app

    @property
    def alerts(self) -> list[Alert]:
        """The message boxes shown in the first Excel."""
        return self._impl.alerts

    @property
    def status_texts(self) -> list[str]:
        """Every text its status bar has shown."""
        return self._impl.status_texts

    def will_answer(self, *buttons: str) -> None:
        """What the user will click in the message boxes to come: "ok", "cancel", "yes", "no"."""
        self._impl.answers.extend(buttons)

    def state(self) -> dict[str, object]:
        """Settings, active book and sheet, selection of the first Excel: compare before and after."""
        return self._impl.state()


@contextlib.contextmanager
def install() -> Iterator[Excel]:
    """Within the block, xlwings works on this engine; afterwards on the one it had, with no caller mocked."""
    engines: Any = xlwings.engines
    former = engines.active
    engine = Engine()
    registered = xlwings.Engine(impl=engine)
    engines.add(registered)
    engines.active = registered
    try:
        yield Excel(engine)
    finally:
        engines.engines.remove(registered)
        engines.engines_by_name.pop(engine.name, None)
        engines.active = former
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller
