"""The Windows desktop xlwings looks for Excel on: the running instances, front first, each in a window of its own,
and the message boxes they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pyopenvba.apps.excel import ExcelApplication

from .com import BUSY, NeverAnswers

_FIRST_WINDOW = 0x10100
_WINDOW_STEP = 0x10
_PROCESS_OFFSET = 4000
#: What MessageBox answers, by the button.
BUTTONS = {"ok": 1, "cancel": 2, "yes": 6, "no": 7}


@dataclass(frozen=True)
class Alert:
    """A message box that was shown."""

    title: str
    text: str
    style: int


@dataclass
class Desktop:
    """The instances of Excel, front first, with what they showed their user."""

    instances: list[Any] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    #: Every text put into the status bar, in order; False where it was given back to Excel.
    status_texts: list[str | bool] = field(default_factory=list)
    #: What the user will click, one for each box; a box with nothing but OK needs none.
    answers: list[str] = field(default_factory=list)
    _opened: int = 0

    def start(self) -> Any:
        """A new instance of Excel, in front; its Application object."""
        instance = ExcelApplication()
        self._opened += 1
        instance.application.hwnd = _FIRST_WINDOW + _WINDOW_STEP * self._opened
        self.instances.insert(0, instance)
        return instance.application

    def windows(self) -> list[int]:
        return [one.application.hwnd for one in self.instances]

    def application_of(self, window: int) -> Any:
        """The instance a window, or one of the windows within it, belongs to; None for no such window."""
        return next(
            (one.application for one in self.instances if 0 <= window - one.application.hwnd < _WINDOW_STEP),
            None,
        )

    def process_of(self, window: int) -> int:
        return window + _PROCESS_OFFSET

    def end_process(self, process: int) -> None:
        self.close(process - _PROCESS_OFFSET)

    def close(self, window: int) -> None:
        self.instances = [one for one in self.instances if one.application.hwnd != window]

    def bring_forward(self, window: int) -> None:
        self.instances.sort(key=lambda one: one.application.hwnd != window)

    def message_box(self, text: str, title: str, style: int) -> int:
        self.alerts.append(Alert(title, text, style))
        asks = style & 0xF
        if not asks:
            return BUTTONS["ok"]
        if not self.answers:
            raise NeverAnswers(f"nobody answers the box {title!r}: {text!r}")
        return BUTTONS[self.answers.pop(0)]

    @property
    def busy(self) -> int:
        return BUSY.rejecting

    @busy.setter
    def busy(self, calls: int | bool) -> None:
        """True: Excel turns every call away, as in edit mode; a number: the next so many calls."""
        BUSY.rejecting = -1 if calls is True else int(calls)


DESKTOP = Desktop()
