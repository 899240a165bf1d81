"""X-18 and X-19: the indicators of the target sheets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from xltools.budget.crosschecks.indicator_values import Cost, Unclear, lacks_unit, read_cost
from xltools.budget.crosschecks.stated import digits, found_at
from xltools.budget.vocabulary import BudgetYear, Period
from xltools.model.disclosure import Disclosure, ReadForm, ReadIndicator
from xltools.model.finding import Finding, NotChecked
from xltools.model.fold import fold_name
from xltools.model.ledger import Indicator

_TOTALS = {
    Period.YEAR: ("levels.total", "年度资金总额"),
    Period.WHOLE: ("whole_period.total", "实施期资金总额"),
}
_HALF_CENT = Decimal(50)
"""元: what an amount printed in 万元 with two decimals may be off by."""
_KINDS = ("数量指标", "质量指标", "时效指标", "成本指标", "效益指标", "满意度指标")
_EFFECTS = ("效益", "可持续影响")


def cost_within_total(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-18: no cost indicator is more than the money of its period."""
    for form in disclosure.targets:
        for indicator in form.indicators:
            if _kind(indicator) == "成本指标":
                yield from _cost(form, indicator)


def _cost(form: ReadForm, indicator: ReadIndicator) -> Iterator[Finding | NotChecked]:
    cost = read_cost(indicator.level3, indicator.value)
    where = f"“{form.sheet}”{indicator.spot.cell}"
    if isinstance(cost, Unclear):
        yield NotChecked("X-18", f"{where}的成本指标值{cost.why}")
    if not isinstance(cost, Cost):
        return
    slot, words = _TOTALS[Period(indicator.period)]
    figure = form.figures.get(slot)
    if figure is None or figure.value is None:
        yield NotChecked("X-18", f"“{form.sheet}”的{words}{'是空白' if figure else '没有找到'}")
        return
    excess = cost.in_yuan - figure.value
    allowance = _HALF_CENT if cost.yuan >= 10_000 else Decimal(0)
    if excess < allowance or excess <= 0:
        return
    total, gap = digits(figure.value / cost.yuan), digits(excess / cost.yuan)
    unit = cost.unit_of_measure
    yield found_at(
        indicator.spot,
        "X-18",
        f"的成本指标“{indicator.level3}”是“{indicator.value}”，应不超过{words}（{figure.spot.cell}）{total}{unit}，"
        f"超出 {gap}{unit}"
        + (f"（四舍五入允许相差不到 {digits(allowance / cost.yuan)}{unit}）" if allowance else ""),
        f"核对金额和计量单位（元、万元）；改指标值为不超过 {total}{unit}，或改{words}",
        value=indicator.value,
        expected=f"≤{total}{unit}",
        gap=gap,
        allowance=digits(allowance / cost.yuan),
    )


def complete_indicators(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-19: every kind of indicator, every value, units where values are numbers, weights of 100."""
    for form in disclosure.targets:
        if "indicators" in form.missing:
            yield NotChecked("X-19", form.missing["indicators"])
            continue
        for period in Period:
            yield from _kinds(form, period)
        for indicator in form.indicators:
            yield from _value(indicator)
    yield from _weights(disclosure)


def _kind(indicator: ReadIndicator) -> str:
    """One of _KINDS by 二级 or else 一级指标; "" for anything else."""
    level1, level2 = fold_name(indicator.level1), fold_name(indicator.level2)
    if "满意" in level1 or "满意" in level2:
        return "满意度指标"
    for kind in _KINDS[:4]:
        bare = kind.removesuffix("指标")
        if level2.startswith(bare) or level1.startswith(bare):
            return kind
    return "效益指标" if any(word in level1 or word in level2 for word in _EFFECTS) else ""


def _kinds(form: ReadForm, period: Period) -> Iterator[Finding]:
    """A period without any indicator is left out by people whose project lasts one year; both are not."""
    there = {_kind(indicator) for indicator in form.indicators if indicator.period == period}
    if not there and (form.indicators or period is Period.WHOLE):
        return
    absent = [kind for kind in _KINDS if kind not in there]
    if not absent:
        return
    spot = form.texts["indicators"][0] if "indicators" in form.texts else form.title_spot
    yield found_at(
        spot,
        "X-19",
        f"起的{period}指标中没有{'、'.join(absent)}，应有数量、质量、时效、成本、效益、满意度六种，缺 {len(absent)} 种",
        "补上所缺的指标；确实没有的，请在“审核说明”中写明",
        kind="soft",
        expected="、".join(absent),
        gap=str(len(absent)),
    )


def _value(indicator: ReadIndicator) -> Iterator[Finding]:
    name = indicator.level3 or indicator.level2
    if not indicator.value:
        yield found_at(
            indicator.spot,
            "X-19",
            f"的指标“{name}”没有指标值，应填写可以考核的值",
            "填上指标值，如 100%、188人、及时",
            kind="soft",
            value="",
        )
    elif lacks_unit(indicator.level3, indicator.value):
        yield found_at(
            indicator.spot,
            "X-19",
            f"的指标“{name}”的值是“{indicator.value}”，没有计量单位，应带计量单位",
            "在数字后写上计量单位，如 人、个、%、万元",
            kind="soft",
            value=indicator.value,
        )


def _weights(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """Weights stand in 绩效指标 only; they are told at the target sheet of their project."""
    if disclosure.ledger is None:
        return
    by_project: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in disclosure.ledger.indicators:
        by_project[indicator.project_number].append(indicator)
    for number, name, form in _projects(disclosure):
        indicators = by_project[number]
        if not any(indicator.weight.strip() for indicator in indicators):
            continue
        sums = []
        for period in Period:
            weights = [indicator.weight for indicator in indicators if indicator.period in ("", period)]
            total = _sum(weights)
            if total is None:
                yield NotChecked("X-19", f"“绩效指标”表中项目“{name}”的权重不是数，无法求和")
                break
            if weights and total != 100:
                sums.append((period, total))
        yield from _weight_findings(name, form, sums)


def _weight_findings(
    name: str, form: ReadForm | None, sums: list[tuple[Period, Decimal]]
) -> Iterator[Finding]:
    if not sums:
        return
    totals = {total for _, total in sums}
    total = sums[0][1]
    words = (
        f"合计 {digits(total)}"
        if len(totals) == 1
        else "、".join(f"{period}合计 {digits(each)}" for period, each in sums)
    )
    message = f"项目“{name}”在“绩效指标”表中的权重{words}，应为 100，相差 {digits(total - 100)}"
    fix = "改“绩效指标”表中这个项目的权重，使其合计为 100"
    shown, gap = digits(total), digits(total - 100)
    if form is None:
        yield Finding("X-19", "hard", "error", message, fix, "绩效指标", None, shown, "100", gap)
        return
    spot = form.texts["indicators"][0] if "indicators" in form.texts else form.title_spot
    yield found_at(spot, "X-19", f"：{message}", fix, value=shown, expected="100", gap=gap)


def _projects(disclosure: Disclosure) -> Iterator[tuple[int, str, ReadForm | None]]:
    """(number, name, target sheet) of each project of the year; of equal names, in order."""
    forms: dict[str, list[ReadForm]] = defaultdict(list)
    for form in disclosure.targets:
        if "name" in form.texts:
            forms[fold_name(form.texts["name"][1])].append(form)
    assert disclosure.ledger is not None
    seen: Counter[str] = Counter()
    lines = [line for line in disclosure.ledger.projects if line.year == BudgetYear.CURRENT]
    for number, name in {line.project_number: line.name for line in lines}.items():
        same, index = forms[fold_name(name)], seen[fold_name(name)]
        seen[fold_name(name)] += 1
        yield number, name, same[index] if index < len(same) else None


def _sum(weights: list[str]) -> Decimal | None:
    try:
        numbers = [Decimal(fold_name(weight).removesuffix("%") or 0) for weight in weights]
    except InvalidOperation:
        return None
    return sum(numbers, Decimal(0)) if all(number.is_finite() for number in numbers) else None
