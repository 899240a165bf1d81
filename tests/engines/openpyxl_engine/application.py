"""One Excel: what it lets code set, and what its user sees and answers."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlwings import base_classes

from engines.openpyxl_engine.books import Books
from engines.openpyxl_engine.native import Native
from engines.openpyxl_engine.notes import AUTHOR

if TYPE_CHECKING:
    from engines.openpyxl_engine.clipboard import Clipboard
    from engines.openpyxl_engine.engine import Apps, Engine
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


class App(base_classes.App):
    """One Excel; `alerts` and `status_texts` hold what its user saw, `answers` what the user will click."""

    # Plain attributes in place of the properties of the base class.
    version = "16.0"
    visible = True
    screen_updating = True
    display_alerts = True
    enable_events = True
    interactive = True

    def __init__(self, apps: "Apps", pid: int) -> None:
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
    def engine(self) -> "Engine":
        return self._apps.engine

    @property
    def siblings(self) -> "Apps":
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
        return AUTHOR

    @property
    def Version(self) -> str:  # noqa: N802
        return self._app.version
