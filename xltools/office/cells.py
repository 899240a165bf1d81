"""One cell as XML: what reading makes of it and what writing puts there.

A cell is kept without its address, as the text that follows `<c r="B7"`: ` s="5"><v>1.5</v></c>`. So rows
move and are copied without touching their cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xltools.office.xml_text import decode_string, escape_text, text_element, unescape


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """What a formula gives when it fails: `#N/A`, `#DIV/0!`, …"""

    code: str

    def __str__(self) -> str:
        return self.code


CellValue = str | Decimal | bool | ErrorValue | None


class Cell(NamedTuple):
    """What a cell holds: its (cached) value, its formula without `=`, its style index; dates are numbers."""

    value: CellValue = None
    formula: str | None = None
    style: int | None = None
    is_text: bool = False


EMPTY_CELL = Cell()

FORMULA = re.compile(r"<f((?:\s[^>]*?)?)(?:/>|>([^<]*)</f>)")
"""A formula element: its attributes and its text (None where self-closing)."""
_PLAIN_CELL = re.compile(r'(?:\ss="([0-9]+)")?(?:\st="([ns])")?><v>([^<\s]+)</v></c>')
"""Nearly every cell with a value: a number or a shared string, without a formula."""
_FORMULA_CELL = re.compile(r'(?:\ss="([0-9]+)")?(?:\st="(str|n)")?><f>([^<]*)</f><v>([^<]*)</v></c>')
"""Nearly every cell with a formula: one of its own, giving a number or a text."""
_VALUE = re.compile(r"<v(?:\s[^>]*)?>([^<]*)</v>")
_STYLE = re.compile(r'\ss="([0-9]+)"')
_TYPE = re.compile(r'\st="(\w+)"')
_TEXT = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(r"<rPh[\s>].*?</rPh>", re.DOTALL)
_EXCEL_EPOCH = datetime(1899, 12, 30)


def rich_text(xml: str) -> str:
    """The text of `<si>` or `<is>`: runs joined, reading aids (phonetics) left out."""
    if "<rPh" in xml:
        xml = _PHONETIC.sub("", xml)
    return decode_string("".join(_TEXT.findall(xml)))


def to_number(text: str) -> Decimal:
    """The decimal a person sees behind a stored double: 15 significant digits.

    Raises:
        ValueError: the text is no finite number.
    """
    number = Decimal(format(float(text), ".15g"))
    if not number.is_finite():
        raise ValueError(f"not a number: {text}")
    return number


@lru_cache(maxsize=4096)
def cell_style(rest: str) -> int | None:
    """The style index of a kept cell; None where it has none."""
    match = _STYLE.search(rest, 0, rest.find(">") + 1)
    return int(match[1]) if match else None


def cell_style_attribute(rest: str) -> str:
    """The style attribute of a kept cell as written, or nothing."""
    match = _STYLE.search(rest, 0, rest.find(">") + 1)
    return match[0] if match else ""


def read_cell(rest: str, shared_string: Callable[[int], str]) -> Cell:
    """What a kept cell holds.

    Raises:
        ValueError: its content does not fit its type.
    """
    plain = _PLAIN_CELL.fullmatch(rest)
    if plain is not None:
        digits, kind, text = plain.groups()
        plain_style = int(digits) if digits else None
        if kind == "s":
            return Cell(shared_string(int(text)), None, plain_style, True)
        return Cell(to_number(text), None, plain_style, False)
    calculated = _FORMULA_CELL.fullmatch(rest)
    if calculated is not None:
        digits, kind, formula, text = calculated.groups()
        own_style = int(digits) if digits else None
        if kind == "str":
            return Cell(decode_string(text), unescape(formula), own_style, True)
        if text.strip():
            return Cell(to_number(text.strip()), unescape(formula), own_style, False)
        return Cell(None, unescape(formula), own_style, False)
    end = rest.find(">")
    style_match = _STYLE.search(rest, 0, end + 1)
    style = int(style_match[1]) if style_match else None
    if rest[end - 1] == "/":
        return Cell(None, None, style, False)
    type_match = _TYPE.search(rest, 0, end + 1)
    kind = type_match[1] if type_match else "n"
    formula = None
    if "<f" in rest:
        formula_match = FORMULA.search(rest, end)
        if formula_match and formula_match[2] is not None:
            formula = unescape(formula_match[2])
    if kind == "inlineStr":
        return Cell(rich_text(rest[end:]) if "<is" in rest else None, formula, style, "<is" in rest)
    value_match = _VALUE.search(rest, end)
    if value_match is None:
        return Cell(None, formula, style, False)
    text = value_match[1]
    if kind == "str":
        return Cell(decode_string(text), formula, style, True)
    text = text.strip()
    if not text:
        return Cell(None, formula, style, False)
    if kind == "s":
        return Cell(shared_string(int(text)), formula, style, True)
    if kind == "b":
        return Cell(text in ("1", "true"), formula, style, False)
    if kind == "e":
        return Cell(ErrorValue(unescape(text)), formula, style, False)
    if kind == "d":
        return Cell(_serial(text), formula, style, False)
    return Cell(to_number(text), formula, style, False)


def _serial(text: str) -> Decimal:
    """An ISO 8601 date or time as Excel's day number (1900 system)."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
        gone = moment - _EXCEL_EPOCH
    except ValueError:
        clock = time.fromisoformat(text)
        gone = datetime.combine(_EXCEL_EPOCH, clock.replace(tzinfo=None)) - _EXCEL_EPOCH
    return to_number(repr(gone.days + gone.seconds / 86_400 + gone.microseconds / 86_400e6))


# --- writing ---


def number_text(value: Decimal | int) -> str:
    """A number as XML writes it, without trailing zeros.

    Raises:
        ValueError: not a finite number.
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"not a number a cell can hold: {value}")
        text = str(value)
        if "." in text and "E" not in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text
    return str(int(value))


def _style_prefix(style: int | None) -> str:
    return f' s="{style}"' if style else ""


def blank_cell(style: int | None) -> str:
    """A cell without content."""
    return f' s="{style}"/>' if style else "/>"


def number_cell(style: int | None, value: Decimal | int) -> str:
    """A cell holding a number."""
    return f' s="{style}"><v>{number_text(value)}</v></c>' if style else f"><v>{number_text(value)}</v></c>"


def text_cell(style: int | None, text: str) -> str:
    """A cell holding a text, which stands in the sheet itself (inline).

    Raises:
        XltoolsError: the text is longer than a cell can hold.
    """
    if style:
        return f' s="{style}" t="inlineStr"><is>{text_element(text)}</is></c>'
    return f' t="inlineStr"><is>{text_element(text)}</is></c>'


def boolean_cell(style: int | None, value: bool) -> str:
    """A cell holding TRUE or FALSE."""
    return f'{_style_prefix(style)} t="b"><v>{int(value)}</v></c>'


@lru_cache(maxsize=16_384)
def _formula_element(formula: str) -> str:
    """`<f>…</f>`; the workbooks of a batch hold mostly the same formulas."""
    return f"<f>{escape_text(formula.removeprefix('='))}</f>"


def formula_cell(
    style: int | None, formula: str, cached: Decimal | int | str | bool | ErrorValue | None
) -> str:
    """A cell holding a formula (without `=`) and the value it gives.

    None leaves the value to be worked out.
    """
    prefix = f' s="{style}"' if style else ""
    element = _formula_element(formula)
    if isinstance(cached, Decimal):
        return f"{prefix}>{element}<v>{number_text(cached)}</v></c>"
    if cached is None:
        return f"{prefix}>{element}</c>"
    if isinstance(cached, bool):
        return f'{prefix} t="b">{element}<v>{int(cached)}</v></c>'
    if isinstance(cached, str):
        # text_element codes and measures; a cached text stands in <v> in the same coding.
        body = text_element(cached)
        return f'{prefix} t="str">{element}<v>{body[body.index(">") + 1 : -4]}</v></c>'
    if isinstance(cached, ErrorValue):
        return f'{prefix} t="e">{element}<v>{escape_text(cached.code)}</v></c>'
    return f"{prefix}>{element}<v>{number_text(cached)}</v></c>"


def with_style(rest: str, style: int) -> str:
    """A kept cell with another style."""
    match = _STYLE.search(rest, 0, rest.find(">") + 1)
    attribute = _style_prefix(style)
    if match is None:
        return attribute + rest
    return rest[: match.start()] + attribute + rest[match.end() :]
