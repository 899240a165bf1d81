"""Builds workbooks/template_2025.xlsm: the .xlsx template with the macros of macros/, their buttons and ribbon tab.

    python tools/build_xlsm.py [-t TEMPLATE] [-o PATH]

The template may have been restyled; the same one gives the same bytes. Parts that need not change do not.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from pyopenvba import ExcelFile

from xltools.office.package import Package
from xltools.office.workbook import Workbook
from xltools.tasks.filling.buttons import add_buttons

ROOT = Path(__file__).resolve().parent.parent
MACROS = ROOT / "macros"
TEMPLATE = ROOT / "workbooks" / "template_2025.xlsx"


def build(template: Path, path: Path) -> None:
    """Writes the template with macros to `path`, which ends in .xlsm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "draft.xlsm")
        Workbook.open(template).save(draft)
        add_project(draft)
        changed = Package.open(draft)
        package = Package.open(template)
        contents = {name: changed.read(name) for name in changed.part_names}
    workbook = Workbook(package.rebuilt(contents))
    add_buttons(workbook)
    workbook.save(path)


def add_project(path: Path) -> None:
    """Gives a workbook a macro project of the modules in macros/, and it and its sheets their code names."""
    with ExcelFile(path) as workbook:
        workbook.add_vba_project()
        for module in sorted(MACROS.glob("*.bas")):
            lines = module.read_text(encoding="ascii").splitlines()
            workbook.vba_project().add_module(module.stem, "\r\n".join(lines) + "\r\n")
        workbook.save()


def main() -> None:
    parser = argparse.ArgumentParser(description="生成带宏的工作簿模板。")
    parser.add_argument(
        "-t", "--template", type=Path, default=TEMPLATE, help="不带宏的模板（默认：%(default)s）"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=TEMPLATE.with_suffix(".xlsm"),
        help="写到哪里（默认：%(default)s）",
    )
    arguments = parser.parse_args()
    build(arguments.template, arguments.output)


if __name__ == "__main__":
    main()
