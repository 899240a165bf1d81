"""Codes against the classification: unknown ones, and names that say something else."""

from __future__ import annotations

from collections.abc import Mapping

from xltools.budget.classification import (
    department_economic_names,
    economic_classes,
    function_classes,
    function_names,
    government_economic_names,
)
from xltools.budget.inputs import FUNCTION_NAMES
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.fold import fold_name
from xltools.tasks.inputs.reading import Note
from xltools.tasks.inputs.records import Record, Records


class CodeChecks:
    """Checks the codes of records; what is to be said of a pair of code and name is worked out once."""

    def __init__(self, own_function_names: Mapping[str, str], faults: Faults) -> None:
        self.function_names: Mapping[str, str] = {**function_names(), **own_function_names}
        self._classes = {entry.code for entry in function_classes()}
        self._faults = faults
        self._function_notes: dict[tuple[str, str], tuple[Note, ...]] = {}
        self._economic_notes: dict[tuple[str, ...], tuple[tuple[str, Note], ...]] = {}

    def check_function(self, records: Records, record: Record, name: str = "") -> None:
        """The function code of a row, and the name beside it where the table has one."""
        code = record.values["function_code"]
        if not code:
            return
        notes = self._function_notes.get((code, name))
        if notes is None:
            notes = self._function_notes[code, name] = tuple(self._about_function(code, name))
        for note in notes:
            attribute = "function_name" if note.remedy is _NAME_REMEDY else "function_code"
            value = name if attribute == "function_name" else code
            self._add(records, record, attribute, value, note)

    def check_economic(self, records: Records, record: Record) -> None:
        """Both economic codes of a row of 支出明细, their names, and its 经费类型."""
        values = record.values
        key = tuple(values[attribute] or "" for attribute in _ECONOMIC_ATTRIBUTES)
        notes = self._economic_notes.get(key)
        if notes is None:
            notes = self._economic_notes[key] = tuple(
                _about_economic(dict(zip(_ECONOMIC_ATTRIBUTES, key, strict=True)))
            )
        for attribute, note in notes:
            self._add(records, record, attribute, values[attribute], note)

    def _add(self, records: Records, record: Record, attribute: str, value: str, note: Note) -> None:
        heading = records.heading(attribute)
        self._faults.add(note.severity, records.place, record.row, heading, value, note.message, note.remedy)

    def _about_function(self, code: str, name: str) -> list[Note]:
        if code[:3] not in self._classes:
            return [
                Note(
                    "error",
                    f"“{code[:3]}”不是支出功能分类的类，表1、表4 没有它的行",
                    "请核对编码；支出功能科目以 201 至 234 开头",
                )
            ]
        known = self.function_names.get(code)
        if known is None:
            return [
                Note(
                    "warning",
                    "内置的科目表中没有这个功能科目",
                    f"请核对编码；如确有此科目，请在“{FUNCTION_NAMES.file}”（工作簿中为“{FUNCTION_NAMES.name}”表）补上编码和名称",
                )
            ]
        if name and fold_name(name) != fold_name(known):
            return [
                Note("warning", f"名称与科目表不一致，{code} 是“{known}”，各表按科目表列示", _NAME_REMEDY)
            ]
        return []


_NAME_REMEDY = "请核对编码和名称"

_ECONOMIC_ATTRIBUTES = (
    "department_economic_code",
    "department_economic_name",
    "department_economic_class",
    "government_economic_code",
    "government_economic_name",
    "expense_type",
)


def _about_economic(values: Mapping[str, str]) -> list[tuple[str, Note]]:
    found: list[tuple[str, Note]] = []
    code = values["department_economic_code"]
    if code:
        economic_class = economic_classes().get(code[:3])
        if economic_class is None:
            mixed = "，像是政府经济科目编码" if code in government_economic_names() else ""
            note = Note("warning", f"“{code[:3]}”不是部门预算支出经济分类的类{mixed}", "请核对编码")
            found.append(("department_economic_code", note))
        else:
            given = values["department_economic_class"]
            if given and fold_name(given) != fold_name(economic_class.name):
                message = f"与编码不符，{code[:3]} 类是“{economic_class.name}”"
                found.append(("department_economic_class", Note("warning", message, _NAME_REMEDY)))
            if values["expense_type"] and values["expense_type"] != economic_class.expense_type:
                message = f"{code[:3]} 类“{economic_class.name}”一般是{economic_class.expense_type}"
                found.append(("expense_type", Note("warning", message, "请核对经费类型；按所填的统计")))
    found += _about_name("department_economic", values, department_economic_names(), "部门预算")
    found += _about_name("government_economic", values, government_economic_names(), "政府预算")
    return found


def _about_name(
    prefix: str, values: Mapping[str, str], names: Mapping[str, str], which: str
) -> list[tuple[str, Note]]:
    code, name = values[f"{prefix}_code"], values[f"{prefix}_name"]
    if not code:
        return []
    known = names.get(code)
    if known is None:
        if prefix == "department_economic" and code[:3] not in economic_classes():
            return []
        return [
            (
                f"{prefix}_code",
                Note("warning", f"内置的{which}支出经济分类中没有这个编码", "请核对编码和名称"),
            )
        ]
    if name and fold_name(name) != fold_name(known):
        message = f"名称与科目表不一致，{code} 是“{known}”"
        return [(f"{prefix}_name", Note("warning", message, f"{_NAME_REMEDY}；表6 按所填的名称列示"))]
    return []
