"""Builds workbooks/template_2025.xlsx from what `xltools.budget` declares.

    python tools/build_template.py [-o PATH]

The same declarations give the same bytes. Nothing is typed here that `budget` says.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from template.book import BLANK_FACTS, Book
from template.chart import add_chart_sheets
from template.console import add_console
from template.department import add_department_sheet
from template.forms import add_overall_form, add_target_form
from template.inputs import add_input_sheets
from template.lists import add_classification, add_findings, add_purchase_catalogue
from template.tables import add_table

from xltools.budget.form import TABLES
from xltools.model.ledger import Ledger
from xltools.office.workbook import Workbook
from xltools.tasks.fill import fill_workbook

DEFAULT_PATH = Path(__file__).resolve().parent.parent / "workbooks" / "template_2025.xlsx"


def build(path: Path) -> None:
    """Writes the template, its sheets in the order in which people need them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Book(path)
    add_console(book)
    add_department_sheet(book)
    add_input_sheets(book)
    for table in TABLES:
        add_table(book, table)
    add_chart_sheets(book)
    add_overall_form(book)
    add_target_form(book)
    add_findings(book)
    add_classification(book)
    add_purchase_catalogue(book)
    book.workbook.close()
    finish(path)


def finish(path: Path) -> None:
    """Lets `fill` write what it always writes, for a department that has not entered anything yet."""
    workbook = Workbook.open(path)
    fill_workbook(workbook, Ledger(BLANK_FACTS))
    workbook.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description="生成工作簿模板。")
    parser.add_argument(
        "-o", "--output", type=Path, default=DEFAULT_PATH, help="写到哪里（默认：%(default)s）"
    )
    build(parser.parse_args().output)


if __name__ == "__main__":
    main()
