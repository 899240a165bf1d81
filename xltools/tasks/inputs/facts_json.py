"""unit.json as raw facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xltools.budget.department import (
    FACTS,
    FILE,
    OVERALL_INDICATOR_HEADINGS,
    OVERALL_INDICATORS_KEY,
    TASK_HEADINGS,
    TASKS_KEY,
    Fact,
    FactKind,
)
from xltools.model.fold import fold_heading
from xltools.tasks.inputs.facts import Found, RawFacts, is_numeric
from xltools.tasks.inputs.faults import Faults, suggestion
from xltools.tasks.inputs.raw import RawValue, StoredNumber

_Tree = dict[str, "Fact | _Tree"]

_KIND_NAMES = {
    FactKind.TEXT: "一段文字",
    FactKind.LIST: '列表，如 ["办公室", "综合科"]',
    FactKind.YEAR: "整数",
    FactKind.CODE: "带引号的编码",
    FactKind.COUNT: "整数",
    FactKind.AMOUNT: "以元为单位的数字",
    FactKind.NUMBER: "数字",
    FactKind.DATE: "日期",
}
_TABLES: Mapping[str, tuple[str, ...]] = {
    TASKS_KEY: TASK_HEADINGS,
    OVERALL_INDICATORS_KEY: OVERALL_INDICATOR_HEADINGS,
}


def raw_facts(value: object, faults: Faults) -> RawFacts | None:
    """The facts in the value of unit.json; wrong types are errors, unknown keys warnings. None: no object at all."""
    if not isinstance(value, dict):
        faults.add("error", FILE, None, None, None, "最外层应是一个对象 { … }", "请参照样例的 unit.json")
        return None
    found = RawFacts(FILE)
    tables = {fold_heading(key): key for key in _TABLES}
    rest = dict(value)
    for name in value:
        key = tables.get(fold_heading(name))
        if key is not None:
            rows = _rows(rest.pop(name), key, faults)
            (found.tasks if key == TASKS_KEY else found.overall_indicators).extend(rows)
    _walk(rest, _tree(), (), found, faults)
    return found


def _tree() -> _Tree:
    root: _Tree = {}
    for fact in FACTS:
        branch = root
        for name in fact.path[:-1]:
            lower = branch.setdefault(name, {})
            assert isinstance(lower, dict)
            branch = lower
        branch[fact.path[-1]] = fact
    return root


def _walk(
    value: Mapping[str, object], tree: _Tree, path: tuple[str, ...], found: RawFacts, faults: Faults
) -> None:
    names = {fold_heading(name): name for name in tree}
    for given, content in value.items():
        name = names.get(fold_heading(given))
        place = "/".join((*path, given))
        if name is None:
            known = [*tree, *_TABLES] if not path else list(tree)
            remedy = f"不影响其他项目{suggestion(given, known)}"
            faults.add("warning", FILE, None, place, None, "没有这个项目，未读取", remedy)
            continue
        known_as = tree[name]
        if isinstance(known_as, Fact):
            raw = _raw(known_as, content, place, faults)
            if raw is not None:
                found.facts[known_as.key] = Found(raw)
        elif isinstance(content, dict):
            _walk(content, known_as, (*path, name), found, faults)
        elif content is not None:
            inside = "、".join(known_as)
            faults.add("error", FILE, None, place, content, "应是一个对象 { … }", f"其中可填：{inside}")


def _raw(fact: Fact, content: object, place: str, faults: Faults) -> RawValue | tuple[str, ...]:
    if content is None:
        return None
    if isinstance(content, str):
        return content
    if (
        isinstance(content, int | Decimal)
        and not isinstance(content, bool)
        and fact.kind is not FactKind.LIST
    ):
        number = Decimal(content)
        return number if is_numeric(fact) else StoredNumber(number, format(number, "f"))
    if (
        fact.kind is FactKind.LIST
        and isinstance(content, list)
        and all(isinstance(entry, str) for entry in content)
    ):
        return tuple(content)
    if (
        fact.kind is FactKind.TEXT
        and isinstance(content, list)
        and all(isinstance(entry, str) for entry in content)
    ):
        return "\n".join(content)
    faults.add(
        "error",
        FILE,
        None,
        place,
        _shown(content),
        f"应是{_KIND_NAMES[fact.kind]}",
        "请参照样例的 unit.json 改正",
    )
    return None


def _shown(content: object) -> str:
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, list):
        return "[…]"
    return "{…}" if isinstance(content, dict) else str(content)


def _rows(content: object, key: str, faults: Faults) -> list[tuple[str, ...]]:
    """The rows of 重点任务 or 整体指标: objects with the headings as keys, or lists in their order."""
    headings = _TABLES[key]
    if content is None:
        return []
    if not isinstance(content, list):
        faults.add(
            "error", FILE, None, key, _shown(content), "应是列表 [ … ]", f"每一项含：{'、'.join(headings)}"
        )
        return []
    rows = []
    for index, entry in enumerate(content, 1):
        row = _row(entry, headings)
        if row is None:
            faults.add(
                "error",
                FILE,
                None,
                f"{key}/{index}",
                _shown(entry),
                f"第 {index} 项应有 {len(headings)} 段文字：{'、'.join(headings)}",
                "请参照样例的 unit.json 改正",
            )
            continue
        rows.append(row)
    return rows


def _row(entry: object, headings: Sequence[str]) -> tuple[str, ...] | None:
    if isinstance(entry, dict):
        by_heading = {fold_heading(name): content for name, content in entry.items()}
        if not all(name in map(fold_heading, headings) for name in by_heading):
            return None
        cells = [by_heading.get(fold_heading(heading)) for heading in headings]
    elif isinstance(entry, list) and len(entry) == len(headings):
        cells = entry
    else:
        return None
    if not all(cell is None or isinstance(cell, str | int | Decimal) for cell in cells):
        return None
    return tuple("" if cell is None else str(cell) for cell in cells)
