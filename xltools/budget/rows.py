"""The kinds of row sets that the tables share: which rows the data call for, in printed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from xltools.budget.classification import function_classes
from xltools.model.fold import fold_name
from xltools.model.ledger import ProjectLine
from xltools.model.measure import Equals, Measure, StartsWith
from xltools.model.table import Department, Row

TOTAL, CATEGORY, SECTION, ITEM = "合计", "类", "款", "项"
"""Styles of the rows of a table by function code."""
FUNCTION_CODE_STYLES = (TOTAL, CATEGORY, SECTION, ITEM)
LINE = "明细行"

UNKNOWN_NAME = "（科目名称待补充）"
"""Printed where a code has no name in the classification; the input check tells which code."""


def by_function_code(scope: Measure) -> Callable[[Department], list[Row]]:
    """合计, then every 类, 款 and 项 that has an amount within `scope`, in code order."""

    def rows(department: Department) -> list[Row]:
        items = {line.function_code for line in department.sums.lines(scope)}
        codes = sorted({code[:length] for code in items for length in (3, 5, 7)})
        return [
            Row(TOTAL, (TOTAL, ""), key=TOTAL),
            *(
                Row(
                    {3: CATEGORY, 5: SECTION}.get(len(code), ITEM),
                    (code, department.function_names.get(code, UNKNOWN_NAME)),
                    (StartsWith("function_code", code, label="code"),),
                    key=code,
                    parent=parent_code(code),
                )
                for code in codes
            ),
        ]

    return rows


def parent_code(code: str) -> str:
    """The row that a function code is part of: 类 of 款, 款 of 项, 合计 of 类."""
    return code[:-2] if len(code) > 3 else TOTAL


def function_class_rows() -> list[Row]:
    """The 30 类 that 表一 and 表四 always print."""
    return [
        Row("", (entry.printed_name,), (StartsWith("function_code", entry.code),), key=entry.code)
        for entry in function_classes()
    ]


def by_project(scope: Measure) -> Callable[[Department], list[Row]]:
    """The department, each unit that has projects within `scope`, and under it its projects in list order."""

    def rows(department: Department) -> list[Row]:
        found = [Row(DEPARTMENT, (department.ledger.department.name,), key=DEPARTMENT)]
        lines: Sequence[ProjectLine] = department.sums.lines(scope)
        for unit in department.ledger.units:
            projects = _first_of_each(line for line in lines if line.unit_number == unit.number)
            if projects:
                found.append(
                    Row(
                        UNIT,
                        (unit.name,),
                        (Equals("unit_number", unit.number),),
                        key=unit_key(unit.name),
                        parent=DEPARTMENT,
                    )
                )
            found += [
                Row(
                    PROJECT,
                    (line.name,),
                    (Equals("project_number", line.project_number),),
                    key=project_key(unit.name, line.name),
                    parent=unit_key(unit.name),
                )
                for line in projects
            ]
        return found

    return rows


DEPARTMENT, UNIT, PROJECT = "部门", "单位", "项目"
"""Styles of the rows of 表十二 and 表十三."""
PROJECT_STYLES = (DEPARTMENT, UNIT, PROJECT)


def unit_key(unit: str) -> str:
    """The key of a unit's row in 表十二 and 表十三; `unit` is its name as printed."""
    return f"{UNIT}/{fold_name(unit)}"


def project_key(unit: str, project: str) -> str:
    """The key of a project's row under its unit."""
    return f"{PROJECT}/{fold_name(unit)}/{fold_name(project)}"


def _first_of_each(lines: Iterable[ProjectLine]) -> list[ProjectLine]:
    first: dict[int, ProjectLine] = {}
    for line in lines:
        first.setdefault(line.project_number, line)
    return list(first.values())


def by_revenue_code(scope: Measure, total: Measure) -> Callable[[Department], list[Row]]:
    """合计 and every revenue code within `scope`; without revenue detail, 合计 alone, taken from `total`."""

    def rows(department: Department) -> list[Row]:
        names = {line.revenue_code: line.revenue_name for line in department.sums.lines(scope)}
        if not names:
            return [Row(TOTAL, (TOTAL, ""), figures={"revenue": total}, key=TOTAL)]
        return [
            Row(TOTAL, (TOTAL, ""), key=TOTAL),
            *(
                Row(
                    LINE,
                    (code, name or department.revenue_names.get(code, UNKNOWN_NAME)),
                    (Equals("revenue_code", code, label="code"),),
                    key=code,
                    parent=TOTAL,
                )
                for code, name in sorted(names.items())
            ),
        ]

    return rows
