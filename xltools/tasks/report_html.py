"""report_html: what a check found, as one HTML file that needs nothing else to be read."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO

from xltools.model.errors import XltoolsError, reason_of
from xltools.office.save import save_written
from xltools.tasks.report_page.data import Chunk, Index, ReportEntry

__all__ = ["ReportEntry", "write_report"]

_PAGE = Path(__file__).with_name("report_page")
_SCRIPTS = (
    "text.js",
    "data.js",
    "sorting.js",
    "filters.js",
    "grid.js",
    "detail.js",
    "findings_view.js",
    "workbooks_view.js",
    "workbook_view.js",
    "printing.js",
    "main.js",
)
"""In this order they are one program."""


def write_report(path: Path | str, entries: Iterable[ReportEntry]) -> Path:
    """Writes the report; the path really written is returned, as by `save_atomic`.

    Args:
        path: the .html file.
        entries: the workbooks in the order to be shown; they are taken one by one and not kept.

    Raises:
        XltoolsError: the file cannot be written.
    """
    index = Index()
    with tempfile.TemporaryFile("w+b") as chunks:
        try:
            _write_chunks(entries, index, chunks)
        except OSError as error:
            raise XltoolsError(f"无法写网页报告“{path}”（{reason_of(error)}）；请清理磁盘后再试。") from error
        head, tail = _page(index)

        def write(file: BinaryIO) -> None:
            file.write(head)
            chunks.seek(0)
            file.writelines(chunks)
            file.write(tail)

        return save_written(write, Path(path))


def _write_chunks(entries: Iterable[ReportEntry], index: Index, file: IO[bytes]) -> None:
    chunk = Chunk()
    for entry in entries:
        chunk.add(index.add(entry), entry.record)
        if chunk.is_full:
            file.write(_block("chunk", chunk.text()))
            chunk = Chunk()
    if chunk.workbooks:
        file.write(_block("chunk", chunk.text()))


def _page(index: Index) -> tuple[bytes, bytes]:
    """What stands before the chunks and after them. The program comes first: it shows the index while they load."""
    from xltools.budget.crosschecks.catalogue import ALL_RULES

    style, program = _text("style.css"), _program()
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(program)}; base-uri 'none'"
    page = _text("page.html").replace("{policy}", policy).replace("{style}", style)
    index_block = _block("index", index.text({rule.id: rule.statement for rule in ALL_RULES}))
    head, tail = page.split("{data}")
    program_block = f"<script>{program}</script>\n".encode()
    return head.encode() + index_block + program_block, tail.encode()


def _program() -> str:
    return '"use strict";\n(() => {\n' + "\n".join(map(_text, _SCRIPTS)) + "})();\n"


def _text(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _block(kind: str, text: str) -> bytes:
    # A file name that is no Unicode comes as lone surrogates, which are written as JSON's own escapes.
    return f'<script type="application/json" class="{kind}">{text}</script>\n'.encode(
        "utf-8", "backslashreplace"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
