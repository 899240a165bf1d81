"""Lines of Chinese text that say what a task found or did, for every door that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "heading", "good", "error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, set in by `indent` places; where it is wrapped, the rest stands `hanging` further in.

    A line `aside` goes beside the result: a fault of the inputs, a warning about the file.
    """

    text: str = ""
    indent: int = 0
    hanging: int = 0
    tone: Tone = "plain"
    aside: bool = False
