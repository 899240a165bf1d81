"""xltools: from a department's ledger and project list to its published budget, checked.

    import xltools

    result = xltools.fill("输入", "部门预算公开2025.xlsx")
    frame = xltools.figures(result.path)
    total = frame.query("表 == 1 and 行 == '收入总计'")["金额(万元)"].iloc[0]

Names are imported when first used: `import xltools` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xltools.model.errors import InputError, InputFault, XltoolsError
    from xltools.tasks.check import check
    from xltools.tasks.check_narrative import check_narrative
    from xltools.tasks.clear import clear
    from xltools.tasks.figures import figures
    from xltools.tasks.fill import fill
    from xltools.tasks.findings import findings
    from xltools.tasks.mark import mark
    from xltools.tasks.narrate import narrate
    from xltools.tasks.publish import publish
    from xltools.tasks.read_document import read_document
    from xltools.tasks.read_input import read_input
    from xltools.tasks.send import send
    from xltools.tasks.targets import targets

__all__ = [
    "InputError",
    "InputFault",
    "XltoolsError",
    "check",
    "check_narrative",
    "clear",
    "figures",
    "fill",
    "findings",
    "mark",
    "narrate",
    "publish",
    "read_document",
    "read_input",
    "send",
    "targets",
]

_HOMES = {
    "InputError": "xltools.model.errors",
    "InputFault": "xltools.model.errors",
    "XltoolsError": "xltools.model.errors",
    "check": "xltools.tasks.check",
    "check_narrative": "xltools.tasks.check_narrative",
    "clear": "xltools.tasks.clear",
    "figures": "xltools.tasks.figures",
    "fill": "xltools.tasks.fill",
    "findings": "xltools.tasks.findings",
    "mark": "xltools.tasks.mark",
    "narrate": "xltools.tasks.narrate",
    "publish": "xltools.tasks.publish",
    "read_document": "xltools.tasks.read_document",
    "read_input": "xltools.tasks.read_input",
    "send": "xltools.tasks.send",
    "targets": "xltools.tasks.targets",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'xltools' has no attribute {name!r}")
