"""What to look at before a narrative is published: facts that are missing or doubtful, figures that are stale."""

from __future__ import annotations

from xltools.budget.department import SHEET
from xltools.budget.narrative.doubts import doubts
from xltools.budget.narrative.grounds import Grounds
from xltools.model.disclosure import Disclosure
from xltools.model.errors import InputFault
from xltools.model.narrative import Narrative, cells_of
from xltools.model.number import round_half_up
from xltools.tasks.narrating.places import Places


def missing_facts(narrative: Narrative) -> list[InputFault]:
    """The facts that only the clerk can supply, each a marker in the text."""
    return [
        InputFault(
            "warning",
            gap.sheet or SHEET,
            None,
            gap.fact,
            None,
            f"没有填写，“{_inside(section.heading)}”中以黄色的“{gap.text}”标出",
            "请填写后重新生成，或直接在文档中写上",
        )
        for section, gap in narrative.gaps()
    ]


def contradictions(disclosure: Disclosure) -> list[InputFault]:
    """Facts of 单位信息 that do not go together."""
    return [
        InputFault("warning", SHEET, None, doubt.fact, None, doubt.message, "请核对，改正后重新生成")
        for doubt in doubts(Grounds(disclosure))
    ]


def stale_figures(disclosure: Disclosure, narrative: Narrative, places: Places) -> list[InputFault]:
    """Figures of the text that are not what the inputs come to; the text says what stands in the cell."""
    if disclosure.balanced:
        return []
    found = []
    for key in dict.fromkeys(cells_of(number for _, number in narrative.numbers())):
        figure, exact = places.figure(key), disclosure.exact.get(key)
        if (
            figure is None
            or exact is None
            or round_half_up(exact) == round_half_up(figure.value or exact * 0)
        ):
            continue
        found.append(
            InputFault(
                "warning",
                figure.spot.sheet,
                figure.spot.row,
                figure.spot.cell,
                figure.shown,
                f"与填报数据不一致，按填报数据应为 {round_half_up(exact)}，文中照单元格写",
                "请先用 xltools check 校验，改正或重新填充后再生成",
            )
        )
    return found


def _inside(words: str) -> str:
    """Words that stand between quotation marks: their own are single ones."""
    return words.replace("“", "‘").replace("”", "’")
