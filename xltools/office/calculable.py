"""Which formulas formualizer is trusted to calculate: those of a form in which it was seen to agree with LibreOffice.

Left out, because its values were seen to differ from those of Excel or LibreOffice:
- array formulas, and a range where one value belongs, as in SUMPRODUCT((LEFT(A1:A9,3)="201")*B1:B9);
- comparisons of two numbers: 0.1+0.2=0.3 is true in Excel, which compares 15 digits;
- numbers joined to texts: they come with 17 digits;
- ranges joined or crossed, several sheets at once, other workbooks, tables, names that are no plain range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xltools.office.cells import FORMULA
from xltools.office.workbook import Workbook
from xltools.office.xml_text import unescape

_EVERY = frozenset(range(255))
_EVEN = frozenset(range(0, 255, 2))
_NONE: frozenset[int] = frozenset()
FUNCTIONS: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("SUM", "MAX", "MIN", "AVERAGE", "COUNTA"), _EVERY),
    **dict.fromkeys(("ROUND", "ABS", "IF", "IFERROR", "AND", "OR", "NOT", "LEFT"), _NONE),
    "SUMIF": frozenset((0, 2)),
    "SUMIFS": frozenset((0, *range(1, 255, 2))),
    "COUNTIF": frozenset((0,)),
    "COUNTIFS": _EVEN,
    "INDEX": frozenset((0,)),
    "MATCH": frozenset((1,)),
    "VLOOKUP": frozenset((1,)),
}
"""The functions, each with the places (from 0) where it takes a range."""
_CRITERIA = frozenset(("SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS"))
_EXACT_MATCH = {"VLOOKUP": (3, ("0", "FALSE")), "MATCH": (2, ("0",))}
"""Where lookups say that they want the exact value; the nearest one was not compared."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^'\[\]:]|'')+'|[^\W\d][\w.]*)!)?
      (?: (?P<area>\$?[A-Za-z]{1,3}\$?[0-9]+:\$?[A-Za-z]{1,3}\$?[0-9]+|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}
           |\$?[0-9]+:\$?[0-9]+)(?![\w.(!])
        | (?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]+)(?![\w.(!:]) )
    | (?P<function>[A-Za-z][\w.]*)\(
    | (?P<name>[^\W\d][\w.]*)(?![\w.(!:])
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?![\w.:])
    | (?P<compare><>|<=|>=|[=<>])
    | (?P<operator>[-+*/^%&])
    | (?P<mark>[(),])""",
    re.VERBOSE,
)
_OPERANDS = frozenset(("text", "area", "cell", "name", "number"))
_SPECIAL_FORMULA = re.compile(r'<f\s[^>]*\bt="(?:array|dataTable)"')
_BEGIN, _COMMA, _CLOSE = ("begin", ""), ("mark", ","), ("mark", ")")
Token = tuple[str, str]


def is_calculable(workbook: Workbook) -> bool:
    """Whether every formula of the workbook, on any sheet, is of such a form."""
    names = _plain_names(workbook)
    seen: set[str] = set()
    for sheet_name in workbook.sheet_names:
        xml = workbook.sheet(sheet_name).xml
        for number in xml.row_numbers():
            text = xml.rows[number].text
            if text is not None and "<f" not in text:
                continue
            for rest in xml.cells(number).values():
                formula = FORMULA.search(rest) if "<f" in rest else None
                if formula is None or formula[0] in seen:
                    continue
                seen.add(formula[0])
                if _SPECIAL_FORMULA.match(formula[0]) or not is_trusted(unescape(formula[2] or ""), names):
                    return False
    return True


def is_trusted(formula: str, names: Mapping[str, str]) -> bool:
    """Whether one formula (without `=`) is of such a form.

    Args:
        names: what each name of the workbook stands for, "cell" or "area", by its case-folded spelling.
    """
    tokens = _tokens(formula, names)
    return tokens is not None and len(tokens) > 2 and _Walk(tokens).is_trusted()


def _plain_names(workbook: Workbook) -> dict[str, str]:
    """The names that are one cell or one range for every sheet alike."""
    scoped = {name.casefold() for name, scope in workbook.defined_names() if scope is not None}
    plain: dict[str, str] = {}
    for (name, scope), refers_to in workbook.defined_names().items():
        match = _TOKEN.fullmatch(refers_to)
        kind = match.lastgroup if match and match["sheet"] else None
        if scope is None and name.casefold() not in scoped and kind in ("cell", "area"):
            plain[name.casefold()] = kind
    return plain


def _tokens(formula: str, names: Mapping[str, str]) -> list[Token] | None:
    """The formula in pieces between two ends, names as what they stand for; None where a piece is unknown."""
    tokens: list[Token] = [_BEGIN]
    position = 0
    while position < len(formula):
        match = _TOKEN.match(formula, position)
        if match is None:
            return None
        position = match.end()
        kind, text = match.lastgroup or "", match[0]
        if kind == "space":
            continue
        if kind == "name":
            known = "number" if text.upper() in ("TRUE", "FALSE") else names.get(text.casefold())
            if known is None:
                return None
            kind = known
        if kind in _OPERANDS and tokens[-1][0] in _OPERANDS:
            return None
        tokens.append((kind, text.upper() if kind != "function" else text[:-1].upper()))
    return [*tokens, ("end", "")]


@dataclass(slots=True)
class _Call:
    function: str
    place: int = 0


class _Walk:
    """One pass over the pieces that knows in which place of which function it stands."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._calls = [_Call("")]

    def is_trusted(self) -> bool:
        return (
            all(self._accepts(index) for index in range(1, len(self._tokens) - 1)) and len(self._calls) == 1
        )

    def _accepts(self, index: int) -> bool:
        kind, text = self._tokens[index]
        call = self._calls[-1]
        if kind == "function":
            self._calls.append(_Call(text))
            return text in FUNCTIONS
        if kind == "area":
            return call.place in FUNCTIONS.get(call.function, _NONE) and self._is_alone(index)
        if kind == "compare":
            return self._compares_plainly(index)
        if kind == "mark":
            return self._accepts_mark(index, text, call)
        return text != "&" or call.function in _CRITERIA

    def _accepts_mark(self, index: int, mark: str, call: _Call) -> bool:
        if mark == "(":
            self._calls.append(_Call(""))
        elif mark == ",":
            call.place += 1
            return bool(call.function)
        else:
            self._calls.pop()
            place, exact = _EXACT_MATCH.get(call.function, (0, None))
            wanted = exact is None or (call.place == place and self._tokens[index - 1][1] in exact)
            return wanted and bool(self._calls)
        return True

    def _is_alone(self, index: int) -> bool:
        before, after = self._tokens[index - 1], self._tokens[index + 1]
        return (before[0] == "function" or before == _COMMA) and after in (_COMMA, _CLOSE)

    def _compares_plainly(self, index: int) -> bool:
        """A cell with a text or with zero; whether a cell is all but zero shows in its own value."""
        left, right = self._tokens[index - 1], self._tokens[index + 1]
        before, after = self._tokens[index - 2] if index > 1 else left, self._tokens[index + 2 : index + 3]
        return (
            left[0] == "cell"
            and (right[0] == "text" or right == ("number", "0"))
            and (before[0] in ("begin", "function") or before == _COMMA)
            and (after == [("end", "")] or after == [_COMMA] or after == [_CLOSE])
        )
