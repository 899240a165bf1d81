"""The area of the window that says what an action came to."""

from __future__ import annotations

from collections.abc import Sequence
from tkinter import END, Event, Misc, Text, ttk
from tkinter.font import Font

from xltools.tasks.lines import Line
from xltools.tasks.wrapping import wrap
from xltools.window.looks import INK, PAPER, TONES, Looks

_MOST_LINES = 16
"""As many fit on a screen of 768 pixels with all that stands above."""
_MILLISECONDS_TO_SETTLE = 60


class Results(ttk.Frame):
    """Lines of text, wrapped as Chinese is (Tk would tear cell names and numbers), with a scrollbar."""

    def __init__(self, parent: Misc, looks: Looks) -> None:
        super().__init__(parent)
        self._looks = looks
        self._lines: Sequence[Line] = ()
        self._width = 0
        self._settling: str | None = None
        self.text = self._text_area()
        bar = ttk.Scrollbar(self, orient="vertical", command=self.text.yview)
        self.text.configure(yscrollcommand=bar.set)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.text.grid(row=0, column=0, sticky="nsew")
        bar.grid(row=0, column=1, sticky="ns")

    def show(self, lines: Sequence[Line]) -> None:
        """Shows lines from their first."""
        self._lines = _without_edges(lines)
        self._draw()
        self.text.yview_moveto(0)

    def plain_text(self) -> str:
        """All of it, a line a sentence, to be pasted elsewhere."""
        return "\n".join((" " * line.indent + line.text).rstrip() for line in self._lines)

    def _text_area(self) -> Text:
        looks = self._looks
        text = Text(
            self,
            wrap="none",
            width=1,  # As wide as the window makes it.
            height=min(_MOST_LINES, self._lines_that_fit()),
            font=looks.plain,
            foreground=INK,
            background=PAPER,
            padx=looks.gap,
            pady=looks.gap,
            spacing3=looks.gap // 4,
            relief="flat",
            highlightthickness=2,
            state="disabled",
            cursor="arrow",
        )
        for tone, look in TONES.items():
            text.tag_configure(
                tone, foreground=str(look["foreground"]), font=looks.bold if look["bold"] else looks.plain
            )
        text.bind("<Configure>", self._resized)
        text.bind("<Button-1>", lambda _event: text.focus_set())
        text.bind("<Up>", lambda _event: self._scroll(-1))
        text.bind("<Down>", lambda _event: self._scroll(1))
        return text

    def _lines_that_fit(self) -> int:
        """Half of the screen."""
        line = self._looks.line + self._looks.gap // 4
        return max(self.winfo_screenheight() // 2 // line, 4)

    def _scroll(self, lines: int) -> str:
        self.text.yview_scroll(lines, "units")
        return "break"

    def _resized(self, event: Event[Text]) -> None:
        if event.width == self._width:
            return
        self._width = event.width
        if self._settling:
            self.after_cancel(self._settling)
        self._settling = self.after(_MILLISECONDS_TO_SETTLE, self._draw)

    def _draw(self) -> None:
        text, looks = self.text, self._looks
        top = text.yview()[0]
        room = text.winfo_width() - 4 * looks.gap
        place = looks.plain.measure("　") // 2
        text.configure(state="normal")
        text.delete("1.0", END)
        for line in self._lines:
            font = looks.bold if line.tone in TONES and TONES[line.tone]["bold"] else looks.plain
            for each in wrap_for(font, place, line, room):
                content = each.lstrip(" ")
                indent = len(each) - len(content)
                margin = f"margin{indent}"
                text.tag_configure(margin, lmargin1=indent * place)
                text.insert(END, content, (line.tone, margin), "\n", (margin,))
        text.delete("end-1c")
        text.configure(state="disabled")
        text.yview_moveto(top)


def wrap_for(font: Font, place: int, line: Line, room: int) -> list[str]:
    """A line in lines of at most `room` pixels; the spaces before each are places of `place` pixels."""

    def width(text: str) -> int:
        content = text.lstrip(" ")
        return (len(text) - len(content)) * place + font.measure(content)

    first, rest = " " * line.indent, " " * (line.indent + line.hanging)
    return wrap(first + line.text, room, rest, width)


def _without_edges(lines: Sequence[Line]) -> Sequence[Line]:
    """Without blank lines at the beginning and the end."""
    filled = [number for number, line in enumerate(lines) if line.text]
    return lines[filled[0] : filled[-1] + 1] if filled else ()
