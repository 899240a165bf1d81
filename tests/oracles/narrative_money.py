"""Sections 一 to 八 of 预算情况说明: what each may say of the tables, and whether it must."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from oracles.narrative_facts import NOTHING, Disclosed, Parts
from oracles.narrative_words import (
    AMOUNT,
    NO_LAST_YEAR,
    RATE,
    Sentence,
    because,
    changed,
    compared,
    direction,
    equals,
    listed,
    made_of,
    moved,
    share_equals,
    split,
    ways_to_say,
)


def year_on_year_section(d: Disclosed) -> Iterator[Sentence]:
    revenue, expenditure = d.figure(1, "收入总计", 1), d.figure(1, "支出总计", 1)
    last, way = d.last_year("预算收支总计"), direction(revenue, d.last_year("预算收支总计"))
    named = "、".join(d.unit_names) if len(d.unit_names) < 13 else ""
    yield Sentence(
        rf"{d.year}年，本部门预算收入总计{AMOUNT}，预算支出总计{AMOUNT}",
        bool(revenue),
        lambda match: [*equals(revenue, match[1]), *equals(expenditure, match[2])],
    )
    yield Sentence(
        f"{d.year}年，本部门没有安排预算收入和支出(，与上年持平)?",
        not revenue,
        lambda match: [] if bool(match[1]) == (last == 0) else [f"last year was {last}"],
    )
    yield Sentence(
        r"纳入本部门预算的单位共(\d+)个(?:：(.+))?",
        len(d.unit_names) > 1,
        lambda match: [
            *equals(len(d.unit_names), match[1]),
            *([] if (match[2] or "") == named else [f"the units are {named}"]),
        ],
    )
    yield Sentence(NO_LAST_YEAR, last is None)
    yield Sentence(
        rf"收支总计与上年（{AMOUNT}）持平",
        bool(revenue) and way == "持平",
        lambda match: equals(last, match[1]),
    )
    yield Sentence(
        rf"与上年收支总计{AMOUNT}相比，收支总计(增加|减少){AMOUNT}{RATE}",
        bool(last) and way != "持平",
        lambda match: [
            *equals(last, match[1]),
            *moved(revenue, last or NOTHING, match[2], match[3], match.groups()[3:]),
        ],
    )
    yield Sentence(
        rf"上年没有安排预算收支，收支总计比上年增加{AMOUNT}",
        last == 0 and way == "增加",
        lambda match: equals(revenue, match[1]),
    )
    words = [ways_to_say(d, item)[-1:] for item in ("收入", "支出")]
    alike = words[0] == words[1] != []
    some = bool(revenue or last)
    for subject, fact, due in (
        ("收支", "收入", alike),
        ("收入", "收入", not alike),
        ("支出", "支出", not alike),
    ):
        yield because(d, subject, fact, way, due and some)


def revenue_section(d: Disclosed) -> Iterator[Sentence]:
    whole, this_year = d.figure(1, "收入总计", 1), d.figure(1, "本年收入合计", 1)
    years = {"本年收入": this_year, "上年结转": d.figure(1, "上年结转", 1)}
    yield Sentence(f"{d.year}年，本部门没有安排预算收入", not whole)
    yield Sentence(
        rf"{d.year}年，本部门预算收入总计{AMOUNT}(?:，(.+))?",
        bool(whole),
        lambda match: [*equals(whole, match[1]), *made_of(match[2], years, whole)],
    )
    yield Sentence(
        rf"本年收入{AMOUNT}(?:，(.+))?",
        bool(this_year),
        lambda match: [
            *equals(this_year, match[1]),
            *made_of(match[2], d.sources, this_year, "按资金来源分：", "全部来自{}"),
        ],
    )


def expenditure_section(d: Disclosed) -> Iterator[Sentence]:
    whole = d.figure(1, "支出总计", 1)
    kinds = d.line(3, "基本支出/项目支出", first=3)
    yield Sentence(f"{d.year}年，本部门没有安排预算支出", not whole)
    yield Sentence(
        rf"{d.year}年，本部门预算支出总计{AMOUNT}(?:，(.+))?",
        bool(whole),
        lambda match: [*equals(whole, match[1]), *made_of(match[2], kinds, whole)],
    )
    years = d.line(1, "当年预算安排/上年结转安排", label="支出总计")
    yield split("预算支出", "按资金年度分", years, whole)
    yield split("预算支出", "按支出功能分类", d.classes(1), whole)


def appropriation_section(d: Disclosed) -> Iterator[Sentence]:
    revenue, whole = d.figure(4, "收入总计", 1), d.figure(4, "支出总计", 1)
    yield Sentence(f"{d.year}年，本部门没有安排财政拨款收支", not revenue)
    yield Sentence(
        rf"{d.year}年，本部门财政拨款收入总计{AMOUNT}，财政拨款支出总计{AMOUNT}",
        bool(revenue),
        lambda match: [*equals(revenue, match[1]), *equals(whole, match[2])],
    )
    for name, label, carried in (
        ("本年财政拨款收入", "本年收入合计", False),
        ("上年财政拨款结转", "上年财政拨款结转", True),
    ):
        amount, funds = d.figure(4, label, 1), d.funds(carried_over=carried)
        yield Sentence(f"没有{name}", bool(revenue) and not amount)
        yield Sentence(
            rf"{name}{AMOUNT}(?:，(.+))?",
            bool(amount),
            lambda match, amount=amount, funds=funds: [  # type: ignore[misc]
                *equals(amount, match[1]),
                *made_of(match[2], funds, amount, alone="全部来自{}"),
            ],
        )
    funds = d.line(4, "一般公共预算/政府性基金预算/国有资本经营预算", label="支出总计")
    yield split("财政拨款支出", "按资金性质分", funds, whole, "全部由{}安排")
    yield split("财政拨款支出", "按支出功能分类", d.classes(4), whole)


def general_public_section(d: Disclosed) -> Iterator[Sentence]:
    whole, name = d.figure(5, "合计", 2), "一般公共预算当年支出"
    kinds = d.line(5, "基本支出/项目支出", first=3)
    yield from compared(d, name, name, whole, name, "一般公共预算", "当年支出", "（不含上年结转，下同）")
    last, last_basic = d.last_year(name), d.last_year("基本支出")
    lasts = {"基本支出": last_basic or NOTHING, "项目支出": (last or NOTHING) - (last_basic or NOTHING)}
    moving = [kind for kind in kinds if kinds[kind] or lasts[kind]]

    def wrong(match: re.Match[str]) -> Iterator[str]:
        said = [
            re.fullmatch(rf"(基本支出|项目支出)(?:{AMOUNT}|没有安排)，(.+)", part)
            for part in match[1].split("；")
        ]
        if [part[1] for part in said if part] != moving:
            yield f"not of {moving}"
            return
        for part in filter(None, said):
            yield from equals(kinds[part[1]], part[2] or "0")
            yield from [] if bool(part[2]) == bool(kinds[part[1]]) else ["0.00"]
            yield from changed(part[3], kinds[part[1]], lasts[part[1]], rate=False)

    known = bool(whole and last) and last_basic is not None and last_basic <= (last or NOTHING)
    yield Sentence("其中：(.+)", known and len(moving) > 1 and any(kinds.values()), wrong)
    yield split(name, "按支出功能分类", d.classes(5), whole)
    yield split(name, "按支出性质分", kinds, whole)


def basic_section(d: Disclosed) -> Iterator[Sentence]:
    whole, name = d.figure(6, "合计", 2), "一般公共预算基本支出"
    yield Sentence(f"{d.year}年，本部门没有安排{name}", not whole)
    yield Sentence(
        rf"{d.year}年，本部门{name}{AMOUNT}(?:，(.+))?",
        bool(whole),
        lambda match: [
            *equals(whole, match[1]),
            *made_of(match[2], d.economic_classes, whole, "按部门预算支出经济分类：", shares=False),
        ],
    )
    kinds = d.line(6, "人员经费/公用经费", first=3)
    for column, (kind, amount) in enumerate(kinds.items(), 3):
        yield Sentence(
            rf"(?:{kind}{AMOUNT}，占(?:(\d+\.\d\d)%|比(不到万分之一))|基本支出全部为{kind})(?:，((?:均|主要)为.+|包括：.+))?",
            bool(amount),
            lambda match, column=column, amount=amount: [  # type: ignore[misc]
                *(
                    [*equals(amount, match[1]), *share_equals(amount, whole, match[2], match[3])]
                    if match[1]
                    else []
                    if amount == whole
                    else ["not all"]
                ),
                *(
                    []
                    if bool(match[1]) == (amount != whole or all(kinds.values()))
                    else ["a part equal to the whole"]
                ),
                *_names(match[4], d.economic_lines(column), amount),
            ],
        )
    last, is_told = d.last_year("基本支出"), bool(ways_to_say(d, "基本支出") and whole)
    yield Sentence(
        r"基本支出((?:比上年|与上年|上年).+?)(?:，其中人员经费(.+?)，公用经费(.+))?",
        is_told and last is not None,
        lambda match: [*changed(match[1], whole, last), *_kinds_moved(d, match[2], match[3], kinds)],
    )
    yield because(d, "", "基本支出", direction(whole, last), is_told)


def _names(text: str | None, lines: Sequence[tuple[str, Decimal]], whole: Decimal) -> Iterator[str]:
    names = list(dict.fromkeys(name for name, _ in lines))
    right = f"包括：{'、'.join(names)}" if names else None
    if len(names) == 1:
        right = f"{'均' if sum(amount for _, amount in lines) == whole else '主要'}为{names[0]}"
    yield from [] if text == right else [f"{text} is not {right}"]


def _kinds_moved(d: Disclosed, personnel: str | None, operating: str | None, kinds: Parts) -> Iterator[str]:
    whole, *lasts = (d.last_year(item) for item in ("基本支出", "人员经费", "公用经费"))
    parts = [last for last in lasts if last is not None]
    allowed = (sum(map(bool, parts)) + 1) * Decimal("0.005")
    is_due = bool(whole) and len(parts) == 2 and abs((whole or NOTHING) - sum(parts, NOTHING)) < allowed
    if bool(personnel) != is_due or bool(operating) != is_due:
        yield f"last year's two kinds: {parts}"
        return
    for text, this, last in zip(
        (personnel, operating) if is_due else (), kinds.values(), parts, strict=False
    ):
        if this == last:
            yield from [] if text == "与上年持平" else [f"{text}: the same"]
        elif match := re.fullmatch(rf"(增加|减少){AMOUNT}", text or ""):
            yield from moved(this, last, match[1], match[2])
        else:
            yield f"no change: {text}"


def three_public_section(d: Disclosed) -> Iterator[Sentence]:
    figures = d.three_public
    whole, name = figures["合计"], "财政拨款“三公”经费"
    yield from compared(d, f"{name}预算", name, whole, "三公经费", "三公经费")
    items = {item: figures[item] for item in ("因公出国（境）费", "公务接待费", "公务用车购置及运行费")}
    vehicles = {item: figures[item] for item in ("公务用车购置费", "公务用车运行维护费")}
    for item, amount in items.items():
        is_all = amount == whole and sum(map(bool, items.values())) == 1
        more = vehicles if item == "公务用车购置及运行费" else {}
        yield Sentence(
            rf"“三公”经费全部为{item}(?:，(.+))?"
            if is_all
            else rf"{item}{AMOUNT}，占(?:(\d+\.\d\d)%|比(不到万分之一))(?:，(.+))?",
            bool(amount),
            lambda match, amount=amount, more=more, is_all=is_all: [  # type: ignore[misc]
                *(
                    []
                    if is_all
                    else [*equals(amount, match[1]), *share_equals(amount, whole, match[2], match[3])]
                ),
                *made_of(match[match.re.groups], more, amount, alone="均为{}", shares=False),
            ],
        )
    absent = [item for item, amount in items.items() if not amount]
    yield Sentence(
        "(.+?)(均?)没有安排",
        bool(absent) and (not whole or len(absent) < 3),
        lambda match: (
            []
            if re.split("[、和]", match[1]) == absent and bool(match[2]) == (len(absent) > 1)
            else [f"there is none of {absent}"]
        ),
    )


def agency_section(d: Disclosed) -> Iterator[Sentence]:
    whole, name = d.figure(11, "部门合计", 1), "机关运行经费"
    yield from compared(d, f"{name}财政拨款预算", name, whole, name, name)
    several = sum(map(bool, d.agencies.values())) > 1
    yield Sentence("按单位分：(.+)", several, lambda match: listed(match[1], d.agencies, whole))
