"""xlwings with its own Windows engine on this machine, Excel being pyOpenVBA's model."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import xlwings

from . import extensions
from .com import BUSY
from .desktop import DESKTOP, Alert, Desktop
from .patching import applied
from .pywin32 import libraries, modules

_ENGINE = "xlwings._xlwindows"


class Excel:
    """Excel as a test sees it: workbooks are opened in it, and what it showed its user is kept."""

    def __init__(self, windows_engine: Any) -> None:
        #: The module xlwings._xlwindows.
        self.windows_engine = windows_engine

    @property
    def desktop(self) -> Desktop:
        return DESKTOP

    @property
    def alerts(self) -> list[tuple[str, str]]:
        """Title and text of each message box shown."""
        return [(alert.title, alert.text) for alert in DESKTOP.alerts]

    @property
    def status_texts(self) -> list[str | bool]:
        return list(DESKTOP.status_texts)

    def open_book(self, path: str | os.PathLike[str], *, read_only: bool = False) -> xlwings.Book:
        """A workbook opened in Excel, in the instance in front; a new one if there is none."""
        app = xlwings.apps.active or xlwings.App(add_book=False)
        return app.books.open(Path(path), read_only=read_only or None)

    @contextmanager
    def busy(self, calls: int | bool = True) -> Iterator[None]:
        """Excel turns calls away: all of them (someone edits a cell), or the next so many."""
        DESKTOP.busy = calls
        try:
            yield
        finally:
            DESKTOP.busy = 0

    @contextmanager
    def called_from(self, book: xlwings.Book) -> Iterator[None]:
        """The command line with which the button of a workbook starts Python."""
        arguments = [
            "-c",
            f"--wb={book.name}",
            "--from_xl=1",
            "--app=Microsoft Excel",
            f"--hwnd={book.app.hwnd}",
        ]
        windows = mock.patch.object(xlwings.main, "sys", _Windows())
        with mock.patch.object(sys, "argv", arguments), windows:
            yield


class _Windows:
    """The module sys as xlwings sees it where Excel runs; for the rest of the program the system stays what it is."""

    platform = "win32"

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


@contextmanager
def install() -> Iterator[Excel]:
    """Excel on this machine while the block runs; afterwards everything is as it was."""
    with ExitStack() as undo:
        undo.enter_context(mock.patch.dict(sys.modules, modules()))
        for name, library in libraries().items():
            undo.enter_context(mock.patch.object(ctypes, name, library, create=True))
        undo.enter_context(applied())
        undo.callback(_forget_engine, getattr(xlwings, "_xlwindows", None), sys.modules.pop(_ENGINE, None))
        windows_engine = importlib.import_module(_ENGINE)
        undo.callback(
            _restore_engines, xlwings.engines.engines, xlwings.engines.engines_by_name, xlwings.engines.active
        )
        _activate(windows_engine)
        undo.callback(_forget_caller, getattr(xlwings.Book, "_mock_caller", None))
        _reset()
        undo.callback(_reset)
        yield Excel(windows_engine)


def _activate(windows_engine: Any) -> None:
    engine = xlwings.Engine(impl=windows_engine.engine)
    xlwings.engines.engines = [engine, *xlwings.engines.engines]
    xlwings.engines.engines_by_name = {**xlwings.engines.engines_by_name, "excel": engine}
    xlwings.engines.active = engine  # type: ignore[assignment]


def _restore_engines(engines: list[Any], by_name: dict[str, Any], active: Any) -> None:
    xlwings.engines.engines, xlwings.engines.engines_by_name = engines, by_name
    xlwings.engines.active = active


def _forget_engine(attribute: Any, module: Any) -> None:
    sys.modules.pop(_ENGINE, None)
    if module is not None:
        sys.modules[_ENGINE] = module
    if attribute is not None:
        setattr(xlwings, "_xlwindows", attribute)  # noqa: B010
    elif hasattr(xlwings, "_xlwindows"):
        delattr(xlwings, "_xlwindows")


def _forget_caller(caller: Any) -> None:
    if hasattr(xlwings.Book, "_mock_caller"):
        delattr(xlwings.Book, "_mock_caller")
    if caller is not None:
        setattr(xlwings.Book, "_mock_caller", caller)  # noqa: B010


def _reset() -> None:
    BUSY.rejecting = 0
    DESKTOP.instances.clear()
    DESKTOP.alerts.clear()
    DESKTOP.status_texts.clear()
    DESKTOP.answers.clear()


__all__ = ["Alert", "Excel", "extensions", "install"]
