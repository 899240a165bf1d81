"""doctor: what this computer has of what the program needs, and what to do about the rest. Works offline."""

from __future__ import annotations

from xltools.tasks.examining import office_programs, program
from xltools.tasks.examining.buttons import button_probes
from xltools.tasks.examining.finding import Finding, Probe, guarded

_PROBES: tuple[tuple[str, Probe], ...] = (
    ("Python", program.python),
    ("程序包", program.packages),
    ("模板", program.template),
    ("当前文件夹", program.folder),
    ("窗口文字", program.console),
    ("Excel 或 WPS", office_programs.office_suite),
    ("LibreOffice", office_programs.libreoffice),
    ("中文字体", office_programs.fonts),
)


def doctor() -> tuple[Finding, ...]:
    """Looks at everything once, the essential first; what goes wrong on the way is a finding too."""
    return tuple(guarded(subject, probe) for subject, probe in (*_PROBES, *button_probes()))
