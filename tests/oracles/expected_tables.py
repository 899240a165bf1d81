"""The 13 tables worked out a second time, from the input files and the regulation's words alone.

Nothing of xltools is imported: titles, headings and the labels of fixed rows are those of the published
budget (tests/reference), names of codes are read from the classification as data, sums are whole 分.
"""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SAMPLE = REPOSITORY / "samples" / "organization_department"
CLASSIFICATION = REPOSITORY / "xltools" / "budget" / "data"
PUBLISHED = REPOSITORY / "tests" / "reference" / "published_tables.json"

GENERAL, FUNDS, CAPITAL = "一般公共预算", "政府性基金预算", "国有资本经营预算"
FISCAL = (GENERAL, FUNDS, CAPITAL)
SOURCES = (*FISCAL, "财政专户管理资金", "单位资金")
THIS_YEAR, CARRYOVER = "本年", "上年结转"
BASIC, PROJECT = "基本支出", "项目支出"
OPERATING = "公用经费"
AGENCIES = ("行政", "参公")

THREE_PUBLIC_CODES = {
    "因公出国（境）费": "30212",
    "公务接待费": "30217",
    "公务用车购置费": "31013",
    "公务用车运行维护费": "30231",
}
_VEHICLES = ("公务用车购置费", "公务用车运行维护费")
_THREE_PUBLIC_ROWS: dict[str, tuple[str, ...]] = {
    "因公出国（境）费": ("因公出国（境）费",),
    "公务接待费": ("公务接待费",),
    "公务用车购置及运行费": _VEHICLES,
    "①公务用车购置费": ("公务用车购置费",),
    "②公务用车运行维护费": ("公务用车运行维护费",),
    "合计": tuple(THREE_PUBLIC_CODES),
}

Record = dict[str, str]
Cell = str | None
"""What is printed: a label or a figure, "" for a figure of zero; None where no figure ever stands."""
Key = tuple[str, str, str]
"""基本支出 or 项目支出, source, year."""
Wanted = Callable[[Key], bool]


@dataclass(frozen=True)
class ExpectedTable:
    """One table as it must be printed. `figure_columns` counts from 0."""

    number: int
    title: str
    header: list[list[str]]
    rows: list[list[Cell]]
    figure_columns: tuple[int, ...]

    def printed(self) -> list[list[str]]:
        """The rows in the shape of published_tables.json."""
        return [[cell or "" for cell in row] for row in self.rows]


_FIGURE_COLUMNS: dict[int, tuple[int, ...]] = {
    1: (1, 3, 4, 5),
    2: (2, 3, 4, 5, 6, 7, 8),
    3: (2, 3, 4),
    4: (1, 3, 4, 5, 6),
    5: (2, 3, 4),
    6: (2, 3, 4),
    7: (2,),
    8: (2, 3, 4),
    9: (2, 5, 6, 7),
    10: (1, 2, 3, 4),
    11: (1, 2, 3, 4),
    12: (1, 2, 3, 4, 5, 6),
    13: (1, 2, 3, 4),
}


def expected_tables(folder: Path) -> list[ExpectedTable]:
    """The 13 tables of the department whose input files are in `folder`."""
    books = _Books(folder)
    makers = (
        _table1,
        _table2,
        _table3,
        _table4,
        _table5,
        _table6,
        _table7,
        _table8,
        _table9,
        _table10,
        _table11,
        _table12,
        _table13,
    )
    published = published_tables()
    return [
        ExpectedTable(
            number,
            table.title.replace("2025", books.year),
            [[text.replace("2025", books.year) for text in line] for line in table.header],
            maker(books),
            table.figure_columns,
        )
        for number, (table, maker) in enumerate(zip(published, makers, strict=True), start=1)
    ]


@cache
def published_tables() -> list[ExpectedTable]:
    """The published tables; the extract has the first headings of 表九 over the wrong columns: mended."""
    tables = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert len(tables) == 13
    assert tables[8]["header"][0] == ["国有资本经营预算收入", "", "国有资本经营预算支出", "", "", "", "", ""]
    tables[8]["header"][0] = ["国有资本经营预算收入", "", "", "国有资本经营预算支出", "", "", "", ""]
    return [
        ExpectedTable(number, table["title"], table["header"], table["rows"], _FIGURE_COLUMNS[number])
        for number, table in enumerate(tables, start=1)
    ]


def in_ten_thousands(fen: int) -> str:
    """分 → 万元 as printed: half up to 2 decimals, nothing for zero. Amounts are never negative."""
    assert fen >= 0
    hundreds_of_yuan = (fen + 5_000) // 10_000
    return f"{hundreds_of_yuan // 100}.{hundreds_of_yuan % 100:02d}" if hundreds_of_yuan else ""


def fen_of(amount: str) -> int:
    """元 as written in a file → 分; blank is zero."""
    fen = Decimal(amount or "0") * 100
    assert fen == fen.to_integral_value(), f"{amount} 元 is no whole number of 分"
    return int(fen)


def read_records(path: Path) -> list[Record]:
    """The rows of a CSV file by heading; none without the file."""
    if not path.exists():
        return []
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def unit_order(folder: Path) -> list[str]:
    """The budgetary units in printed order: as units.csv lists them, then as the two books name them."""
    listed = read_records(folder / "units.csv")
    named = [*read_records(folder / "basic_expenditure.csv"), *read_records(folder / "projects.csv")]
    return list(dict.fromkeys(row["单位"] for row in [*listed, *named]))


class _Books:
    """The input files of a department, amounts in 分."""

    def __init__(self, folder: Path) -> None:
        facts = json.loads((folder / "unit.json").read_text(encoding="utf-8-sig"))
        self.year = str(facts["年度"])
        self.department = str(facts["部门名称"])
        self.basic = read_records(folder / "basic_expenditure.csv")
        self.projects = read_records(folder / "projects.csv")
        self.revenue = read_records(folder / "revenue.csv")
        self.three_public = read_records(folder / "three_public.csv")
        self.units = unit_order(folder)
        kinds = {row["单位"]: row["单位类型"] for row in read_records(folder / "units.csv")}
        self.agencies = {unit for unit in self.units if (kinds.get(unit) or "行政") in AGENCIES}
        self.function_names = _names("function_codes.csv") | {
            row["编码"]: row["名称"] for row in read_records(folder / "functional_classification.csv")
        }
        # By prefix of the function code, "" for the whole; then by kind of expenditure, source and year.
        self._sums: dict[str, Counter[Key]] = defaultdict(Counter)
        for kind, rows, heading in ((BASIC, self.basic, "金额(元)"), (PROJECT, self.projects, "合计(元)")):
            for row in rows:
                fen = fen_of(row[heading])
                if fen:
                    code = row["功能科目编码"]
                    for length in (0, 3, 5, 7):
                        self._sums[code[:length]][kind, row["资金来源"], row["年度"]] += fen

    def figure(self, wanted: Wanted, prefix: str = "") -> str:
        return in_ten_thousands(sum(fen for key, fen in self._sums[prefix].items() if wanted(key)))

    def codes(self, wanted: Wanted) -> list[str]:
        """Every 类, 款 and 项 with an amount that is wanted, in code order."""
        return sorted(code for code, sums in list(self._sums.items()) if code and any(map(wanted, sums)))

    def named_codes(self, wanted: Wanted) -> list[list[str]]:
        return [[code, self.function_names[code]] for code in self.codes(wanted)]


@cache
def _names(file: str) -> dict[str, str]:
    return {row["编码"]: row["名称"] for row in read_records(CLASSIFICATION / file)}


@cache
def _function_classes() -> dict[str, str]:
    """The printed words of 表一 and 表四 → the 类."""
    return {row["表一、表四行名"]: row["编码"] for row in read_records(SAMPLE / "function_classes.csv")}


def _wanted(
    *,
    kind: str | None = None,
    sources: Iterable[str] = SOURCES,
    years: Iterable[str] = (THIS_YEAR, CARRYOVER),
) -> Wanted:
    sources, years = set(sources), set(years)
    return lambda key: kind in (None, key[0]) and key[1] in sources and key[2] in years


def _table1(books: _Books) -> list[list[Cell]]:
    revenue: dict[str, Wanted] = {
        "一、一般公共预算": _wanted(sources=[GENERAL], years=[THIS_YEAR]),
        "二、政府性基金预算": _wanted(sources=[FUNDS], years=[THIS_YEAR]),
        "三、国有资本经营预算": _wanted(sources=[CAPITAL], years=[THIS_YEAR]),
        "四、财政专户管理资金": _wanted(sources=["财政专户管理资金"], years=[THIS_YEAR]),
        "五、单位资金": _wanted(sources=["单位资金"], years=[THIS_YEAR]),
        "本年收入合计": _wanted(years=[THIS_YEAR]),
        "上年结转": _wanted(years=[CARRYOVER]),
        "收入总计": _wanted(),
    }
    columns = [_wanted(), _wanted(years=[THIS_YEAR]), _wanted(years=[CARRYOVER])]
    rows: list[list[Cell]] = []
    for left, _, right, *_ in published_tables()[0].printed():
        figure = books.figure(revenue[left]) if left else None
        rows.append([left, figure, right, *_expenditure_cells(books, right, columns)])
    return rows


def _table4(books: _Books) -> list[list[Cell]]:
    fiscal_years: dict[str, tuple[str, ...]] = {
        "本年收入合计": (THIS_YEAR,),
        "上年财政拨款结转": (CARRYOVER,),
        "收入总计": (THIS_YEAR, CARRYOVER),
    }
    columns = [_wanted(sources=FISCAL), *(_wanted(sources=[source]) for source in FISCAL)]
    year = THIS_YEAR
    rows: list[list[Cell]] = []
    for left, _, right, *_ in published_tables()[3].printed():
        if left == "上年财政拨款结转":
            year = CARRYOVER  # the three funds under it are carry-over
        figure = None
        if left in fiscal_years:
            figure = books.figure(_wanted(sources=FISCAL, years=fiscal_years[left]))
        elif left:
            figure = books.figure(_wanted(sources=[left[2:]], years=[year]))
        rows.append([left, figure, right, *_expenditure_cells(books, right, columns)])
    return rows


def _expenditure_cells(books: _Books, label: str, columns: Sequence[Wanted]) -> list[Cell]:
    """The figures beside a label of the right half of 表一 and 表四; 年终结转 stays blank."""
    if label in ("", "年终结转"):
        return [None] * len(columns)
    prefix = "" if label in ("本年支出合计", "支出总计") else _function_classes()[label]
    return [books.figure(wanted, prefix) for wanted in columns]


def _by_function(books: _Books, scope: Wanted, columns: Sequence[Wanted]) -> list[list[Cell]]:
    return [
        [code or "合计", name, *(books.figure(wanted, code) for wanted in columns)]
        for code, name in [["", ""], *books.named_codes(scope)]
    ]


def _table2(books: _Books) -> list[list[Cell]]:
    this_year = [_wanted(sources=[source], years=[THIS_YEAR]) for source in SOURCES]
    columns = [_wanted(years=[THIS_YEAR]), *this_year, _wanted(years=[CARRYOVER])]
    return _by_function(books, _wanted(), columns)


def _by_kind(books: _Books, sources: Sequence[str], years: Sequence[str]) -> list[list[Cell]]:
    whole = _wanted(sources=sources, years=years)
    kinds = [_wanted(kind=kind, sources=sources, years=years) for kind in (BASIC, PROJECT)]
    return _by_function(books, whole, [whole, *kinds])


def _table3(books: _Books) -> list[list[Cell]]:
    return _by_kind(books, SOURCES, (THIS_YEAR, CARRYOVER))


def _table5(books: _Books) -> list[list[Cell]]:
    return _by_kind(books, [GENERAL], [THIS_YEAR])


def _table8(books: _Books) -> list[list[Cell]]:
    return _by_kind(books, [FUNDS], [THIS_YEAR])


def _table6(books: _Books) -> list[list[Cell]]:
    sums: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    labels: dict[tuple[str, ...], list[Cell]] = {(): ["合计", ""]}
    class_names = {
        row["部门经济科目类编码"]: row["名称"] for row in read_records(SAMPLE / "economic_classes.csv")
    }
    for row in books.basic:
        fen = fen_of(row["金额(元)"])
        if not fen or row["资金来源"] != GENERAL or row["年度"] != THIS_YEAR:
            continue
        own, government = row["部门经济科目编码"], row["政府经济科目编码"]
        labels[own[:3],] = [class_names[own[:3]], ""]
        labels[own[:3], own, government] = [
            row["部门经济科目名称"] or _names("department_economic_codes.csv")[own],
            row["政府经济科目名称"] or _names("government_economic_codes.csv")[government],
        ]
        for line in ((), (own[:3],), (own[:3], own, government)):
            sums[line][row["经费类型"]] += fen
    return [
        [
            *labels[line],
            *map(in_ten_thousands, (sums[line].total(), sums[line]["人员经费"], sums[line][OPERATING])),
        ]
        for line in sorted(labels)
    ]


def _revenue(books: _Books, source: str) -> list[list[Cell]]:
    """By revenue code; without revenue detail of the fund its 合计 alone, which is what is spent of it."""
    sums: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in books.revenue:
        if row["资金来源"] == source and row["年度"] == THIS_YEAR:
            code = row["收入科目编码"]
            sums[code] += fen_of(row["金额(元)"])
            names[code] = row["收入科目名称"]
    total = (
        in_ten_thousands(sums.total()) if sums else books.figure(_wanted(sources=[source], years=[THIS_YEAR]))
    )
    rows: list[list[Cell]] = [["合计", "", total]]
    rows += [[code, names[code], in_ten_thousands(sums[code])] for code in sorted(sums)]
    return rows


def _table7(books: _Books) -> list[list[Cell]]:
    return _revenue(books, FUNDS)


def _table9(books: _Books) -> list[list[Cell]]:
    total, *codes = _by_kind(books, [CAPITAL], [THIS_YEAR])
    expenditure = [["", "", *total[2:]], *codes]
    nothing: list[list[Cell]] = [["", "", None], ["", "", None, None, None]]
    return [
        [*(left or nothing[0]), *(right or nothing[1])]
        for left, right in zip_longest(_revenue(books, CAPITAL), expenditure)
    ]


def _table10(books: _Books) -> list[list[Cell]]:
    sums: Counter[tuple[str, str]] = Counter()
    if books.three_public:
        for row in books.three_public:
            for source in FISCAL:
                sums[row["项目"], source] += fen_of(row[f"{source}(元)"])
    else:
        items = {code: item for item, code in THREE_PUBLIC_CODES.items()}
        for row in books.basic:
            item = items.get(row["部门经济科目编码"])
            if item and row["年度"] == THIS_YEAR:
                sums[item, row["资金来源"]] += fen_of(row["金额(元)"])
    return [
        _with_total(label, [sum(sums[item, source] for item in items) for source in FISCAL])
        for label, items in _THREE_PUBLIC_ROWS.items()
    ]


def _with_total(label: str, by_source: Sequence[int]) -> list[Cell]:
    return [label, in_ten_thousands(sum(by_source)), *map(in_ten_thousands, by_source)]


def _table11(books: _Books) -> list[list[Cell]]:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in books.basic:
        fiscal_this_year = row["年度"] == THIS_YEAR and row["资金来源"] in FISCAL
        if fiscal_this_year and row["经费类型"] == OPERATING and row["单位"] in books.agencies:
            sums[row["单位"]][row["资金来源"]] += fen_of(row["金额(元)"])
    whole = [sum(unit[source] for unit in sums.values()) for source in FISCAL]
    return [
        _with_total("部门合计", whole),
        *(
            _with_total(unit, [sums[unit][source] for source in FISCAL])
            for unit in books.units
            if sums[unit].total()
        ),
    ]


def _by_project(books: _Books, year: str, sources: Sequence[str]) -> list[list[Cell]]:
    """部门, then each unit with its projects in list order; who has no such money is left out."""
    # A project stands where its first row of that year stands.
    listed: dict[tuple[str, str], Counter[str]] = {}
    for row in books.projects:
        if row["年度"] == year and row["资金来源"] in sources:
            project = listed.setdefault((row["单位"], row["项目名称"]), Counter())
            project[row["资金来源"]] += fen_of(row["合计(元)"])
    sums = {project: by_source for project, by_source in listed.items() if by_source.total()}

    def line(label: str, members: Iterable[Counter[str]]) -> list[Cell]:
        members = list(members)
        return _with_total(label, [sum(member[source] for member in members) for source in sources])

    rows = [line(books.department, sums.values())]
    for unit in books.units:
        projects = {name: member for (owner, name), member in sums.items() if owner == unit}
        if projects:
            rows.append(line(unit, projects.values()))
            rows += [line(name, [member]) for name, member in projects.items()]
    return rows


def _table12(books: _Books) -> list[list[Cell]]:
    return _by_project(books, THIS_YEAR, SOURCES)


def _table13(books: _Books) -> list[list[Cell]]:
    return _by_project(books, CARRYOVER, FISCAL)
