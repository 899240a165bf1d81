"""Which words of a table are numbers: amounts are, codes and headings stay words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xltools.model.fold import fold_name
from xltools.office.documents.content import Grid

_DECIMAL = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_CODE = re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")
_OF_CODES = re.compile(r"编码|代码|序号|电话|日期|^年度$|^[类款项]$")
_MOST_HEADING_ROWS = 6
_MOST_DIGITS = 15


class Number(NamedTuple):
    """A number and how many decimals it is printed with; `grouped`: with commas."""

    value: Decimal
    decimals: int
    grouped: bool


def numbers_of(grid: Grid, *, is_form: bool) -> Mapping[tuple[int, int], Number]:
    """The numbers of a table by the row and column of their cell, counted from 0.

    Args:
        is_form: labels stand beside what they name, as on a target sheet, not above it.
    """
    return _beside_labels(grid) if is_form else _below_headings(grid)


def _beside_labels(grid: Grid) -> dict[tuple[int, int], Number]:
    found: dict[tuple[int, int], Number] = {}
    label: dict[int, str] = {}
    for cell in sorted(grid.cells, key=lambda each: (each.row, each.column)):
        number = number_in(cell.text)
        if number is not None and not _OF_CODES.search(fold_name(label.get(cell.row, ""))):
            found[cell.row, cell.column] = number
        label[cell.row] = cell.text
    return found


def _below_headings(grid: Grid) -> dict[tuple[int, int], Number]:
    whole: dict[int, list[str]] = defaultdict(list)
    coded: set[int] = set()
    counted = _counted_rows(grid.texts())
    found: dict[tuple[int, int], Number] = {}
    for cell in grid.cells:
        words = fold_name(cell.text)
        if cell.row < _MOST_HEADING_ROWS and _OF_CODES.search(words):
            coded.update(range(cell.column, cell.column + cell.columns))
        number = number_in(cell.text)
        if number is None or cell.row in counted:
            continue
        found[cell.row, cell.column] = number
        if not number.decimals and not number.grouped:
            whole[cell.column].append(words)
    coded |= {
        column
        for column, words in whole.items()
        if all(map(_CODE.fullmatch, words)) and len(set(map(len, words))) > 1
    }
    return {
        place: number
        for place, number in found.items()
        if number.decimals or number.grouped or place[1] not in coded
    }


def number_in(text: str) -> Number | None:
    """The number that a cell prints; None where it is words, a code with a leading zero, a share."""
    words = fold_name(text).replace("，", ",").replace("－", "-").replace("−", "-")
    match = _DECIMAL.fullmatch(words)
    if match is None or re.match(r"-?0[0-9]", words):
        return None
    digits = words.replace(",", "")
    if sum(letter.isdigit() for letter in digits) > _MOST_DIGITS:
        return None
    return Number(Decimal(digits), len(match[1] or ""), "," in words)


def _counted_rows(rows: Sequence[Mapping[int, str]]) -> set[int]:
    """Rows that number the columns: 1 2 3 4."""
    found = set()
    for index, row in enumerate(rows):
        texts = [text for _, text in sorted(row.items())]
        own = [int(text) for text in texts if text.isdigit() and len(text) < 3]
        if (
            len(own) > 1
            and len(own) >= len(texts) - 2
            and own == list(range(own[0], own[0] + len(own)))
            and own[0] <= 2
        ):
            found.add(index)
    return found
