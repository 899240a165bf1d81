"""X-21 of the 13 tables: what stands above their figures; E-1: the note of an empty table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltools.budget.crosschecks.stated import (
    document_department,
    document_year,
    found_at,
    most_common,
    year_in,
)
from xltools.budget.form import TABLES
from xltools.model.disclosure import Disclosure, ReadTable
from xltools.model.finding import Finding, NotChecked
from xltools.model.fold import fold_name

_NUMBERED = re.compile(r"^(.*?)([0-9]+|[一二三四五六七八九十]+)[.、:]?$")
_CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九十") if number}
_TOPICS: tuple[tuple[str, frozenset[int]], ...] = (
    ("政府性基金", frozenset((7, 8))),
    ("国有资本", frozenset((9,))),
    ("三公", frozenset((10,))),
    ("机关运行", frozenset((11,))),
    ("上年结转", frozenset((13,))),
    ("项目支出", frozenset((12, 13))),
)
"""What notes of empty tables speak of, and the tables that are about it."""
_TABLE_MENTIONED = re.compile(r"表([0-9]+|[一二三四五六七八九十]+)")


def table_headings(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-21: year, department and unit of measure of each table as in the document, numbers 1 … 13 in one style."""
    tables = [disclosure.tables[number] for number in sorted(disclosure.tables)]
    yield from _years(disclosure, tables)
    yield from _departments(disclosure, tables)
    yield from _units_of_measure(tables)
    yield from _labels(tables)


def _years(disclosure: Disclosure, tables: list[ReadTable]) -> Iterator[Finding | NotChecked]:
    year = document_year(disclosure)
    for table in tables:
        stated = year_in(table.title)
        if stated is None or year is None:
            yield NotChecked("X-21", f"表{table.number}的标题上没有年度")
        elif stated != year:
            yield found_at(
                table.title_spot,
                "X-21",
                f"的标题是{stated}年，应为{year}年，相差 {abs(stated - year)} 年",
                f"把标题的年度改为{year}；表中是往年数据的，换成{year}年的",
                value=str(stated),
                expected=str(year),
                gap=str(stated - year),
            )


def _departments(disclosure: Disclosure, tables: list[ReadTable]) -> Iterator[Finding]:
    """Not every form prints the name above its tables: where there is none, none is missed."""
    department = document_department(disclosure)
    for table in tables:
        if table.department and department and fold_name(table.department) != fold_name(department):
            yield found_at(
                table.title_spot,
                "X-21",
                f"（表{table.number}标题处）的部门名称是“{table.department}”，应为“{department}”",
                f"把表{table.number}标题下的部门名称改为“{department}”",
                value=table.department,
                expected=department,
            )


def _units_of_measure(tables: list[ReadTable]) -> Iterator[Finding | NotChecked]:
    """In this form an error; a form without labels 预算公开表N is another one, whose tables may differ.

    Either way figures are compared in 万元, each table read in the unit that it states.
    """
    is_this_form = any(table.label for table in tables)
    expected = most_common(table.unit_of_measure for table in tables if table.unit_of_measure)
    if expected is None:
        if tables:
            yield NotChecked("X-21", "各表标题处都没有“单位：万元”字样，金额单位无从核对")
        return
    for table in tables:
        stated = table.unit_of_measure
        if stated is None:
            yield NotChecked("X-21", f"表{table.number}的标题处没有找到金额单位（其他表是{expected}）")
        elif fold_name(stated) != fold_name(expected):
            yield found_at(
                table.title_spot,
                "X-21",
                f"（表{table.number}标题处）的金额单位是“{stated}”，其他表是“{expected}”，应当一致",
                f"把表{table.number}的金额换算成{expected}，并把“单位：{stated}”改为“单位：{expected}”",
                kind="hard" if is_this_form else "soft",
                value=stated,
                expected=expected,
            )


def _labels(tables: list[ReadTable]) -> Iterator[Finding]:
    """A form without such labels has none to check."""
    styles = {table.number: _numbered(table.label[1]) for table in tables if table.label}
    style = most_common(found[0] for found in styles.values() if found)
    if style is None:
        return
    for table in tables:
        expected = f"{style}{table.number}"
        if table.label is None:
            yield found_at(
                table.title_spot,
                "X-21",
                f"的表没有标“{expected}”，其他表都有",
                f"在表{table.number}标题上方写上“{expected}”",
                expected=expected,
            )
            continue
        spot, words = table.label
        found = styles[table.number]
        if found is None or fold_name(found[0]) != fold_name(style) or found[1] != table.number:
            yield found_at(
                spot,
                "X-21",
                f"标的是“{words}”，“{table.title}”应为“{expected}”",
                f"改为“{expected}”",
                value=words,
                expected=expected,
            )


def _numbered(label: str) -> tuple[str, int] | None:
    """`预算公开表3` as its words and its number."""
    found = _NUMBERED.match(fold_name(label))
    return (found[1], _number(found[2])) if found else None


def _number(words: str) -> int:
    """`13` or `十三`."""
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return (_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0)


# --- E-1 ---


def empty_tables(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """E-1: an empty table says 本表无数据 and speaks of itself; one with figures does not."""
    for number in sorted(disclosure.tables):
        table = disclosure.tables[number]
        if table.note is not None:
            yield from _note(table)
        elif table.is_empty:
            unread = [
                why for panel in table.panels for why in (*panel.missing.values(), *panel.strange.values())
            ]
            if unread:
                yield NotChecked("E-1", f"表{number}没有读全，不能确定是否为空表：{unread[0]}")
                continue
            yield found_at(
                table.title_spot,
                "E-1",
                f"“{table.title}”没有数据，也没有注明，应在表下注明“本表无数据”",
                f"在表{number}下方写上“注：本表无数据”",
                expected="注：本表无数据",
            )


def _note(table: ReadTable) -> Iterator[Finding]:
    assert table.note is not None
    spot, words = table.note
    if not table.is_empty:
        first = next(figure for figure in table.figures() if figure.value or figure.flaw)
        yield found_at(
            spot,
            "E-1",
            f"注明“{words}”，但表{table.number}有数据（如 {first.spot.cell} 是 {first.shown}），有数据的表不应这样注",
            "删去这条注；如果数据有误，清除数据",
            value=words,
            expected="",
        )
        return
    other = _another_table(table.number, words)
    if other:
        yield found_at(
            spot,
            "E-1",
            f"注明“{words}”，说的是{other}，本表是表{table.number}“{table.title}”，应写本表的名称",
            "改为“注：本表无数据”",
            value=words,
            expected="注：本表无数据",
        )


def _another_table(number: int, words: str) -> str | None:
    """What a note speaks of, if that is not its own table."""
    folded = fold_name(words)
    mentioned = [_number(found) for found in _TABLE_MENTIONED.findall(folded)]
    if mentioned and number not in mentioned:
        return f"表{mentioned[0]}"
    topics = [(topic, owners) for topic, owners in _TOPICS if topic in folded]
    if topics and not any(number in owners for _, owners in topics):
        return f"“{topics[0][0]}”"
    titles = [table for table in TABLES if fold_name(table.name) in folded]
    if titles and all(table.number != number for table in titles) and not topics:
        return f"表{titles[0].number}"
    return None
