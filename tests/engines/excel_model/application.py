"""What `Application` lacks: its window, whether it takes a user's input, the texts of its status bar."""

from __future__ import annotations

from typing import Any

from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter._values import EMPTY, VBAInt, error, to_bool, to_integer

from .desktop import DESKTOP
from .patching import does, gives, sets

_DONE = 0
_CALCULATIONS = (-4105, -4135, 2)


@gives(Application, "Hwnd")
def window(app: Any) -> object:
    return VBAInt(app.hwnd, "Long")


@gives(Application, "Interactive")
def interactive(app: Any) -> object:
    return getattr(app, "interactive", True)


@sets(Application, "Interactive")
def set_interactive(app: Any, value: object) -> None:
    app.interactive = to_bool(value)


@gives(Application, "Ready")
def ready(app: Any) -> object:
    return True


@gives(Application, "CalculationState")
def calculation_state(app: Any) -> object:
    return VBAInt(_DONE, "Long")


@sets(Application, "Calculation")
def set_calculation(app: Any, value: object) -> None:
    wanted = int(to_integer(value, "Long"))
    if not app.workbooks_.books:
        raise error(1004, "Unable to set the Calculation property of the Application class")
    if wanted not in _CALCULATIONS:
        raise error(1004, "Unable to set the Calculation property of the Application class")
    app.calculation = wanted


@gives(Application, "Cursor")
def cursor(app: Any) -> object:
    return VBAInt(getattr(app, "cursor", -4143), "Long")


@sets(Application, "Cursor")
def set_cursor(app: Any, value: object) -> None:
    app.cursor = int(to_integer(value, "Long"))


@sets(Application, "StatusBar")
def set_status_bar(app: Any, value: object) -> None:
    """A text, or False to give the bar back to Excel."""
    app.status_bar = value if isinstance(value, str) else False
    DESKTOP.status_texts.append(app.status_bar)


@does(Application, "Quit")
def quit_excel(app: Any) -> object:
    app.Quit()
    DESKTOP.close(app.hwnd)
    return EMPTY


@does(Application, "CalculateFull")
def calculate_full(app: Any) -> object:
    for book in app.workbooks_.books:
        book.calculator.rebuild()
        book.calculator.calculate_all()
    return EMPTY
