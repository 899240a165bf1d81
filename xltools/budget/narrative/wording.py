"""How such documents say things: parts of a whole, this year against last, the same words for the same case.

Differences, sums, shares and rates are worked out from the numbers as printed, so that a reader with a pocket
calculator comes to the same. A rate is of last year's figure (N-3), a share of the whole the sentence names (N-2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xltools.model.narrative import Number, Operation, Paragraph, Piece, Worked
from xltools.model.number import round_half_up

Text = tuple[Piece, ...]
Part = tuple[str, Number]

LAST_YEAR = "请填写上年数"
_HUNDRED = Decimal(100)
_HALF_UNIT = Decimal("0.005")


def joined(*parts: Piece | Iterable[Piece]) -> Text:
    """Pieces and runs of pieces as one run."""
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, tuple | list):
            found.extend(part)
        else:
            found.append(part)  # type: ignore[arg-type]
    return tuple(found)


def separated(parts: Sequence[Text], sign: str) -> Text:
    """Runs with a sign between them."""
    return tuple(piece for index, part in enumerate(parts) for piece in ((sign, *part) if index else part))


def paragraph(*parts: Piece | Iterable[Piece]) -> Paragraph:
    return Paragraph(joined(*parts))


def paragraphs(*texts: Text) -> list[Paragraph]:
    """A paragraph of each text that says something, closed by a full stop."""
    return [paragraph(text, "。") for text in texts if text]


# --- numbers that follow from others --------------------------------------------------------------------------------


def _printed(number: Number) -> Decimal:
    return round_half_up(number.value, Decimal(1).scaleb(-number.places))


def difference(this: Number, last: Number) -> Number:
    """By how much `this` is more or less than `last`."""
    return Number(
        abs(_printed(this) - _printed(last)),
        this.measured_in,
        this.places,
        Worked(Operation.DIFFERENCE, (this, last)),
    )


def total(parts: Sequence[Number]) -> Number:
    """The sum of numbers of one kind."""
    return Number(
        sum(map(_printed, parts), Decimal(0)),
        parts[0].measured_in,
        parts[0].places,
        Worked(Operation.SUM, tuple(parts)),
    )


def adds_up(whole: Number, parts: Sequence[Number]) -> bool:
    """Whether amounts that were each rounded can be the parts of the whole."""
    gap_between = abs(_printed(whole) - sum(map(_printed, parts), Decimal(0)))
    return gap_between < (len([part for part in parts if part.value]) + 1) * _HALF_UNIT


def share(part: Number, whole: Number) -> Number:
    """The part in per cent of the whole."""
    percent = round_half_up(_printed(part) * _HUNDRED / _printed(whole))
    return Number(percent, "%", 2, Worked(Operation.SHARE, (part, whole)))


def growth(this: Number, last: Number) -> Number:
    """By how many per cent of `last` the two differ."""
    percent = round_half_up(abs(_printed(this) - _printed(last)) * _HUNDRED / abs(_printed(last)))
    return Number(percent, "%", 2, Worked(Operation.GROWTH, (this, last)))


# --- this year against last -----------------------------------------------------------------------------------------


def direction(this: Number, last: Number) -> str:
    """增加, 减少 or 持平, of the numbers as printed."""
    gap_between = _printed(this) - _printed(last)
    return "持平" if not gap_between else "增加" if gap_between > 0 else "减少"


def change(this: Number, last: Number, *, rate: bool = True) -> Text:
    """`比上年1037.49万元减少89.08万元，下降8.59%`, or what a person writes where there is nothing to compare."""
    way = direction(this, last)
    if way == "持平":
        return ("与上年持平",)
    if not last.value:
        return joined("上年没有安排，比上年增加", difference(this, last))
    moved = joined("比上年", last, way, difference(this, last))
    return joined(moved, "，", _rate(this, last)) if rate else moved


def moved_by(this: Number, last: Number, *, rate: bool = True) -> Text:
    """`减少89.08万元，下降8.59%`, where last year's figure has been said; `与上年持平`."""
    way = direction(this, last)
    if way == "持平":
        return ("与上年持平",)
    moved = joined(way, difference(this, last))
    return joined(moved, "，", _rate(this, last)) if rate and last.value else moved


def _rate(this: Number, last: Number) -> Text:
    rises = direction(this, last) == "增加"
    rate = growth(this, last)
    if not rate.value:
        return ("增幅不到万分之一" if rises else "降幅不到万分之一",)
    return joined("增长" if rises else "下降", rate)


# --- parts of a whole -----------------------------------------------------------------------------------------------


def listed(whole: Number, parts: Sequence[Part], *, shares: bool = True, sign: str = "；") -> Text:
    """`基本支出330.29万元，占33.66%；项目支出650.91万元，占66.34%`; parts of nothing are left out."""
    with_shares = shares and bool(whole.value)
    runs = [
        joined(name, part, *(("，", *share_of(part, whole)) if with_shares else ()))
        for name, part in parts
        if part.value
    ]
    return separated(runs, sign)


def share_of(part: Number, whole: Number) -> Text:
    """`占33.66%`; a share that would print as nothing is said in words."""
    percent = share(part, whole)
    return joined("占", percent) if percent.value else ("占比不到万分之一",)


def composed(
    subject: str,
    whole: Number,
    parts: Sequence[Part],
    *,
    opening: str = "其中：",
    alone: str = "全部为{}",
) -> Text:
    """A whole and what it is made of: `支出总计981.20万元，其中：…`, or `…，全部为基本支出` where it is one thing."""
    said = made_of(whole, parts, opening, alone)
    return joined(subject, whole, "，", said) if said else joined(subject, whole)


def split(subject: str, whole: Number, parts: Sequence[Part], by: str, *, alone: str = "全部为{}") -> Text:
    """A whole that has been said, by its kinds: `支出按功能分类：教育支出1.00万元，占…`, or `支出全部为教育支出`.

    Nothing where every part prints as nothing, or where the only kind is named as the whole is.
    """
    if only(whole, parts) == subject:
        return ()
    said = made_of(whole, parts, f"{by}：", alone)
    return joined(subject, said) if said else ()


def made_of(
    whole: Number, parts: Sequence[Part], opening: str, alone: str = "全部为{}", *, shares: bool = True
) -> Text:
    """The parts after their opening; a single part without: the whole, or (others print as nothing) most of it."""
    name = only(whole, parts)
    if name is not None:
        return (alone.format(name),)
    present = [(name, part) for name, part in parts if part.value]
    if len(present) == 1:
        ((name, part),) = present
        mostly = "主要" + alone.removeprefix("全部").removeprefix("均")
        return joined(mostly.format(name), part, *(("，", *share_of(part, whole)) if shares else ()))
    return joined(opening, listed(whole, present, shares=shares)) if present else ()


def only(whole: Number, parts: Sequence[Part]) -> str | None:
    """The name of the part that is the whole."""
    present = [(name, part) for name, part in parts if part.value]
    return present[0][0] if len(present) == 1 and _printed(present[0][1]) == _printed(whole) else None


def enumerated(names: Sequence[str]) -> str:
    """`办公费、印刷费和差旅费`."""
    return names[0] if len(names) == 1 else f"{'、'.join(names[:-1])}和{names[-1]}"


def nothing(year: int, what: str) -> str:
    """A table without figures."""
    return f"{year}年，本部门没有安排{what}"
