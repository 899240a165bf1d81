"""Values and formulas of single cells, in and out, as Excel's Range.Value and Range.Formula have them."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from openpyxl.cell.rich_text import CellRichText
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel, to_excel

from engines.openpyxl_engine.cells import is_covered
from engines.openpyxl_engine.entries import Entry, typed
from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.packages import ErrorValue
from engines.openpyxl_engine.references import references
from engines.openpyxl_engine.workbook_references import formula_text

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book

# What COM delivers for a cell in error.
error_texts = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
_ERROR_CODES = {text: code for code, text in error_texts.items()}
TEXT_FORMAT, GENERAL = "@", "General"
_LONGEST_TEXT, _LONGEST_FORMULA = 32_767, 8_192
_SPILLING = {"FILTER", "UNIQUE", "SORT", "SORTBY", "SEQUENCE", "RANDARRAY", "VSTACK", "HSTACK", "TEXTSPLIT"}
_LATER = {
    "IFS",
    "SWITCH",
    "TEXTJOIN",
    "CONCAT",
    "MAXIFS",
    "MINIFS",
    "XLOOKUP",
    "XMATCH",
    "LET",
    "DAYS",
    "IFNA",
}
_FUNCTION = re.compile(r'"(?:[^"]|"")*"|(?<![\w.])([A-Za-z][A-Za-z0-9.]*)(?=\()')
_PREFIX = re.compile(r'("(?:[^"]|"")*")|_xlfn\.(?:_xlws\.)?')
_ZERO_DAY = dt.datetime(1899, 12, 30)


def value_of(book: "Book", cell: Any) -> Any:
    """As COM delivers Range.Value: float, str, bool, datetime, None; an int for an error."""
    if cell is None or is_covered(cell):
        return None
    stored: Any = book.results.result(cell) if cell.data_type == "f" else cell._value
    if cell.data_type == "e":
        stored = ErrorValue(stored)
    return _delivered(stored, cell.number_format)


def _delivered(stored: Any, number_format: str) -> Any:
    if isinstance(stored, ErrorValue):
        return _ERROR_CODES.get(stored, _ERROR_CODES["#VALUE!"])
    if stored is None or isinstance(stored, bool):
        return stored
    if isinstance(stored, str | CellRichText):
        return str(stored)
    number = serial(stored)
    if is_date_format(number_format) and number >= 0:
        moment = from_excel(number)
        return _moment(moment) if not isinstance(moment, dt.timedelta) else number
    return number


def serial(stored: Any) -> float:
    """The number behind a number, a date or a time."""
    convert: Any = to_excel if isinstance(stored, dt.date | dt.time | dt.timedelta) else float
    return float(convert(stored))


def _moment(value: Any) -> dt.datetime:
    if isinstance(value, dt.time):
        return dt.datetime.combine(_ZERO_DAY, value)
    return value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)


def formula_of(cell: Any) -> str:
    """As Range.Formula has it: the formula, else the value as it would be typed."""
    if cell is None or is_covered(cell) or cell._value is None:
        return ""
    if cell.data_type == "f":
        return _PREFIX.sub(lambda found: found[1] or "", formula_text(cell._value))
    if isinstance(cell._value, bool):
        return str(cell._value).upper()
    if isinstance(cell._value, str | CellRichText):
        return str(cell._value)
    return number_text(serial(cell._value))


def number_text(number: float) -> str:
    """Up to 15 significant digits, as in Excel's formula bar."""
    text = f"{number:.15g}"
    if "e" in text:
        mantissa, power = text.split("e")
        return f"{mantissa}E{power}"
    return text


def enter(book: "Book", cell: Any, value: Any) -> None:
    """Put a value or formula into a cell as COM does; a covered cell of a merged area takes none."""
    if is_covered(cell):
        return
    if isinstance(value, dt.time):
        raise TypeError("pywin32 passes no datetime.time")
    book.results.forget(cell)
    if value is None or value == "":
        _store(cell, None, "n")
    elif isinstance(value, str):
        _enter_text(book, cell, value)
    elif cell.number_format == TEXT_FORMAT:
        _store(cell, _as_text(value), "s")
    else:
        _enter_value(cell, value)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_text(value)
    raise NotImplementedError(f"{value!r} into a cell formatted as text")


def _enter_text(book: "Book", cell: Any, text: str) -> None:
    if len(text) > _LONGEST_TEXT:
        raise ExcelError("Application-defined or object-defined error: the text is too long for a cell")
    if text.startswith("'"):
        _store(cell, text[1:], "s", prefixed=True)
    elif cell.number_format == TEXT_FORMAT:
        _store(cell, text, "s")
    elif text.startswith("=") and len(text) > 1:
        _store(cell, checked_formula(book, text), "f")
    else:
        entry = typed(text)
        if isinstance(entry.value, str) and not isinstance(entry.value, ErrorValue):
            _store(cell, text, "s")
        else:
            _take_format(cell, entry)
            _enter_value(cell, entry.value)


def _enter_value(cell: Any, value: Any) -> None:
    if isinstance(value, ErrorValue):
        _store(cell, str(value), "e")
    elif isinstance(value, bool):
        _store(cell, value, "b")
    elif isinstance(value, int | float):
        _store(cell, value, "n")
    elif isinstance(value, dt.datetime | dt.date | dt.time):
        _store(cell, value, "d")
        _take_format(
            cell, Entry(value=0.0, number_format="yyyy/m/d" if isinstance(value, dt.date) else "h:mm:ss")
        )
    else:
        raise ExcelError(f"Type mismatch: a {type(value).__name__} is no value of a cell")


def _take_format(cell: Any, entry: Entry) -> None:
    if entry.number_format and cell.number_format == GENERAL:
        cell.number_format = entry.number_format


def _store(cell: Any, value: Any, data_type: str, *, prefixed: bool = False) -> None:
    cell._value, cell.data_type = value, data_type
    if bool(cell.quotePrefix) != prefixed:
        cell.quotePrefix = prefixed


def checked_formula(book: "Book", text: str) -> str:
    """The formula as a file stores it. Raises ExcelError for one that Excel would not take."""
    if len(text) > _LONGEST_FORMULA:
        raise ExcelError("Application-defined or object-defined error: the formula is too long")
    try:
        opened = sum({"OPEN": 1, "CLOSE": -1}.get(token.subtype, 0) for token in Tokenizer(text).items)
    except (TokenizerError, IndexError) as fault:
        raise ExcelError(f"There's a problem with this formula: {text}") from fault
    if opened:
        raise ExcelError(f"There's a problem with this formula: {text}")
    titles = {sheet.title.casefold() for sheet in book.workbook.worksheets}
    for reference in references(text):
        if reference.sheet is not None and reference.sheet.casefold() not in titles:
            raise ExcelError(f"There is no sheet {reference.sheet!r}: {text}")
    return _FUNCTION.sub(_with_prefix, text)


def _with_prefix(found: re.Match[str]) -> str:
    name = (found[1] or "").upper()
    if name in _SPILLING:
        raise NotImplementedError(f"the dynamic array function {name}")
    return f"_xlfn.{name}" if name in _LATER else found[0]
