"""The engine, its Excel instances, and what one instance lets code set and show."""

import datetime as dt
import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from xlwings import base_classes

from engines.openpyxl_engine.books import Books
from engines.openpyxl_engine.cell_values import error_texts
from engines.openpyxl_engine.native import Native

if TYPE_CHECKING:
    from engines.openpyxl_engine.clipboard import Clipboard
    from engines.openpyxl_engine.ranges import Range

_SETTINGS = (
    "visible",
    "screen_updating",
    "display_alerts",
    "enable_events",
    "interactive",
    "calculation",
    "status_bar",
    "cut_copy_mode",
)
_BUTTONS = {
    "ok": ("ok",),
    "ok_cancel": ("ok", "cancel"),
    "yes_no": ("yes", "no"),
    "yes_no_cancel": ("yes", "no", "cancel"),
}


@dataclass(frozen=True)
class Alert:
    """One message box as a user saw it."""

    title: str | None
    text: str
    buttons: str
    mode: str | None
    answer: str


class Engine:
    """What xlwings calls an engine, under the name "openpyxl"."""

    name = "openpyxl"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: object) -> Any:
        """A value on its way into a cell, made as xlwings' Windows engine makes it."""
        if isinstance(x, dt.datetime | dt.date):
            if x is pd.NaT:
                return ""
            moment = x if isinstance(x, dt.datetime) else dt.datetime(x.year, x.month, x.day)
            return pd.Timestamp(moment).to_pydatetime().replace(tzinfo=None)
        if pd.api.types.is_scalar(x) and pd.isna(x):
            return ""
        if type(x).__module__ == "numpy":
            return x.item()
        return x

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Values on their way out of cells, cleaned as xlwings' Windows engine cleans them."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                date, time = value.date(), value.time()
                return datetime_builder(
                    year=date.year,
                    month=date.month,
                    day=date.day,
                    hour=time.hour,
                    minute=time.minute,
                    second=time.second,
                    microsecond=time.microsecond,
                    tzinfo=None,
                )
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            if isinstance(value, int) and value in error_texts:
                return error_texts[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The running instances, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._running: list[App] = []
        self._numbers = itertools.count(1)

    def keys(self) -> list[int]:
        return [app.pid for app in self._running]

    def add(
        self, spec: object = None, add_book: bool = True, xl: object = None, visible: bool | None = None
    ) -> "App":
        app = App(self, next(self._numbers))
        self._running.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def raise_to_front(self, app: "App") -> None:
        self._running.remove(app)
        self._running.insert(0, app)

    def remove(self, app: "App") -> None:
        if app in self._running:
            self._running.remove(app)

    def __iter__(self) -> Iterator["App"]:
        return iter(list(self._running))

    def __len__(self) -> int:
        return len(self._running)

    def __getitem__(self, pid: int) -> "App":
        for app in self._running:
            if app.pid == pid:
                return app
        raise KeyError("Could not find an Excel instance with this PID.")


class App(base_classes.App):
    """One Excel; `alerts` and `status_texts` hold what its user saw, `answers` what the user will click."""

    # Plain attributes in place of the properties of the base class.
    version = "16.0"
    visible = True
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True

    def __init__(self, apps: Apps, pid: int) -> None:
        self._apps = apps
        self._pid = pid
        self._books = Books(self)
        self.alerts: list[Alert] = []
        self.answers: deque[str] = deque()
        self.status_texts: list[str] = []
        self.clipboard: Clipboard | None = None
        self._calculation = "automatic"
        self._status_bar: str | bool = False

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def hwnd(self) -> int:
        return self._pid

    @property
    def books(self) -> Books:
        return self._books

    @property
    def engine(self) -> Engine:
        return self._apps.engine

    @property
    def siblings(self) -> Apps:
        return self._apps

    @property
    def api(self) -> "ApplicationApi":
        return ApplicationApi(self)

    @property
    def selection(self) -> "Range | None":
        book = self.books.opened_active
        return None if book is None else book.sheets.active.selection

    def activate(self, steal_focus: bool = False) -> None:
        self._apps.raise_to_front(self)

    def quit(self) -> None:
        for book in self.books:
            book.close()
        self._apps.remove(self)

    def kill(self) -> None:
        self.quit()

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(value)
        if value == "manual" and self._calculation != "manual":
            self.calculate()
        self._calculation = value

    def calculate(self) -> None:
        for book in self.books:
            book.results.request()

    @property
    def status_bar(self) -> str | bool:
        return self._status_bar

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        if isinstance(value, str):
            self.status_texts.append(value)
        self._status_bar = value

    @property
    def cut_copy_mode(self) -> str | None:
        return None if self.clipboard is None else "copy"

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if not value:
            self.clipboard = None

    def alert(
        self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: object
    ) -> str:
        """Record the box; one with a choice takes the next of `answers`, and fails the test without one."""
        choices = _BUTTONS[buttons or "ok"]
        if mode not in (None, "info", "critical"):
            raise KeyError(mode)
        if len(choices) == 1:
            answer = choices[0]
        else:
            assert self.answers, f"nobody answers the message box {title!r}: {prompt!r}"
            answer = self.answers.popleft()
            assert answer in choices, f"{answer!r} is no button of {title!r}: {choices}"
        self.alerts.append(Alert(title, prompt, buttons or "ok", mode, answer))
        return answer

    def state(self) -> dict[str, object]:
        """Everything code may leave behind: settings, active book and sheet, selection; to compare."""
        found: dict[str, object] = {name: getattr(self, name) for name in _SETTINGS}
        book = self.books.opened_active
        selected = self.selection
        found["active book"] = book and book.name
        found["active sheet"] = book and book.sheets.active.name
        found["selection"] = selected and selected.address
        return found


class ApplicationApi(Native):
    """Excel's Application."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def Hwnd(self) -> int:  # noqa: N802
        return self._app.hwnd

    @property
    def UserName(self) -> str:  # noqa: N802
        return "xltools"

    @property
    def Version(self) -> str:  # noqa: N802
        return self._app.version
