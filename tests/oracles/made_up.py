"""Departments that do not exist: input folders made from a seed, full of what goes wrong in practice.

The same seed and shape give the same files. Amounts are whole 分 up to 10¹¹ 元, many chosen so that a sum
is exactly half of 0.01 万元; names hold wildcards, quotes and XML; texts are long. The inputs are sound.
"""

import csv
import io
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from oracles.expected_tables import (
    CAPITAL,
    CLASSIFICATION,
    FISCAL,
    FUNDS,
    SAMPLE,
    THIS_YEAR,
    THREE_PUBLIC_CODES,
    read_records,
)
from oracles.made_up_shapes import Shape, shape_of
from oracles.made_up_words import (
    ATTRIBUTES,
    BASIC_HEADINGS,
    INDICATOR_HEADINGS,
    INDICATOR_OUTLINE,
    LEVELS,
    LONG_TEXTS,
    PROJECT_HEADINGS,
    PROJECT_NAMES,
    REVENUE_HEADINGS,
    SENTENCES,
    UNIT_HEADINGS,
    UNIT_NAMES,
    WHOLE_PERIOD_HEADINGS,
)

HALF_CENT, CENT = 5_000, 10_000
"""In 分: 0.005 and 0.01 万元."""

Row = dict[str, object]


def make_department(folder: Path, seed: int, shape: Shape | None = None) -> Path:
    """Writes the input files of a department into `folder`, which is made; gives the folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    _Department(seed, shape or shape_of(seed)).write(folder)
    return folder


def write_records(
    path: Path, rows: Sequence[Mapping[str, object]], headings: Sequence[str], encoding: str = "utf-8-sig"
) -> None:
    """Writes a CSV file as Excel and WPS do."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def in_yuan(fen: int) -> str:
    """分 → 元 as a clerk's program exports it: no decimals where there are none."""
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}".rstrip("0")


class _Department:
    def __init__(self, seed: int, shape: Shape) -> None:
        self.shape = shape
        self.dice = random.Random(f"department {seed}")
        self.units = self.dice.sample(UNIT_NAMES, shape.units)
        self.name = f"上党区“试点”局*（{seed}）"
        self.function_names, self.own_names = self._functions()
        self.large_left = 3

    def write(self, folder: Path) -> None:
        basic, projects = self._basic(), self._projects()
        self._put_half_cents(basic)
        self._put_half_cents(projects)
        encoding = self.shape.encoding
        write_records(folder / "basic_expenditure.csv", _in_yuan(basic, "金额(元)"), BASIC_HEADINGS, encoding)
        headings = [*PROJECT_HEADINGS, *(WHOLE_PERIOD_HEADINGS if self.shape.whole_period else ())]
        funded = [self._with_levels(row) for row in projects]
        write_records(folder / "projects.csv", funded, headings, encoding)
        indicators = self._indicators(projects)
        write_records(folder / "indicators.csv", indicators, INDICATOR_HEADINGS, encoding)
        if self.shape.unit_list:
            write_records(folder / "units.csv", self._unit_list(), UNIT_HEADINGS, encoding)
        if self.shape.revenue:
            rows = self._revenue([*basic, *projects])
            write_records(folder / "revenue.csv", rows, REVENUE_HEADINGS, encoding)
        if self.shape.three_public:
            headings = ["项目", *(f"{source}(元)" for source in FISCAL)]
            write_records(folder / "three_public.csv", self._three_public(basic), headings, encoding)
        if self.own_names:
            rows = [{"编码": code, "名称": name} for code, name in self.own_names.items()]
            write_records(folder / "functional_classification.csv", rows, ["编码", "名称"], encoding)
        facts = json.dumps(self._facts(), ensure_ascii=False, indent=1)
        (folder / "unit.json").write_text(facts, encoding="utf-8")

    def _functions(self) -> tuple[dict[str, str], dict[str, str]]:
        """The codes this department spends under, by name, and the names it gives itself."""
        sample = [code for code in _codes(SAMPLE / "functional_classification.csv") if len(code) == 7]
        count = self.shape.function_codes
        chosen = set(self.dice.sample(sample, min(count, 4)))
        chosen |= set(self.dice.sample(_function_items(), max(count - len(chosen), 0)))
        names = {code: _codes(CLASSIFICATION / "function_codes.csv")[code] for code in sorted(chosen)}
        own: dict[str, str] = {}
        if self.shape.own_function_names:
            own = {
                self.dice.choice(sorted(names)): "改了名的“科目”",
                "2013297": "本区*新增事务",
                "20132": "组织工作",
            }
            names |= {code: name for code, name in own.items() if len(code) == 7}
        return names, own

    def _amount(self) -> int:
        """In 分."""
        dice, largest = self.dice, self.shape.largest
        if self.large_left and dice.random() < 0.05:
            self.large_left -= 1
            return dice.randint(largest // 2, largest) * 100
        ceiling = min(largest, 3_000_000)
        return dice.choice(
            (
                dice.choice((1, 49, 99, HALF_CENT - 1, HALF_CENT, HALF_CENT + 1, CENT - 1, CENT)),
                dice.randint(1, ceiling * 100),
                dice.randint(1, ceiling) * 100,
                dice.randint(0, ceiling // 100) * CENT + HALF_CENT,
                max(ceiling // 1000, 1) * 100_000,
            )
        )

    def _put_half_cents(self, rows: list[Row]) -> None:
        """Makes the whole, and every third function code, sum to exactly half of 0.01 万元."""
        by_code: dict[object, list[Row]] = defaultdict(list)
        for row in rows:
            by_code[row["功能科目编码"]].append(row)
        groups = [group for group in by_code.values() if self.dice.random() < 0.3]
        for group in [*groups, rows]:
            if group:
                group[-1]["分"] = _fen(group[-1]) + (HALF_CENT - sum(map(_fen, group))) % CENT

    def _basic(self) -> list[Row]:
        dice, shape = self.dice, self.shape
        economic = self._economic_lines()
        rows: list[Row] = []
        for _ in range(shape.lines):
            function = dice.choice(list(self.function_names))
            economic_line = dice.choice(economic)
            named = dice.random() < 0.9
            rows.append(
                {
                    "单位": dice.choice(self.units),
                    "功能科目编码": function,
                    "功能科目名称": self.function_names[function] if named else "",
                    **economic_line,
                    **({} if named else {"部门经济科目名称": "", "政府经济科目名称": ""}),
                    "资金来源": dice.choice(shape.sources),
                    "年度": self._year(),
                    "分": 0 if dice.random() < 0.03 else self._amount(),
                }
            )
        return rows

    def _year(self) -> str:
        return self.shape.years[-1 if self.dice.random() < 0.25 else 0]

    def _economic_lines(self) -> list[Row]:
        """Pairs of departmental and governmental economic codes; the four of "三公" are always among them."""
        own, government = (
            _codes(CLASSIFICATION / f"{kind}_economic_codes.csv") for kind in ("department", "government")
        )
        classes = {row["部门经济科目类编码"]: row for row in read_records(SAMPLE / "economic_classes.csv")}
        items = [code for code in own if len(code) == 5 and code[:3] in ("301", "302", "303", "307", "310")]
        receiving = [code for code in government if len(code) == 5 and code[:3] <= "509"]
        chosen = [*self.dice.sample(items, 16), *THREE_PUBLIC_CODES.values()]
        return [
            {
                "部门经济科目编码": code,
                "部门经济科目名称": own[code],
                "部门经济科目类": classes[code[:3]]["名称"],
                "政府经济科目编码": other,
                "政府经济科目名称": government[other],
                "经费类型": classes[code[:3]]["经费类型"],
            }
            for code in dict.fromkeys(chosen)
            for other in self.dice.sample(receiving, self.dice.randint(1, 2))
        ]

    def _projects(self) -> list[Row]:
        dice, shape = self.dice, self.shape
        rows: list[Row] = []
        for unit, name in self._project_names():
            texts = self._texts(unit)
            wanted = dice.choice((1, 1, 1, 2, 3, 4))
            keys = {
                (dice.choice(list(self.function_names)), dice.choice(shape.sources), self._year())
                for _ in range(wanted)
            }
            kind = dice.choice(("其他运转类", "特定目标类"))
            for function, source, year in sorted(keys, key=lambda key: (key[2] != THIS_YEAR, key)):
                rows.append(
                    {
                        "单位": unit,
                        "项目名称": name,
                        "年度": year,
                        "项目类别": kind,
                        "功能科目编码": function,
                        "资金来源": source,
                        **texts,
                        "分": self._amount(),
                    }
                )
        if shape.shuffled:
            dice.shuffle(rows)
        return rows

    def _project_names(self) -> list[tuple[str, str]]:
        """(单位, 项目名称), each different; with several units one name stands in two of them."""
        names = [*PROJECT_NAMES, *(f"第{number}号专项" for number in range(1, self.shape.projects + 1))]
        chosen = self.dice.sample(names, self.shape.projects)
        projects = [(self.dice.choice(self.units), name) for name in chosen]
        if len(projects) > 1 and len(self.units) > 1:
            other = next(unit for unit in self.units if unit != projects[0][0])
            projects[-1] = (other, projects[0][1])
        return projects

    def _texts(self, unit: str) -> Row:
        dice = self.dice
        long_one = dice.choice(LONG_TEXTS)
        texts: Row = {
            heading: self._text(self.shape.longest_text if heading == long_one else 60)
            for heading in LONG_TEXTS
        }
        return texts | {
            "主管部门及代码": f"007-{self.name}",
            "实施单位": dice.choice((unit, "")),
            "项目属性": dice.choice(ATTRIBUTES),
            "项目期": dice.choice(("1年", "3年", "")),
            "填报日期": dice.choice(("20241216", "2024-12-16", "")),
            "负责人": dice.choice(("张三", "")),
            "经办人": "李四",
            "联系电话": dice.choice(("0355-8080000", "13800000000", "")),
        }

    def _text(self, length: int) -> str:
        if self.dice.random() < 0.1:
            return ""
        text = ""
        while len(text) < length:
            text += self.dice.choice(SENTENCES)
        return text[:length].strip()

    def _with_levels(self, row: Row) -> Row:
        """The row as written: amounts in 元, the levels adding up to the whole."""
        fen = _fen(row)
        written = {**row, "合计(元)": in_yuan(fen)}
        del written["分"]
        parts = self._split(fen, len(LEVELS))
        written |= {f"{level}(元)": in_yuan(part) for level, part in zip(LEVELS, parts, strict=True)}
        if self.shape.whole_period:
            whole = [part * 3 + CENT for part in parts]
            written["实施期合计(元)"] = in_yuan(sum(whole))
            written |= {
                f"实施期{level}(元)": in_yuan(part) for level, part in zip(LEVELS, whole, strict=True)
            }
        return written

    def _split(self, fen: int, count: int) -> list[int]:
        if self.dice.random() < 0.5:
            parts = [0] * count
            parts[self.dice.randrange(count)] = fen
            return parts
        cuts = sorted(self.dice.randint(0, fen) for _ in range(count - 1))
        return [right - left for left, right in zip([0, *cuts], [*cuts, fen], strict=True)]

    def _indicators(self, projects: Iterable[Row]) -> list[Row]:
        dice = self.dice
        this_year = dict.fromkeys(
            (row["单位"], row["项目名称"]) for row in projects if row["年度"] == THIS_YEAR
        )
        rows: list[Row] = []
        for index, (unit, name) in enumerate(this_year):
            count = (
                dice.randint(0, min(self.shape.most_indicators, 8)) if index else self.shape.most_indicators
            )
            for number in range(count):
                level1 = dice.choice(list(INDICATOR_OUTLINE))
                rows.append(
                    {
                        "单位": unit,
                        "项目名称": name,
                        "一级指标": level1,
                        "二级指标": dice.choice(INDICATOR_OUTLINE[level1]) + dice.choice(("", "", "指标"))
                        if level1 == "效益指标"
                        else dice.choice(INDICATOR_OUTLINE[level1]),
                        "三级指标": f"{dice.choice(('完成', '覆盖', '保障'))}情况{number + 1}"
                        + "较长" * dice.randint(0, 9),
                        "指标值": dice.choice(("≥95%", "100个", "及时", "=1", "")),
                        "比较符": "",
                        "数值": "",
                        "计量单位": "",
                        "期": dice.choice(("", "", "实施期", "年度")),
                        "权重": "",
                    }
                )
        return rows

    def _unit_list(self) -> list[Row]:
        """In an order of its own; where there are several the last unit is missing."""
        listed = self.units[: max(1, len(self.units) - 1)]
        return [
            {
                "单位": unit,
                "单位代码": f"{number:03d}",
                "单位类型": self.dice.choice(("行政", "参公", "事业", "事业", "")),
                "编制人数": self.dice.randint(1, 99),
                "在职人数": self.dice.choice((12, "")),
            }
            for number, unit in enumerate(self.dice.sample(listed, len(listed)), start=1)
        ]

    def _revenue(self, spent: Iterable[Row]) -> list[Row]:
        """Revenue by code, as much of each fund as is spent of it this year."""
        totals: Counter[str] = Counter()
        for row in spent:
            if row["年度"] == THIS_YEAR:
                totals[str(row["资金来源"])] += _fen(row)
        rows: list[Row] = []
        for source, prefix in ((FUNDS, "10301"), (CAPITAL, "10306")):
            if not totals[source]:
                continue
            names = _codes(CLASSIFICATION / "revenue_codes.csv")
            codes = self.dice.sample(
                [code for code in names if len(code) >= 7 and code.startswith(prefix)], 3
            )
            for part in self._split(totals[source], 5):
                code = self.dice.choice(codes)
                if part:
                    rows.append(
                        {
                            "单位": self.dice.choice(self.units),
                            "收入科目编码": code,
                            "收入科目名称": names[code],
                            "资金来源": source,
                            "年度": THIS_YEAR,
                            "金额(元)": in_yuan(part),
                        }
                    )
        return rows

    def _three_public(self, basic: Iterable[Row]) -> list[Row]:
        """What basic expenditure holds of each item, and something from projects on top."""
        spent: Counter[tuple[object, object]] = Counter()
        for row in basic:
            if row["年度"] == THIS_YEAR:
                spent[row["部门经济科目编码"], row["资金来源"]] += _fen(row)
        return [
            {
                "项目": item,
                **{
                    f"{source}(元)": in_yuan(
                        spent[code, source] + self.dice.choice((0, 0, HALF_CENT, 123_456))
                    )
                    for source in FISCAL
                },
            }
            for item, code in THREE_PUBLIC_CODES.items()
        ]

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {
            "年度": self.dice.choice((2025, 2026)),
            "部门名称": self.name,
            "部门代码": "007",
            "编制人数": 31,
            "在职人数": 27,
        }
        if self.dice.random() < 0.5:
            facts |= {
                "内设机构": ["办公室", "综合<科>"],
                "主要职责": [self._text(80) for _ in range(self.dice.randint(1, 9))],
                "战略目标": self._text(200),
                "重点任务": [
                    {"核心职能": f"职能{number}", "重点任务": self._text(90)}
                    for number in range(self.dice.randint(0, 6))
                ],
                "年度绩效目标": self._text(120),
                "整体指标": [
                    ["产出指标", "数量指标", f"任务{number}", f"≥{number}项"]
                    for number in range(self.dice.randint(0, 12))
                ],
            }
        return facts


def _fen(row: Row) -> int:
    fen = row["分"]
    assert isinstance(fen, int)
    return fen


def _in_yuan(rows: Iterable[Row], heading: str) -> list[Row]:
    return [
        {
            heading if key == "分" else key: in_yuan(_fen(row)) if key == "分" else value
            for key, value in row.items()
        }
        for row in rows
    ]


@cache
def _codes(path: Path) -> dict[str, str]:
    return {row["编码"]: row["名称"] for row in read_records(path)}


@cache
def _function_items() -> list[str]:
    """The 项 of the classification whose 类 表一 prints and whose 款 is named."""
    names = _codes(CLASSIFICATION / "function_codes.csv")
    printed = {row["编码"] for row in read_records(SAMPLE / "function_classes.csv")}
    return sorted(code for code in names if len(code) == 7 and code[:3] in printed and code[:5] in names)
