"""What Excel silently makes of a text typed into a cell that is not formatted as text."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal

from engines.openpyxl_engine.packages import ERRORS, ErrorValue

_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<currency>[¥￥$€])?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)?(?P<fraction>\.\d*)?(?P<power>[eE][+-]?\d{1,3})?"
    r"\s*(?P<percent>%)?(?P<close>\))?",
    re.ASCII,
)
_DATES = (
    (re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII), "yyyy/m/d"),
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII), 'yyyy"年"m"月"d"日"'),
)
_DAY_OF_YEAR = re.compile(r"(\d{1,2})[-/](\d{1,2})|(\d{1,2})月(\d{1,2})日", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{4})年(\d{1,2})月", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_FIRST_YEAR = 1900


@dataclass(frozen=True)
class Entry:
    """What a cell gets, and the number format it takes along if it had none."""

    value: float | bool | str | dt.datetime | dt.time
    number_format: str | None = None


def typed(text: str) -> Entry:
    """The entry Excel makes of the text; the text itself where it means nothing else."""
    trimmed = text.strip()
    if trimmed.upper() in ("TRUE", "FALSE"):
        return Entry(trimmed.upper() == "TRUE")
    if trimmed.upper() in ERRORS:
        return Entry(ErrorValue(trimmed.upper()))
    return _number(trimmed) or _date(trimmed) or _time(trimmed) or Entry(text)


def _number(text: str) -> Entry | None:
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["digits"] or (found["fraction"] or "").strip(".")):
        return None
    if bool(found["open"]) != bool(found["close"]) or (found["open"] and found["sign"]):
        return None
    digits = (found["digits"] or "0").replace(",", "")
    value = _fifteen_digits(Decimal(digits + (found["fraction"] or "") + (found["power"] or "")))
    if found["sign"] == "-" or found["open"]:
        value = -value
    if found["percent"]:
        return Entry(value / 100, "0.00%" if found["fraction"] else "0%")
    if found["power"]:
        return Entry(value, "0.00E+00")
    if found["currency"] or "," in (found["digits"] or ""):
        pattern = "#,##0.00" if found["fraction"] else "#,##0"
        return Entry(value, f'"{found["currency"]}"{pattern}' if found["currency"] else pattern)
    return Entry(value)


def _fifteen_digits(value: Decimal) -> float:
    """Excel cuts what is typed after 15 significant digits; an identity number loses its last three."""
    return float(Context(prec=15, rounding=ROUND_DOWN).plus(value))


def _date(text: str) -> Entry | None:
    for pattern, number_format in _DATES:
        found = pattern.fullmatch(text)
        if found:
            return _day(int(found[1]), int(found[2]), int(found[3]), number_format)
    found = _DAY_OF_YEAR.fullmatch(text)
    if found:
        month, day = (int(part) for part in found.groups() if part)
        return _day(dt.date.today().year, month, day, 'm"月"d"日"')
    found = _MONTH.fullmatch(text)
    if found:
        year, month = (int(part) for part in found.groups() if part)
        return _day(year, month, 1, 'yyyy"年"m"月"')
    return None


def _day(year: int, month: int, day: int, number_format: str) -> Entry | None:
    try:
        moment = dt.datetime(year, month, day)
    except ValueError:
        return None
    return Entry(moment, number_format) if year >= _FIRST_YEAR else None


def _time(text: str) -> Entry | None:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23:
        return None
    seconds = int(found[3] or 0)
    return Entry(dt.time(int(found[1]), int(found[2]), seconds), "h:mm:ss" if found[3] else "h:mm")
