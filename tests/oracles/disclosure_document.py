"""Reads a disclosure document as a person would: its headings in order, the tables under them."""

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from oracles.expected_tables import ExpectedTable


def headings(document: Path) -> list[tuple[int, str]]:
    """The level and the words of every heading."""
    return [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in docx.Document(str(document)).paragraphs
        if paragraph.style is not None and paragraph.style.name.startswith("Heading ")
    ]


def tables_by_heading(document: Path) -> dict[str, list[Table]]:
    """The tables under each heading that has any."""
    found: dict[str, list[Table]] = {}
    heading = ""
    for block in docx.Document(str(document)).iter_inner_content():
        if isinstance(block, Paragraph):
            if block.style is not None and block.style.name.startswith("Heading "):
                heading = block.text
        else:
            found.setdefault(heading, []).append(block)
    return found


def complaints(document: Path, expected: list[ExpectedTable]) -> list[str]:
    """Every word and figure of the 13 tables that is not as expected."""
    return [
        complaint for table in expected for complaint in _complaints(document, table, _by_title(document))
    ]


def contents_entries(document: Path) -> list[tuple[str, int]]:
    """The entries of the contents with their page numbers."""
    entries = []
    for link in docx.Document(str(document)).element.body.iter(qn("w:hyperlink")):
        words = [text.text for text in link.iter(qn("w:t"))]
        if link.find(f".//{qn('w:tab')}") is not None:
            entries.append((words[0], int(words[1])))
    return entries


def _by_title(document: Path) -> dict[str, list[Table]]:
    return {heading.partition("　")[2]: tables for heading, tables in tables_by_heading(document).items()}


def _complaints(_: Path, expected: ExpectedTable, tables: dict[str, list[Table]]) -> Iterator[str]:
    found = tables.get(expected.title, [])
    if len(found) != 1:
        yield f"{expected.title}: {len(found)} tables"
        return
    rows = [[cell.text for cell in row.cells] for row in found[0].rows]
    top, body = rows[: len(expected.header)], rows[len(expected.header) :]
    if {text for row in top for text in row if text} != {
        text for row in expected.header for text in row if text
    }:
        yield f"{expected.title}: headings {top}"
    for shown, right in zip(body, expected.printed(), strict=False):
        plain = [
            text.replace(",", "") if column in expected.figure_columns else text
            for column, text in enumerate(shown)
        ]
        if plain != right:
            yield f"{expected.title}: {plain}, not {right}"
    if len(body) != len(expected.rows):
        yield f"{expected.title}: {len(body)} rows, not {len(expected.rows)}"
