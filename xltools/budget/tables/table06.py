"""表6 一般公共预算安排基本支出分经济科目表（不含上年结转）: by departmental and governmental economic class."""

from __future__ import annotations

from xltools.budget.classification import (
    department_economic_names,
    economic_classes,
    government_economic_names,
)
from xltools.budget.measures import basic
from xltools.budget.rows import LINE, TOTAL, UNKNOWN_NAME
from xltools.budget.vocabulary import BudgetYear, ExpenseType, Source
from xltools.model.fold import fold_name
from xltools.model.ledger import LedgerLine
from xltools.model.measure import Equals, StartsWith
from xltools.model.rule import EachOf, Equation, Rule, Same, levels, row_sum
from xltools.model.table import ABOVE, LEFT, Department, Figure, Label, Panel, Row, RowKind, Table

CLASS = "经济科目类"
SCOPE = {"source": Source.GENERAL_PUBLIC, "year": BudgetYear.CURRENT}


def line_key(class_name: str, department_economic: str, government_economic: str) -> str:
    """The key of a line; all three are names as printed."""
    return "/".join(map(fold_name, (class_name, department_economic, government_economic)))


def _rows(department: Department) -> list[Row]:
    lines: list[LedgerLine] = department.sums.lines(basic(**SCOPE))
    names = {
        (line.department_economic_code, line.government_economic_code): (
            line.department_economic_name
            or department_economic_names().get(line.department_economic_code, UNKNOWN_NAME),
            line.government_economic_name
            or government_economic_names().get(line.government_economic_code, UNKNOWN_NAME),
        )
        for line in lines
    }
    class_names = {line.department_economic_code[:3]: line.department_economic_class for line in lines}
    rows = [Row(TOTAL, (TOTAL, ""), key=TOTAL)]
    for class_code, given_name in sorted(class_names.items()):
        known = economic_classes().get(class_code)
        class_name = known.name if known else given_name or UNKNOWN_NAME
        rows.append(
            Row(
                CLASS,
                (class_name, ""),
                (StartsWith("department_economic_code", class_code),),
                key=fold_name(class_name),
                parent=TOTAL,
            )
        )
        rows += [
            Row(
                LINE,
                label,
                (
                    Equals("department_economic_code", department_code),
                    Equals("government_economic_code", government_code),
                ),
                key=line_key(class_name, *label),
                parent=fold_name(class_name),
            )
            for (department_code, government_code), label in sorted(names.items())
            if department_code.startswith(class_code)
        ]
    return rows


TABLE = Table(
    number=6,
    name="基本支出经济科目表",
    title="{year}年一般公共预算安排基本支出分经济科目表（不含上年结转）",
    headings=(
        ("部门预算支出经济科目名称", "政府预算支出经济科目名称", "{year}年预算数", LEFT, LEFT),
        (ABOVE, ABOVE, "合计", "人员经费", "公用经费"),
    ),
    panels=(
        Panel(
            (
                Label("department_economic", 32),
                Label("government_economic", 28),
                Figure("total", basic(**SCOPE)),
                Figure("personnel", basic(expense_type=ExpenseType.PERSONNEL, **SCOPE)),
                Figure("operating", basic(expense_type=ExpenseType.OPERATING, **SCOPE)),
            ),
            _rows,
            kind=RowKind.ECONOMIC_CLASSES,
        ),
    ),
    styles=(TOTAL, CLASS, LINE),
)

_PERSONNEL_CLASSES = ("工资福利支出", "对个人和家庭的补助")
_OPERATING_CLASSES = ("商品和服务支出",)

RULES = (
    Rule(
        "6-1",
        "表6每一行：合计 = 人员经费 + 公用经费；工资福利支出、对个人和家庭的补助属人员经费，商品和服务支出属公用经费",
        equations=(
            row_sum(6, "total", "personnel", "operating"),
            Equation(EachOf(_PERSONNEL_CLASSES), (Same(6, "total"),), (Same(6, "personnel"),)),
            Equation(EachOf(_OPERATING_CLASSES), (Same(6, "total"),), (Same(6, "operating"),)),
        ),
    ),
    Rule(
        "6-2",
        "表6每一栏：合计 = 各类之和，每类 = 其下各科目之和",
        equations=levels(6, "total", "personnel", "operating"),
    ),
)
