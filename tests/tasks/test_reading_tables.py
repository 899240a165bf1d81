"""Tables of workbooks never seen before: each figure is read with its right key, or told, and no check is false.

Every trait of a layout alone, many at once, and with a heading, a label, a column or a table taken away.
"""

import random
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import xltools
from hand_made_reading import misread, read, unread
from oracles.expected_tables import SAMPLE
from oracles.hand_made import HandMade, Layout, Spot, choices, layout_of, make_workbook
from xltools.model.number import round_half_up
from xltools.office.workbook import Workbook
from xltools.tasks.check import check
from xltools.tasks.reading.tables import read_tables

PLAIN = Layout()
TRAITS = [
    (trait.name, choice)
    for trait in fields(Layout)
    for choice in choices(trait.name)
    if choice != trait.default
]
SEEDS = range(8)


def errors(path: Path) -> list[str]:
    report = check(path)
    assert report.trouble is None
    return [f"{found.rule} {found.message}" for found in report.findings if found.severity == "error"]


def warned(path: Path) -> set[str]:
    return {found.rule for found in check(path).findings if found.severity == "warning"}


@pytest.mark.parametrize(("trait", "choice"), TRAITS, ids=[f"{trait}-{choice}" for trait, choice in TRAITS])
def test_one_trait_alone(tmp_path: Path, trait: str, choice: object) -> None:
    """All figures are read, none is told as unreadable."""
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, replace(PLAIN, **{trait: choice}))
    found = read(path)
    assert misread(made, found) == []
    assert list(unread(made, found)) == []
    assert errors(path) == []
    assert warned(path) <= ({"F-2"} if trait == "figures" else set())


@pytest.mark.parametrize("seed", SEEDS)
def test_many_traits_at_once(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, layout_of(seed), seed)
    found = read(path)
    assert misread(made, found) == []
    assert list(unread(made, found)) == []
    assert errors(path) == []


LAYOUTS = some.builds(
    Layout, **{trait.name: some.sampled_from(choices(trait.name)) for trait in fields(Layout)}
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=LAYOUTS, seed=some.integers(0, 1000))
def test_any_traits_together(tmp_path: Path, layout: Layout, seed: int) -> None:
    """Nothing read into a wrong key, nothing lost without a word, no false error; what is told, is told why."""
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, layout, seed)
    assert misread(made, read(path)) == []
    assert errors(path) == []


# --- what is taken away ---


def words_of(path: Path, made: HandMade) -> list[Spot]:
    """The cells with headings, labels and notes."""
    return [
        spot
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        for spot in (Spot(sheet.title, cell.row, cell.column),)
        if isinstance(cell.value, str) and spot not in made.placed
    ]


def emptied(path: Path, spots: Iterable[Spot]) -> Path:
    book = openpyxl.load_workbook(path)
    for spot in spots:
        book[spot.sheet].cell(spot.row, spot.column).value = None
    changed = path.with_name("删过.xlsx")
    book.save(changed)
    return changed


def without_notes(found: list[str]) -> list[str]:
    """An empty table that has lost its note is rightly told."""
    return [error for error in found if "应在表下注明“本表无数据”" not in error]


@pytest.mark.parametrize("seed", [None, 3, 9, 44])
def test_a_heading_or_a_label_taken_away(tmp_path: Path, seed: int | None) -> None:
    """One cell of words at a time: its figures are read by what is left or told, the others as before."""
    layout = PLAIN if seed is None else replace(layout_of(seed), formulas=False)
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, layout, seed or 0)
    for spot in random.Random(f"words {seed}").sample(words_of(path, made), 12):
        changed = emptied(path, [spot])
        assert misread(made, read(changed)) == [], spot
        assert without_notes(errors(changed)) == [], spot


@pytest.mark.parametrize("table", range(1, 14))
def test_a_column_of_figures_taken_away(tmp_path: Path, table: int) -> None:
    """With its heading: told as missing, and no other figure is blamed."""
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, PLAIN)
    dice = random.Random(f"column {table}")
    column = dice.choice(
        sorted({origin.column for origin, _ in made.placed.values() if origin.table == table})
    )
    sheet = made.sheet_of[table]
    gone = {spot for spot, (origin, _) in made.placed.items() if origin[:1] + origin[3:4] == (table, column)}
    headings = {
        spot for spot in words_of(path, made) if spot[::2] == (sheet, column + 1) and spot.row < min(gone).row
    }
    changed = emptied(path, gone | {spot for spot in headings if spot.row > 2})
    left = replace(made, placed={spot: value for spot, value in made.placed.items() if spot not in gone})
    found = read(changed)
    assert misread(left, found) == []
    assert without_notes(errors(changed)) == []
    told = [panel.missing for panel in found.tables[table].panels] if table in found.tables else []
    assert any(told) or table in found.missing


@pytest.mark.parametrize("table", range(1, 14))
def test_a_table_taken_away(tmp_path: Path, table: int) -> None:
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, PLAIN, without=[table])
    found = read(path)
    assert misread(made, found) == []
    assert table not in found.tables
    assert f"表{table}" in found.missing[table]
    assert errors(path) == []
    assert any(f"没有找到表{table}（" in entry.why for entry in check(path).obligations.not_checked)


def test_the_title_of_a_table_among_others_taken_away(tmp_path: Path) -> None:
    """All on one sheet: a table without title is not taken for more rows of the one above it."""
    path = tmp_path / "手工表.xlsx"
    made = make_workbook(path, replace(PLAIN, sheets="one"))
    for spot in words_of(path, made):
        book = openpyxl.load_workbook(path)
        text = str(book[spot.sheet].cell(spot.row, spot.column).value)
        if text.startswith("2025年") and text.rstrip("）").endswith(("表", "上年结转", "本年预算")):
            changed = emptied(path, [spot])
            assert misread(made, read(changed)) == [], text
            assert without_notes(errors(changed)) == [], text


# --- our own workbooks ---


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "部门预算公开.xlsx"
    xltools.fill(SAMPLE, path)
    return path


def by_cell(path: Path) -> dict[tuple[int, str, str], object]:
    return {
        (figure.key.table, figure.spot.sheet, figure.spot.cell): figure.value
        for table in read_tables(Workbook.open(path)).tables.values()
        for figure in table.figures()
    }


def test_our_own_workbook_is_read_as_by_its_places(filled: Path) -> None:
    """The reader by titles and headings against `figures`, which goes by hidden names."""
    frame = xltools.figures(filled)
    expected = {(row["表"], row["工作表"], row["单元格"]): row["金额(万元)"] for _, row in frame.iterrows()}
    found = by_cell(filled)
    assert {spot: value for spot, value in found.items() if value} == {
        spot: round_half_up(value) for spot, value in expected.items() if value
    }
    assert set(found) <= set(expected)


def test_our_own_workbook_without_its_hidden_names(filled: Path) -> None:
    book = Workbook.open(filled)
    for name, scope in list(book.defined_names()):
        book.delete_defined_name(name, scope=scope)
    path = filled.with_name("没有名称.xlsx")
    book.save(path)
    assert by_cell(path) == by_cell(filled)
