"""Ranges, where rows go, and formulas that follow; openpyxl's Translator judges the translation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator, TranslatorError

from xltools.office.references import (
    MAX_ROW,
    Range,
    RowMap,
    column_letter,
    column_number,
    format_absolute,
    format_range,
    parse_range,
    quote_sheet,
    quoted_range,
    rename_tables,
    retarget_formula,
    shift_formula,
    translate_formula,
)

ROWS = 40
_runs = st.lists(
    st.tuples(st.integers(1, ROWS), st.integers(0, 5)).map(lambda run: (run[0], min(run[0] + run[1], ROWS))),
    max_size=4,
)
_inserts = st.lists(st.tuples(st.integers(1, ROWS), st.integers(0, 4)), max_size=4)


def edited(deletes: list[tuple[int, int]], inserts: list[tuple[int, int]]) -> list[int | None]:
    """The sheet after the edit, row by row, as the old row standing there (None for a new one)."""
    result: list[int | None] = []
    for row in range(1, ROWS + 1):
        result += [None] * sum(count for before, count in inserts if before == row)
        if not any(first <= row <= last for first, last in deletes):
            result.append(row)
    return result


class TestColumns:
    @pytest.mark.parametrize(
        ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]
    )
    def test_both_ways(self, number, letters):
        assert column_letter(number) == letters
        assert column_number(letters.lower()) == number

    @pytest.mark.parametrize("letters", ["XFE", "ZZZ", "", "é", "A1"])
    def test_no_such_column(self, letters):
        with pytest.raises(ValueError, match="no such column"):
            column_number(letters)


class TestRange:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("B7", Range(7, 2, 7, 2)),
            ("$B$7:D9", Range(7, 2, 9, 4)),
            ("D9:B7", Range(7, 2, 9, 4)),
            ("A:C", Range(1, 1, MAX_ROW, 3)),
            ("$3:$7", Range(3, 1, 7, 16384)),
        ],
    )
    def test_parse(self, text, expected):
        assert parse_range(text) == expected

    @pytest.mark.parametrize("text", ["", "A", "7", "A0", "A1048577", "A1:B", "A1:", "B1:C2:D3", "表1!A1"])
    def test_parse_refuses(self, text):
        with pytest.raises(ValueError, match=r"range|row|column"):
            parse_range(text)

    @given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 9), st.integers(0, 9))
    def test_round_trip(self, row, column, height, width):
        area = Range(row, column, row + height, column + width)
        assert parse_range(format_range(area)) == area == parse_range(format_absolute(area))


class TestRowMap:
    @given(_runs, _inserts)
    def test_rows_go_where_a_list_of_rows_would(self, deletes, inserts):
        row_map = RowMap.from_edits(deletes, inserts)
        after = edited(deletes, inserts)
        for row in range(1, ROWS + 1):
            assert row_map.row(row) == (after.index(row) + 1 if row in after else None)

    @given(_runs, _inserts, st.integers(1, ROWS), st.integers(0, 12))
    def test_a_range_spans_its_kept_rows(self, deletes, inserts, first, length):
        last = min(first + length, ROWS)
        after = edited(deletes, inserts)
        places = [after.index(row) + 1 for row in range(first, last + 1) if row in after]
        expected = (places[0], places[-1]) if places else None
        assert RowMap.from_edits(deletes, inserts).span(first, last) == expected

    def test_the_last_row_stays_the_last(self):
        row_map = RowMap.inserting(5, 3)
        assert row_map.span(2, MAX_ROW) == (2, MAX_ROW)
        assert row_map.span(1, MAX_ROW) == (1, MAX_ROW)
        assert row_map.row(MAX_ROW) is None

    def test_identity(self):
        assert RowMap.from_edits().is_identity
        assert RowMap.from_edits(inserts=[(4, 0)]).is_identity
        assert not RowMap.inserting(MAX_ROW, 1).is_identity
        assert not RowMap.deleting(MAX_ROW, MAX_ROW).is_identity

    @pytest.mark.parametrize(
        ("deletes", "inserts"), [([(3, 2)], []), ([(0, 2)], []), ([], [(0, 1)]), ([], [(1, -1)])]
    )
    def test_impossible_edits(self, deletes, inserts):
        with pytest.raises(ValueError, match="cannot"):
            RowMap.from_edits(deletes, inserts)


# Row 5 to 6 deleted, two rows inserted before 10: 4→4, 7→5, 9→7, 10→10.
EDIT = RowMap.from_edits([(5, 6)], [(10, 2)])


class TestShift:
    @pytest.mark.parametrize(
        ("formula", "expected"),
        [
            ("A4+A7", "A4+A5"),
            ("$A$7+A$7+$A7", "$A$5+A$5+$A5"),
            ("A5", "#REF!"),
            ("SUM(A5:B6)", "SUM(#REF!)"),
            ("SUM(A4:A7)", "SUM(A4:A5)"),
            ("SUM(A5:A9)", "SUM(A5:A7)"),
            ("SUM(A9:A10)", "SUM(A7:A10)"),
            ("SUM(A10:A9)", "SUM(A10:A7)"),
            ("SUM($7:$10)", "SUM($5:$10)"),
            ("SUM(7:10)", "SUM(5:10)"),
            ("SUM(A:C)", "SUM(A:C)"),
            ("SUM(A1:A1048576)", "SUM(A1:A1048576)"),
            ("'表1 收支'!A7", "'表1 收支'!A5"),
            ("'表1 收支'!A5", "'表1 收支'!#REF!"),
            ("'表1 收支'!A7:B10", "'表1 收支'!A5:B10"),
            ("Other!A7+A7", "Other!A7+A5"),
            ("表2!A7", "表2!A7"),
            ("'It''s'!A7", "'It''s'!A7"),
            ('"A7"&A7&"""A7"', '"A7"&A5&"""A7"'),
            ("[1]Sheet1!A7", "[1]Sheet1!A7"),
            ("'[1]表1 收支'!A7", "'[1]表1 收支'!A7"),
            ("'C:\\[b.xlsx]表1 收支'!A7", "'C:\\[b.xlsx]表1 收支'!A7"),
            ("SUM(Jan:Mar!A7)", "SUM(Jan:Mar!A7)"),
            ("SUM('Jan:表1 收支'!A7)", "SUM('Jan:表1 收支'!A7)"),
            ("LOG10(A7)", "LOG10(A5)"),
            ("ATAN2(1,A7)", "ATAN2(1,A5)"),
            ("_xlfn.CONCAT(A7)", "_xlfn.CONCAT(A5)"),
            ("Tab[A7]+Tab[[#All],[A7]:[B7]]", "Tab[A7]+Tab[[#All],[A7]:[B7]]"),
            ("Tab[it'[s]+A7", "Tab[it'[s]+A5"),
            ("XFE7+ABCD7+A7x", "XFE7+ABCD7+A7x"),
            ("名A7+率", "名A7+率"),
            ("明细_金额7+A7", "明细_金额7+A5"),
            ("1E7+A7", "1E7+A5"),
            ("A7%", "A5%"),
            ("-A7^2", "-A5^2"),
            ("#REF!+A7+#N/A", "#REF!+A5+#N/A"),
            ("#REF!A7", "#REF!A7"),
            ("A1:INDEX(B:B,A7)", "A1:INDEX(B:B,A5)"),
            ("A7 A9", "A5 A7"),
            ("{1,2;3,4}*A7", "{1,2;3,4}*A5"),
            ("a7", "a5"),
            ("IF(A7>B7,TRUE,A7)", "IF(A5>B5,TRUE,A5)"),
        ],
    )
    def test_as_excel_would(self, formula, expected):
        assert shift_formula(formula, EDIT, formula_sheet="表1 收支", edited_sheet="表1 收支") == expected

    def test_only_the_edited_sheet(self):
        formula = "A7+'表1 收支'!A7+data!B7+DATA!B7"
        assert shift_formula(formula, EDIT, formula_sheet="x", edited_sheet="Data") == (
            "A7+'表1 收支'!A7+data!B5+DATA!B5"
        )

    @given(_runs, _inserts, st.integers(1, ROWS), st.integers(0, 9), st.integers(1, ROWS))
    def test_references_follow_the_cells_they_name(self, deletes, inserts, first, length, single):
        last = min(first + length, ROWS)
        after = edited(deletes, inserts)
        shifted = shift_formula(
            f"SUM(B{first}:C{last})+$D${single}",
            RowMap.from_edits(deletes, inserts),
            formula_sheet="s",
            edited_sheet="s",
        )
        left, right = shifted.split("+")
        if single in after:
            assert after[int(right.removeprefix("$D$")) - 1] == single
        else:
            assert right == "#REF!"
        kept = [row for row in range(first, last + 1) if row in after]
        found = re.fullmatch(r"SUM\(B(\d+):C(\d+)\)", left)
        assert bool(found) == bool(kept)
        if found:
            inside = after[int(found[1]) - 1 : int(found[2])]
            assert [row for row in inside if row is not None] == kept


_piece = st.sampled_from(
    [
        "A1",
        "$B7",
        "C$12",
        "$D$3",
        "E5:F9",
        "$G$2:H20",
        "3:7",
        "$3:9",
        "B:D",
        "$B:D",
        "'表 1'!K11",
        "Sheet2!L9:M10",
        '"B7"',
    ]
)
_formula = st.lists(_piece, min_size=1, max_size=4).map(
    lambda pieces: "SUM(" + ",".join(pieces) + ")+ROW(A30)*2"
)


class TestTranslate:
    @given(_formula, st.integers(-12, 30), st.integers(-4, 30))
    def test_like_openpyxl(self, formula, down, right):
        ours = translate_formula(formula, down, right)
        try:
            theirs = Translator("=" + formula, "Z100").translate_formula(row_delta=down, col_delta=right)[1:]
        except TranslatorError:
            # A reference leaves the sheet: openpyxl gives the formula up, Excel writes #REF!.
            assert "#REF!" in ours
        else:
            assert ours == theirs

    @given(_formula, st.integers(0, 30), st.integers(0, 30))
    def test_there_and_back(self, formula, down, right):
        assert translate_formula(translate_formula(formula, down, right), -down, -right) == formula


class TestSheetNames:
    @pytest.mark.parametrize(
        ("name", "quoted"),
        [
            ("表1", "表1"),
            ("表1 收支", "'表1 收支'"),
            ("It's", "'It''s'"),
            ("A1", "'A1'"),
            ("R1C1", "'R1C1'"),
            ("2025", "'2025'"),
            ("a&b", "'a&b'"),
            ("（一）", "'（一）'"),
        ],
    )
    def test_quoted_where_needed(self, name, quoted):
        assert quote_sheet(name) == quoted
        assert quoted_range(name, Range(2, 2, 7, 3)) == f"{quoted}!$B$2:$C$7"

    @pytest.mark.parametrize(
        ("formula", "new", "expected"),
        [
            ("'a b'!A1+A1+\"'a b'!A1\"", "表2", "表2!A1+A1+\"'a b'!A1\""),
            ("'A B'!$1:$3,'a b'!$A:$B", "c'd", "'c''d'!$1:$3,'c''d'!$A:$B"),
            ("'a b'!Name+'[1]a b'!A1", "x", "x!Name+'[1]a b'!A1"),
            ("SUM('a b'!A1:B2)", None, "SUM(#REF!)"),
        ],
    )
    def test_retarget(self, formula, new, expected):
        assert retarget_formula(formula, "a b", new) == expected

    def test_rename_tables(self):
        formula = 'SUM(Tab[甲])+Tab2[x]+"Tab[甲]"+tab[[#This Row],[乙]]'
        assert rename_tables(formula, {"Tab": "Tab_1"}) == (
            'SUM(Tab_1[甲])+Tab2[x]+"Tab[甲]"+Tab_1[[#This Row],[乙]]'
        )
        assert rename_tables(formula, {"Tab": None}) == 'SUM(#REF!)+Tab2[x]+"Tab[甲]"+#REF!'
