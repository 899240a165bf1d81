"""What became of one cell: a value and what is to be said about it, wherever the same content stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from xltools.tasks.inputs.faults import Severity


class Note(NamedTuple):
    """A fault without its place."""

    severity: Severity
    message: str
    remedy: str


class Reading(NamedTuple):
    """A value as its noun holds it (None where it could not be read, or is blank) and the notes on it."""

    value: Any
    notes: tuple[Note, ...] = ()

    @property
    def is_error(self) -> bool:
        return any(note.severity == "error" for note in self.notes)
