"""The lines and tables of a PDF with text in it: tables by the lines drawn around their cells, or by their columns."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Any

from xltools.model.errors import XltoolsError
from xltools.office.documents.alignment import Span
from xltools.office.documents.content import (
    Content,
    Extent,
    Grid,
    GridCell,
    TextLine,
    common_edges,
    nearest,
)
from xltools.office.documents.flow import paragraphs_of
from xltools.office.documents.unruled import LABEL, tables_on

_MOST_PAGES = 400
_SETTINGS = {"snap_tolerance": 3, "join_tolerance": 3, "intersection_tolerance": 4}
_DIGIT_ENDS = re.compile(r"[0-9,.]$")
_DIGIT_BEGINS = re.compile(r"^[0-9,.]")
_BREAK_BEFORE = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．](?![0-9])|[①-⑳])")
_BREAK_AFTER = re.compile(r"[。；;：:]$")
_SAME_LINE = 3.0
_TAB, _SPACE = 2.0, 0.4
"""Gaps between words, in heights of a line."""
_FEWEST_PAGES = 3

Letter = dict[str, Any]
"""A letter or a word: where it stands, and what it is."""
Box = tuple[float, float, float, float]


def read_pdf(data: bytes, name: str) -> Content:
    """The content of a PDF, page by page.

    Raises:
        XltoolsError: encrypted, a scan without text, or too many pages.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.utils.exceptions import PdfminerException

    logging.disable(logging.ERROR)
    try:
        document = pdfplumber.open(io.BytesIO(data))
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if "Password" in type(error).__name__ or "Password" in repr(error):
            raise XltoolsError(
                f"“{name}”加了打开密码；请用 PDF 阅读器打开，打印或另存为没有密码的 PDF 后再试。"
            ) from None
        raise XltoolsError(f"“{name}”已损坏，读不出页面；请用 PDF 阅读器打开检查、另存后再试。") from None
    with document:
        # Counted before they are made: a small file may say that it has millions.
        if sum(1 for _ in islice(PDFPage.create_pages(document.doc), _MOST_PAGES + 1)) > _MOST_PAGES:
            raise XltoolsError(f"“{name}”超过 {_MOST_PAGES} 页的上限；请只保留要读的页，另存后再试。")
        pages, blank = [], []
        columns: Sequence[Span] = ()
        for number, page in enumerate(document.pages, 1):
            items, columns = _page(page, f"第 {number} 页", columns)
            if not items and page.images:
                blank.append(number)
            pages.append(items)
            page.close()
    if not any(pages):
        raise XltoolsError(
            f"“{name}”里没有文字，多半是扫描件；请用文字识别软件转成 .docx 或带文字的 PDF 后再试。"
        )
    unread = (f"第 {'、'.join(map(str, blank))} 页是图片，没有文字，没有读",) if blank else ()
    running = _running(pages)
    return Content(tuple(paragraphs_of(list(chain.from_iterable(pages)), running)), unread, running)


def _page(page: Any, place: str, before: Sequence[Span]) -> tuple[list[TextLine | Grid], Sequence[Span]]:
    """What stands on a page, and the columns of a table without lines that goes on to its end."""
    found: list[tuple[float, TextLine | Grid]] = []
    letters = [letter for letter in page.dedupe_chars(tolerance=1).chars if letter["upright"]]
    for table in page.find_tables(_SETTINGS):
        own, letters = _parted(letters, table.bbox)
        grid = _grid([tuple(cell) for cell in table.cells], own, place)
        if grid is not None:
            found.append((table.bbox[1], grid))
        else:
            letters += own
    lines = list(_lines(letters))
    tops = [min(word["top"] for word in line) for line in lines]
    tables, columns = tables_on(lines, place, () if found else before)
    found += [(tops[first], grid) for first, _, grid in tables]
    inside = {index for first, end, _ in tables for index in range(first, end)}
    found += [
        (tops[index], TextLine(_spaced(line), place, _extent(line, page)))
        for index, line in enumerate(lines)
        if index not in inside
    ]
    return [item for _, item in sorted(found, key=lambda each: each[0])], columns


def _parted(letters: Sequence[Letter], box: Box) -> tuple[list[Letter], list[Letter]]:
    """The letters whose middle stands in a box, and the others."""
    inside: list[Letter] = []
    outside: list[Letter] = []
    for letter in letters:
        across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        is_in = bool(box[0] <= across < box[2] and box[1] <= down < box[3])
        (inside if is_in else outside).append(letter)
    return inside, outside


def _grid(boxes: Sequence[Box], letters: list[Letter], place: str) -> Grid | None:
    lefts = common_edges(edge for box in boxes for edge in (box[0], box[2]))
    tops = common_edges(edge for box in boxes for edge in (box[1], box[3]))
    if len(lefts) < 3 or len(tops) < 2:
        return None
    cells = []
    for box in boxes:
        column, right = nearest(lefts, box[0]), nearest(lefts, box[2])
        row, bottom = nearest(tops, box[1]), nearest(tops, box[3])
        own, letters = _parted(letters, box)
        text = _cell_text(own)
        if text or bottom - row > 1 or right - column > 1:
            cells.append(GridCell(row, column, text, max(bottom - row, 1), max(right - column, 1)))
    if not any(cell.text for cell in cells):
        return None
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), len(tops) - 1, len(lefts) - 1, place, lefts)


def _lines(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Letters as lines of words, from the top."""
    from pdfplumber.utils.text import extract_words

    words = extract_words(list(letters), x_tolerance=2, y_tolerance=3)
    rows: list[list[Letter]] = []
    for word in sorted(words, key=lambda each: (each["bottom"], each["x0"])):
        if rows and abs(rows[-1][-1]["bottom"] - word["bottom"]) <= _SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda each: each["x0"])
        yield row


def _extent(row: Sequence[Letter], page: Any) -> Extent:
    first, last = row[0], row[-1]
    height = max(word["bottom"] - word["top"] for word in row)
    return Extent(first["x0"], last["x1"], height, float(page.width))


def _spaced(row: Sequence[Letter]) -> str:
    """The words of a line; those far apart are parted by a tab."""
    text = row[0]["text"]
    for before, word in pairwise(row):
        height = word["bottom"] - word["top"]
        gap = word["x0"] - before["x1"]
        text += _between(text[-1], word["text"][0], gap / height) + word["text"]
    return str(text)


def _between(before: str, after: str, gap: float) -> str:
    """What parts two words; Word itself sets Latin letters a little apart from Chinese ones."""
    if gap > _TAB:
        return "\t"
    return "" if gap < _SPACE and not (before.isascii() and after.isascii()) else " "


def _cell_text(letters: Sequence[Letter]) -> str:
    """The words of a cell: lines that were broken for want of room are one again."""
    text = ""
    for row in _lines(letters):
        line = _spaced(row).replace("\t", " ")
        if not text:
            text = line
        elif _DIGIT_ENDS.search(text) and _DIGIT_BEGINS.search(line):
            text += line
        elif _BREAK_BEFORE.search(line) or LABEL.search(line) or _BREAK_AFTER.search(text):
            text += f"\n{line}"
        elif text[-1].isascii() and line[0].isascii() and text[-1].isalpha() and line[0].isalpha():
            text += f" {line}"
        else:
            text += line
    return text


def _running(pages: Sequence[Sequence[TextLine | Grid]]) -> frozenset[str]:
    """The texts of lines that stand first or last on most pages."""
    ends = Counter(
        text
        for items in pages
        if items
        for text in {item.text for item in (items[0], items[-1]) if isinstance(item, TextLine)}
    )
    most = max(_FEWEST_PAGES, len(pages) // 2 + 1)
    return frozenset(text for text, times in ends.items() if times >= most)
