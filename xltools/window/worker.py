"""Work beside the window: a thread does it, the window stays alive and is told when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from tkinter import Misc
from typing import Generic, TypeVar

Result = TypeVar("Result")

_MILLISECONDS_BETWEEN_LOOKS = 80


class Worker(Generic[Result]):
    """Runs one piece of work at a time; `is_busy` until its end was told."""

    def __init__(self, root: Misc) -> None:
        self._root = root
        self._results: SimpleQueue[Result] = SimpleQueue()
        self.is_busy = False

    def start(
        self,
        work: Callable[[], Result],
        tick: Callable[[float], object],
        done: Callable[[Result], object],
    ) -> None:
        """Starts `work`, which may raise nothing; then calls `tick` with the seconds passed, at the end `done`.

        Both are called in the thread of the window, the only one that may touch it.
        """
        self.is_busy = True
        began = time.monotonic()
        # Leaving the program does not wait for it: a file is written whole or not at all.
        Thread(target=lambda: self._results.put(work()), daemon=True).start()
        self._look(began, tick, done)

    def _look(self, began: float, tick: Callable[[float], object], done: Callable[[Result], object]) -> None:
        try:
            result = self._results.get_nowait()
        except Empty:
            tick(time.monotonic() - began)
            self._root.after(_MILLISECONDS_BETWEEN_LOOKS, self._look, began, tick, done)
            return
        self.is_busy = False
        done(result)
