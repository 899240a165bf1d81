"""Codes against the classification: unknown ones, and names that say something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter

from xltools.budget.classification import (
    department_economic_names,
    economic_classes,
    function_classes,
    function_names,
    government_economic_names,
)
from xltools.budget.inputs import FUNCTION_NAMES
from xltools.model.fold import fold_name
from xltools.tasks.inputs.faults import Faults
from xltools.tasks.inputs.reading import Note
from xltools.tasks.inputs.records import Record, Records

_Placed = tuple[str, Note]
"""A note and the attribute it is about."""


class CodeChecks:
    """Checks the codes of records; what is to be said of a pair of code and name is worked out once."""

    def __init__(self, own_function_names: Mapping[str, str], faults: Faults) -> None:
        self.function_names: Mapping[str, str] = {**function_names(), **own_function_names}
        self._classes = {entry.code for entry in function_classes()}
        self._faults = faults
        self._function_notes: dict[tuple[str, str], tuple[_Placed, ...]] = {}
        self._economic_notes: dict[tuple[str | None, ...], tuple[_Placed, ...]] = {}

    def check_function(self, records: Records, record: Record, name: str = "") -> None:
        """The function code of a row, and the name beside it where the table has one."""
        code = record.values["function_code"]
        if not code:
            return
        notes = self._function_notes.get((code, name))
        if notes is None:
            notes = self._function_notes[code, name] = tuple(self._about_function(code, name))
        for attribute, note in notes:
            self._add(records, record, attribute, note)

    def check_economic(self, records: Records, record: Record) -> None:
        """Both economic codes of a row of 支出明细, their names, and its 经费类型."""
        values = record.values
        key = _economic_parts(values)
        notes = self._economic_notes.get(key)
        if notes is None:
            notes = self._economic_notes[key] = tuple(
                _about_economic(dict(zip(_ECONOMIC_ATTRIBUTES, key, strict=True)))
            )
        for attribute, note in notes:
            self._add(records, record, attribute, note)

    def _add(self, records: Records, record: Record, attribute: str, note: Note) -> None:
        heading, value = records.heading(attribute), record.values[attribute]
        self._faults.add(note.severity, records.place, record.row, heading, value, note.message, note.remedy)

    def _about_function(self, code: str, name: str) -> Iterable[_Placed]:
        if code[:3] not in self._classes:
            message = f"“{code[:3]}”不是支出功能分类的类，表1、表4 没有它的行"
            yield "function_code", Note("error", message, "请核对编码；支出功能科目以 201 至 234 开头")
            return
        known = self.function_names.get(code)
        if known is None:
            source = f"“{FUNCTION_NAMES.file}”（工作簿中为“{FUNCTION_NAMES.name}”表）"
            remedy = f"请核对编码；如确有此科目，请在{source}补上编码和名称"
            yield "function_code", Note("warning", "内置的科目表中没有这个功能科目", remedy)
        elif name and fold_name(name) != fold_name(known):
            message = f"名称与科目表不一致，{code} 是“{known}”，各表按科目表列示"
            yield "function_name", Note("warning", message, _NAME_REMEDY)


_NAME_REMEDY = "请核对编码和名称"

_ECONOMIC_ATTRIBUTES = (
    "department_economic_code",
    "department_economic_name",
    "department_economic_class",
    "government_economic_code",
    "government_economic_name",
    "expense_type",
)


_economic_parts = itemgetter(*_ECONOMIC_ATTRIBUTES)


def _about_economic(values: Mapping[str, str]) -> Iterable[_Placed]:
    code = values["department_economic_code"]
    if code:
        yield from _about_class(code, values["department_economic_class"], values["expense_type"])
    yield from _about_name("department_economic", values, department_economic_names(), "部门预算")
    yield from _about_name("government_economic", values, government_economic_names(), "政府预算")


def _about_class(code: str, name: str, expense_type: str) -> Iterable[_Placed]:
    known = economic_classes().get(code[:3])
    if known is None:
        mixed = "，像是政府经济科目编码" if code in government_economic_names() else ""
        message = f"“{code[:3]}”不是部门预算支出经济分类的类{mixed}"
        yield "department_economic_code", Note("warning", message, "请核对编码")
        return
    if name and fold_name(name) != fold_name(known.name):
        message = f"与编码不符，{code[:3]} 类是“{known.name}”"
        yield "department_economic_class", Note("warning", message, _NAME_REMEDY)
    if expense_type and expense_type != known.expense_type:
        message = f"{code[:3]} 类“{known.name}”一般是{known.expense_type}"
        yield "expense_type", Note("warning", message, "请核对经费类型；按所填的统计")


def _about_name(
    prefix: str, values: Mapping[str, str], names: Mapping[str, str], which: str
) -> Iterable[_Placed]:
    code, name = values[f"{prefix}_code"], values[f"{prefix}_name"]
    known = names.get(code)
    if not code or (prefix == "department_economic" and code[:3] not in economic_classes()):
        return
    if known is None:
        message = f"内置的{which}支出经济分类中没有这个编码"
        yield f"{prefix}_code", Note("warning", message, _NAME_REMEDY)
    elif name and fold_name(name) != fold_name(known):
        message = f"名称与科目表不一致，{code} 是“{known}”"
        yield f"{prefix}_name", Note("warning", message, f"{_NAME_REMEDY}；表6 按所填的名称列示")
