"""On paper: a page for each target sheet, no word cut, nothing too small to read, no number too wide."""

import math
import subprocess
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import xltools
from oracles.expected_tables import SAMPLE, expected_tables
from oracles.expected_targets import expected_targets
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape

CROWDED = Shape(units=3, lines=5, projects=30, most_indicators=60, longest_text=1500, whole_period=True)
PRINTED = ("表", "绩效", "整体", "项目绩效目标表样")
DEFAULT_FONT_SIZE = 11
LEAST_SHRINKING = 0.5
"""Of the font size: 11 points never below 5.5."""


def fill(folder: Path, seed: int | None) -> tuple[Path, Path]:
    """(the inputs, the workbook); None is the sample, 77 a crowded department."""
    inputs = SAMPLE
    if seed is not None:
        inputs = make_department(folder / "输入", seed, CROWDED if seed == 77 else None)
    return inputs, xltools.fill(inputs, folder / "部门.xlsx").path


@pytest.mark.parametrize("seed", [None, 4, 7, 77], ids=["sample", "large amounts", "long texts", "crowded"])
def test_every_word_fits_its_cell(tmp_path, seed):
    """By reckoning, a full-width character as two of Excel's width units, and in favour of the sheet."""
    _, workbook = fill(tmp_path, seed)
    cut = []
    for sheet in openpyxl.load_workbook(workbook, data_only=True).worksheets:
        if sheet.title.startswith(PRINTED):
            cut += [f"{sheet.title}!{complaint}" for complaint in cut_texts(sheet)]
    assert cut == []


def cut_texts(sheet: Worksheet) -> list[str]:
    """The texts that need more lines than their cell has room for, or are shrunk beyond reading."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            wrapped, shrunk = cell.alignment.wrap_text, cell.alignment.shrink_to_fit
            if not isinstance(cell.value, str) or not (wrapped or shrunk):
                continue
            area = merged.get((cell.row, cell.column))
            last_row, last_column = (area.max_row, area.max_col) if area else (cell.row, cell.column)
            size = cell.font.size
            columns = range(cell.column, last_column + 1)
            width = sum(column_width(sheet, column) for column in columns) * DEFAULT_FONT_SIZE / size
            if not wrapped:
                if width < LEAST_SHRINKING * units(cell.value):
                    found.append(
                        f"{cell.coordinate} is shrunk to {width / units(cell.value):.0%}: {cell.value[:40]}"
                    )
                continue
            lines = sum(max(1, math.ceil(units(line) / (width * 1.05))) for line in cell.value.split("\n"))
            heights = [sheet.row_dimensions[number].height for number in range(cell.row, last_row + 1)]
            if None not in heights and sum(heights) < lines * size * 1.15:
                found.append(f"{cell.coordinate}: {lines} lines in {sum(heights)} points: {cell.value[:40]}")
    return found


def column_width(sheet: Worksheet, column: int) -> float:
    """openpyxl keeps a width shared by several columns with the first of them."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.min <= column <= dimension.max:
            return dimension.width
    return sheet.column_dimensions[get_column_letter(column)].width


def units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [None, 4, 77], ids=["sample", "large amounts", "crowded"])
def test_printed(tmp_path, libreoffice, seed):
    """Target sheets take one page each, no page is empty, no column too narrow, no word lost."""
    inputs = (
        SAMPLE if seed is None else make_department(tmp_path / "输入", seed, CROWDED if seed == 77 else None)
    )
    workbook = xltools.fill(inputs, tmp_path / "部门.xlsx").path
    pages = printed_pages(libreoffice.to_pdf(workbook))
    for number, page in enumerate(pages, start=1):
        assert page, f"page {number} is empty"
        assert "###" not in page, f"page {number}"
    blank_form, *targets = [page for page in pages if "项目支出绩效目标表" in page and "项目属性" in page]
    assert "项目设立必要性" in blank_form
    for page, target in zip(targets, expected_targets(inputs), strict=True):
        for text in [
            target.project,
            *target.texts.values(),
            *(text for line in target.indicators for text in line),
        ]:
            assert "".join(text.split()) in page, f"{target.project}: {text} is not on its page"
    for table in expected_tables(inputs):
        # A wide table is fitted to the width of its page: what stands far right is on the page of the title.
        heading = (table.title, f"预算公开表{table.number}", "单位：万元", table.header[-1][-1])
        assert any(all(words in page for words in heading) for page in pages), table.title


def printed_pages(pdf: Path) -> list[str]:
    """The words of each page without spaces, cell by cell."""
    run = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True, encoding="utf-8")
    return ["".join(page.split()) for page in run.stdout.split("\f")[:-1]]
