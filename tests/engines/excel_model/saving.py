"""How a save writes the package: compressed by zlib (pyOpenVBA compresses as Office does, in Python, for minutes), and
with the namespaces its sheets use."""

from __future__ import annotations

import zlib
from typing import Any

from pyopenvba.apps.excel import _io
from pyopenvba.powerquery import _opc

from .patching import wraps

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RAW = -15


@wraps(_opc, "raw_compress")
def compress(original: Any, raw: bytes) -> bytes:
    compressor = zlib.compressobj(6, zlib.DEFLATED, _RAW)
    return compressor.compress(raw) + compressor.flush()


@wraps(_io, "_patched_sheet")
def patched_sheet(original: Any, sheet: Any, xml: str, *args: Any) -> str:
    """A sheet written again may get its first note or link, which it names by r:id."""
    written: str = _io._with_namespaces(original(sheet, xml, *args), {"r": RELATIONSHIPS})
    return written
