"""A batch task for tests: each department says in its file `do` what becomes of it."""

import ctypes
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.batch import BatchTask, CheckTask, Outcome
from xltools.batch.check_task import outcome_of
from xltools.model.errors import InputError, InputFault, XltoolsError
from xltools.model.finding import SEVERITY_NAMES, Finding, Obligations, Report
from xltools.office.save import save_atomic

ERROR = InputFault("error", "projects.csv", 4, "合计(元)", "十", "不是金额", "请填写数字")
WARNING = InputFault("warning", "projects.csv", 2, "项目名称", "甲", "没有绩效指标", "请补充")


def _hang_in_c() -> None:
    """No signal handler and no exception of Python's own gets through to this."""
    max(itertools.repeat(1))


def _abort() -> None:
    """As libraries of C do: not without a word on standard error."""
    os.write(2, b"terminate called\n")
    os.abort()


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(64 * 1024 * 1024))


DISASTERS: Mapping[str, Callable[[], object]] = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "aborted": _abort,
    "crashed": lambda: ctypes.string_at(0),
    "left": lambda: sys.exit(7),
    "hanging": lambda: time.sleep(3600),
    "hanging in C": _hang_in_c,
    "eating": _eat,
}
"""What no `except` in the worker turns into a result."""


@dataclass(frozen=True)
class Obey(BatchTask):
    """Writes its process id, or fails as told. `fault` stops `prepare`."""

    fault: str = ""
    name: str = "obey"

    @property
    def labels(self) -> Mapping[str, str]:
        return {"process": "进程"}

    def prepare(self) -> None:
        if self.fault:
            raise XltoolsError(self.fault)

    def __call__(self, source: Path, output: Path) -> Outcome:
        word = (source / "do").read_text(encoding="utf-8") if source.is_dir() else "done"
        if word == "wrong input":
            raise InputError([ERROR, WARNING])
        if word == "refused":
            raise XltoolsError("打不开。")
        if word == "defect":
            raise KeyError(source.name)
        if word in DISASTERS:
            DISASTERS[word]()
        output.write_text(word, encoding="utf-8")
        faults = (WARNING,) if word == "warned" else ()
        return Outcome(output, f"{source.stem}部", 2025, faults, {"process": os.getpid()})


@dataclass(frozen=True)
class Counting(Obey):
    """Notes each department it does in a file; its results are the same every time."""

    log: str = ""
    setting: str = ""

    def settings(self) -> Mapping[str, str]:
        return {"setting": self.setting}

    def __call__(self, source: Path, output: Path) -> Outcome:
        with Path(self.log).open("a", encoding="utf-8") as log:
            log.write(f"{source.name}\n")
        return replace(super().__call__(source, output), counts={"process": 1})

    def done(self) -> list[str]:
        return Path(self.log).read_text(encoding="utf-8").split()


@dataclass(frozen=True)
class Slow(Obey):
    """Takes a moment, and saves as every task does."""

    def __call__(self, source: Path, output: Path) -> Outcome:
        time.sleep(0.01)
        save_atomic(b"done" * 1000, output)
        return Outcome(output, source.name, 2025, (), {"process": 1})


@dataclass(frozen=True)
class StubCheck(CheckTask):
    """What a check says stands in the workbook itself: severities, `unreadable` or a disaster."""

    modules: Sequence[str] = ()

    def __call__(self, source: Path, output: Path) -> Outcome:
        words = source.read_text(encoding="utf-8").split()
        if words == ["crashed"]:
            DISASTERS["crashed"]()
        findings = tuple(
            Finding("1-1", "hard", word, "不等", "请改") for word in words if word in SEVERITY_NAMES
        )
        trouble = "打不开。" if words == ["unreadable"] else None
        report = Report(
            source.name,
            "表",
            Obligations(required=5, checked=2 if "partly" in words else 5),
            findings,
            trouble=trouble,
            department="甲",
            year=2025,
        )
        return outcome_of(report, self._record(report))

    def failure_record(self, source: Path, message: str) -> Mapping[str, object]:
        return self._record(Report(source.name, "表", trouble=message))

    @staticmethod
    def _record(report: Report) -> Mapping[str, object]:
        return {"file": report.file, "status": report.status, "trouble": report.trouble}


def workbooks(folder: Path, words: Mapping[str, str]) -> Path:
    """A folder with a file for each name, which may hold a folder: `甲局/公开.xlsx`."""
    for name, word in words.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(word, encoding="utf-8")
    return folder


def departments(folder: Path, words: Mapping[str, str]) -> Path:
    """A folder with a department for each name."""
    for name, word in words.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "do").write_text(word, encoding="utf-8")
    return folder
