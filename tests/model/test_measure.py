"""A measure's value is the plain sum over the lines that meet its conditions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xltools.model.measure import Condition, Differs, Equals, Measure, StartsWith, Sums, Term


@dataclass(frozen=True)
class Line:
    code: str
    source: str
    number: int
    amount: Decimal


codes = st.sampled_from(["2013201", "2013202", "2013", "2080505", "2210201"])
sources = st.sampled_from(["甲", "乙", "丙"])
lines = st.lists(
    st.builds(
        Line,
        codes,
        sources,
        st.integers(0, 3),
        st.integers(0, 10**12).map(lambda cents: Decimal(cents).scaleb(-2)),
    ),
    max_size=30,
)
conditions: st.SearchStrategy[Condition] = st.one_of(
    st.builds(StartsWith, st.just("code"), st.sampled_from(["2", "201", "20132", "2013201", "999"])),
    st.builds(Equals, st.just("source"), sources),
    st.builds(Equals, st.just("number"), st.integers(0, 3)),
    st.builds(Differs, st.just("source"), sources),
)


def meets(line: Line, condition: Condition) -> bool:
    value = getattr(line, condition.field)
    match condition:
        case StartsWith(prefix=prefix):
            return str(value).startswith(prefix)
        case Differs(value=other):
            return bool(value != other)
        case Equals(value=other):
            return bool(value == other)


@given(lines, lines, st.lists(conditions, max_size=4), st.lists(conditions, max_size=4))
def test_a_sum_is_what_adding_line_by_line_gives(
    first: list[Line], second: list[Line], some: list[Condition], others: list[Condition]
) -> None:
    sums = Sums({"a": first, "b": second})
    measure = Measure((Term("a", tuple(some)),)) + Measure((Term("b", tuple(others)),))
    expected = sum(
        (
            line.amount
            for book, wanted in ((first, some), (second, others))
            for line in book
            if all(meets(line, condition) for condition in wanted)
        ),
        Decimal(0),
    )
    assert sums.sum(measure) == expected
    assert sums.sum(measure) == expected, "a second look-up uses the groups made by the first"
    assert sum((line.amount for line in sums.lines(measure)), Decimal(0)) == expected


@given(lines, st.lists(conditions, max_size=3), st.lists(conditions, max_size=3))
def test_narrowing_a_measure_is_adding_its_conditions(
    book: list[Line], some: list[Condition], more: list[Condition]
) -> None:
    sums = Sums({"a": book})
    narrowed = Measure((Term("a", tuple(some)),)).where(*more)
    assert sums.sum(narrowed) == sums.sum(Measure((Term("a", (*some, *more)),)))
