"""Reads what a department hands in, a folder of files or a workbook, into one ledger.

inputs = read_input(Path("samples/organization_department"))
inputs.ledger.department.name
inputs.frames()["项目清单"]["合计(元)"].sum()
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.model.errors import InputError, InputFault, XltoolsError
from xltools.model.ledger import DepartmentFacts, Ledger
from xltools.office.workbook import Workbook
from xltools.tasks.inputs.assemble import Assembly, assemble
from xltools.tasks.inputs.corrections import Correction
from xltools.tasks.inputs.facts import read_facts
from xltools.tasks.inputs.facts_sheet import read_facts_sheet
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.folder import Folder
from xltools.tasks.inputs.frames import ledger_frames
from xltools.tasks.inputs.sheets import InputWorkbook

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Correction", "Inputs", "read_input"]

_PARTS_OF_A_FOLDER = (".csv", ".json", ".txt")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A department's input, understood: the ledger and what is noteworthy about it."""

    ledger: Ledger
    faults: tuple[InputFault, ...]
    """Warnings and information; an error would have stopped the reading."""
    source: Path
    is_form: bool = False
    """Whether the source is a workbook with the public tables, which may be refilled in place."""
    corrections: tuple[Correction, ...] = ()
    """Cells of a workbook source to rewrite, so that its formulas see what was read."""
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By key of the input table (`budget.inputs`), the row of each of its lines in the file or sheet.

    Units that only 支出明细 or 项目清单 name come last and have none.
    """

    def frames(self) -> dict[str, DataFrame]:
        """A pandas frame per input table by its Chinese name, headed as the CSV file; amounts are Decimals in 元."""
        return ledger_frames(self.ledger)


def read_input(path: Path | str) -> Inputs:
    """The input in a folder (basic_expenditure.csv, projects.csv, unit.json …) or in the sheets of a workbook.

    Raises:
        InputError: something in it is wrong; every fault of every file is in `faults`.
        XltoolsError: no such path, neither folder nor workbook, or a required file or sheet is missing.
        LockedError: another program holds a file.
    """
    path = Path(path)
    faults = Faults()
    if path.is_dir():
        assembly, is_form = _from_folder(path, faults), False
    elif not path.exists():
        raise XltoolsError(f"找不到“{path}”；请检查路径，输入应是数据文件夹或 .xlsx 工作簿。")
    elif path.suffix.lower() in _PARTS_OF_A_FOLDER:
        raise XltoolsError(f"“{path}”只是输入数据中的一个文件；请指定它所在的文件夹“{path.parent}”。")
    else:
        assembly, is_form = _from_workbook(path, faults, None)
    return _inputs(assembly, faults, path, is_form)


def read_workbook_input(workbook: Workbook, path: Path) -> Inputs:
    """The input in the sheets of a workbook that is already open; `path` is its file.

    Raises:
        InputError, XltoolsError: as `read_input`.
    """
    faults = Faults()
    assembly, is_form = _from_workbook(path, faults, workbook)
    return _inputs(assembly, faults, path, is_form)


def _inputs(assembly: Assembly, faults: Faults, path: Path, is_form: bool) -> Inputs:
    found = faults.all()
    if faults.has_errors:
        raise InputError(found)
    return Inputs(assembly.ledger, found, path, is_form, tuple(assembly.corrections), assembly.rows)


def _from_folder(path: Path, faults: Faults) -> Assembly:
    folder = Folder(path, faults)
    found = folder.facts()
    facts = read_facts(found, faults) if found else DepartmentFacts(0, "", "")
    return assemble(folder.table, facts, faults, in_workbook=False)


def _from_workbook(path: Path, faults: Faults, opened: Workbook | None) -> tuple[Assembly, bool]:
    workbook = InputWorkbook(path, faults, opened)
    corrections: list[Correction] = []
    facts = read_facts_sheet(workbook, faults, corrections)
    assembly = assemble(workbook.table, facts, faults, in_workbook=True)
    assembly.corrections[:0] = corrections
    return assembly, workbook.is_form
