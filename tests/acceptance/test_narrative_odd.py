"""预算情况说明 of departments with something odd about them reads as a person would write it."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracles.expected_tables import CARRYOVER, SAMPLE, SOURCES, THIS_YEAR
from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from oracles.narrative import complaints_about
from oracles.narrative_facts import Disclosed
from oracles.odd_departments import FACTS, LAST_YEAR, ODD, Department, basic, project
from xltools.budget.exact import expected, filled
from xltools.budget.form import prepare
from xltools.budget.narrative.document import narrative
from xltools.model.disclosure import Disclosure
from xltools.model.narrative import Narrative, Paragraph
from xltools.office.documents.paragraphs import TextParagraph
from xltools.tasks.auditing.sentences import sections_of
from xltools.tasks.check_narrative import audit
from xltools.tasks.narrating.remarks import missing_facts
from xltools.tasks.read_input import read_input

UGLY = re.compile(
    r"(?<![\d.])0(?:\.00)?(?:万元|%|个|辆|台)|[。，；：、][。，；、：]|其中：[^；、，]*。|None|  "
)
NUMBER = re.compile(r"\d+(?:\.\d+)?(?=万元(?!以上)|%|个|辆|平方米|台（套）)")
NAMES = list(ODD)


def disclosed(folder: Path) -> Disclosure:
    department = prepare(read_input(folder).ledger)
    return filled(department, expected(department))


def read(written: Narrative) -> list[tuple[str, str]]:
    """As a reader of the document has it: (style, text)."""
    found = []
    for top in written.sections:
        for section in top.walk():
            found.append(("Heading 2" if section is top else "Heading 3", section.heading))
            found += [("Body Text", block.text) for block in section.blocks if isinstance(block, Paragraph)]
    return found


@pytest.fixture(scope="module")
def narratives(tmp_path_factory) -> dict[str, tuple[Path, Disclosure, Narrative]]:
    folder = tmp_path_factory.mktemp("odd")
    found = {}
    for index, (name, (department, _)) in enumerate(ODD.items()):
        written = disclosed(department.write(folder / str(index)))
        found[name] = (folder / str(index), written, narrative(written))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_due_and_every_number_right(narratives, name):
    folder, _, written = narratives[name]
    assert complaints_about(read(written), Disclosed(folder)) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_reads_as_a_form_filled_by_a_machine(narratives, name):
    _, _, written = narratives[name]
    texts = [text for _, text in read(written)]
    assert [(text, found[0]) for text in texts if (found := UGLY.search(text))] == []
    assert all(part.blocks or part.parts for top in written.sections for part in top.walk())


@pytest.mark.parametrize("name", NAMES)
def test_what_only_the_clerk_knows_is_marked(narratives, name):
    _, _, written = narratives[name]
    markers = [marker for _, text in read(written) for marker in re.findall("【请.+?】", text)]
    assert len(markers) == len(missing_facts(written)) == ODD[name][1]


@pytest.mark.parametrize("name", NAMES)
def test_the_check_of_the_program_finds_nothing_but_the_markers(narratives, name):
    _, disclosure, written = narratives[name]
    text = [TextParagraph(text, style != "Body Text") for style, text in read(written)]
    report = audit(sections_of(text), disclosure, "情况说明.docx")
    serious = [finding for finding in report.findings if finding.severity != "info"]
    assert [finding.message for finding in serious if finding.rule != "N-10"] == []
    assert len(serious) == ODD[name][1]


# --- any department -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_made_up_departments(tmp_path, seed):
    folder = add_facts(make_department(tmp_path / "部门", seed), seed)
    assert complaints_about(read(narrative(disclosed(folder))), Disclosed(folder)) == []


YUAN = st.sampled_from((0, 1, 20, 49.99, 50, 99, 100, 5_000, 123_456.78, 10**9))
FUNCTIONS = st.sampled_from(("2010301", "2050101", "2050202", "2080505", "2120802", "2230105"))
ECONOMIC = st.sampled_from(("30101", "30201", "30212", "30217", "30231", "30302", "31013"))
SOURCE, YEAR = st.sampled_from(SOURCES[:1] * 3 + SOURCES), st.sampled_from((THIS_YEAR, THIS_YEAR, CARRYOVER))
KIND = st.sampled_from(("特定目标类", "其他运转类", ""))
LAST = st.sampled_from((0, 49, 50, 5_000, 123_456.78, 10**9))


@given(
    st.lists(st.builds(basic, FUNCTIONS, ECONOMIC, YUAN, SOURCE, YEAR), max_size=5),
    st.lists(st.tuples(FUNCTIONS, YUAN, KIND, SOURCE, YEAR), max_size=4),
    st.fixed_dictionaries({}, optional=dict.fromkeys(LAST_YEAR, LAST)),
    st.fixed_dictionaries({}, optional={item: st.just(words) for item, words in FACTS["变动原因"].items()}),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_small_department(tmp_path, lines, projects, last_year, reasons):
    rows = [project(f"项目{index}", *rest) for index, rest in enumerate(projects)]
    facts = {"上年数(元)": last_year, "变动原因": reasons}
    folder = Department(lines, rows, facts=facts).write(tmp_path / "部门")
    found = read(narrative(disclosed(folder)))
    assert complaints_about(found, Disclosed(folder)) == []
    assert [text for _, text in found if UGLY.search(text)] == []


# --- the reader itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", "five sources, both years", "three public expenses of every kind", "no vehicles"]
)
def test_the_reader_misses_no_wrong_number(narratives, name):
    """Every number of the text, once with another digit and once as another number of the same text."""
    folder, written = (
        (narratives[name][0], narratives[name][2]) if name else (SAMPLE, narrative(disclosed(SAMPLE)))
    )
    known, right, dice = Disclosed(folder), read(written), random.Random(name)
    others = [number for style, text in right if style == "Body Text" for number in NUMBER.findall(text)]
    unseen, changed = [], 0
    for index, (style, text) in enumerate(right):
        for number in NUMBER.finditer(text if style == "Body Text" else ""):
            place = dice.choice([at for at, sign in enumerate(number[0]) if sign.isdigit()])
            digit = str((int(number[0][place]) + dice.randint(1, 9)) % 10)
            another = [
                other for other in others if other != number[0] and ("." in other) == ("." in number[0])
            ]
            for wrong in (number[0][:place] + digit + number[0][place + 1 :], dice.choice(another)):
                changed += 1
                told = [*right]
                told[index] = (style, text[: number.start()] + wrong + text[number.end() :])
                if not complaints_about(told, known):
                    unseen.append(f"{number[0]} → {wrong} | {text}")
    assert changed > 80
    assert unseen == []


def test_the_reader_misses_no_sentence_that_is_gone_or_said_twice():
    known, right = Disclosed(SAMPLE), read(narrative(disclosed(SAMPLE)))
    unseen = []
    for index, (style, text) in enumerate(right):
        if style == "Body Text":
            for sentence in filter(None, text.split("。")):
                for other in (text.replace(f"{sentence}。", "", 1), f"{sentence}。{text}"):
                    told = [*right[:index], *([(style, other)] if other else []), *right[index + 1 :]]
                    if not complaints_about(told, known):
                        unseen.append(sentence)
    assert unseen == []
