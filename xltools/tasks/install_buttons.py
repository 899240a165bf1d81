"""install-buttons: everything the buttons in Excel need on this computer, and what is left for a person to do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xltools.model.errors import XltoolsError, reason_of
from xltools.office.folders import make_folder
from xltools.office.save import save_atomic
from xltools.resources import template_path
from xltools.tasks.examining.buttons import (
    SETTINGS_KEY,
    SETTINGS_NAME,
    button_probes,
    excel_version,
    trusted_location,
)
from xltools.tasks.examining.computer import Computer, this_computer
from xltools.tasks.examining.finding import Finding, Probe, guarded
from xltools.tasks.examining.office_programs import office_suite
from xltools.tasks.launchers import write_launcher

WORKBOOK = "部门预算公开模板2025（带按钮）.xlsm"


@dataclass(frozen=True, slots=True)
class Installed:
    """What was done: names of files in `folder`, the interpreter registered for Excel; and how all stands now.

    With nothing but a check asked for, `written` and `kept` are empty and `registered` is None.
    """

    folder: Path
    findings: tuple[Finding, ...]
    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Files that were there before and were left alone."""
    registered: Path | None = None


def install_buttons(
    folder: Path | str, *, only_check: bool = False, computer: Computer | None = None
) -> Installed:
    """Registers the interpreter for Excel (Windows) and puts the workbook with buttons and the launcher in a folder.

    Settings of Excel that concern its security are looked at and never changed.

    Args:
        folder: where the files go; made if need be. A workbook that is there already stays.
        only_check: change nothing.
        computer: another one than this, for tests.

    Raises:
        XltoolsError: the folder or the registry cannot be written, or the installation is incomplete.
        LockedError: another program holds a file of the folder.
    """
    folder, computer = Path(folder).absolute(), computer or this_computer()
    if only_check:
        return Installed(folder, _findings(folder, computer))
    make_folder(folder)
    written, kept = [write_launcher(folder, computer)], []
    if (folder / WORKBOOK).exists():
        kept.append(WORKBOOK)
    else:
        written.insert(0, save_atomic(_workbook(), folder / WORKBOOK).name)
    registered = _registered(computer)
    return Installed(folder, _findings(folder, computer), tuple(written), tuple(kept), registered)


def _registered(computer: Computer) -> Path | None:
    if computer.registry is None:
        return None
    try:
        computer.registry.set_text(SETTINGS_KEY, SETTINGS_NAME, str(computer.python))
    except OSError as error:
        raise XltoolsError(
            f"不能在注册表中登记 Python 的位置（{reason_of(error)}）；请换有权限的用户登录再试，"
            "或设环境变量 XLTOOLS_PYTHON。"
        ) from error
    return computer.python


def _findings(folder: Path, computer: Computer) -> tuple[Finding, ...]:
    suites = partial(office_suite, registry=computer.registry)
    probes: list[tuple[str, Probe]] = [("Excel 或 WPS", suites), *button_probes(computer)]
    if computer.registry and excel_version(computer.registry):
        probes.append(("受信任位置", partial(trusted_location, computer.registry, folder)))
    return tuple(guarded(subject, probe) for subject, probe in probes)


def _workbook() -> bytes:
    try:
        return template_path(".xlsm").read_bytes()
    except OSError as error:
        raise XltoolsError("程序自带的带按钮的模板读不出来，安装不完整；请重新安装 xltools。") from error
