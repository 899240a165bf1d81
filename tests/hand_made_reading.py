"""Holds what was read from a hand-made workbook against what was written into it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import xltools
from disclosures import disclosure_of
from oracles.expected_tables import SAMPLE
from oracles.hand_made import HandMade, Origin, Spot
from xltools.budget.form import TABLES
from xltools.budget.rows import project_key, unit_key
from xltools.model.disclosure import FigureKey, ReadFigure
from xltools.model.fold import fold_name
from xltools.office.recalculate import supply_values
from xltools.office.workbook import Workbook
from xltools.tasks.read_input import read_input
from xltools.tasks.reading.tables import TablesRead, read_tables


def read(path: Path) -> TablesRead:
    workbook = Workbook.open(path)
    supply_values(workbook)
    return read_tables(workbook)


@cache
def _row_keys() -> Mapping[tuple[int, int], list[str]]:
    """The keys of the published rows, by table and panel, as `fill` prints them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "样例.xlsx"
        xltools.fill(SAMPLE, path)
        tables = disclosure_of(path, read_input(SAMPLE).ledger).tables
    return {
        (number, index): [row.key for row in panel.rows]
        for number, table in tables.items()
        for index, panel in enumerate(table.panels)
    }


def key_of(origin: Origin) -> FigureKey:
    """The key that a published figure must be read with."""
    column = TABLES[origin.table - 1].columns[origin.column].key
    match origin.path:
        case ("unit", name):
            row = unit_key(name)
        case ("project", unit, name):
            row = project_key(unit, name)
        case ("agency", name):
            row = fold_name(name)
        case _:
            row = _row_keys()[origin.table, origin.panel][origin.row]
    return FigureKey(origin.table, row, column)


def misread(made: HandMade, found: TablesRead) -> list[str]:
    """Every figure read from a wrong cell, with a wrong value or key, or lost without a word."""
    return [*_wrong(made, found), *(f"lost: {where}" for where, told in unread(made, found) if not told)]


def _figures(found: TablesRead) -> Iterator[ReadFigure]:
    for table in found.tables.values():
        yield from table.figures()


def _spot(figure: ReadFigure) -> Spot:
    return Spot(figure.spot.sheet, figure.spot.row, figure.spot.column)


def _wrong(made: HandMade, found: TablesRead) -> Iterator[str]:
    seen = set()
    for figure in _figures(found):
        if figure.key in seen:
            yield f"twice: {figure.key}"
        seen.add(figure.key)
        placed = made.placed.get(_spot(figure))
        if placed is None:
            if figure.value is not None or figure.shown:
                yield f"no figure: {figure.key} from {figure.spot.sheet}!{figure.spot.cell} ({figure.shown})"
            continue
        origin, value = placed
        if not _is_key(figure.key, key_of(origin)):
            yield f"wrong key: {figure.key} from {figure.spot.cell}, where {key_of(origin)} stands"
        elif (figure.value or Decimal(0)) != (value or Decimal(0)):
            yield f"wrong value: {figure.key} {figure.value}, written {value}"


def unread(made: HandMade, found: TablesRead) -> Iterator[tuple[str, str]]:
    """Every figure written that was not read, with what is told of it ("" for nothing). Blank ones may be absent."""
    read_at = {_spot(figure) for figure in _figures(found)}
    for spot, (origin, value) in made.placed.items():
        if spot in read_at or not value:
            continue
        where = f"{key_of(origin)} at {spot.sheet}!{spot.cell}"
        table = found.tables.get(origin.table)
        if table is None:
            yield where, found.missing.get(origin.table, "")
            continue
        panel = table.panels[origin.panel]
        column = TABLES[origin.table - 1].columns[origin.column].key
        yield where, panel.missing.get(column) or panel.strange.get(spot.row, "")


def _is_key(read: FigureKey, wanted: FigureKey) -> bool:
    """A row with a part of its words taken away is known by the others."""
    if read.table == wanted.table == 6 and read.column == wanted.column:
        return wanted.row.startswith(read.row) and read.row.count("/") == wanted.row.count("/")
    if read.table in (12, 13) and read.row.startswith("项目//"):
        return read._replace(row=read.row.split("/")[-1]) == wanted._replace(row=wanted.row.split("/")[-1])
    return read == wanted
