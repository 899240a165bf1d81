"""The published tables in documents as others make them: Word tables, text with tabs, text set with spaces."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement

from oracles.expected_tables import ExpectedTable, published_tables

UNIT = "单位：万元"
NOTE = "注：本表无数据"
NARRATIVE = ("第三部分 2025年部门预算情况说明", "2025年收支总计981.20万元，比上年减少103.90万元，下降9.58%。")


def rows_of(table: ExpectedTable) -> list[list[str]]:
    return [*table.header, *table.printed()]


def is_blank(table: ExpectedTable) -> bool:
    return not any(line[column] for line in table.printed() for column in table.figure_columns)


def write_word(
    path: Path,
    tables: Sequence[ExpectedTable] = (),
    *,
    merged: bool = False,
    rows_a_page: int = 0,
    ruled: bool = False,
    whole_rows: bool = False,
) -> Path:
    """A Word document of all 13 tables, the narrative after them.

    Args:
        merged: headings that are blank on the right of another are merged with it.
        rows_a_page: tables are cut after so many rows, each page with its number and the headings once more.
        ruled: tables have lines around their cells.
        whole_rows: pages are wider than high, and none breaks a row.
    """
    document = docx.Document()
    if whole_rows:
        section = document.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("2025年部门预算公开")
    document.add_paragraph("目录")
    for table in tables or published_tables():
        document.add_paragraph(f"{table.title}……………3")
    for number, table in enumerate(tables or published_tables(), 1):
        document.add_heading(table.title, 2)
        document.add_paragraph(f"部门：长治市上党区委组织部\t{UNIT}")
        for page, rows in enumerate(_pages(table, rows_a_page)):
            if page:
                document.add_paragraph(f"— {number + page} —")
            _add(
                document,
                [*table.header, *rows],
                len(table.header) if merged else 0,
                "Table Grid" if ruled else None,
                whole_rows=whole_rows,
            )
        if is_blank(table):
            document.add_paragraph(NOTE)
    for line in NARRATIVE:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def _pages(table: ExpectedTable, rows_a_page: int) -> Iterator[list[list[str]]]:
    rows = table.printed()
    step = rows_a_page or len(rows)
    for first in range(0, len(rows), step):
        yield rows[first : first + step]


def _add(
    document: Document,
    rows: Sequence[Sequence[str]],
    merged_rows: int,
    style: str | None,
    *,
    whole_rows: bool,
) -> None:
    grid = document.add_table(len(rows), len(rows[0]), style)
    for line, texts in zip(grid.rows, rows, strict=True):
        if whole_rows:
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    for row in range(merged_rows):
        first = 0
        for column in range(1, len(rows[0]) + 1):
            if column == len(rows[0]) or rows[row][column] or row:
                if column - first > 1:
                    grid.cell(row, first).merge(grid.cell(row, column - 1))
                first = column


def tabbed_text(tables: Sequence[ExpectedTable] = ()) -> str:
    """The tables as they come out of a program that copies tables with tabs."""
    return "\n".join(_text_lines(tables, lambda table: ["\t".join(row) for row in rows_of(table)]))


def aligned_text(tables: Sequence[ExpectedTable] = ()) -> str:
    """The tables with columns set under one another with spaces."""
    return "\n".join(_text_lines(tables, _aligned))


def _text_lines(
    tables: Sequence[ExpectedTable], lines_of: Callable[[ExpectedTable], list[str]]
) -> Iterator[str]:
    for table in tables or published_tables():
        yield from ("", table.title, UNIT, *lines_of(table))
        if is_blank(table):
            yield NOTE
    yield from ("", *NARRATIVE)


def _aligned(table: ExpectedTable) -> list[str]:
    rows = rows_of(table)
    widths = [max(_width(row[column]) for row in rows) + 2 for column in range(len(rows[0]))]
    return [
        "".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
