"""From the words before a number to the figures that it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from xltools.budget.classification import department_economic_names, function_names
from xltools.budget.narrative_reading.evidence import Evidence, Known
from xltools.budget.narrative_reading.scopes import Scope
from xltools.budget.narrative_reading.terms import PREFIXES, WHOLES, Place, terms
from xltools.budget.rows import LINE, TOTAL
from xltools.budget.tables.table11 import ALL_UNITS
from xltools.model.disclosure import Disclosure, FigureKey, ReadRow

_FRONT = (
    "本部门|我部门|全部门|本单位|我单位|我局|我委|我办|我部|我区|我县|我市|全年|年度|年初|部门预算|部门|本级|预算|安排|编制|编报|其中|包括|分别为|一是|二是|"
    "三是|由|含|即|用于|主要用于|主要|另外|同时|以及|和|及|共|有|现有|拥有|使用|为|是|在|按|当年|本年|年|我|全部|所有|纳入[^的]{0,20}范围的|财政拨款安排的|财政拨款的|财政拨款|拟|计划|各|上述|:|、|[(（]?[0-9]{1,2}[)）.、]"
)
_BACK = (
    "为|是|共|共计|合计|总计|总额|总额为|预算|预算数|预算总额|预算资金|安排|安排了|金额|达|达到|约|约为|资金|数|计划|列支|编制|财政拨款|财政拨款预算|"
    "支出|经费|的|了|有|数量|各|均为|预计|预计为|数为|:|分别为|科目|总量|规模|计"
)
_FRONT_WORDS = re.compile(f"^(?:{_FRONT})")
_BACK_WORDS = re.compile(f"(?:{_BACK})$")
_CODE = re.compile(r"\(?[0-9]{3,7}\)?")
_COUNT_WORDS = re.compile(r"(?:为|是|共|共计|合计|总计|安排|达|约|有|的|了|:|预算|预算数|总数|总额|数量)$")
_CODED = re.compile(r"(?<![0-9])(?P<code>[0-9]{5}|[0-9]{7})(?![0-9])")
_ALIKE, _SHORTEST, _LONGEST = 0.75, 4, 30
BASIC_TABLE = 6
_MOST_TRIALS = 160


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number is about. `certain`: the words leave no doubt, so a number that is none of `candidates` is wrong;
    without candidates the words are known and the workbook does not give the figure. `places` are what the words
    mean, whether the workbook gives it or not."""

    term: str
    candidates: tuple[Known, ...]
    certain: bool
    scope: Scope | None = None
    places: tuple[Place, ...] = ()

    @property
    def named(self) -> str:
        """Its name to be read in a sentence."""
        return f"“{self.term}”"


class Subjects:
    """The vocabulary of one workbook."""

    def __init__(self, evidence: Evidence, year: int | None, department: str | None) -> None:
        self._evidence = evidence
        self.department = folded(department or "")
        self._places: dict[tuple[Scope | None, str], list[Place]] = {}
        for scope, word, places in terms():
            self._add(scope, word, *places)
        self._codes: dict[Scope | None, dict[str, list[Place]]] = {}
        self._classes: dict[Scope, dict[str, str]] = {}
        rows: dict[tuple[Scope | None, str], set[str]] = {}
        for scope, label, place in labels(evidence.disclosure):
            self._add(scope, label, place)
            if place.row.isdigit():
                self._codes.setdefault(scope, {}).setdefault(place.row, []).append(place)
            if place.row.isdigit() or place.table == BASIC_TABLE:
                self._classes.setdefault(scope, {})[folded(label)] = label
            rows.setdefault((scope, folded(label)), set()).add(place.row)
        self._ambiguous = {named for named, keys in rows.items() if len(keys) > 1}
        self._front = [words for words in (department and folded(department), year and f"{year}年") if words]
        self._words: dict[str, list[Scope | None]] = {}
        for scope, word in self._places:
            self._words.setdefault(word, []).append(scope)

    def _add(self, scope: Scope | None, word: str, *places: Place) -> None:
        found = self._places.setdefault((scope, folded(word)), [])
        found += [place for place in places if place not in found]

    def whole_of(self, scope: Scope | None) -> tuple[Known, ...]:
        """What a share in such a section is of, where nothing is said."""
        return self._known(WHOLES.get(scope, ())) if scope else ()

    def places(self, *places: Place, term: str) -> Subject:
        """A subject whose places are known already."""
        return Subject(term, self._known(places), True, places=places)

    def resolve(self, words: str, *scopes: Scope | None) -> Subject | None:
        """What words mean, or None; `scopes` are those of the sentence and of its section, the nearest first."""
        found = [each for scope in dict.fromkeys(scopes or (None,)) if (each := self._resolve(words, scope))]
        return next((each for each in found if each.certain), found[0] if found else None)

    def _resolve(self, words: str, scope: Scope | None) -> Subject | None:
        coded = _CODED.search(words)
        if coded and scope in self._codes and coded["code"] in self._codes[scope]:
            meant = tuple(self._codes[scope][coded["code"]])
            return Subject(words, self._known(meant), True, scope, meant)
        doubtful: list[Place] = []
        term = ""
        for trial in self._trials(folded(words).rpartition("-")[2]):
            sure = self._sure(trial, scope)
            if sure:
                places, inner = sure
                known = self._known((*places, *doubtful))
                certain = (inner or scope, trial) not in self._ambiguous
                return Subject(trial, known, certain, inner, tuple(places))
            for other in self._words.get(trial, ()):
                doubtful += self._places[other, trial]
                term = term or trial
        if doubtful:
            return Subject(term, self._known(doubtful), False)
        return None

    def _sure(self, trial: str, scope: Scope | None) -> tuple[list[Place], Scope | None] | None:
        own = self._places.get((scope, trial), []) if scope else []
        anywhere = self._places.get((None, trial), [])
        for prefix, inner in PREFIXES:
            budget = (
                self._places.get((inner, trial.removeprefix(prefix))) if trial.startswith(prefix) else None
            )
            if budget:
                return [*budget, *own, *anywhere], scope if own else inner
        return ([*own, *anywhere], scope if own else None) if own or anywhere else None

    def near(self, words: str, *scopes: Scope | None) -> tuple[str, str, Subject] | None:
        """The name of a classification that words are a misspelling of: what is written, the name, what it means.

        None where they are a classification of another name, or near to none.
        """
        written = self.core(words)
        official = _official_names()
        for scope in scopes:
            names = self._classes.get(scope, {}) if scope else {}
            found = (
                get_close_matches(written, names, 1, _ALIKE) if _SHORTEST <= len(written) <= _LONGEST else []
            )
            if found and written not in official and found[0] not in written and written not in found[0]:
                places = tuple(self._places[scope, found[0]])
                return written, names[found[0]], Subject(found[0], self._known(places), False, scope, places)
        return None

    def core(self, words: str) -> str:
        """Words without the fillers in front and behind."""
        text = folded(words)
        while True:
            shorter = next(
                (text.removeprefix(front) for front in self._front if text.startswith(front)), text
            )
            shorter = _FRONT_WORDS.sub("", shorter)
            shorter = _COUNT_WORDS.sub("", shorter)
            if shorter == text or not shorter:
                return text
            text = shorter

    def _trials(self, words: str) -> Iterator[str]:
        """The words, then less and less of them: fillers taken from the front and the back."""
        queue, seen = [words], {words}
        for trial in queue:
            if len(seen) > _MOST_TRIALS:
                return
            if trial:
                yield trial
            shorter = [trial.removesuffix(back) for back in self._front if trial.endswith(back)]
            shorter += [trial.removeprefix(front) for front in self._front if trial.startswith(front)]
            shorter += [trial[: match.start()] for match in [_BACK_WORDS.search(trial)] if match]
            shorter += [
                trial[match.end() :] for match in [_FRONT_WORDS.match(trial), _CODE.match(trial)] if match
            ]
            for each in shorter:
                if each and each not in seen:
                    seen.add(each)
                    queue.append(each)

    def _known(self, places: tuple[Place, ...] | list[Place]) -> tuple[Known, ...]:
        found = (self._evidence.known(place) for place in dict.fromkeys(places))
        return tuple(known for known in found if known is not None)


@cache
def _official_names() -> frozenset[str]:
    """Every classification of functions and of departmental economics, with and without 支出 at its end."""
    names = {folded(name) for name in (*function_names().values(), *department_economic_names().values())}
    return frozenset(names | {name.removesuffix("支出") for name in names})


def folded(words: str) -> str:
    """Words to compare: without quotation marks, blanks and brackets that say nothing."""
    text = re.sub(r"[“”\"‘’'《》\s*]", "", words.replace("（", "(").replace("）", ")"))
    return re.sub(r"\((境|套)\)", r"\1", text)


def labels(disclosure: Disclosure) -> Iterator[tuple[Scope, str, FigureKey]]:
    """The labels of the rows of a workbook, with the scope in which each means its row."""
    for table, panel, scope, columns in _LABELLED:
        read = disclosure.tables.get(table)
        if read is None or panel >= len(read.panels):
            continue
        for row in read.panels[panel].rows:
            if not row.key or row.key in (TOTAL, ALL_UNITS):
                continue
            for label in _labels_of(row):
                for column in columns:
                    yield scope, label, FigureKey(table, row.key, column)


_LABELLED: tuple[tuple[int, int, Scope, tuple[str, ...]], ...] = (
    (1, 1, Scope.TOTAL, ("total", "this_year", "carryover")),
    (3, 0, Scope.TOTAL, ("total",)),
    (4, 1, Scope.APPROPRIATION, ("subtotal", "general_public")),
    (5, 0, Scope.GENERAL_PUBLIC, ("total",)),
    (6, 0, Scope.BASIC, ("total",)),
    (8, 0, Scope.FUNDS, ("total",)),
    (9, 1, Scope.CAPITAL, ("total",)),
    (11, 0, Scope.AGENCY, ("total",)),
    (12, 0, Scope.PERFORMANCE, ("total",)),
)


def _labels_of(row: ReadRow) -> Iterator[str]:
    if row.style == LINE:
        yield row.labels[0]
        return
    name = row.labels[-1] or row.labels[0]
    name = name.partition("、")[2] or name
    if len(name) > 1 and not name.isdigit():
        yield name
        if name.endswith("支出"):
            yield f"{name}类"


def class_names(disclosure: Disclosure) -> Mapping[str, str]:
    """The names of function codes as the tables print them, by code."""
    found: dict[str, str] = {}
    for table in (3, 5):
        read = disclosure.tables.get(table)
        for row in read.panels[0].rows if read else ():
            if row.key.isdigit():
                found[row.key] = row.labels[-1]
    return found


def economic_names(disclosure: Disclosure) -> list[str]:
    """The classifications of basic expenditure that 表6 names."""
    read = disclosure.tables.get(6)
    return [row.labels[0] for row in (read.panels[0].rows if read else ()) if row.style == LINE]
