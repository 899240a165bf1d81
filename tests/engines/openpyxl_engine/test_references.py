"""References in formulas, against Excel's own notation and openpyxl's translator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from engines.openpyxl_engine.areas import Area
from engines.openpyxl_engine.references import plainly_lost, quoted, references, rewrite, shifted
from engines.openpyxl_engine.row_moves import RowMove


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("=SUM(A1:B2)+LOG10(5)+A1:INDEX(A:A,3)", ["A1:B2", "A1", "A:A"]),
        ("=\"A1\"&表1!A1&'表1 收支总表'!$B$2", ["表1!A1", "'表1 收支总表'!$B$2"]),
        ("='it''s'!A1:C3", ["'it''s'!A1:C3"]),
        ("=$3:$5+3:3+A:$C", ["$3:$5", "3:3", "A:$C"]),
        ("=[1]S!A1+Tbl[A1]+#REF!A1+S!#REF!+明细_A1+A1_x+1E5+XFE1", []),
    ],
)
def test_references_of_a_formula(formula: str, found: list[str]) -> None:
    assert [reference.text() for reference in references(formula)] == found


@pytest.mark.parametrize("formula", ["=SUM(一月:十二月!A1)", "=SUM('一:二'!A1)"])
def test_references_over_several_sheets_are_refused(formula: str) -> None:
    with pytest.raises(NotImplementedError):
        references(formula)


def test_quotes_where_excel_needs_them() -> None:
    titles = ["表1", "支出明细", "表12 项目", "A1", "R1C1", "1月", "it's", "（草）"]
    assert [quoted(title) for title in titles] == [
        "表1",
        "支出明细",
        "'表12 项目'",
        "'A1'",
        "'R1C1'",
        "'1月'",
        "'it''s'",
        "'（草）'",
    ]


ROWS = st.integers(20, 400)
COLUMNS = st.integers(20, 400)
MARKS = st.sampled_from(["", "$"])


@given(ROWS, COLUMNS, MARKS, MARKS, st.integers(-15, 15), st.integers(-15, 15))
def test_shifts_as_openpyxl_translates(
    row: int, column: int, row_mark: str, column_mark: str, down: int, right: int
) -> None:
    cell = f"{column_mark}{get_column_letter(column)}{row_mark}{row}"
    formula = f'=SUM({cell}:{cell},表1!{cell})&"{cell}"'
    destination = f"{get_column_letter(20 + right)}{20 + down}"
    assert shifted(formula, down, right) == Translator(formula, "T20").translate_formula(destination)


def test_losses_for_libreoffice() -> None:
    text = "=SUM('表 1'!#REF!)+#REF!A1:B2+表1!#REF!*2&\"#REF!A1\"+A1"
    assert plainly_lost(text) == '=SUM(#REF!)+#REF!+#REF!*2&"#REF!A1"+A1'


def test_a_shift_off_the_sheet_is_lost_or_comes_in_at_the_other_side() -> None:
    assert shifted("=A1+表1!B2", -1, 0) == "=#REF!+表1!B1"
    assert shifted("=A1", -1, -1, wrap=True) == "=XFD1048576"


@given(st.lists(st.integers(1, 60), min_size=2, max_size=2), st.integers(1, 60), st.integers(1, 20))
def test_a_block_holds_the_same_rows_after_a_move(ends: list[int], at: int, count: int) -> None:
    """The model: rows as a list of labels, insertion and deletion on the list."""
    top, bottom = sorted(ends)
    labels: list[int | None] = list(range(1, 100))
    block = set(range(top, bottom + 1))
    inserted = labels[: at - 1] + [None] * count + labels[at - 1 :]
    rows = [row for row, label in enumerate(inserted, start=1) if label in block]
    assert RowMove(at, count).rows(top, bottom) == (rows[0], rows[-1])
    deleted = labels[: at - 1] + labels[at - 1 + count :]
    rows = [row for row, label in enumerate(deleted, start=1) if label in block]
    assert RowMove(at, -count).rows(top, bottom) == ((rows[0], rows[-1]) if rows else None)


def test_a_reference_to_deleted_rows_is_lost() -> None:
    assert rewrite("=A3+表1!$A$3:B4+A2:A9+3:4", RowMove(3, -2).reference) == "=#REF!+表1!#REF!+A2:A7+#REF!"


AREAS = st.tuples(*[st.integers(1, 8)] * 4).map(
    lambda ends: Area(
        min(ends[0], ends[2]), min(ends[1], ends[3]), max(ends[0], ends[2]), max(ends[1], ends[3])
    )
)


@given(AREAS, AREAS)
def test_an_area_without_another_is_the_rest_of_its_cells(area: Area, hole: Area) -> None:
    pieces = [position for piece in area.without(hole) for position in piece.positions()]
    assert len(pieces) == len(set(pieces))
    assert set(pieces) == set(area.positions()) - set(hole.positions())
