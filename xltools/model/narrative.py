"""A narrative: sections of paragraphs made of words and numbers; every number knows where it comes from.

    Number(Decimal("981.20"), "万元", 2, Cell(FigureKey(1, "收入总计", "revenue"))).text  # 981.20万元

What a clerk has not supplied is a `Gap`: a visible marker in the text, never an invented sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xltools.model.disclosure import FigureKey
from xltools.model.number import round_half_up


@dataclass(frozen=True, slots=True)
class Cell:
    """The number is a figure of the workbook."""

    key: FigureKey


@dataclass(frozen=True, slots=True)
class Given:
    """The number is a fact of 单位信息, by its key (`上年数(元)/基本支出`)."""

    fact: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The number counts lines of an input sheet; `column` is the name of the cells to count in."""

    sheet: str
    column: str
    what: str


class Operation(StrEnum):
    """How a number follows from others, in words for a list of sources."""

    DIFFERENCE = "差额"
    SUM = "合计"
    SHARE = "占比"
    GROWTH = "增减率"


@dataclass(frozen=True, slots=True)
class Worked:
    """The number follows from other numbers as they are printed, so that a reader's own sum agrees.

    DIFFERENCE and GROWTH are of (this year, last year), in absolute terms; SHARE is of (part, whole).
    """

    operation: Operation
    operands: tuple[Number, ...]


Origin = Cell | Given | Counted | Worked


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed: rounded half up to `places` decimals, followed by `measured_in` (万元, %, 个)."""

    value: Decimal
    measured_in: str
    places: int
    origin: Origin

    @property
    def printed(self) -> str:
        return f"{round_half_up(self.value, Decimal(1).scaleb(-self.places)):f}"

    @property
    def text(self) -> str:
        return self.printed + self.measured_in


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that only the clerk can say and has not said: the fact of 单位信息 to fill in, by its key.

    `sheet` is where to fill in what is no fact of 单位信息: `fact` is a column there.
    """

    prompt: str
    fact: str
    sheet: str = ""

    @property
    def text(self) -> str:
        return f"【{self.prompt}】"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the clerk wrote in 单位信息, word for word."""

    text: str
    fact: str


Piece = str | Number | Gap | OwnWords


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)


class ChartKind(StrEnum):
    """How the values of a chart are drawn."""

    PIE = "pie"
    """One series: the parts of a whole."""
    BARS = "bars"
    """A bar per category and series."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: values by category, one series or several; `shares` of the whole by category, for a pie."""

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Number, ...]], ...]
    shares: tuple[Number, ...] = ()

    @property
    def description(self) -> str:
        """The picture in words, for people who do not see it."""
        parts = []
        for name, values in self.series:
            listed = "，".join(
                f"{category}{value.text}" for category, value in zip(self.categories, values, strict=True)
            )
            parts.append(f"{name}：{listed}" if len(self.series) > 1 else listed)
        return f"{self.title}。{'；'.join(parts)}。"


Block = Paragraph | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, then its sub-sections."""

    heading: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Narrative:
    """Part three of a disclosure document."""

    department: str
    year: int
    title: str
    sections: tuple[Section, ...]

    def paragraphs(self) -> Iterator[tuple[Section, Paragraph]]:
        """Every paragraph with the top section it stands in, in order."""
        for section in self.sections:
            for part in section.walk():
                for block in part.blocks:
                    if isinstance(block, Paragraph):
                        yield section, block

    def numbers(self) -> Iterator[tuple[Paragraph, Number]]:
        """Every number of the text with its paragraph, in order; the n-th is the n-th bookmark."""
        for _, paragraph in self.paragraphs():
            for piece in paragraph.pieces:
                if isinstance(piece, Number):
                    yield paragraph, piece

    def gaps(self) -> Iterator[tuple[Section, Gap]]:
        """Every marker with the top section it stands in."""
        for section, paragraph in self.paragraphs():
            for piece in paragraph.pieces:
                if isinstance(piece, Gap):
                    yield section, piece


def cells_of(numbers: Iterable[Number]) -> Iterator[FigureKey]:
    """The figures that numbers come from, directly or through others."""
    for number in numbers:
        if isinstance(number.origin, Cell):
            yield number.origin.key
        elif isinstance(number.origin, Worked):
            yield from cells_of(number.origin.operands)
