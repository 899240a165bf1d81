"""What a narrative of a department may say, worked out apart from the program: the expected tables, the input files."""

import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

from oracles.expected_tables import (
    FISCAL,
    SOURCES,
    THIS_YEAR,
    expected_tables,
    fen_of,
    in_ten_thousands,
    read_records,
    unit_order,
)

Parts = dict[str, Decimal]
KINDS = ("其他运转类", "特定目标类")
NOTHING = Decimal(0)


class Disclosed:
    """The figures, the facts and the clerk's words of the department whose input files are in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.facts = json.loads((folder / "unit.json").read_text(encoding="utf-8-sig"))
        self.year = int(self.facts["年度"])
        self._tables = {table.number: table.printed() for table in expected_tables(folder)}

    # --- figures of the tables ------------------------------------------------------------------------------------

    def figure(self, table: int, label: str, column: int) -> Decimal:
        """The figure `column` places to the right of a label."""
        for row in self._tables[table]:
            if label in row:
                return _decimal(row[row.index(label) + column])
        return NOTHING

    def line(self, table: int, names: str, *, label: str = "合计", first: int = 2) -> Parts:
        """The figures of a row by the names of its columns, from the `first` to the right of its label on."""
        return {
            name: self.figure(table, label, column) for column, name in enumerate(names.split("/"), first)
        }

    @cached_property
    def sources(self) -> Parts:
        """This year's revenue of 表1 by source."""
        return {row[0][2:]: _decimal(row[1]) for row in self._tables[1] if row[0][2:] in SOURCES}

    def funds(self, *, carried_over: bool) -> Parts:
        """Revenue of 表4 by fund."""
        labels = [row[0] for row in self._tables[4]]
        start = labels.index("上年财政拨款结转") if carried_over else 0
        rows = [row for row in self._tables[4][start:] if row[0][2:] in FISCAL]
        return {row[0][2:]: _decimal(row[1]) for row in rows[:3]}

    def classes(self, table: int) -> Parts:
        """Expenditure by 类, named as the table names them."""
        if table in (1, 4):
            return {
                row[2][row[2].index("、") + 1 :]: _decimal(row[3])
                for row in self._tables[table]
                if "、" in row[2]
            }
        code = 3 if table == 9 else 0
        return {
            row[code + 1]: _decimal(row[code + 2])
            for row in self._tables[table]
            if re.fullmatch(r"\d{3}", row[code])
        }

    @cached_property
    def capital(self) -> Parts:
        """Expenditure of 表9: its first line has no label of its own."""
        return dict(
            zip(("合计", "基本支出", "项目支出"), map(_decimal, self._tables[9][0][5:8]), strict=True)
        )

    @cached_property
    def economic_classes(self) -> Parts:
        return {row[0]: _decimal(row[2]) for row in self._tables[6][1:] if not row[1]}

    def economic_lines(self, column: int) -> list[tuple[str, Decimal]]:
        """The lines of 表6 in a column that print something, a name as often as it stands there."""
        lines = [(row[0], _decimal(row[column])) for row in self._tables[6][1:] if row[1]]
        return [line for line in lines if line[1]]

    @cached_property
    def agencies(self) -> Parts:
        """机关运行经费 of 表11 by unit."""
        return {row[0]: _decimal(row[1]) for row in self._tables[11][1:]}

    @cached_property
    def three_public(self) -> Parts:
        return {row[0].lstrip("①②"): _decimal(row[1]) for row in self._tables[10]}

    # --- projects and units ---------------------------------------------------------------------------------------

    @cached_property
    def _project_rows(self) -> list[dict[str, str]]:
        rows = read_records(self._folder / "projects.csv")
        return [row for row in rows if row["年度"] == THIS_YEAR]

    @cached_property
    def project_counts(self) -> Counter[str]:
        """This year's projects by 项目类别, "" where no row of a project states one."""
        kinds: dict[tuple[str, str], str] = {}
        for row in self._project_rows:
            project = (row["单位"], row["项目名称"])
            kinds[project] = kinds.get(project) or row["项目类别"]
        return Counter(kinds.values())

    @cached_property
    def project_amounts(self) -> Parts:
        sums: Counter[str] = Counter()
        for row in self._project_rows:
            sums[row["项目类别"]] += fen_of(row["合计(元)"])
        amounts = {kind: _decimal(in_ten_thousands(sums[kind])) for kind in KINDS}
        return amounts | {"": abs(self.projects_total - sum(amounts.values(), NOTHING))}

    @property
    def projects_total(self) -> Decimal:
        return _decimal(self._tables[12][0][1])

    @property
    def unit_names(self) -> list[str]:
        return list(unit_order(self._folder))

    # --- facts ----------------------------------------------------------------------------------------------------

    def given(self, *path: str) -> object:
        """A fact of unit.json; None where it is blank."""
        value: object = self.facts
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return None if value == "" else value

    def number(self, *path: str) -> Decimal | None:
        value = self.given(*path)
        return None if value is None else Decimal(str(value))

    def amount(self, *path: str) -> Decimal | None:
        """An amount of unit.json, 元 there, in 万元 as printed."""
        value = self.number(*path)
        return None if value is None else rounded(value / 10_000)

    def last_year(self, item: str) -> Decimal | None:
        return self.amount("上年数(元)", item)

    def words(self, *path: str) -> list[str]:
        """What the clerk wrote, by lines."""
        lines = [line.strip() for line in str(self.given(*path) or "").splitlines()]
        return [line for line in lines if line]


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _decimal(cell: str) -> Decimal:
    return Decimal(cell or "0")
