"""A batch task for tests: each department says in its file `do` what becomes of it."""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltools.batch import BatchTask, Outcome
from xltools.model.errors import InputError, InputFault, XltoolsError

ERROR = InputFault("error", "projects.csv", 4, "合计(元)", "十", "不是金额", "请填写数字")
WARNING = InputFault("warning", "projects.csv", 2, "项目名称", "甲", "没有绩效指标", "请补充")


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
        if word == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        output.write_text(word, encoding="utf-8")
        faults = (WARNING,) if word == "warned" else ()
        return Outcome(output, f"{source.stem}部", 2025, faults, {"process": os.getpid()})


def departments(folder: Path, words: Mapping[str, str]) -> Path:
    """A folder with a department for each name."""
    for name, word in words.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "do").write_text(word, encoding="utf-8")
    return folder
