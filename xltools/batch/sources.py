"""What a batch finds in its input folder: one job per department, or one per workbook."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltools.model.errors import XltoolsError, reason_of
from xltools.tasks.backup import FOLDER as BACKUPS

_WORKBOOKS = (".xlsx", ".xlsm")
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods")
"""No task reads these: they fail with a sentence that says so, instead of being missing from the summary."""


@dataclass(frozen=True, slots=True)
class Job:
    """One department, or one workbook of it, by a name that no other has.

    `place` is the source's path in the input folder; `output` is where its workbook goes.
    """

    name: str
    source: Path
    place: str
    output: Path


def departments(in_dir: Path, out_dir: Path) -> list[Job]:
    """Each folder or workbook is one department; hidden and temporary ones are not.

    Raises:
        XltoolsError: no such folder, nothing in it, or it is the output folder as well.
    """
    sources = list(_entries(in_dir, out_dir))
    if not sources:
        raise XltoolsError(f"“{in_dir}”中没有部门；其中每个子文件夹或工作簿（.xlsx、.xlsm）算一个部门。")
    return [Job(name, source, source.name, out_dir / f"{name}.xlsx") for name, source in _named(sources)]


def workbooks(in_dir: Path, out_dir: Path) -> list[Job]:
    """Each workbook, and each in a folder as `甲局/公开.xlsx`; a folder without any is a job that will fail.

    Raises:
        XltoolsError: no such folder, nothing in it, or it is the output folder as well.
    """
    found: dict[str, Path] = {}
    for entry in _entries(in_dir, out_dir):
        inside = _workbooks_of(entry) if entry.is_dir() else []
        found |= {f"{entry.name}/{path.name}": path for path in inside} or {entry.name: entry}
    if not found:
        raise XltoolsError(
            f"“{in_dir}”中没有工作簿（.xlsx、.xlsm）；工作簿可以直接放在其中，也可以放在子文件夹中。"
        )
    ordered = sorted(found, key=lambda name: (_natural(name), name))
    return [Job(name, found[name], name, out_dir / f"{name}.xlsx") for name in ordered]


def _entries(in_dir: Path, out_dir: Path) -> Iterator[Path]:
    entries = _listed(in_dir)
    if in_dir.resolve() == out_dir.resolve():
        raise XltoolsError("输出文件夹不能就是输入文件夹，以免覆盖填报数据；请用 -o 指定另一个文件夹。")
    for entry in entries:
        if _is_hidden(entry):
            continue
        if entry.is_dir():
            if not out_dir.resolve().is_relative_to(entry.resolve()):
                yield entry
        elif _is_workbook(entry):
            yield entry


def _listed(in_dir: Path) -> list[Path]:
    try:
        return list(in_dir.iterdir())
    except FileNotFoundError:
        raise XltoolsError(f"找不到文件夹“{in_dir}”；请检查路径。") from None
    except NotADirectoryError:
        raise XltoolsError(f"“{in_dir}”不是文件夹；一个部门请用 xltools fill。") from None
    except OSError as error:
        raise XltoolsError(f"无法打开文件夹“{in_dir}”（{reason_of(error)}）；请检查权限后再试。") from None


def _workbooks_of(folder: Path) -> list[Path]:
    """Empty also where the folder cannot be opened: its job then says why."""
    try:
        return [path for path in folder.iterdir() if _is_workbook(path) and not _is_hidden(path)]
    except OSError:
        return []


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in _WORKBOOKS + _OTHER_WORKBOOKS and not path.is_dir()


def _is_hidden(path: Path) -> bool:
    """Nobody's input: hidden, temporary, or the copies that were kept before a workbook was changed."""
    return path.name.startswith((".", "~$", "__")) or path.name == BACKUPS


def _named(sources: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Each source with a name of its own, in natural order of names.

    Where a folder and workbooks bear the same name, the folder keeps it and the others are numbered: `甲局-2`.
    """
    ordered = sorted(sources, key=lambda source: (_natural(_stem(source)), not source.is_dir(), source.name))
    # Compared as Windows and macOS compare file names.
    taken = {_folded(_stem(source)) for source in ordered}
    used: set[str] = set()
    for source in ordered:
        name = stem = _stem(source)
        number = 1
        while _folded(name) in used or (number > 1 and _folded(name) in taken):
            number += 1
            name = f"{stem}-{number}"
        used.add(_folded(name))
        yield name, source


def _stem(source: Path) -> str:
    return source.name if source.is_dir() else source.stem


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _natural(name: str) -> list[tuple[int, int | str]]:
    """Sorts `9局` before `10局`."""
    parts = re.split(r"([0-9]+)", name)
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]
