"""The head of the window: which file it is about, and what can be done with the file itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tkinter import Event, Misc, ttk
from tkinter.font import Font

from xltools.window.looks import Looks

Tool = tuple[str, str, Callable[[], object]]
"""What a button says, the letter of its key, what it does."""


class Header(ttk.Frame):
    """The name of the file in large letters, its folder below, a row of small buttons."""

    def __init__(self, parent: Misc, looks: Looks, tools: Sequence[Tool]) -> None:
        super().__init__(parent)
        self._looks = looks
        self._texts = ("", "")
        # A width of their own keeps long names from widening the window.
        self._labels = [ttk.Label(self, style=style, width=1) for style in ("Title.TLabel", "Faint.TLabel")]
        for label in self._labels:
            label.pack(fill="x")
        row = ttk.Frame(self)
        row.pack(anchor="w", pady=(looks.gap, 0))
        self.buttons = [_tool_button(row, tool) for tool in tools]
        for button in self.buttons:
            button.pack(side="left", padx=(0, looks.gap))
        self.bind("<Configure>", self._resized)

    def show(self, path: Path | None) -> None:
        """Tells which file it is."""
        if path is None:
            self._texts = ("还没有选择工作簿", "点“选择工作簿”，或把工作簿拖到启动图标上")
        else:
            self._texts = (path.name, str(path.parent))
        self._fit(self.winfo_width())

    def _resized(self, event: Event[Misc]) -> None:
        self._fit(event.width)

    def _fit(self, width: int) -> None:
        fonts = (self._looks.title, self._looks.small)
        for label, text, font in zip(self._labels, self._texts, fonts, strict=True):
            label.configure(text=shortened(text, font, width))


def shortened(text: str, font: Font, room: int) -> str:
    """The text in at most `room` pixels, dots in its middle where it is too long."""
    kept = len(text)
    short = text
    while font.measure(short) > room and kept > 2:
        kept -= 1
        short = f"{text[: kept // 2]}…{text[-(kept - kept // 2) :]}"
    return short


def _tool_button(parent: Misc, tool: Tool) -> ttk.Button:
    caption, letter, act = tool
    return ttk.Button(parent, text=f"{caption}({letter.upper()})", underline=len(caption) + 1, command=act)
