"""Microsoft Word as a helper program, where there is one: on Windows only, through COM."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

_PDF, _HEADINGS_AS_OUTLINE, _NO_MACROS, _NO_QUESTIONS, _NO_CHANGES = 17, 1, 3, 0, 0


def exported_by_word(docx: bytes) -> bytes | None:
    """The document as PDF with its headings as outline; None if Word is absent or fails."""
    if sys.platform != "win32":
        return None
    try:
        com, client = import_module("pythoncom"), import_module("win32com.client")
    except ImportError:
        return None
    with tempfile.TemporaryDirectory(prefix="xltools-word-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "document.docx"), Path(folder, "document.pdf")
        source.write_bytes(docx)
        com.CoInitialize()
        try:
            _export(client, source, target)
        except com.com_error:
            return None
        finally:
            com.CoUninitialize()
        return target.read_bytes() if target.exists() else None


def _export(client: Any, source: Path, target: Path) -> None:
    word = client.DispatchEx("Word.Application")
    try:
        word.Visible, word.DisplayAlerts, word.AutomationSecurity = False, _NO_QUESTIONS, _NO_MACROS
        document = word.Documents.Open(
            str(source), ConfirmConversions=False, ReadOnly=True, AddToRecentFiles=False
        )
        document.ExportAsFixedFormat(str(target), _PDF, CreateBookmarks=_HEADINGS_AS_OUTLINE)
        document.Close(_NO_CHANGES)
    finally:
        with contextlib.suppress(Exception):
            word.Quit(_NO_CHANGES)
