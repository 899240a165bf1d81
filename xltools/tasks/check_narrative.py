"""check_narrative: a narrative against the workbook it is about; nothing false of a correct one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xltools.budget.form import FORM
from xltools.budget.narrative_reading.evidence import Evidence
from xltools.budget.narrative_reading.subjects import Subjects
from xltools.model.disclosure import Disclosure
from xltools.model.errors import XltoolsError
from xltools.model.finding import Report
from xltools.office.documents.paragraphs import read_document
from xltools.office.opening import open_to_read
from xltools.office.recalculate import supply_values
from xltools.tasks.auditing.audit import Auditor
from xltools.tasks.auditing.findings import Collected, untied_findings
from xltools.tasks.auditing.obligations import obligations_of
from xltools.tasks.auditing.sentences import Sections, sections_of, year_of
from xltools.tasks.auditing.whole_text import judge_text
from xltools.tasks.auditing.wrapped import unwrapped
from xltools.tasks.check import NOT_READ
from xltools.tasks.read_input import read_input
from xltools.tasks.reading.disclosure import read_disclosure

_SEVERITIES = ("error", "warning", "info")


def check_narrative(path: Path | str, workbook: Path | str, *, password: str | None = None) -> Report:
    """Checks 预算情况说明 against the figures of a workbook, by rules N-1 to N-11.

    Args:
        path: the narrative, made by `narrate` or written by anyone, by itself or in a whole
            disclosure document: .docx, .pdf with text in it, .txt or .md.
        workbook: the .xlsx, .xlsm, .xls or .et that it is about.
        password: for a workbook that asks for one to be opened.

    Returns:
        Findings in order of severity, each quoting its sentence; `sheet` is the section of the document, `cells`
        the cell of the figure. Numbers that were not understood are information, never errors. A file that cannot
        be read gives a report with its `trouble`.

    Raises:
        XltoolsError: there is no such file.
    """
    path, workbook = Path(path), Path(workbook)
    for each in (path, workbook):
        if not each.exists():
            raise XltoolsError(f"找不到“{each}”。请检查路径和文件名。")
    try:
        sections = sections_of(unwrapped(read_document(path)))
        opened = open_to_read(workbook, password=password).workbook
        supply_values(opened, ignoring=NOT_READ)
        disclosure = _with_facts(read_disclosure(opened, workbook), workbook)
    except XltoolsError as error:
        return Report(str(path), FORM, trouble=str(error))
    return audit(sections, disclosure, str(path))


def _with_facts(disclosure: Disclosure, workbook: Path) -> Disclosure:
    """With the facts of 单位信息 of a department that plans nothing, whose input sheets hold no amount."""
    if disclosure.ledger is not None or disclosure.ledger_trouble:
        return disclosure
    try:
        inputs = read_input(workbook)
    except XltoolsError:
        return disclosure
    return replace(disclosure, ledger=inputs.ledger)


def audit(sections: Sections, disclosure: Disclosure, file: str) -> Report:
    """The same for a document and a workbook already read; `file` is what the report calls it."""
    evidence = Evidence(disclosure)
    year = disclosure.year or year_of(sections)
    subjects = Subjects(evidence, year, disclosure.department)
    collected = Collected()
    Auditor(subjects, year or 0, collected).audit(sections.sentences)
    judge_text(collected, sections, disclosure)
    findings = [*collected.findings, *untied_findings(collected)]
    findings.sort(key=lambda finding: _SEVERITIES.index(finding.severity))
    return Report(
        file,
        FORM,
        obligations_of(collected, year),
        tuple(findings),
        department=disclosure.department,
        year=disclosure.year,
    )
