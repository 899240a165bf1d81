"""The sentences of findings about relations: where, what stands there, what it should be, by how much, what to do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal

from xltools.budget.names import column_name, table_name
from xltools.model.disclosure import OVERALL, TARGETS, Disclosure, FigureKey, ReadFigure
from xltools.model.number import round_half_up
from xltools.model.relation import Relation, Term
from xltools.model.resolve import KnownKey
from xltools.tasks.checking.relations import RelationSet

_MOST_SHOWN = 6
_TEN_THOUSAND = Decimal(10_000)


class Wording:
    """Names figures and amounts of one disclosure."""

    def __init__(self, disclosure: Disclosure, found: RelationSet) -> None:
        self._found = found
        self._rows = {
            (number, row.key, column): " ".join(filter(None, row.labels)) or "合计"
            for number, table in disclosure.tables.items()
            for panel in table.panels
            for row in panel.rows
            for column in row.figures
        }
        self._sheets = {form.sheet for form in disclosure.targets}

    def figure(self, key: Hashable) -> ReadFigure | None:
        return self._found.figures.get(key) if isinstance(key, FigureKey) else None

    def own_unit(self, key: Hashable, amount: Decimal) -> Decimal:
        """An amount in 万元 as the cell of a figure would show it."""
        figure = self.figure(key)
        scale = figure.scale if figure else 1
        if isinstance(key, FigureKey) and key.table == TARGETS:
            scale = int(_TEN_THOUSAND)
        return amount * scale

    def shown(self, key: Hashable) -> str:
        """The figure as it stands, in the cell's own unit; a blank is 0."""
        return digits(self.own_unit(key, self._found.readings[key].value))

    def words(self, key: FigureKey) -> str:
        """`201 一般公共服务支出·合计`"""
        row = self._rows.get((*key[:2], key.column), "")
        return "·".join(filter(None, (row, column_name(key.table, key.column))))

    def place(self, key: FigureKey) -> str:
        """`表5 C8（201 一般公共服务支出·合计）`"""
        figure = self._found.figures[key]
        sheet = table_name(key.table)
        if key.table in (TARGETS, OVERALL):
            sheet = f"“{figure.spot.sheet}”"
        return f"{sheet} {figure.spot.cell}（{self.words(key)}）"

    def _short(self, term: Term, home: FigureKey) -> str:
        key = term.key
        if isinstance(key, KnownKey):
            amount = digits(round_half_up(self._found.readings[key].value))
            return f"填报数据中{key.name}{f'（{key.element}）' if key.element else ''} {amount}"
        assert isinstance(key, FigureKey)
        figure = self._found.figures[key]
        measure = "元" if key.table == TARGETS and home.table != TARGETS else ""
        where = figure.spot.cell if figure.spot.sheet == self._found.figures[home].spot.sheet else None
        if where is None:
            where = f"{table_name(key.table)} {figure.spot.cell}"
        return f"{where} {self.shown(key)}{measure}"

    def sum_of(self, terms: Sequence[Term], home: FigureKey) -> str:
        """`D8 239.20 + E8 618.12`; blanks are left out, and a long row of addends is counted."""
        present = [term for term in terms if self._found.readings[term.key].value]
        if not present:
            return "各项都是空白，之和 0"
        if len(present) > _MOST_SHOWN:
            first, last = present[0], present[-1]
            return f"{self._short(first, home)} … {self._short(last, home)} 等 {len(present)} 项之和"
        parts: list[str] = []
        for term in present:
            text = self._short(term, home)
            parts.append(f"- {text}" if term.coefficient < 0 else f"+ {text}" if parts else text)
        return " ".join(parts)


def digits(amount: Decimal) -> str:
    """Plain digits: two decimals at least, more only where there are more."""
    two = round_half_up(amount)
    exact = amount.quantize(Decimal("0.000001")).normalize()
    return format(two if two == amount or exact == two else exact, "f")


def solved_for(relation: Relation, key: Hashable) -> tuple[int, list[Term]]:
    """The sign of a figure in a relation, and the other terms as they stand on the other side."""
    own = next(term.coefficient for term in relation.terms if term.key == key)
    sign = 1 if own > 0 else -1
    return sign, [Term(-sign * term.coefficient, term.key) for term in relation.terms if term.key != key]
