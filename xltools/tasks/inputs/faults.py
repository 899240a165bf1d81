"""Collects what is wrong or noteworthy, and the small helps that make a message useful."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from xltools.model.errors import InputFault

Severity = Literal["error", "warning", "info"]

_SHOWN_LENGTH = 60
_ROWS_SHOWN = 5
_Key = tuple[Severity, str, str | None, str | None, str]


class Faults:
    """Every fault of one input. The same warning or information of many rows is told once, with its rows."""

    def __init__(self) -> None:
        self._first: dict[_Key, InputFault] = {}
        self._rows: dict[_Key, list[int]] = {}
        self._errors: list[InputFault] = []

    def add(
        self,
        severity: Severity,
        file: str,
        row: int | None,
        column: str | None,
        value: object,
        message: str,
        remedy: str,
    ) -> None:
        fault = InputFault(severity, file, row, column, shown(value), message, remedy)
        if severity == "error":
            self._errors.append(fault)
            return
        # An information says how a kind of value was read: one example is enough.
        key = (severity, file, column, None if severity == "info" else fault.value, message)
        if key not in self._first:
            self._first[key] = fault
            self._rows[key] = []
        elif row is not None:
            self._rows[key].append(row)

    @property
    def has_errors(self) -> bool:
        return bool(self._errors)

    def all(self) -> tuple[InputFault, ...]:
        """Every fault, file by file in the order they were first met, row by row."""
        found = self._errors + [
            _with_rows(fault, self._rows[key]) if self._rows[key] else fault
            for key, fault in self._first.items()
        ]
        files = {file: order for order, file in enumerate(dict.fromkeys(fault.file for fault in found))}
        return tuple(sorted(found, key=lambda fault: (files[fault.file], fault.row or 0)))


def _with_rows(fault: InputFault, rows: list[int]) -> InputFault:
    listed = "、".join(str(row) for row in rows[:_ROWS_SHOWN])
    others = f"第 {listed} 行同此" if len(rows) <= _ROWS_SHOWN else f"第 {listed} 行等另外 {len(rows)} 处同此"
    message = f"{fault.message}（{others}）"
    return InputFault(fault.severity, fault.file, fault.row, fault.column, fault.value, message, fault.remedy)


def shown(value: object) -> str | None:
    """A value as a message shows it: on one line, not too long."""
    if value is None:
        return None
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def in_yuan(amount: Decimal) -> str:
    """An amount as a message shows it: `1,234,567.00 元`."""
    places = max(2, -int(amount.as_tuple().exponent))
    return f"{amount:,.{places}f} 元"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely means; None where none comes near."""
    from difflib import get_close_matches

    words = list(dict.fromkeys(known))
    contained = [each for each in words if each and (each in word or (len(word) > 1 and word in each))]
    if contained:
        return max(contained, key=len)
    return next(iter(get_close_matches(word, words, 1, 0.6)), None)


def suggestion(word: str, known: Iterable[str]) -> str:
    """`；是否应为“…”` or nothing."""
    found = nearest(word, known)
    return f"；是否应为“{found}”" if found else ""
