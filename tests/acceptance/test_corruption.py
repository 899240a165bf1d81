"""Figures of made-up departments are falsified: what breaks a relation is found, and the wrong cell is named.

The departments have values only. An outside reader (openpyxl) and writer change the workbook that `fill` made; which
relations a change breaks is worked out here, by adding up the printed cells.
"""

import random
from decimal import Decimal

import openpyxl
import pytest

import xltools
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape
from xltools.tasks.check import check

SHAPE = Shape(units=2, lines=60, projects=8, three_public=False, revenue=False)
INPUTS = ("支出明细", "项目清单", "绩效指标", "单位信息", "所属单位", "收入明细", "三公经费", "科目补充")
LEAST = Decimal("0.50")
"""Beyond what rounding could explain in any relation that the planted figures stand in."""


def values_only(source, path):
    """The workbook with values for formulas and without its input sheets, written by openpyxl."""
    book = openpyxl.load_workbook(source, data_only=True)
    for name in list(book.sheetnames):
        if name in INPUTS or name.startswith(("绩效", "整体", "校验", "操作", "图表")):
            del book[name]
    book.save(path)


def falsified(value, chance):
    """A figure as a slip of the hand leaves it, at least LEAST away."""
    while True:
        slip = chance.randrange(5)
        digits = list(str(abs(value)).replace(".", ""))
        if slip == 0:
            wrong = value * 10
        elif slip == 1:
            wrong = -value
        elif slip == 2:
            wrong = value + Decimal(chance.randrange(50, 90000)) / 100
        elif slip == 3:
            at = chance.randrange(max(len(digits) - 1, 1))
            digits[at : at + 2] = reversed(digits[at : at + 2])
            wrong = Decimal("".join(digits)) / 100
        else:
            wrong = value * 10_000
        if abs(wrong - value) >= LEAST:
            return wrong


@pytest.fixture(scope="module")
def departments(tmp_path_factory):
    """Workbooks with values only, and the figures of their tables 1 to 13 by sheet and cell."""
    folder = tmp_path_factory.mktemp("departments")
    made = []
    for seed in range(8):
        filled = folder / f"{seed}.xlsx"
        xltools.fill(make_department(folder / str(seed), 9000 + seed, SHAPE), filled)
        frame = xltools.figures(filled)
        figures = {
            (row["工作表"], row["单元格"]): row["金额(万元)"]
            for _, row in frame.iterrows()
            if row["金额(万元)"] and abs(row["金额(万元)"]) >= 1
        }
        plain = folder / f"{seed}值.xlsx"
        values_only(filled, plain)
        made.append((plain, figures))
    return made


def plant(departments, tmp_path, count, trials, seed):
    """Falsifies `count` figures of each department in turn; yields (planted, report)."""
    chance = random.Random(seed)
    for trial in range(trials):
        plain, figures = departments[trial % len(departments)]
        places = chance.sample(sorted(figures), count)
        book = openpyxl.load_workbook(plain)
        planted = {}
        for sheet, cell in places:
            wrong = falsified(figures[sheet, cell], chance)
            book[sheet][cell] = float(wrong)
            planted[sheet, cell] = figures[sheet, cell]
        path = tmp_path / f"{count}-{trial}.xlsx"
        book.save(path)
        yield planted, check(path, time_limit=10)


@pytest.mark.slow
def test_one_wrong_figure_is_found_and_named_first(departments, tmp_path):
    found = named = 0
    trials = 32
    for planted, report in plant(departments, tmp_path, 1, trials, seed=1):
        (place,) = planted
        found += report.count("error") > 0
        first = report.explanations[0].suspects[0] if report.explanations else None
        named += first is not None and (first.sheet, first.cell) == place
        if first is not None and (first.sheet, first.cell) == place and first.suggested is not None:
            # Rounding may leave room for a neighbouring figure, not for another.
            assert abs(Decimal(first.suggested) - planted[place]) <= Decimal("0.02")
    assert found == trials
    assert named >= 0.95 * trials


@pytest.mark.slow
def test_three_wrong_figures_are_in_the_explanations(departments, tmp_path):
    whole = 0
    trials = 16
    for planted, report in plant(departments, tmp_path, 3, trials, seed=3):
        assert report.count("error") > 0
        suspected = {
            (suspect.sheet, suspect.cell)
            for explanation in report.explanations
            for suspects in (explanation.suspects, *explanation.alternatives)
            for suspect in suspects
        }
        whole += set(planted) <= suspected
    assert whole >= 0.9 * trials
