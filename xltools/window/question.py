"""A question in the window itself: a sentence and a few answers, the first of them ready for Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from tkinter import Event, Misc, ttk

from xltools.tasks.wrapping import wrap
from xltools.window.looks import Looks

Answer = tuple[str, Callable[[], object]]
"""What a button says, and what is done then."""


class Question(ttk.Frame):
    """Nothing to be seen until it is asked; the last answer is that of Esc."""

    def __init__(self, parent: Misc, looks: Looks) -> None:
        super().__init__(parent, style="Asking.TFrame", padding=looks.gap)
        self._looks = looks
        self._words = ""
        self._escape: Callable[[], object] = self.withdraw
        self._back: Misc | None = None
        self._label = ttk.Label(self, style="Asking.TLabel")
        self._label.pack(anchor="w", fill="x")
        self._buttons = ttk.Frame(self, style="Asking.TFrame")
        self._buttons.pack(anchor="e", pady=(looks.gap, 0))
        self.bind("<Configure>", self._resized)
        self.is_open = False

    def ask(self, words: str, answers: Sequence[Answer]) -> None:
        """Shows the question in place of one that stands there; the chosen answer is carried out once."""
        if not self.is_open:
            self._back = self.focus_get()
        self._words = words
        for old in self._buttons.winfo_children():
            old.destroy()
        for caption, act in answers:
            button = ttk.Button(self._buttons, text=caption, command=partial(self._chosen, act))
            button.bind("<Return>", lambda event: event.widget.invoke())
            button.pack(side="left", padx=(self._looks.gap, 0))
        self._escape = answers[-1][1]
        self.is_open = True
        self.grid()
        self._fit(self.winfo_width())
        self._buttons.winfo_children()[0].focus_set()

    def escape(self) -> None:
        """Gives the last answer."""
        self._chosen(self._escape)

    def withdraw(self) -> None:
        """Takes the question away, the focus back to where it was."""
        self.is_open = False
        self.grid_remove()
        if self._back is not None and self._back.winfo_exists():
            self._back.focus_set()

    def _chosen(self, act: Callable[[], object]) -> None:
        self.withdraw()
        act()

    def _resized(self, event: Event[Misc]) -> None:
        self._fit(event.width)

    def _fit(self, width: int) -> None:
        room = width - 4 * self._looks.gap
        if room > 0:
            lines = (
                each
                for part in self._words.split("\n")
                for each in wrap(part, room, "", self._looks.plain.measure)
            )
            self._label.configure(text="\n".join(lines))
