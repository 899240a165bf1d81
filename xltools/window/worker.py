"""Work beside the window: a thread does it, the window stays alive and is told when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from tkinter import Misc
from typing import Generic, TypeVar

Result = TypeVar("Result")
Agrees = Callable[[str], bool]
"""Asks the person in the window, and waits for the answer."""

_MILLISECONDS_BETWEEN_LOOKS = 80


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the work to the person; it waits until `answer` was called."""

    words: str
    _answers: SimpleQueue[bool] = field(default_factory=SimpleQueue)

    def answer(self, agreed: bool) -> None:
        """Lets the work go on."""
        self._answers.put(agreed)

    def wait(self) -> bool:
        """What was answered."""
        return self._answers.get()


class Worker(Generic[Result]):
    """Runs one piece of work at a time; `is_busy` until its end was told."""

    def __init__(self, root: Misc) -> None:
        self._root = root
        self._told: SimpleQueue[Asking | tuple[Result]] = SimpleQueue()
        self.is_busy = False

    def start(
        self,
        work: Callable[[Agrees], Result],
        tick: Callable[[float], object],
        asked: Callable[[Asking], object],
        done: Callable[[Result], object],
    ) -> None:
        """Starts `work`, which may raise nothing; then calls `tick` with the seconds passed, at the end `done`.

        These and `asked` are called in the thread of the window, the only one that may touch it.
        """
        self.is_busy = True
        # Leaving the program does not wait for it: a file is written whole or not at all.
        Thread(target=lambda: self._told.put((work(self._agrees),)), daemon=True).start()
        self._look(time.monotonic(), tick, asked, done)

    def _agrees(self, words: str) -> bool:
        asking = Asking(words)
        self._told.put(asking)
        return asking.wait()

    def _look(
        self,
        began: float,
        tick: Callable[[float], object],
        asked: Callable[[Asking], object],
        done: Callable[[Result], object],
    ) -> None:
        try:
            told = self._told.get_nowait()
        except Empty:
            tick(time.monotonic() - began)
        else:
            if not isinstance(told, Asking):
                self.is_busy = False
                done(told[0])
                return
            asked(told)
        self._root.after(_MILLISECONDS_BETWEEN_LOOKS, self._look, began, tick, asked, done)
