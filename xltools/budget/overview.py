"""第一部分 部门概况: what the department does and how it is organised, in the words of 单位信息."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xltools.budget.department import ACTUAL_STAFF, AUTHORISED_STAFF, DUTIES, INSTITUTIONS, OFFICES, Fact
from xltools.budget.vocabulary import UnitKind
from xltools.model.ledger import BudgetaryUnit, Ledger
from xltools.model.narrative import Gap, Narrative, OwnWords, Paragraph, Piece, Section

TITLE = "第一部分　部门概况"
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])")
_ENDS = "。；;，, "
_KINDS: Mapping[str, str] = {
    UnitKind.ADMINISTRATIVE: "行政单位",
    UnitKind.CIVIL_SERVICE_MANAGED: "参照公务员法管理的事业单位",
    UnitKind.PUBLIC_INSTITUTION: "事业单位",
}


def overview(ledger: Ledger) -> Narrative:
    """What part one says; facts that are not given are gaps."""
    department = ledger.department
    return Narrative(
        department.name,
        department.year,
        TITLE,
        (
            Section("一、主要职责", tuple(_duties(ledger))),
            Section("二、机构设置", tuple(_organisation(ledger))),
            *([Section("三、部门预算单位构成", tuple(_units(ledger)))] if len(ledger.units) > 1 else []),
        ),
    )


def _duties(ledger: Ledger) -> list[Paragraph]:
    duties = _list(ledger, DUTIES)
    if not duties:
        return [_paragraph(Gap("请填写主要职责", DUTIES.key))]
    numbered = len(duties) == 1 or any(_NUMBERED.match(duty) for duty in duties)
    return [
        _paragraph("" if numbered else f"{number}．", OwnWords(duty, DUTIES.key), "。")
        for number, duty in enumerate(duties, 1)
    ]


def _organisation(ledger: Ledger) -> list[Paragraph]:
    offices, institutions = _list(ledger, OFFICES), _list(ledger, INSTITUTIONS)
    inside: list[Piece] = [Gap("请填写内设机构", OFFICES.key)]
    if offices:
        inside = [_counted(offices, OFFICES, "内设机构")]
    if institutions:
        inside += ["；", _counted(institutions, INSTITUTIONS, "下属事业单位")]
    return [
        _paragraph(f"{ledger.department.name}", *inside, "。"),
        _paragraph("编制", *_staff(ledger, AUTHORISED_STAFF), "，在职", *_staff(ledger, ACTUAL_STAFF), "。"),
    ]


def _counted(names: Sequence[str], fact: Fact, kind: str) -> OwnWords:
    return OwnWords(f"{kind}{len(names)}个：{'、'.join(names)}", fact.key)


def _units(ledger: Ledger) -> list[Paragraph]:
    """The budgetary units, where there are more than the department itself, a line each."""
    count = f"纳入{ledger.department.year}年部门预算编报范围的预算单位共{len(ledger.units)}个，包括："
    told_apart = any(unit.kind != UnitKind.ADMINISTRATIVE for unit in ledger.units)
    return [
        _paragraph(count),
        *(
            _paragraph(f"{number}．{_unit(unit, told_apart)}。")
            for number, unit in enumerate(ledger.units, 1)
        ),
    ]


def _unit(unit: BudgetaryUnit, told_apart: bool) -> str:
    """`某市第一中学（事业单位）`.

    `told_apart`: the clerk gave some unit a kind; else 行政 is no more than what a blank stands for.
    """
    kind = _KINDS.get(unit.kind) if told_apart else None
    return f"{unit.name}（{kind}）" if kind else unit.name


def _staff(ledger: Ledger, fact: Fact) -> tuple[Piece, ...]:
    value = ledger.department.values.get(fact.key)
    return (Gap(f"请填写{fact.item}", fact.key),) if value is None else (OwnWords(f"{value}人", fact.key),)


def _list(ledger: Ledger, fact: Fact) -> list[str]:
    value = ledger.department.values.get(fact.key) or ()
    entries = value.split("\n") if isinstance(value, str) else value
    assert isinstance(entries, list | tuple)
    return [text for entry in entries if (text := str(entry).strip().rstrip(_ENDS))]


def _paragraph(*pieces: Piece) -> Paragraph:
    return Paragraph(tuple(piece for piece in pieces if piece))
