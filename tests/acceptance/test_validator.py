"""Microsoft's validator finds nothing wrong in the template and in filled workbooks."""

import pytest

import xltools
from oracles.expected_tables import REPOSITORY, SAMPLE
from oracles.made_up import make_department
from oracles.made_up_shapes import Shape

TEMPLATE = REPOSITORY / "workbooks" / "template_2025.xlsx"


@pytest.mark.slow
def test_template_filled_and_refilled_workbooks_are_valid(tmp_path, open_xml_validator):
    inputs = {f"部门{seed}": make_department(tmp_path / f"输入{seed}", seed) for seed in (0, 3, 4, 7)}
    inputs |= {"示例": SAMPLE, "长": make_department(tmp_path / "长", 9, Shape(lines=5100, projects=3))}
    workbooks = [xltools.fill(folder, tmp_path / f"{name}.xlsx").path for name, folder in inputs.items()]
    # The sample's inputs in a workbook grown for another department, and back.
    workbooks.append(xltools.fill(SAMPLE, tmp_path / "以大作样.xlsx", template=workbooks[1]).path)
    errors = open_xml_validator.validate([TEMPLATE, *workbooks])
    assert {path.name: list(map(str, found)) for path, found in errors.items() if found} == {}
