"""What a narrative rests on: the figures of a disclosure as printed, its ledger, and the facts of 单位信息."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xltools.budget.department import FACTS
from xltools.budget.inputs import InputSheet
from xltools.budget.names import table_name
from xltools.model.disclosure import OVERALL, Disclosure, FigureKey, ReadFigure, ReadRow
from xltools.model.errors import XltoolsError
from xltools.model.ledger import Ledger
from xltools.model.narrative import Cell, Counted, Gap, Given, Number, OwnWords
from xltools.model.number import Yuan, in_ten_thousands, round_half_up

MONEY = "万元"
_FACTS = {fact.key: fact for fact in FACTS}
SIGNS = "。．.；;，,、：:！!？?"
_REMEDY = "请先用 xltools check 校验，改正后再生成情况说明"


class Grounds:
    """Looks up numbers with their origin.

    Raises:
        XltoolsError: the workbook has no 单位信息 that can be read, or no ledger.
    """

    def __init__(self, disclosure: Disclosure) -> None:
        if disclosure.ledger is None:
            why = disclosure.ledger_trouble
            raise XltoolsError(
                f"填报数据读不出来：{why[0]}"
                if why
                else "工作簿中没有支出明细、项目清单和单位信息，写不出情况说明；请用由 xltools fill 生成的工作簿。"
            )
        self._disclosure = disclosure
        self.ledger: Ledger = disclosure.ledger
        self._figures: dict[FigureKey, ReadFigure] = {
            figure.key: figure for table in disclosure.tables.values() for figure in table.figures()
        }

    @property
    def year(self) -> int:
        return self.ledger.department.year

    # --- figures ---------------------------------------------------------------------------------------------

    def amount(self, table: int, row: str, column: str) -> Number:
        """A figure of one of the 13 tables, in 万元; zero where its table has no such row.

        Raises:
            XltoolsError: the table, the column or the value cannot be read.
        """
        key = FigureKey(table, row, column)
        figure = self._figures.get(key)
        if figure is None:
            self._require(table, column)
            return _money(Decimal(0), key)
        if figure.value is None and figure.flaw is not None:
            raise XltoolsError(
                f"“{figure.spot.sheet}”{figure.spot.cell} 是“{figure.shown}”，不是数值；{_REMEDY}。"
            )
        return _money(round_half_up(figure.value or Decimal(0)), key)

    def overall(self, slot: str) -> Number:
        """A figure of the overall performance form, in 万元."""
        key = FigureKey(OVERALL, "", slot)
        form = self._disclosure.overall
        figure = form.figures.get(slot) if form else None
        if figure is None or figure.value is None:
            return _money(round_half_up(self._disclosure.exact.get(key, Decimal(0))), key)
        return _money(round_half_up(figure.value), key)

    def rows(self, table: int, panel: int = 0) -> Sequence[ReadRow]:
        """The rows of a panel that have a key, in printed order."""
        self._require(table)
        return [row for row in self._disclosure.tables[table].panels[panel].rows if row.key]

    def classes(self, table: int, panel: int, column: str) -> list[tuple[str, Number]]:
        """The 类 of expenditure by function that a panel prints an amount for, named as it names them."""
        return [
            (row.labels[-1].partition("、")[2] or row.labels[-1], amount)
            for row in self.rows(table, panel)
            if row.key.isdigit()
            and len(row.key) == 3
            and (amount := self.amount(table, row.key, column)).value
        ]

    def _require(self, table: int, column: str = "") -> None:
        why = self._disclosure.missing.get(table)
        if why:
            raise XltoolsError(f"{why}，写不出情况说明；{_REMEDY}。")
        for panel in self._disclosure.tables[table].panels:
            if column in panel.missing:
                raise XltoolsError(f"{table_name(table)}：{panel.missing[column]}；{_REMEDY}。")

    # --- facts -----------------------------------------------------------------------------------------------

    def given_amount(self, fact: str) -> Number | None:
        """An amount of 单位信息, 元 there and 万元 here; None where it is blank."""
        value = self._value(fact)
        if not isinstance(value, Decimal | int):
            return None
        return Number(in_ten_thousands(Yuan(Decimal(value))), MONEY, 2, Given(fact))

    def given_number(self, fact: str, measured_in: str) -> Number | None:
        """A count or a measure of 单位信息 with the decimals it was given with; None where it is blank."""
        value = self._value(fact)
        if not isinstance(value, Decimal | int):
            return None
        exact = Decimal(value).normalize()
        exponent = exact.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return Number(exact, measured_in, places, Given(fact))

    def counted(self, number: int, measured_in: str, sheet: InputSheet, attribute: str, what: str) -> Number:
        """How many lines of an input sheet there are, counted in a column; `what` says which lines."""
        origin = Counted(sheet.name, sheet.defined_name(attribute), what)
        return Number(Decimal(number), measured_in, 0, origin)

    def own_words(self, fact: str) -> OwnWords | None:
        """What the clerk wrote, on one line; None where it is blank.

        Where a line ends without a sign, a semicolon stands between it and the next.
        """
        lines = [line.text for line in self.own_lines(fact)]
        run = "".join(line if line[-1] in SIGNS else f"{line}；" for line in lines[:-1])
        return OwnWords(run + lines[-1], fact) if lines else None

    def own_lines(self, fact: str) -> list[OwnWords]:
        """What the clerk wrote, a line each; without blank ones."""
        value = self._value(fact)
        lines = map(str.strip, str(value).splitlines()) if value is not None else ()
        return [OwnWords(line, fact) for line in lines if line]

    def _value(self, fact: str) -> object:
        assert fact in _FACTS, fact
        return self.ledger.department.values.get(fact)


def gap(prompt: str, fact: str) -> Gap:
    """A marker for a fact that is blank."""
    assert fact in _FACTS, fact
    return Gap(prompt, fact)


def _money(value: Decimal, key: FigureKey) -> Number:
    return Number(value, MONEY, 2, Cell(key))
