"""What a person sees where a cell holds a number: `100%` is stored as 1, `007` as 7, a date as a day count."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from xltools.office.package import Package
from xltools.office.xml_text import attribute, unescape

_TEXT = "@"
_BUILT_IN = {
    "49": _TEXT,
    "9": "0%",
    "10": "0.00%",
    **dict.fromkeys(("14", "15", "16", "17", "22", "30", "31", "57", "58"), "yyyy-mm-dd"),
}
_STYLE_LIST = re.compile(r"<cellXfs[^>]*>(.*?)</cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<xf(?=[\s/>])[^>]*>")
_FORMAT = re.compile(r"<numFmt\s[^>]*>")
_PERCENT = re.compile(r"0*(?:\.(0+))?%")
_CENTS = re.compile(r"(?:#,##)?0\.00_? ?")
_ZEROS = re.compile(r"0+")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_SETTINGS = re.compile(r"<workbookPr(?=[\s/>])[^>]*>")
_EPOCH = date(1899, 12, 30)
_FIRST_TRUE_DAY = 60
"""Up to here Excel counts one day less: it believes in 29 February 1900."""
_DAYS_BEFORE_1904 = 1462
"""What a workbook made on an old Mac counts less."""
_LAST_DAY = 2_958_465
"""31 December 9999 as Excel counts days."""


class NumberFormats:
    """The number formats of a workbook's styles."""

    def __init__(self, package: Package) -> None:
        main = package.main_part()
        parts = package.related_parts(main, "styles") if main else []
        text = package.read_text(parts[0]) if parts else ""
        settings = _SETTINGS.search(package.read_text(main)) if main else None
        is_1904 = settings is not None and attribute(settings[0], "date1904") in ("1", "true")
        self._days_before = _DAYS_BEFORE_1904 if is_1904 else 0
        custom = {
            attribute(tag, "numFmtId"): unescape(attribute(tag, "formatCode") or "")
            for tag in _FORMAT.findall(text)
        }
        styles = _STYLE_LIST.search(text)
        self._codes: list[str] = []
        for tag in _STYLE.findall(styles[1]) if styles else []:
            number = attribute(tag, "numFmtId") or "0"
            self._codes.append(custom.get(number) or _BUILT_IN.get(number, ""))

    @property
    def text_styles(self) -> set[int]:
        """The styles whose cells hold what is typed into them as text."""
        return {style for style, code in enumerate(self._codes) if code == _TEXT}

    def has_cents(self, style: int | None) -> bool:
        """Whether the style shows amounts: a number with two decimals."""
        code = self._codes[style or 0] if (style or 0) < len(self._codes) else ""
        return _CENTS.fullmatch(_LITERAL.sub("", code.split(";")[0])) is not None

    def shown(self, value: Decimal, style: int | None) -> str:
        """The number as its format shows it if that is a percentage, zeros or a date; else its plain digits."""
        code = self._codes[style or 0] if (style or 0) < len(self._codes) else ""
        if not code or code == "General":
            return plain_digits(value)
        bare = _LITERAL.sub("", code.split(";")[0])
        percent = _PERCENT.fullmatch(bare)
        if percent:
            return f"{round_trip(value * 100, len(percent[1] or ''))}%"
        if _ZEROS.fullmatch(bare) and value == value.to_integral_value() and value >= 0:
            return plain_digits(value).zfill(len(bare))
        if "y" in bare.lower() and "d" in bare.lower():
            return day_text(value + self._days_before) or plain_digits(value)
        return plain_digits(value)


def plain_digits(value: Decimal) -> str:
    """`1E+2` and `100.00` as `100`."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def round_trip(value: Decimal, places: int) -> str:
    """At least `places` decimals, more where the value has them: a format hides digits, we do not."""
    digits = plain_digits(value)
    whole, _, decimals = digits.partition(".")
    decimals = decimals.ljust(places, "0")
    return f"{whole}.{decimals}" if decimals else whole


def day_text(serial: Decimal) -> str | None:
    """Excel's day number (1900 system) as `2024-12-16`; None where it is none."""
    if not 1 <= serial <= _LAST_DAY:
        return None
    days = int(serial) + (1 if serial < _FIRST_TRUE_DAY else 0)
    return (_EPOCH + timedelta(days=days)).isoformat()
