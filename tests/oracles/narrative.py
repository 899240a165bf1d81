"""A reader of 预算情况说明 that knows nothing of xltools: python-docx for the text, regular expressions for what it
says, the expected tables and the input files for what it should say.

Every amount must be a figure, a fact or a difference that its own sentence explains; every rate and share is worked
out again; what is said to be absent must be absent.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

import docx

from oracles.expected_tables import THIS_YEAR, expected_tables, fen_of, in_ten_thousands, read_records

AMOUNT = r"(\d+\.\d\d)万元"
_RATE = r"(?:，(增长|下降)(\d+\.\d\d)%|，(?:增|降)幅不到万分之一)?"
_COMPARED = re.compile(rf"{AMOUNT}(?:（不含上年结转，下同）)?，比上年{AMOUNT}(增加|减少){AMOUNT}{_RATE}")
_GONE = re.compile(rf"没有安排[^，。]+，比上年{AMOUNT}(减少){AMOUNT}，(下降)(\d+\.\d\d)%")
_NEW = re.compile(rf"{AMOUNT}(?:（不含上年结转，下同）)?，上年没有安排，比上年增加{AMOUNT}")
_TOTALS = re.compile(rf"与上年收支总计{AMOUNT}相比，收支总计(增加|减少){AMOUNT}{_RATE}")
_NEW_TOTALS = re.compile(rf"上年没有安排预算收支，收支总计比上年增加{AMOUNT}")
_MOVED = rf"(?:与上年(持平)|(增加|减少){AMOUNT})"
_BASIC = re.compile(
    rf"基本支出比上年{AMOUNT}(增加|减少){AMOUNT}{_RATE}(?:，其中人员经费{_MOVED}，公用经费{_MOVED})?"
)
_SHARE = re.compile(rf"{AMOUNT}，占(\d+\.\d\d)%")
_HARDLY = re.compile(rf"{AMOUNT}，占比不到万分之一")
_LABELS = ("单价50万元以上", "单价100万元以上")
HEADINGS = (
    "一、预算收支数据变动情况及原因",
    "二、收入预算情况说明",
    "三、支出预算情况说明",
    "四、财政拨款收支预算总体情况说明",
    "五、一般公共预算当年支出情况说明",
    "六、一般公共预算基本支出情况说明",
    "七、“三公”经费预算情况说明",
    "八、机关运行经费安排情况说明",
    "九、政府采购情况说明",
    "十、绩效管理情况说明",
    "十一、国有资产占有使用情况说明",
    "十二、其他说明",
)


@dataclass
class Disclosed:
    """What the department of a folder discloses, worked out apart from the program."""

    folder: Path
    facts: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self.facts = json.loads((self.folder / "unit.json").read_text(encoding="utf-8-sig"))
        self.tables = {table.number: table.printed() for table in expected_tables(self.folder)}

    def figure(self, table: int, label: str, column: int) -> Decimal:
        """The figure `column` places to the right of a label."""
        for row in self.tables[table]:
            if label in row:
                return Decimal(row[row.index(label) + column] or "0")
        return Decimal(0)

    def last_year(self, item: str) -> Decimal | None:
        given = self.facts.get("上年数(元)", {})
        assert isinstance(given, dict)
        value = given.get(item)
        return None if value is None else _in_ten_thousands(value)

    @cached_property
    def procured(self) -> list[Decimal]:
        given = self.facts.get("政府采购(元)", {})
        assert isinstance(given, dict)
        return [_in_ten_thousands(value) for value in given.values()]

    @cached_property
    def amounts(self) -> set[Decimal]:
        """Every amount that the text may state as it is."""
        found = {
            Decimal(cell) for rows in self.tables.values() for row in rows for cell in row if _is_figure(cell)
        }
        found |= {
            amount
            for item in ("一般公共预算当年支出", "基本支出")
            if (amount := self.last_year(item)) is not None
        }
        found |= set(self.by_kind().values()) | {*self.procured, sum(self.procured, Decimal(0))}
        performance = self.facts.get("绩效目标", {})
        assert isinstance(performance, dict)
        return found | {_in_ten_thousands(performance.get("涉及资金(元)", 0))}

    def by_kind(self) -> dict[str, Decimal]:
        """This year's projects by 项目类别."""
        sums: dict[str, int] = {}
        for row in read_records(self.folder / "projects.csv"):
            if row["年度"] == THIS_YEAR:
                sums[row["项目类别"]] = sums.get(row["项目类别"], 0) + fen_of(row["合计(元)"])
        return {kind: Decimal(in_ten_thousands(fen) or "0") for kind, fen in sums.items()}

    def projects(self) -> set[tuple[str, str]]:
        return {
            (row["单位"], row["项目名称"])
            for row in read_records(self.folder / "projects.csv")
            if row["年度"] == THIS_YEAR
        }

    def own_words(self) -> list[str]:
        """What the clerk wrote: the reader leaves it alone."""
        reasons = self.facts.get("变动原因", {})
        assert isinstance(reasons, dict)
        return [str(words) for words in (*reasons.values(), self.facts.get("其他说明")) if words]


def _is_figure(cell: str) -> bool:
    return re.fullmatch(r"\d+\.\d\d", cell) is not None


def _in_ten_thousands(yuan: object) -> Decimal:
    return _rounded(Decimal(str(yuan)) / 10_000)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def paragraphs(document: Path) -> list[tuple[str, str]]:
    """(style, text) of every paragraph of the body."""
    read = docx.Document(str(document)).paragraphs
    return [(str(paragraph.style.name), paragraph.text) for paragraph in read if paragraph.style]


def complaints(document: Path, folder: Path) -> list[str]:
    """What is wrong with the narrative of a department."""
    disclosed = Disclosed(folder)
    read = paragraphs(document)
    headings = tuple(text for style, text in read if style == "Heading 2")
    found = [] if headings == HEADINGS else [f"headings {headings}"]
    body = [_without(text, disclosed.own_words()) for style, text in read if style == "Body Text"]
    for text in body:
        found += [f"{complaint} | {text}" for complaint in _complaints(text, disclosed)]
    return found + _absences("\n".join(body), disclosed) + _counts("\n".join(body), disclosed)


def _without(text: str, words: Sequence[str]) -> str:
    for each in (*words, *_LABELS):
        text = text.replace(each.rstrip("。；; "), "")
    return text


def _complaints(text: str, disclosed: Disclosed) -> Iterator[str]:
    compared = list(_comparisons(text, disclosed))
    yield from (complaint for _, _, complaint in compared if complaint)
    rest = text
    for start, end, _ in sorted(compared, reverse=True):
        rest = rest[:start] + "·" * (end - start) + rest[end:]
    for amount in re.findall(AMOUNT, rest):
        if Decimal(amount) not in disclosed.amounts:
            yield f"{amount} is no figure"
    shares = list(_shares(text, disclosed))
    yield from (complaint for complaint in shares if complaint)
    rates = sum(len(re.findall(r"%", text[start:end])) for start, end, _ in compared)
    if text.count("%") != len(shares) - len(_HARDLY.findall(text)) + rates:
        yield "a percentage that nothing explains"


def _comparisons(text: str, disclosed: Disclosed) -> Iterator[tuple[int, int, str]]:
    """(start, end, what is wrong) of the part of each comparison that is no figure of this year."""
    for match in _COMPARED.finditer(text):
        this, last, way, moved, rise, rate = match.groups()
        yield match.end(1) + 2, match.end(), _compared(Decimal(this), last, way, moved, rise, rate)
    for match in _GONE.finditer(text):
        last, way, moved, rise, rate = match.groups()
        yield match.start(1), match.end(), _compared(Decimal(0), last, way, moved, rise, rate)
    for match in _NEW.finditer(text):
        yield match.end(1) + 2, match.end(), "" if match[1] == match[2] else f"{match[2]} more than nothing"
    for match in _TOTALS.finditer(text):
        this = disclosed.figure(1, "收入总计", 1)
        last, way, moved, rise, rate = match.groups()
        stated = "" if Decimal(last) == disclosed.last_year("预算收支总计") else f"last year was not {last}"
        yield match.start(), match.end(), stated or _compared(this, last, way, moved, rise, rate)
    for match in _NEW_TOTALS.finditer(text):
        right = Decimal(match[1]) == disclosed.figure(1, "收入总计", 1)
        yield match.start(), match.end(), "" if right else f"{match[1]} more than nothing"
    for match in _BASIC.finditer(text):
        last, way, moved, rise, rate, *parts = match.groups()
        total, personnel, operating = (disclosed.figure(6, "合计", column) for column in (2, 3, 4))
        wrong = _compared(total, last, way, moved, rise, rate)
        for this, item, (same, way, moved) in (
            (personnel, "人员经费", parts[:3]),
            (operating, "公用经费", parts[3:]),
        ):
            last = str(disclosed.last_year(item))
            if same is way:  # nothing is said of the two
                continue
            if same:
                wrong = wrong or ("" if this == Decimal(last) else f"{item}: {this} is not {last}")
            else:
                wrong = wrong or _compared(this, last, way, moved, None, None)
        yield match.start(), match.end(), wrong


def _compared(this: Decimal, last: str, way: str, moved: str, rise: str | None, rate: str | None) -> str:
    before = Decimal(last)
    if not before and rate is not None:
        return "a rate of nothing"
    if abs(this - before) != Decimal(moved) or way != ("增加" if this > before else "减少"):
        return f"{this} against {last} is not {way}{moved}"
    if rate is not None:
        right = _rounded(abs(this - before) / before * 100)
        if right != Decimal(rate) or rise != ("增长" if this > before else "下降") or not right:
            return f"{this} against {last} is not {rise}{rate}% but {right}%"
    return ""


_WHOLES = (
    # What a sentence without an amount of its own is about: table, label, columns to the right of it.
    ("预算支出", 1, "支出总计", 1),
    ("财政拨款支出", 4, "支出总计", 1),
    ("一般公共预算当年支出", 5, "合计", 2),
    ("人员经费", 6, "合计", 2),
    ("公用经费", 6, "合计", 2),
    ("因公出国（境）费", 10, "合计", 1),
    ("公务接待费", 10, "合计", 1),
    ("公务用车购置及运行费", 10, "合计", 1),
    ("按单位分", 11, "部门合计", 1),
    ("政府性基金预算支出按", 8, "合计", 2),
    ("国有资本经营预算支出按", 9, "合计", 2),
)


def _shares(text: str, disclosed: Disclosed) -> Iterator[str]:
    """What is wrong with each share of a paragraph, "" for a right one."""
    for sentence in text.split("。"):
        stated = _SHARE.findall(sentence)
        hardly = _HARDLY.findall(sentence)
        if not stated and not hardly:
            continue
        whole = _whole(sentence, disclosed)
        for part, share in stated:
            right = _rounded(Decimal(part) / whole * 100) if whole else None
            yield (
                "" if right == Decimal(share) and right else f"{part} of {whole} is not {share}% but {right}%"
            )
        for part in hardly:
            yield "" if Decimal(part) / whole * 100 < Decimal("0.005") else f"{part} of {whole} is something"
        if len(stated) + len(hardly) > 1:
            gap = abs(sum((Decimal(share) for _, share in stated), Decimal(0)) - 100)
            # Parts rounded to 0.01 of a whole rounded to 0.01, in per cent of the whole, and their own rounding.
            allowed = (len(stated) + len(hardly) + 1) * (Decimal("0.005") + Decimal("0.5") / whole)
            if gap > allowed:
                yield f"the shares miss 100 by {gap}"


def _whole(sentence: str, disclosed: Disclosed) -> Decimal:
    opening = re.match(rf"[^；：]*?{AMOUNT}，(?:其中|按资金来源分)：", sentence)
    if opening:
        return Decimal(opening[1])
    for subject, table, label, column in _WHOLES:
        if sentence.startswith(subject):
            return disclosed.figure(table, label, column)
    raise AssertionError(f"a share of what? {sentence}")


_ABSENT = (
    ("没有安排预算收入和支出", 1, "收入总计", 1),
    ("没有安排预算收入。", 1, "收入总计", 1),
    ("没有安排预算支出", 1, "支出总计", 1),
    ("没有安排财政拨款收支", 4, "收入总计", 1),
    ("没有安排一般公共预算当年支出", 5, "合计", 2),
    ("没有安排一般公共预算基本支出", 6, "合计", 2),
    ("没有安排财政拨款“三公”经费", 10, "合计", 1),
    ("没有安排机关运行经费", 11, "部门合计", 1),
    ("没有安排需要编报绩效目标的项目支出", 12, "", 1),
    ("没有安排政府性基金预算收支", 8, "合计", 2),
    ("没有安排国有资本经营预算收支", 9, "合计", 2),
    ("没有上年财政拨款结转", 4, "上年财政拨款结转", 1),
)


def _absences(text: str, disclosed: Disclosed) -> list[str]:
    """Where the text says that there is nothing and there is, or the other way round (N-11)."""
    appropriation = disclosed.figure(4, "收入总计", 1)
    found = []
    for words, table, label, column in _ABSENT:
        is_absent = not (_any(disclosed, table, label, column) if label else disclosed.projects())
        if words.startswith("没有上年") and not appropriation:
            continue
        if (words in text) != is_absent:
            found.append(f"{words}: {words in text}, but {is_absent}")
    return found


def _any(disclosed: Disclosed, table: int, label: str, column: int) -> bool:
    if table == 9:
        return any(_is_figure(cell) and Decimal(cell) for row in disclosed.tables[9] for cell in row)
    return bool(disclosed.figure(table, label, column))


def _counts(text: str, disclosed: Disclosed) -> list[str]:
    """Counts of projects: the whole is right, and the kinds add up to it (N-6)."""
    whole = re.search(r"编报绩效目标的项目共(\d+)个", text)
    if whole is None:
        return [] if not disclosed.projects() else ["projects are not counted"]
    kinds = [int(count) for count in re.findall(r"[类的]项目(\d+)个", text)]
    found = []
    if int(whole[1]) != len(disclosed.projects()):
        found.append(f"{whole[1]} projects, but {len(disclosed.projects())}")
    if kinds and sum(kinds) != int(whole[1]):
        found.append(f"{kinds} projects are not {whole[1]}")
    return found
