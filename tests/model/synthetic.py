"""Made-up budgets as bare figures and relations: what the tests of the arithmetic are run on.

Five tables tied together as in a budget: revenue by code and source, expenditure by code and kind, the general
public part of it, projects by source, and the summary, with totals by code level, by row and by column, and copies
between tables. Amounts are in 元 and consistent by construction; figures are their half-up rounding in 万元.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from xltools.model.interval import Reading
from xltools.model.number import Yuan, in_ten_thousands
from xltools.model.relation import Key, Relation, copy, total

Cell = tuple[str, str, str]
SOURCES = ("general", "funds", "capital", "special", "own")


@dataclass(frozen=True)
class Budget:
    """`exact` in 元 and `figures` in 万元 by cell (table, row, column)."""

    exact: dict[Key, Decimal]
    figures: dict[Key, Decimal]
    relations: list[Relation]

    def readings(self, changed: dict[Key, Decimal] | None = None) -> dict[Key, Reading]:
        return {key: Reading(value) for key, value in (self.figures | (changed or {})).items()}


def budget(rnd: random.Random, items: int = 10, cents: float = 0.5) -> Budget:
    """A budget with `items` functional codes; a share `cents` of the amounts is not a multiple of 100 元."""
    codes = _codes(rnd, items)
    leaves = [code for code in codes if len(code) == 7]
    lines: list[tuple[str, str, str, Decimal]] = []
    for code in leaves:
        lines.append((code, "general", "basic", _amount(rnd, cents)))
        if rnd.random() < 0.3:
            lines.append((code, rnd.choice(SOURCES), "basic", _amount(rnd, cents)))
    projects = [f"project {number}" for number in range(1, 1 + max(2, items // 2))]
    for project in projects:
        for source in rnd.sample(SOURCES, rnd.choice((1, 1, 1, 2))):
            lines.append((rnd.choice(leaves), source, project, _amount(rnd, cents)))
    return _tables(codes, projects, lines)


def _codes(rnd: random.Random, items: int) -> list[str]:
    leaves: set[str] = set()
    while len(leaves) < items:
        leaves.add(f"2{rnd.choice('01')}{rnd.choice('138')}0{rnd.choice('12')}0{rnd.choice('1249')}")
    return sorted({code[:length] for code in leaves for length in (3, 5, 7)})


def _amount(rnd: random.Random, cents: float) -> Decimal:
    """From 100 元 to some ten million, small ones as frequent as large."""
    size = 10 ** rnd.uniform(2, 7.3)
    if rnd.random() < cents:
        return Decimal(int(size * 100)).scaleb(-2)
    return Decimal(int(size / 100)) * 100


def _tables(codes: list[str], projects: list[str], lines: list[tuple[str, str, str, Decimal]]) -> Budget:
    exact: dict[Key, Decimal] = {}
    relations: list[Relation] = []

    def put(table: str, row: str, column: str, code: str = "", source: str = "", kind: str = "") -> None:
        exact[table, row, column] = sum(
            (
                amount
                for line_code, line_source, line_kind, amount in lines
                if line_code.startswith(code)
                and source in ("", line_source)
                and (kind in ("", line_kind) or (kind == "project" and line_kind != "basic"))
            ),
            Decimal(0),
        )

    def rows_add_up(table: str, rows: list[str], whole: str, parts: tuple[str, ...]) -> None:
        for row in rows:
            relations.append(
                total((table, row, whole), [(table, row, part) for part in parts], rule="row", instance=row)
            )

    def codes_add_up(table: str, columns: tuple[str, ...]) -> None:
        for column in columns:
            for parent, length in [("total", 3), *((code, len(code) + 2) for code in codes if len(code) < 7)]:
                prefix = "" if parent == "total" else parent
                children = [code for code in codes if len(code) == length and code.startswith(prefix)]
                relations.append(
                    total(
                        (table, parent, column),
                        [(table, code, column) for code in children],
                        rule="codes",
                        instance=parent,
                    )
                )

    def same(first: Cell, second: Cell) -> None:
        relations.append(copy(first, second, rule="copy", instance=f"{first} {second}"))

    rows = ["total", *codes]
    for row in rows:
        code = "" if row == "total" else row
        put("revenue", row, "total", code)
        for source in SOURCES:
            put("revenue", row, source, code, source)
        for table, of in (("expenditure", ""), ("general", "general")):
            for column, kind in (("total", ""), ("basic", "basic"), ("project", "project")):
                put(table, row, column, code, of, kind)
    rows_add_up("revenue", rows, "total", SOURCES)
    codes_add_up("revenue", ("total", *SOURCES))
    for table in ("expenditure", "general"):
        rows_add_up(table, rows, "total", ("basic", "project"))
        codes_add_up(table, ("total", "basic", "project"))
    for row in rows:
        same(("expenditure", row, "total"), ("revenue", row, "total"))
    same(("general", "total", "total"), ("revenue", "total", "general"))

    for project in projects:
        put("projects", project, "total", kind=project)
        for source in SOURCES:
            put("projects", project, source, source=source, kind=project)
    put("projects", "total", "total", kind="project")
    for source in SOURCES:
        put("projects", "total", source, source=source, kind="project")
    rows_add_up("projects", ["total", *projects], "total", SOURCES)
    for column in ("total", *SOURCES):
        relations.append(
            total(
                ("projects", "total", column),
                [("projects", name, column) for name in projects],
                rule="projects",
            )
        )
    same(("projects", "total", "total"), ("expenditure", "total", "project"))
    same(("projects", "total", "general"), ("general", "total", "project"))

    classes = [code for code in codes if len(code) == 3]
    for source in SOURCES:
        put("summary", source, "revenue", source=source)
        same(("summary", source, "revenue"), ("revenue", "total", source))
    for code in classes:
        put("summary", code, "expenditure", code)
        same(("summary", code, "expenditure"), ("expenditure", code, "total"))
    put("summary", "total", "revenue")
    put("summary", "total", "expenditure")
    relations.append(
        total(
            ("summary", "total", "revenue"),
            [("summary", name, "revenue") for name in SOURCES],
            rule="summary",
        )
    )
    relations.append(
        total(
            ("summary", "total", "expenditure"),
            [("summary", name, "expenditure") for name in classes],
            rule="summary",
        )
    )
    same(("summary", "total", "revenue"), ("summary", "total", "expenditure"))
    same(("summary", "total", "revenue"), ("revenue", "total", "total"))

    figures: dict[Key, Decimal] = {key: in_ten_thousands(Yuan(amount)) for key, amount in exact.items()}
    return Budget(exact, figures, relations)


def mistype(rnd: random.Random, value: Decimal, neighbour: Decimal) -> Decimal:
    """`value` as a clerk might get it wrong; by at least 0.01 and to two decimals."""
    for _ in range(50):
        wrong = _slip(rnd, value, neighbour).quantize(Decimal("0.01"))
        if wrong != value:
            return wrong
    return value + 1


def _slip(rnd: random.Random, value: Decimal, neighbour: Decimal) -> Decimal:
    kind = rnd.randrange(8)
    text = f"{value:.2f}"
    at = rnd.randrange(len(text) - 3)
    if kind == 0:
        return value * rnd.choice((10, 100, 10_000))
    if kind == 1:
        return value / 10
    if kind == 2:
        return -value
    if kind == 3:
        return Decimal(text[:at] + text[at + 1 :].lstrip(".") if len(text) > 4 else "1.11")
    if kind == 4:
        return Decimal(text[:at] + text[at] + text[at:])
    if kind == 5:
        return Decimal(text[:at] + str(rnd.randrange(10)) + text[at + 1 :])
    if kind == 6:
        return neighbour
    return value + Decimal(rnd.choice((-1, 1)) * rnd.randrange(1, 100_000)).scaleb(-2)
