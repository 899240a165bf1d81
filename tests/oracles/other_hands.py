"""Narratives as other people write them, made from the expected tables and the input files alone.

Three hands with words of their own; what a department has none of, they leave out or deny.
"""

import json
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from oracles.expected_tables import expected_tables

_CENT = Decimal("0.01")


class Printed:
    """The figures of a department as its tables print them."""

    def __init__(self, folder: Path) -> None:
        self.facts = json.loads((folder / "unit.json").read_text(encoding="utf-8-sig"))
        self.year = self.facts["年度"]
        self.tables = {table.number: table.printed() for table in expected_tables(folder)}

    def figure(self, table: int, label: str, column: int) -> Decimal:
        """The figure `column` places to the right of a label; nothing where it is not there."""
        for row in self.tables[table]:
            if label in row:
                return Decimal(row[row.index(label) + column] or "0")
        return Decimal(0)

    def classes(self) -> Iterator[tuple[str, Decimal]]:
        """The functional classes of 表5 with their totals."""
        for code, name, amount, *_ in self.tables[5]:
            if len(code) == 3 and code.isdigit() and amount:
                yield name, Decimal(amount)

    def items(self) -> Iterator[tuple[str, str, Decimal]]:
        """Code, name and total of the items of 表5."""
        for code, name, amount, *_ in self.tables[5]:
            if len(code) == 7 and code.isdigit() and amount and "*" not in name and "“" not in name:
                yield code, name, Decimal(amount)


def share(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(_CENT, ROUND_HALF_UP)


def office(printed: Printed) -> str:
    """Headings of its own, shares behind one another, a list that a colon begins."""
    revenue, basic, project = (
        printed.figure(1, "收入总计", 1),
        printed.figure(3, "合计", 3),
        printed.figure(3, "合计", 4),
    )
    this_year, carried = printed.figure(1, "本年收入合计", 1), printed.figure(1, "上年结转", 1)
    lines = [f"{printed.year}年部门预算说明", "一、收支总体情况"]
    if not revenue:
        return "\n".join([*lines, f"{printed.year}年，我单位没有安排预算收入。"])
    lines.append(f"按照综合预算的原则，{printed.year}年我单位收入总预算{revenue}万元。")
    if this_year and carried:
        lines.append(f"收入总预算包括：本年收入{this_year}万元，上年结转{carried}万元。")
    if basic and project:
        lines.append(
            f"支出总预算{revenue}万元，由基本支出{basic}万元和项目支出{project}万元组成，"
            f"分别占支出总预算的{share(basic, revenue)}%和{share(project, revenue)}%。"
        )
    return "\n".join(lines)


def section(printed: Printed) -> str:
    """General public expenditure by class and by item, with the levels and the codes of items."""
    spent = printed.figure(5, "合计", 2)
    lines = ["五、一般公共预算支出情况"]
    if not spent:
        return "\n".join([*lines, "我局没有一般公共预算支出。"])
    classes = [f"{name}{amount}万元，占{share(amount, spent)}%" for name, amount in printed.classes()]
    lines.append(
        f"{printed.year}年，我局一般公共预算拨款支出共{spent}万元，按功能科目分：{'；'.join(classes)}。"
    )
    lines += [
        f"{number}.{name}（{code}）{amount}万元。"
        for number, (code, name, amount) in enumerate(printed.items(), 1)
    ]
    return "\n".join(lines)


def clerk(printed: Printed) -> str:
    """Short sentences without headings, one after another in a paragraph."""
    basic, personnel, operating = (printed.figure(6, "合计", column) for column in (2, 3, 4))
    trips, reception, cars = (
        printed.figure(10, label, 1) for label in ("因公出国（境）费", "公务接待费", "公务用车购置及运行费")
    )
    text = []
    if basic:
        text.append(f"一般公共预算基本支出{basic}万元")
        if personnel and operating:
            text[-1] += f"，其中人员经费{personnel}万元、公用经费{operating}万元"
    running = printed.figure(11, "部门合计", 1)
    text.append(f"机关运行经费{running}万元" if running else "没有机关运行经费")
    text.append(f"因公出国（境）费{trips}万元" if trips else "没有因公出国（境）费")
    text.append(f"公务接待费{reception}万元" if reception else "没有公务接待费")
    text.append(f"公务用车购置及运行费{cars}万元" if cars else "没有公务用车购置及运行费")
    return "。".join(text) + "。"


HANDS: dict[str, Callable[[Printed], str]] = {"办公室": office, "科室": section, "经办人": clerk}
