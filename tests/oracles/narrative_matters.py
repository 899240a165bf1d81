"""Sections 九 to 十二 of 预算情况说明: procurement, performance targets, assets and the rest."""

import re
from collections.abc import Iterator
from decimal import Decimal

from oracles.made_up_words import VEHICLES
from oracles.narrative_facts import NOTHING, Disclosed, Parts
from oracles.narrative_words import (
    AMOUNT,
    GAP,
    Sentence,
    equals,
    made_of,
    split,
)


def procurement_section(d: Disclosed) -> Iterator[Sentence]:
    given = {kind: d.amount("政府采购(元)", kind) for kind in ("货物", "工程", "服务")}
    parts = {f"政府采购{kind}预算": amount or NOTHING for kind, amount in given.items()}
    whole = sum(parts.values(), NOTHING)
    is_known = bool(whole) or None not in given.values()
    yield Sentence(rf"{d.year}年，本部门政府采购预算：{GAP}", not is_known)
    yield Sentence(f"{d.year}年，本部门没有安排政府采购预算", is_known and not whole)
    yield Sentence(
        rf"{d.year}年，本部门政府采购预算总额{AMOUNT}(?:，(.+))?",
        bool(whole),
        lambda match: [*equals(whole, match[1]), *made_of(match[2], parts, whole)],
    )


def performance_section(d: Disclosed) -> Iterator[Sentence]:
    counts, amounts, funds = d.project_counts, d.project_amounts, rf"(?:，涉及资金{AMOUNT})?"
    kinds = [kind for kind in amounts if counts[kind]]
    yield Sentence(f"{d.year}年，本部门没有安排需要编报绩效目标的项目支出", not counts)

    def wrong(match: re.Match[str]) -> Iterator[str]:
        yield from [*equals(counts.total(), match[1]), *equals(d.projects_total, match[2] or "0")]
        if match[2] == "0.00":
            yield "0.00"
        if len(kinds) == 1:
            yield from (
                []
                if (match[3] or "") == (f"全部为{kinds[0]}项目" if kinds[0] else "")
                else ["not of that kind"]
            )
            return
        said = [
            re.fullmatch(rf"(?:(.+?)项目|{GAP})(\d+)个{funds}", part)
            for part in (match[3] or "").removeprefix("其中：").split("；")
        ]
        if [part[1] or "" for part in said if part] != kinds:
            yield f"not {kinds}"
        for part in filter(None, said):
            yield from [
                *equals(counts[part[1] or ""], part[3]),
                *equals(amounts[part[1] or ""], part[4] or "0"),
            ]

    yield Sentence(rf"{d.year}年，本部门编报绩效目标的项目共(\d+)个{funds}(?:，(.+))?", bool(counts), wrong)
    yield Sentence(f"按项目类别分：{GAP}", kinds == [""])
    units, amount = d.number("绩效目标", "编报整体绩效目标单位数"), d.amount("绩效目标", "涉及资金(元)")
    yield Sentence("本部门没有单位另行编报整体支出绩效目标", units == 0)
    yield Sentence(f"编报整体支出绩效目标的单位：{GAP}", units is None and amount is not None)
    yield Sentence(
        rf"编报整体支出绩效目标的单位(\d+)个{funds}",
        bool(units),
        lambda match: [*equals(units, match[1]), *equals(amount or 0, match[2] or "0")],
    )


def assets_section(d: Disclosed) -> Iterator[Sentence]:
    def given(*path: str) -> Decimal | None:
        return d.number("国有资产", *path)

    owned, quota, premises = given("公务用车实有"), given("公务用车编制"), given("办公用房面积(平方米)")
    kinds = {kind: given("车辆分类", kind) or NOTHING for kind in VEHICLES}
    equipment = {
        f"单价{size}万元以上的通用设备": given(f"{size}万元以上通用设备(台套)") for size in (50, 100)
    }
    no_equipment = set(equipment.values()) == {None}
    is_blank = owned is None and premises is None and no_equipment
    date = rf"截至{_date(d.given('国有资产', '截至日期'))}，" if d.given("国有资产", "截至日期") else ""
    yield Sentence(GAP, is_blank)
    yield Sentence(f"{date}公务用车：{GAP}", owned is None and not is_blank)
    yield Sentence(
        rf"{date}本部门没有公务用车(?:（编制(?P<quota>\d+)辆）)?",
        owned == 0,
        lambda match: equals(quota or 0, match["quota"] or "0"),
    )
    yield Sentence(
        rf"{date}本部门公务用车(?:编制(?P<quota>\d+)辆，)?实有(?P<owned>\d+)辆(?:，(?P<rest>.+))?",
        bool(owned),
        lambda match: [
            *(equals(quota, match["quota"]) if match["quota"] else [] if quota is None else ["no quota"]),
            *equals(owned, match["owned"]),
            *_cars(match["rest"], kinds, owned or NOTHING),
        ],
    )
    yield Sentence(f"办公用房：{GAP}", premises is None and not is_blank)
    yield Sentence("没有占有使用的办公用房", premises == 0)
    yield Sentence(
        r"办公用房面积(\d+(?:\.\d+)?)平方米", bool(premises), lambda match: equals(premises, match[1])
    )
    yield Sentence(f"单价50万元以上的通用设备：{GAP}", no_equipment and not is_blank)
    right = [f"{name}{number}台（套）" for name, number in equipment.items() if number]
    absent = "和".join(name for name, number in equipment.items() if number == 0)
    right += [f"没有{absent}"] if absent else []
    yield Sentence(
        r"((?:没有)?单价\d+万元以上的通用设备(?!：).*)",
        not no_equipment,
        lambda match: [] if match[1] == "，".join(right) else [f"not {right}"],
    )


def _cars(text: str | None, kinds: Parts, owned: Decimal) -> Iterator[str]:
    present = [(kind, count) for kind, count in kinds.items() if count]
    right = "其中：" + "、".join(f"{kind}{count}辆" for kind, count in present) if present else None
    if len(present) == 1 and present[0][1] == owned:
        right = f"均为{present[0][0]}"
    yield from [] if text == right else [f"{text} is not {right}"]


def _date(given: object) -> str:
    text = str(given)
    if day := re.fullmatch(r"(\d{4})-?(\d\d?)-?(\d\d?)", text):
        text = f"{int(day[1])}年{int(day[2])}月{int(day[3])}日"
    return re.escape(text)


def other_section(d: Disclosed) -> Iterator[Sentence]:
    general = d.line(8, "基本支出/项目支出", first=3)
    capital = {kind: d.capital[kind] for kind in ("基本支出", "项目支出")}
    classes = {9: d.classes(9), 8: d.classes(8)}
    if len([amount for amount in classes[9].values() if amount]) > 1:
        same = "国有资本经营预算支出"
        classes[9] = {f"{name}类" if name == same else name: amount for name, amount in classes[9].items()}
    for fund, revenue, whole, kinds, table in (
        ("政府性基金预算", d.figure(7, "合计", 2), d.figure(8, "合计", 2), general, 8),
        ("国有资本经营预算", d.figure(9, "合计", 2), d.capital["合计"], capital, 9),
    ):
        carried = d.funds(carried_over=True)[fund]
        yield Sentence(
            f"{d.year}年，本部门没有安排{fund}收支(（不含上年结转）)?",
            not revenue and not whole,
            lambda match, carried=carried: (
                [] if bool(match[1]) == bool(carried) else [f"{carried} is carried over"]
            ),  # type: ignore[misc]
        )
        yield Sentence(
            rf"{d.year}年，本部门{fund}收入{AMOUNT}(（不含上年结转，下同）)?",
            bool(revenue or whole),
            lambda match, revenue=revenue, carried=carried: [
                *equals(revenue, match[1]),
                *([] if bool(match[2]) == bool(carried) else [f"{carried} is carried over"]),
            ],  # type: ignore[misc]
        )
        yield Sentence(
            rf"{fund}支出{AMOUNT}(?:，(.+))?",
            bool(revenue or whole),
            lambda match, whole=whole, kinds=kinds: [
                *equals(whole, match[1]),
                *made_of(match[2], kinds, whole),
            ],  # type: ignore[misc]
        )
        by_class = split(f"{fund}支出", "按支出功能分类", classes[table], whole)
        is_named_alike = [name for name, amount in classes[table].items() if amount] == [f"{fund}支出"]
        yield Sentence(by_class.pattern, by_class.due and not is_named_alike, by_class.wrong)
    yield Sentence("本说明中的金额以万元为单位，.+按公开的数计算", True)
