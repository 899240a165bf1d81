"""Values across the COM border, in the types pywin32 gives and takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from pyopenvba.interpreter import _values as vba
from pyopenvba.interpreter._objects import VBAObject

#: What pywin32 answers for a cell error: the HRESULT of the Variant, by the number CVErr gives it.
ERROR_CODES = {
    2000: -2146826288,
    2007: -2146826281,
    2015: -2146826273,
    2023: -2146826265,
    2029: -2146826259,
    2036: -2146826252,
    2042: -2146826246,
}
_NOTHING = (vba.NOTHING, vba.EMPTY, vba.NULL, vba.MISSING)


def to_python(value: Any, dispatch: Any) -> Any:
    """A value of the model as pywin32 hands it over; `dispatch` makes the pointer to an object."""
    if isinstance(value, VBAObject):
        return dispatch(value)
    if any(value is nothing for nothing in _NOTHING):
        return None
    if isinstance(value, vba.VBAArray):
        return _tuples(value, dispatch)
    if isinstance(value, vba.VBADate):
        return value.to_datetime().replace(tzinfo=dt.UTC)
    if isinstance(value, vba.VBAErrorValue):
        return ERROR_CODES[int(value.number)]
    if isinstance(value, Decimal):
        return Decimal(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    return float(value) if isinstance(value, float) else value


def _tuples(array: Any, dispatch: Any) -> tuple[Any, ...]:
    (low, high), *rest = array.bounds
    if not rest:
        return tuple(to_python(array.get([index]), dispatch) for index in range(low, high + 1))
    left, right = rest[0]
    return tuple(
        tuple(to_python(array.get([row, column]), dispatch) for column in range(left, right + 1))
        for row in range(low, high + 1)
    )


def to_model(value: Any) -> Any:
    """A value a client hands over as the model takes it."""
    inner = getattr(value, "_inner", value)  # xlwings wraps its pointers
    held = getattr(inner, "_obj", None)
    if isinstance(held, VBAObject):
        return held
    if value is None:
        return vba.EMPTY
    if isinstance(value, bool | str | float):
        return value
    if isinstance(value, int):
        return vba.VBAInt(value, "Long") if -(2**31) <= value < 2**31 else float(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return vba.VBADate.from_datetime(value.replace(tzinfo=None))
    if isinstance(value, list | tuple):
        return _array(value)
    if hasattr(value, "item"):  # a numpy scalar
        return to_model(value.item())
    raise TypeError(f"COM takes no {type(value).__name__}: {value!r}")


def _array(rows: Any) -> Any:
    if rows and isinstance(rows[0], list | tuple):
        array = vba.VBAArray([(1, len(rows)), (1, len(rows[0]))])
        for row_number, row in enumerate(rows, 1):
            for column_number, value in enumerate(row, 1):
                array.set([row_number, column_number], to_model(value))
        return array
    array = vba.VBAArray([(1, len(rows))])
    for number, value in enumerate(rows, 1):
        array.set([number], to_model(value))
    return array
