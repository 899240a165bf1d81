"""The second calculation of the tables, before it judges the first: it gives the published budget, and says no."""

from decimal import Decimal

import pytest

from oracles.expected_tables import SAMPLE, expected_tables, in_ten_thousands, published_tables, read_records
from oracles.made_up import make_department
from oracles.sheet_tables import figure_cells, find_table, not_live, wrong_cells

SAMPLE_TABLES = expected_tables(SAMPLE)


@pytest.mark.parametrize("number", range(1, 14))
def test_the_sample_gives_the_published_table(number):
    ours, published = SAMPLE_TABLES[number - 1], published_tables()[number - 1]
    assert ours.title == published.title
    assert ours.header == published.header
    assert ours.printed() == published.printed()


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        (0, ""),
        (4_999, ""),
        (5_000, "0.01"),
        (123_455_000, "123.46"),
        (123_454_999, "123.45"),
        (10**14, "100000000.00"),
    ],
)
def test_half_up(fen, printed):
    assert in_ten_thousands(fen) == printed


def test_departments_made_up_are_the_same_each_time_and_differ_from_seed_to_seed(tmp_path):
    folders = [make_department(tmp_path / name, seed) for name, seed in (("a", 8), ("b", 8), ("c", 9))]
    contents = [{path.name: path.read_bytes() for path in sorted(folder.iterdir())} for folder in folders]
    assert contents[0] == contents[1] != contents[2]


def test_made_up_amounts_meet_half_cents(tmp_path):
    """Every seed with money has a grand total of exactly half of 0.01 万元 in each of its two books."""
    folder = make_department(tmp_path / "a", 4)
    for file, heading in (("basic_expenditure.csv", "金额(元)"), ("projects.csv", "合计(元)")):
        total = sum(Decimal(row[heading]) for row in read_records(folder / file))
        assert total % 100 == 50


class TestReadingTablesFromSheets:
    @pytest.fixture
    def workbook(self):
        """A sheet per table: its headings from B3 on, its rows below, as readers give them."""
        return {
            f"表{table.number} 某表": {
                (3 + down, 2 + right): float(text)
                if right in table.figure_columns and down >= len(table.header)
                else text
                for down, line in enumerate(table.header + table.printed())
                for right, text in enumerate(line)
                if text
            }
            for table in SAMPLE_TABLES
        }

    def test_what_is_right_passes(self, workbook):
        assert wrong_cells(workbook, SAMPLE_TABLES) == []
        formulas = {sheet: set(cells) for sheet, cells in workbook.items()}
        assert len(not_live(workbook, formulas, SAMPLE_TABLES)) > 0  # zero figures are formulas too
        for table in SAMPLE_TABLES:
            formulas[f"表{table.number} 某表"] |= set(figure_cells(find_table(workbook, table), table))
        assert not_live(workbook, formulas, SAMPLE_TABLES) == []

    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            ((5, 4), 948.42),  # 合计 of 表5 off by a cent
            ((5, 4), 948.411),  # more decimals than printed
            ((5, 4), "948.41 "),
            ((5, 4), None),
            ((6, 3), "一般公共服务"),  # a label
            ((6, 2), 201),  # a code kept as a number
            ((27, 4), 1.0),  # a number below the last row
            ((27, 2), "229"),  # a row too many
            ((10, 9), 5),  # a number beside the table
        ],
    )
    def test_what_is_wrong_is_named(self, workbook, cell, value):
        sheet = "表5 某表"
        assert find_table(workbook, SAMPLE_TABLES[4]).first_row == 5
        if value is None:
            del workbook[sheet][cell]
        else:
            workbook[sheet][cell] = value
        assert [
            complaint.partition(":")[0].startswith(sheet)
            for complaint in wrong_cells(workbook, SAMPLE_TABLES)
        ] == [True]

    def test_a_table_whose_headings_changed_is_not_found(self, workbook):
        workbook["表5 某表"][3, 2] = "科目"
        with pytest.raises(AssertionError, match="表5"):
            wrong_cells(workbook, SAMPLE_TABLES)
