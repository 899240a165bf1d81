"""X-16 (names), X-20 (year and counts), X-21 of the performance sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from xltools.budget.crosschecks.stated import (
    document_department,
    document_year,
    found_at,
    label_cell,
)
from xltools.budget.department import ACTUAL_STAFF, AUTHORISED_STAFF, INSTITUTIONS, OFFICES
from xltools.budget.rows import PROJECT
from xltools.model.disclosure import TARGETS, Disclosure, ReadForm, ReadPanel, ReadRow, ReadTable
from xltools.model.finding import CellRef, Finding, NotChecked
from xltools.model.fold import fold_name
from xltools.model.number import Yuan, in_ten_thousands

_YEAR_TOTAL = "levels.total"
"""年度资金总额 of a target sheet."""
_ALIKE = 0.6
"""How alike two names must be for one to be a misspelling of the other."""


# --- X-16 ---


def project_names(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-16: a target sheet for each project of 表12 and none besides, under the same name."""
    table = disclosure.tables.get(12)
    if table is None:
        if disclosure.targets:
            yield NotChecked("X-16", disclosure.missing.get(12, "没有找到表12"))
        return
    panel = table.panels[0]
    rows = [row for row in panel.rows if row.style == PROJECT]
    if not disclosure.targets:
        if rows:
            yield NotChecked("X-16", disclosure.missing.get(TARGETS, "工作簿中没有找到项目支出绩效目标表"))
        return
    forms: list[ReadForm] = []
    for form in disclosure.targets:
        if "name" not in form.texts:
            yield NotChecked("X-16", form.missing.get("name", f"“{form.sheet}”上找不到项目名称"))
            continue
        name = fold_name(form.texts["name"][1])
        same = next((row for row in rows if fold_name(row.labels[0]) == name), None)
        if same is None:
            forms.append(form)
        else:
            rows.remove(same)
    yield from _unmatched(forms, rows, table, panel)


def _unmatched(
    forms: list[ReadForm], rows: list[ReadRow], table: ReadTable, panel: ReadPanel
) -> Iterator[Finding]:
    all_names = {fold_name(row.labels[0]) for row in panel.rows if row.style == PROJECT}
    for form in forms:
        spot, name = form.texts["name"]
        row = _closest(name, rows)
        if row is not None:
            rows.remove(row)
            cell = label_cell(table.sheet, panel, row)
            yield found_at(
                spot,
                "X-16",
                f"的项目名称是“{name}”，表12（{cell.cell}）中是“{row.labels[0]}”，两处应当相同",
                f"核对后把两处改为同一名称；以表12为准的，改为“{row.labels[0]}”",
                value=name,
                expected=row.labels[0],
                cells=(CellRef(spot.sheet, spot.cell), cell),
            )
        elif fold_name(name) in all_names:
            yield found_at(
                spot,
                "X-16",
                f"的项目“{name}”已有另一张绩效目标表，而表12中这个名称的项目没有这么多，应一个项目一张",
                "删去重复的绩效目标表，或在表12中补上这个项目",
                value=name,
            )
        elif not _prints_as_nothing(form):
            yield found_at(
                spot,
                "X-16",
                f"的项目“{name}”在表12中没有，应为表12所列的项目"
                if name
                else "的项目名称是空白，应为表12所列的项目",
                "核对项目名称；不是本年预算项目的，删去这张绩效目标表，否则补进表12",
                value=name,
            )
    for row in rows:
        cell = label_cell(table.sheet, panel, row)
        yield found_at(
            cell,
            "X-16",
            f"的项目“{row.labels[0]}”没有绩效目标表，应一个项目一张",
            "为这个项目补填绩效目标表；用本工具填报的，重新填充即可",
            value=row.labels[0],
        )


def _prints_as_nothing(form: ReadForm) -> bool:
    """Whether 表12 prints no amount for a project (of less than 50 元): its row cannot be told from a remark."""
    figure = form.figures.get(_YEAR_TOTAL)
    amount = figure.value if figure else None
    return bool(amount) and not in_ten_thousands(Yuan(amount or Decimal(0)))


def _closest(name: str, rows: list[ReadRow]) -> ReadRow | None:
    """The row whose project is the likeliest to be meant."""
    folded = fold_name(name)
    alike = [
        (SequenceMatcher(None, folded, fold_name(row.labels[0]), autojunk=False).ratio(), -index, row)
        for index, row in enumerate(rows)
    ]
    best = max(alike, key=lambda entry: entry[:2], default=None)
    if best is not None and best[0] >= _ALIKE:
        return best[2]
    return rows[0] if len(rows) == 1 and not folded else None


# --- X-20 ---


def overall_year(form: ReadForm) -> int | None:
    """The year that the overall sheet says."""
    return int(form.texts["year"][1]) if "year" in form.texts else None


def overall_is_current(disclosure: Disclosure) -> bool:
    """Whether the overall sheet is this document's and not last year's; only then are its amounts checked."""
    form = disclosure.overall
    return (
        form is not None
        and overall_year(form) is not None
        and overall_year(form) == document_year(disclosure)
    )


def overall_facts(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-20 but for its amounts: the year of the overall sheet, then its staff and unit counts."""
    form = disclosure.overall
    if form is None:
        return
    year, stated = document_year(disclosure), overall_year(form)
    if year is None or stated is None:
        yield NotChecked("X-20", "部门预算或整体支出绩效目标表的标题上没有年度，无法确定是否同一年")
        return
    if stated != year:
        spot, _ = form.texts["year"]
        yield found_at(
            spot,
            "X-20",
            f"是{stated}年的整体支出绩效目标表，应为{year}年，相差{abs(stated - year)}年；其余内容未核对",
            f"换成{year}年的整体支出绩效目标表；只是标题写错的，把标题的年度改为{year}",
            value=str(stated),
            expected=str(year),
            gap=str(stated - year),
        )
        return
    yield from _staff(disclosure, form)
    yield from _organisation(disclosure, form)


def _staff(disclosure: Disclosure, form: ReadForm) -> Iterator[Finding | NotChecked]:
    if disclosure.ledger is None:
        yield NotChecked("X-20", "工作簿中没有单位信息，人数和机构数无从核对")
        return
    for slot, fact in (("authorised_staff", AUTHORISED_STAFF), ("actual_staff", ACTUAL_STAFF)):
        expected = disclosure.ledger.department.values.get(fact.key)
        figure = form.figures.get(slot)
        if not isinstance(expected, int):
            continue
        if figure is None or (figure.value is None and figure.flaw is not None):
            why = form.missing.get(slot, "不是能核对的数")
            yield NotChecked("X-20", f"整体支出绩效目标表的{fact.item}没有核对：{why}")
        elif (figure.value or 0) != expected:
            gap = (figure.value or 0) - expected
            yield found_at(
                figure.spot,
                "X-20",
                f"的{fact.item}是 {figure.shown or '空白'}，单位信息中是 {expected}，两处应当相同，相差 {gap}",
                f"核对后改为同一人数；以单位信息为准的，改为 {expected}",
                value=figure.shown,
                expected=str(expected),
                gap=str(gap),
            )


def _organisation(disclosure: Disclosure, form: ReadForm) -> Iterator[Finding]:
    """How many 内设机构 and 下属事业单位 there are, by number or by their names."""
    if disclosure.ledger is None:
        return
    for slot, fact in (("offices", OFFICES), ("institutions", INSTITUTIONS)):
        known = disclosure.ledger.department.values.get(fact.key)
        if slot not in form.texts or not isinstance(known, tuple) or not known:
            continue
        spot, text = form.texts[slot]
        expected, stated = _count("、".join(map(str, known))), _count(text)
        if stated != expected:
            yield found_at(
                spot,
                "X-20",
                f"的{fact.item}是 {stated} 个，单位信息中是 {expected} 个，两处应当相同，相差 {stated - expected} 个",
                "核对这一格和“单位信息”表，改为一致",
                kind="soft",
                value=str(stated),
                expected=str(expected),
                gap=str(stated - expected),
            )


def _count(text: str) -> int:
    folded = fold_name(text)
    given = re.search(r"([0-9]+)(?:个|$)", folded)
    if given:
        return int(given[1])
    return sum(bool(part) for part in re.split("[、,;。]", fold_name(text.replace("\n", "、"))))


# --- X-21 ---


def performance_headings(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-21 of the performance sheets: year, department and unit of measure; a stale overall sheet is X-20's."""
    year, department = document_year(disclosure), document_department(disclosure)
    overall = disclosure.overall if overall_is_current(disclosure) else None
    for form in disclosure.targets:
        yield from _year_of(form, year)
        yield from _unit_of_measure(form, "元")
    if overall is not None:
        yield from _unit_of_measure(overall, "万元")
        if department and "name" in overall.texts:
            spot, name = overall.texts["name"]
            if fold_name(name) != fold_name(department):
                yield found_at(
                    spot,
                    "X-21",
                    f"的部门名称是“{name}”，应为“{department}”",
                    f"改为“{department}”",
                    value=name,
                    expected=department,
                )


def _year_of(form: ReadForm, year: int | None) -> Iterator[Finding | NotChecked]:
    if year is None or "year" not in form.texts:
        yield NotChecked("X-21", f"“{form.sheet}”的标题上没有年度" if year else "没有找到部门预算的年度")
        return
    spot, stated = form.texts["year"]
    if int(stated) != year:
        yield found_at(
            spot,
            "X-21",
            f"的年度是 {stated}，应为 {year}，相差 {abs(int(stated) - year)} 年",
            f"把标题的年度改为 {year}；内容是往年的，换成本年的",
            value=stated,
            expected=str(year),
            gap=str(int(stated) - year),
        )


def _unit_of_measure(form: ReadForm, expected: str) -> Iterator[Finding]:
    if "unit_of_measure" not in form.texts:
        return
    spot, stated = form.texts["unit_of_measure"]
    if stated != expected:
        yield found_at(
            spot,
            "X-21",
            f"的金额单位是{stated}，应为{expected}",
            f"把金额换算成{expected}，并把金额单位改为{expected}",
            value=stated,
            expected=expected,
        )
