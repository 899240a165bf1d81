"""What a button of the window does to a file, and the lines that say what came of it. No window is needed.

Tasks are imported when a button is pressed, so that the window is there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.save import is_open_elsewhere
from xltools.tasks.lines import Line
from xltools.tasks.outcome_text import backup_lines, filled_lines, trouble_lines

_MORE = "点“标错”后在工作簿的“校验结果”中看全部"
_FILL, _CHECK = "fill", "check"
_WRITING = ("fill", "targets", "mark", "clear")
"""The actions that change the workbook."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action came to.

    `opened` is a workbook it has made, to go on with. `wants_output`: nothing is done yet, for the source has no
    tables to fill and a new workbook is to be named first.
    """

    lines: tuple[Line, ...] = ()
    opened: Path | None = None
    wants_output: bool = False


def run(name: str, source: Path, output: Path | None, agrees: Callable[[str], bool]) -> Outcome:
    """Does an action of `budget.actions`; whatever goes wrong is told in the lines.

    Args:
        name: its name.
        source: a workbook, which is changed in place after a copy was kept; or for `fill` a folder of inputs.
        output: for `fill`: a new workbook to write, the source stays as it is.
        agrees: asks the person before something that cannot be taken back.
    """
    try:
        if source.is_dir() and name != _FILL:
            raise XltoolsError(f"“{source.name}”是填报文件夹。请先点“填充”生成工作簿，再做这一步。")
        special: dict[str, Callable[[], Outcome]] = {
            _FILL: lambda: _fill(source, output, agrees),
            _CHECK: lambda: _check(source),
        }
        return special.get(name, lambda: _performed(name, source, agrees))()
    except Exception as error:
        return Outcome(tuple(trouble_lines(error)))


def is_blocked(name: str, source: Path) -> bool:
    """Whether the action would change a workbook that another program has open."""
    return name in _WRITING and source.is_file() and is_open_elsewhere(source)


def suggested_output(source: Path) -> Path:
    """Where a workbook made from `source` might go: beside it, under a name that is free."""
    stem = source.name if source.is_dir() else source.stem
    candidate = source.with_name(f"{stem} 部门预算公开.xlsx")
    number = 1
    while candidate.exists():
        number += 1
        candidate = source.with_name(f"{stem} 部门预算公开{number}.xlsx")
    return candidate


def _fill(source: Path, output: Path | None, agrees: Callable[[str], bool]) -> Outcome:
    from xltools.tasks.fill import fill
    from xltools.tasks.read_input import read_input

    if output is not None:
        filled = fill(source, output)
        return Outcome(tuple(filled_lines(filled, output)), opened=filled.path)
    if not read_input(source).is_form:
        return Outcome(wants_output=True)
    return _performed(_FILL, source, agrees)


def _check(source: Path) -> Outcome:
    """Unlike the button in Excel it leaves the workbook alone: the window has room for the findings."""
    from xltools.tasks.check import check
    from xltools.tasks.check_text import Extent, report_lines

    report = replace(check(source), file=source.name)
    lines = list(report_lines(report, Extent(False, _MORE)))
    if is_open_elsewhere(source):
        lines.append(Line())
        lines.append(Line(f"“{source.name}”正在别的程序中打开：校验的是最后一次保存的内容。", tone="warning"))
    return Outcome(tuple(lines))


def _performed(name: str, source: Path, agrees: Callable[[str], bool]) -> Outcome:
    from xltools.tasks.backup import WithBackup
    from xltools.tasks.perform import Job, perform

    destination = WithBackup(source)
    lines = perform(name, Job(source, destination, source, agrees=agrees))
    return Outcome((*lines, *backup_lines(destination.copy)))
