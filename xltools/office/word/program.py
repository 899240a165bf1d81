"""Microsoft Word as a helper program, where there is one: on Windows only, through COM."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

TIME_LIMIT = 180.0
"""Seconds for one document."""
_PDF, _HEADINGS_AS_OUTLINE, _NO_MACROS, _NO_QUESTIONS, _NO_CHANGES = 17, 1, 3, 0, 0


def exported_by_word(docx: bytes, time_limit: float = TIME_LIMIT) -> bytes | None:
    """The document as PDF with its headings as outline; None if Word is absent, fails or takes too long.

    Word runs hidden, an instance of its own that is always ended; documents that are open in Word are not touched.
    """
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
            with _word(client) as word, _ended_after(word, time_limit):
                _export(word, source, target)
            return target.read_bytes()
        # Besides errors of COM: a damaged cache of generated classes gives many another.
        except Exception:
            return None
        finally:
            com.CoUninitialize()


@contextlib.contextmanager
def _word(client: Any) -> Iterator[Any]:
    """A hidden instance that asks nothing and runs no macro."""
    word = client.DispatchEx("Word.Application")
    try:
        word.Visible, word.DisplayAlerts, word.AutomationSecurity = False, _NO_QUESTIONS, _NO_MACROS
        yield word
    finally:
        with contextlib.suppress(Exception):
            word.Quit(_NO_CHANGES)


@contextlib.contextmanager
def _ended_after(word: Any, seconds: float) -> Iterator[None]:
    """A Word that hangs, say in a question that nobody sees, is ended: the call that waits for it then fails."""
    process = _process_of(word)
    watch = threading.Timer(seconds, _end, [process])
    watch.daemon = True
    if process:
        watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _process_of(word: Any) -> int:
    """The number of its process; 0 if it cannot be known, as with Word 2010. Only a window tells it."""
    try:
        empty = word.Documents.Add()
        process = import_module("win32process").GetWindowThreadProcessId(word.ActiveWindow.Hwnd)[1]
        empty.Close(_NO_CHANGES)
    except Exception:
        return 0
    return int(process)


def _end(process: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(process, signal.SIGTERM)


def _export(word: Any, source: Path, target: Path) -> None:
    document = word.Documents.Open(
        str(source),
        ConfirmConversions=False,
        ReadOnly=True,
        AddToRecentFiles=False,
        Visible=False,
        NoEncodingDialog=True,
    )
    for contents in document.TablesOfContents:
        contents.UpdatePageNumbers()
    document.ExportAsFixedFormat(str(target), _PDF, CreateBookmarks=_HEADINGS_AS_OUTLINE)
    document.Close(_NO_CHANGES)
