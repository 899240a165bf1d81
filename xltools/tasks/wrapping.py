"""Lines for a screen: of a terminal, where a Chinese character takes two places, or of a window."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_OPENING, _CLOSING = "（“‘《〈【「『", "，。；：、！？）”’》〉】」』…"
_PIECE = re.compile(rf"\s*[{_OPENING}]*(?:[!-~]+|\S)?[{_CLOSING}]*")
"""What stays together: a number or a Latin word, or one Chinese character, with the marks that lean on it."""


def cells(text: str) -> int:
    """The width on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrap(text: str, width: int, hanging: str = "", measure: Callable[[str], int] = cells) -> list[str]:
    """The text in lines of at most `width` as `measure` counts, those after the first set in by `hanging`.

    Breaks stand where Chinese is broken: anywhere but inside a number or a Latin word, before a closing mark or
    after an opening one. A piece that is too long by itself is cut.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, max(width - measure(hanging), 1), measure):
        if line.strip() and measure(line) + measure(piece) > width:
            lines.append(line.rstrip())
            line = hanging + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str, most: int, measure: Callable[[str], int]) -> list[str]:
    pieces = []
    for piece in filter(None, _PIECE.findall(text)):
        while measure(piece.strip()) > most and len(piece.strip()) > 1:
            cut = next(
                index for index in range(1, len(piece) + 1) if measure(piece[: index + 1].lstrip()) > most
            )
            pieces.append(piece[:cut])
            piece = piece[cut:]
        pieces.append(piece)
    return pieces
