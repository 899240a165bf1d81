"""科目补充: the department's own names of function codes."""

from __future__ import annotations

from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.records import Records


def read_own_names(records: Records, faults: Faults) -> dict[str, str]:
    """Names by code; a code named twice in different ways is an error."""
    names: dict[str, str] = {}
    rows: dict[str, int] = {}
    for record in records.rows:
        if not record.is_whole:
            continue
        code, name = record.values["code"], record.values["name"]
        if names.setdefault(code, name) != name:
            message = f"编码重复，第 {rows[code]} 行是“{names[code]}”，这一行是“{name}”"
            heading = records.heading("code")
            faults.add("error", records.place, record.row, heading, code, message, "请只保留一行")
        rows.setdefault(code, record.row)
    return names
