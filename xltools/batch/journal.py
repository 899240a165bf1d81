"""The journal of a batch: what is done already, so that a batch that was cut off goes on where it stopped.

A line for each department: what its inputs were, what was made of them, and the record that goes to the task's
file of records. It lies in the output folder until the batch is complete.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

from xltools.batch.fingerprint import fingerprint
from xltools.batch.result import DepartmentResult
from xltools.batch.sources import Job
from xltools.batch.summary_file import json_line
from xltools.batch.task import BatchTask
from xltools.model.errors import InputFault, XltoolsError, reason_of
from xltools.tasks.version import version

JOURNAL = ".xltools-batch.jsonl"


class Journal:
    """Open from the first department to the last."""

    def __init__(self, folder: Path, task: BatchTask, *, resume: bool) -> None:
        """Begins a journal or, if asked, goes on with the one that is there and belongs to the same task.

        Raises:
            XltoolsError: the folder cannot be written.
        """
        self._folder = folder
        self._path = folder / JOURNAL
        self._places: dict[str, int] = {}
        self._before: dict[str, dict[str, Any]] = {}
        header = {"xltools": version(), "task": task.name, **task.settings()}
        try:
            self._file: BinaryIO = self._path.open("r+b" if resume and self._path.exists() else "w+b")
            if not self._goes_on(header):
                self._begin(header)
        except OSError as error:
            raise self._explained(error) from error

    def done(self, job: Job) -> DepartmentResult | None:
        """What became of a department, if its inputs and what was made of them are still the same."""
        entry = self._before.get(job.name)
        if entry is None or entry["source"] != str(job.source):
            return None
        inputs = entry["inputs"]
        if not inputs or inputs != fingerprint(job.source):
            return None
        result = _result(entry["result"])
        return result if entry["made"] == self._made(result) else None

    def add(self, job: Job, result: DepartmentResult) -> None:
        """Notes what became of a department, at once and for good.

        Raises:
            XltoolsError: disk full.
        """
        entry = {
            "name": job.name,
            "source": str(job.source),
            "inputs": "" if result.failed else result.inputs,
            "made": self._made(result),
            "result": asdict(replace(result, record=None)),
            "record": result.record,
        }
        try:
            self._places[job.name] = self._file.tell()
            self._write(entry)
        except OSError as error:
            raise self._explained(error) from error

    def records(self, names: Iterable[str]) -> Iterator[Mapping[str, Any]]:
        """The records of departments in the order of the names."""
        for name in names:
            self._file.seek(self._places[name])
            record = json.loads(self._file.readline())["record"]
            if record is not None:
                yield record

    def close(self, *, complete: bool) -> None:
        """Closes the file; that of a complete batch is removed."""
        self._file.close()
        if complete:
            self._path.unlink(missing_ok=True)

    def _goes_on(self, header: Mapping[str, object]) -> bool:
        """Reads the lines that are whole; where the batch was cut off, the last one may not be."""
        place = 0
        for line in self._file:
            entry = _whole(line)
            if entry is None:
                break
            if place == 0 and entry != header:
                return False
            if place:
                self._before[entry["name"]] = entry
                self._places[entry["name"]] = place
            place += len(line)
        self._file.seek(place)
        self._file.truncate()
        return place > 0

    def _begin(self, header: Mapping[str, object]) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._write(header)

    def _write(self, entry: Mapping[str, object]) -> None:
        self._file.write(json_line(entry))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _made(self, result: DepartmentResult) -> str:
        return fingerprint(self._folder / result.path) if result.path else ""

    def _explained(self, error: OSError) -> XltoolsError:
        return XltoolsError(
            f"无法在“{self._folder}”中记录处理到哪里（{reason_of(error)}）；"
            "请清理磁盘或检查写入权限，再加 --resume 接着做。"
        )


def _whole(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _result(fields: Mapping[str, Any]) -> DepartmentResult:
    faults = tuple(InputFault(**fault) for fault in fields["faults"])
    return DepartmentResult(**{**fields, "faults": faults})
