"""The words by which a table is known again in a workbook that was not made here: titles, headings, labels.

All words are folded (`model.fold.fold_name`): half width, no spaces; years and numbering are taken off first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from xltools.budget.form import TABLES
from xltools.budget.rows import TOTAL
from xltools.model.fold import fold_name
from xltools.model.table import Label, heading_of

_FUND = r"政府性基金(?:预算)?"
_BY_FUNCTION = r"(?:按?(?:支出)?功能(?:分类|科目))?"
_TITLES: tuple[tuple[int, str], ...] = (
    (4, r"财政拨款收支(?:预算)?总(?:体情况)?表"),
    (1, r"(?<!财政拨款)收支(?:预算)?总(?:体情况)?表"),
    (2, r"(?<!财政拨款)收入(?:预算)?总(?:体情况)?表"),
    (3, r"(?<!财政拨款)支出(?:预算)?总(?:体情况)?表"),
    (
        6,
        r"一般公共预算(?:财政拨款)?(?:安排)?(?:的)?基本支出(?:预算)?"
        r"(?:按?部门预算(?:支出)?)?(?:分经济科目|经济分类(?:科目)?)?(?:预算)?(?:情况|明细)?表",
    ),
    (5, rf"一般公共预算(?:财政拨款|拨款)?(?:当年)?支出{_BY_FUNCTION}(?:预算)?(?:情况|明细)?表"),
    (7, rf"{_FUND}(?:财政拨款)?收入(?:预算)?(?:情况)?表"),
    (8, rf"{_FUND}(?:财政拨款)?支出{_BY_FUNCTION}(?:预算)?(?:情况)?表"),
    (9, rf"国有资本经营(?:预算)?(?:财政拨款)?(?:收支|支出){_BY_FUNCTION}(?:预算)?(?:情况)?表"),
    (10, r"[“”\"'‘’「『《〈〝]?三公[“”\"'‘’」』》〉〞]?经费.*表"),
    (11, r"机关运行(?:费|经费).*表"),
    (12, r"项目支出(?:预算)?(?:情况)?表"),
)
_TITLE_PATTERNS = tuple((number, re.compile(pattern)) for number, pattern in _TITLES)
_YEAR = re.compile(r"20[0-9]{2}年?度?")
_CARRIED_OVER = re.compile(r"上年结转|\([^()]*结转[^()]*\)")
_EXCLUDING = re.compile(r"不含(?:上年)?结转")
_LONGEST_TITLE = 60
_OTHER_TABLE = re.compile(
    r"决算|(?<!基本)支出(?:预算)?总?表\(按?(?:部门预算|政府预算)?(?:支出)?经济(?:分类|科目).*\)"
)
"""Tables with such titles are not of this form, though their columns may look alike."""


@lru_cache(maxsize=4096)
def title_of(text: str) -> int | None:
    """The number of the table whose title this is; None if it is no title of a table of the form."""
    if "表" not in text or len(text) > _LONGEST_TITLE:
        return None
    words = _YEAR.sub("", fold_name(text))
    if "绩效" in words or _OTHER_TABLE.search(words):
        return None
    bare = re.sub(r"\([^()]*\)", "", words)
    for number, pattern in _TITLE_PATTERNS:
        match = pattern.search(bare)
        if match and match.end() == len(bare):
            if number == 12 and _CARRIED_OVER.search(_EXCLUDING.sub("", words)):
                return 13
            return number
    return None


YEAR_BEGINS = "(?:(?<![0-9])|(?<=表[0-9])|(?<=表[0-9]{2})|(?<=附件[0-9]))"
"""Where a year may begin: without the blank between, the number of a table runs into it (表12025年)."""


@lru_cache(maxsize=4096)
def years_in(text: str) -> frozenset[int]:
    """The years that a title or a heading names."""
    return frozenset(map(int, _A_YEAR.findall(fold_name(text))))


@lru_cache(maxsize=4096)
def is_aside(text: str) -> bool:
    """Whether a heading stands over figures of last year, or over a comparison with them."""
    return bool(_ASIDE.search(fold_name(text)))


_A_YEAR = re.compile(rf"{YEAR_BEGINS}20[0-9]{{2}}(?![0-9])")
_ASIDE = re.compile(r"上年(?!.*结转)|上一年(?!.*结转)|去年|往年|执行数|完成数|决算|增减|增长|比较|比重|占比")
_CONTINUED = re.compile(r"\(?续表?\)?$|^续表")


def is_continuation(text: str) -> bool:
    """Whether the title of a table stands above its second page: `…总表（续）`."""
    return bool(_CONTINUED.search(fold_name(text)))


_NO_DATA = re.compile(r"无数据|没有数据|空表|表为空")
_NOTHING_PLANNED = re.compile(r"(?:本|我)(?:表|部门|单位|局|机关)?.*(?:无|没有|未安排|不涉及)")
_BELOW = re.compile(
    r"^(?:注|说明|备注|附注)[0-9]?[:.、]|^(?:单位|财务|部门)?(?:负责人|主管)|"
    r"^(?:填表|填报|制表|编制|经办|审核|复核|联系)(?:人|日期|时间|电话)?:"
)
_LONGEST_NOTE = 120


@lru_cache(maxsize=8192)
def says_no_data(text: str) -> bool:
    """Whether a cell says that its table has no data: 注：本表无数据."""
    return ("数据" in text or "空" in text) and bool(_NO_DATA.search(fold_name(text)))


@lru_cache(maxsize=8192)
def says_nothing_planned(text: str) -> bool:
    """Whether a cell below an empty table says why it is: 本部门2025年无政府性基金预算."""
    return len(text) <= _LONGEST_NOTE and bool(_NOTHING_PLANNED.search(fold_name(text)))


@lru_cache(maxsize=8192)
def stands_below(text: str) -> bool:
    """Whether a cell is a note or a signature line below a table, not a row of it."""
    words = fold_name(text)
    return bool(_BELOW.search(words)) or (":" in words and not words.startswith("其中"))


@lru_cache(maxsize=8192)
def heading_words(text: str) -> str:
    """A column heading to compare: folded, without year, unit of measure and 预算数."""
    words = _YEAR.sub("", fold_name(text))
    words = re.sub(r"\((?:单位:)?(?:万元|元)\)$", "", words)
    return words if words in ("", "预算数") else words.removesuffix("预算数")


_ALIKE: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            ("合计", "总计", "小计"),
            ("一般公共预算", "一般公共预算拨款", "一般公共预算资金", "一般公共预算财政拨款"),
            (
                "政府性基金",
                "政府性基金预算",
                "政府性基金预算拨款",
                "政府性基金预算财政拨款",
                "政府性基金预算资金",
            ),
            ("国有资本经营预算", "国有资本经营", "国有资本经营预算拨款", "国有资本经营预算资金"),
            ("财政专户管理资金", "财政专户管理资金收入", "财政专户资金"),
            ("单位资金", "单位资金收入"),
            ("上年结转", "上年结转结余", "上年结转资金"),
            ("基本支出",),
            ("项目支出",),
            ("当年预算安排", "当年预算", "本年预算安排"),
            ("上年结转安排", "上年结转支出"),
            ("人员经费",),
            ("公用经费", "日常公用经费"),
            (
                "科目编码",
                "编码",
                "科目代码",
                "功能科目编码",
                "功能科目代码",
                "功能分类科目编码",
                "功能分类科目代码",
                "支出功能分类科目编码",
                "收入科目编码",
                "收入科目代码",
            ),
            (
                "科目名称",
                "名称",
                "科目",
                "功能科目",
                "功能分类",
                "功能分类科目",
                "功能科目名称",
                "功能分类科目名称",
                "支出功能分类科目",
                "支出功能分类科目名称",
                "收入科目",
                "收入科目名称",
                "科目编码及名称",
                "科目编码和名称",
                "科目编码名称",
                "科目编码(名称)",
            ),
            ("项目名称", "单位(项目)名称", "单位/项目名称", "项目"),
            ("单位名称", "单位", "预算单位"),
            (
                "部门预算支出经济科目名称",
                "部门预算支出经济分类科目名称",
                "部门预算经济科目名称",
                "部门经济科目名称",
                "部门预算支出经济分类",
                "部门预算支出经济分类科目",
                "部门预算经济分类科目",
                "部门预算经济分类科目名称",
                "支出经济分类科目",
                "支出经济分类科目名称",
                "经济分类科目",
                "经济分类科目名称",
                "经济科目名称",
                "部门经济分类科目名称",
                "部门经济分类科目",
            ),
            (
                "政府预算支出经济科目名称",
                "政府预算支出经济分类科目名称",
                "政府预算经济科目名称",
                "政府经济科目名称",
                "政府预算支出经济分类",
                "政府预算支出经济分类科目",
                "政府预算经济分类科目",
                "政府预算经济分类科目名称",
            ),
            ("政府性基金收入预算", "政府性基金预算收入", "收入预算", "金额"),
            ("国有资本经营收入预算", "国有资本经营预算收入", "收入预算", "金额"),
        ),
    )
)
_LONE_AMOUNT = frozenset(("", "预算数", "金额"))
"""Over the one column of figures of 表一 and 表四's revenue: the year, or a word as plain."""
_ONE_AMOUNT = frozenset((1, 3, 4, 5, 6, 8))
"""Tables that some print with the total alone."""


@cache
def accepted_headings(table: int, index: int) -> frozenset[str]:
    """The words that may stand right above a column, by its place in the table's columns."""
    declared = TABLES[table - 1]
    leaf = heading_words(heading_of(declared, index).split("/")[-1].replace("{year}", "2025"))
    column = declared.columns[index]
    panel = next(panel for panel in declared.panels if column in panel.columns)
    if table == 6 and index == 0:
        return frozenset(("科目名称",)).union(next(group for group in _ALIKE if leaf in group))
    if table == 9 and index == 0:
        return frozenset(("收入科目编码", "收入科目代码"))
    if table in (1, 4) and not isinstance(column, Label) and len(panel.figures) == 1:
        return _LONE_AMOUNT
    for group in _ALIKE:
        if leaf in group:
            return group
    return frozenset((leaf,))


@cache
def loose_headings(table: int, index: int) -> frozenset[str]:
    """The words that may stand above a column where none of `accepted_headings` do: 金额 over the only amount."""
    declared = TABLES[table - 1]
    column = declared.columns[index]
    panel = next(panel for panel in declared.panels if column in panel.columns)
    if isinstance(column, Label) or column is not panel.figures[0] or table not in _ONE_AMOUNT:
        return frozenset()
    return _LONE_AMOUNT - {""}


@cache
def all_headings() -> frozenset[str]:
    """Every word that stands above a column of any table, and those above several columns."""
    found = {
        heading_words(words.replace("{year}", "2025"))
        for table in TABLES
        for index in range(len(table.columns))
        for words in heading_of(table, index).split("/")
    }
    return frozenset(found).union(*_ALIKE) - {""}


def column_words(table: int, index: int) -> str:
    """The heading of a column as the form prints it, for a message."""
    return heading_of(TABLES[table - 1], index).split("/")[-1].replace("{year}年", "") or "金额"


_NUMBERING = re.compile(r"^(?:其中:?|\(?[一二三四五六七八九十]+[、)]|\(?[0-9]{1,2}[、.)]|[0-9](?=[^0-9.]))+")
_FIXED_ALIASES = {
    "上年结转结余": "上年结转",
    "上年结转收入": "上年结转",
    "结转下年": "年终结转",
    "年终结转结余": "年终结转",
    "上年结转财政拨款": "上年财政拨款结转",
    "上年结转": "上年财政拨款结转",
    "收入合计": "本年收入合计",
    "支出合计": "本年支出合计",
    "一般公共预算拨款": "一般公共预算",
    "一般公共预算资金": "一般公共预算",
    "一般公共预算财政拨款": "一般公共预算",
    "政府性基金": "政府性基金预算",
    "政府性基金预算拨款": "政府性基金预算",
    "政府性基金预算资金": "政府性基金预算",
    "政府性基金预算财政拨款": "政府性基金预算",
    "国有资本经营": "国有资本经营预算",
    "国有资本经营预算拨款": "国有资本经营预算",
    "国有资本经营预算资金": "国有资本经营预算",
    "国有资本经营预算财政拨款": "国有资本经营预算",
    "因公出国(境)费用": "因公出国(境)费",
    "公务用车购置及运行维护费": "公务用车购置及运行费",
    "公务用车运行费": "公务用车运行维护费",
}


@lru_cache(maxsize=4096)
def label_words(text: str) -> str:
    """A row label to compare: folded, without numbering; 支出 at the end of a class name may be left out."""
    words = fold_name(text).strip(":")
    return _NUMBERING.sub("", words) or words


@cache
def fixed_keys(table: int, panel_index: int) -> dict[str, tuple[str, ...]]:
    """The row keys of a panel of fixed rows by their folded label, more than one where labels repeat."""
    panel = TABLES[table - 1].panels[panel_index]
    found: dict[str, tuple[str, ...]] = {}
    for row in panel.fixed() if panel.fixed else ():
        if row.key:
            words = label_words(row.labels[0])
            found[words] = (*found.get(words, ()), row.key)
    for words, keys in list(found.items()):
        if words.endswith("支出") and words.removesuffix("支出"):
            found.setdefault(words.removesuffix("支出"), keys)
        elif words.isdigit() is False and keys[0].isdigit():
            found.setdefault(f"{words}支出", keys)
    for alias, words in _FIXED_ALIASES.items():
        if words in found:
            found.setdefault(alias, found[words])
    return found


def is_total(text: str) -> bool:
    """Whether a label is that of the first row: 合计 and its spellings."""
    return fold_name(text).strip(":") in (TOTAL, "总计", "部门合计", "总合计")
