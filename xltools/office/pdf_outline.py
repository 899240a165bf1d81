"""The headings of a PDF file and the pages they stand on, as its outline tells them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any


def headings_of(pdf: bytes) -> list[tuple[str, int]]:
    """Each heading with its page, counted from 1; none where the file has no outline or cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        return list(_entries(reader, reader.outline))
    except PyPdfError:
        return []


def _entries(reader: Any, outline: Any) -> Iterator[tuple[str, int]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(reader, entry)
            continue
        page = reader.get_destination_page_number(entry)
        if page is not None and page >= 0:
            yield str(entry.title), page + 1
