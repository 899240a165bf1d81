"""What a file or a department's folder holds, in a few characters: the same content gives the same fingerprint."""

from __future__ import annotations

import hashlib
from pathlib import Path


def fingerprint(path: Path) -> str:
    """Of a file its content, of a folder the names and contents of the files in it; empty if it cannot be read."""
    try:
        if not path.is_dir():
            return _digest(path)
        files = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        lines = [f"{_digest(file)} {file.name}\n" for file in files]
    except OSError:
        return ""
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
