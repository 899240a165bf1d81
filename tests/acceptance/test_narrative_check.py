"""The narrative that the program writes is understood wholly; a digit changed anywhere in it is found."""

import random
import re

import docx
import pytest

import xltools
from oracles.expected_tables import SAMPLE
from oracles.made_up import make_department
from oracles.made_up_facts import add_facts
from oracles.other_hands import HANDS, Printed
from xltools.cli import main
from xltools.office.documents.paragraphs import TextParagraph
from xltools.office.opening import open_to_read
from xltools.tasks.auditing.sentences import sections_of
from xltools.tasks.check_narrative import audit
from xltools.tasks.publishing import pages
from xltools.tasks.reading.disclosure import read_disclosure

SEEDS = range(6)
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:万元|%|个|辆|平方米|台（套）)")
WORDS = (("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    workbook = xltools.fill(SAMPLE, folder / "部门预算公开.xlsx").path
    return workbook, xltools.narrate(workbook, folder / "情况说明.docx", charts=False).path


def numbered_runs(document):
    return [run for paragraph in document.paragraphs for run in paragraph.runs if NUMBER.fullmatch(run.text)]


def test_the_sample_is_right_and_every_number_is_tied(sample):
    workbook, document = sample
    report = xltools.check_narrative(document, workbook)
    assert report.findings == ()
    assert (report.obligations.required, report.obligations.checked) == (11, 11)


def own_words_only(finding):
    """Numbers in the clerk's own reasons are listed; nothing else is."""
    return finding.severity == "info" and "厉行节约" in finding.message


@pytest.mark.parametrize("seed", SEEDS)
def test_made_up_departments_are_right(tmp_path, seed):
    folder = add_facts(make_department(tmp_path / "部门", seed), seed)
    workbook = xltools.fill(folder, tmp_path / "部门预算公开.xlsx").path
    narrated = xltools.narrate(workbook, tmp_path / "情况说明.docx", charts=False)
    report = xltools.check_narrative(narrated.path, workbook)
    assert [
        finding for finding in report.findings if finding.rule != "N-10" and not own_words_only(finding)
    ] == []
    markers = [finding for finding in report.findings if finding.rule == "N-10"]
    assert all("【请" in finding.message for finding in markers)
    assert bool(markers) == bool(narrated.missing)


@pytest.fixture(scope="module", params=SEEDS)
def department(request, tmp_path_factory):
    """The figures of a made-up department as printed, and its workbook as `check` reads it."""
    folder = tmp_path_factory.mktemp("部门")
    inputs = add_facts(make_department(folder / "输入", request.param), request.param)
    workbook = xltools.fill(inputs, folder / "部门预算公开.xlsx").path
    return Printed(inputs), read_disclosure(open_to_read(workbook).workbook, workbook)


def audited(text, disclosure):
    return audit(sections_of(map(TextParagraph, text.split("\n"))), disclosure, "说明.txt")


@pytest.mark.parametrize("hand", HANDS)
def test_other_hands_are_right_and_understood(department, hand):
    printed, disclosure = department
    report = audited(HANDS[hand](printed), disclosure)
    assert report.findings == ()
    # Of a department that plans nothing there is no amount to state.
    left = [entry for entry in report.obligations.not_checked if not entry.why.startswith("文中没有")]
    assert [entry for entry in left if entry.rule in ("N-1", "N-2", "N-9")] == []


@pytest.mark.parametrize("hand", HANDS)
def test_a_changed_digit_of_another_hand_is_found(department, hand):
    printed, disclosure = department
    text = HANDS[hand](printed)
    dice = random.Random(hand)
    unseen = []
    for number in re.finditer(r"[0-9]+[.][0-9]{2}(?=万元|%)", text):
        place = dice.choice([at for at in range(*number.span()) if text[at].isdigit()])
        digit = str((int(text[place]) + dice.randint(1, 9)) % 10)
        wrong = text[:place] + digit + text[place + 1 :]
        if not audited(wrong, disclosure).count("error"):
            unseen.append(text[number.start() - 20 : number.end()])
    assert unseen == []


def test_a_changed_digit_anywhere_is_found(sample, tmp_path):
    workbook, document = sample
    dice = random.Random("a digit")
    opened = docx.Document(str(document))
    unseen = []
    runs = numbered_runs(opened)
    assert len(runs) == 93
    for run in runs:
        right = run.text
        place = dice.choice([index for index, character in enumerate(right) if character.isdigit()])
        run.text = right[:place] + str((int(right[place]) + dice.randint(1, 9)) % 10) + right[place + 1 :]
        opened.save(str(tmp_path / "改错.docx"))
        if not xltools.check_narrative(tmp_path / "改错.docx", workbook).count("error"):
            unseen.append(f"{right} → {run.text}")
        run.text = right
    assert unseen == []


def test_a_pdf_is_read_and_its_one_error_found(sample, tmp_path, libreoffice):
    """Lines that the page breaks are sentences again: of all numbers the one that was changed is wrong."""
    workbook, document = sample
    opened = docx.Document(str(document))
    (run,) = [run for run in numbered_runs(opened) if run.text == "12.54%"]
    run.text = "12.45%"
    opened.save(str(tmp_path / "情况说明.docx"))
    report = xltools.check_narrative(libreoffice.to_pdf(tmp_path / "情况说明.docx"), workbook)
    (finding,) = report.findings
    assert (finding.rule, finding.value, finding.expected) == ("N-3", "12.45%", "12.54%")
    assert report.obligations.checked == report.obligations.required


def test_the_whole_document_gives_no_alarm(tmp_path, monkeypatch):
    """Contents, duties, tables, target sheets, catalogue and glossary stand around the narrative."""
    monkeypatch.setattr(pages, "converted", lambda *_: None)
    inputs = add_facts(make_department(tmp_path / "部门", 3), 3)
    workbook = xltools.fill(inputs, tmp_path / "部门预算公开.xlsx").path
    report = xltools.check_narrative(xltools.publish(workbook, tmp_path / "公开").docx, workbook)
    markers = [finding for finding in report.findings if "【请" in finding.message]
    rest = [finding for finding in report.findings if finding not in markers and not own_words_only(finding)]
    assert rest == []


def test_staff_in_the_first_part_of_the_document_is_checked(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "converted", lambda *_: None)
    workbook, _ = sample
    document = xltools.publish(workbook, tmp_path / "公开").docx
    opened = docx.Document(str(document))
    (paragraph,) = [each for each in opened.paragraphs if "在职27人" in each.text]
    paragraph.text = paragraph.text.replace("在职27人", "在职72人")
    opened.save(str(document))
    (finding,) = xltools.check_narrative(document, workbook).findings
    assert (finding.rule, finding.severity, finding.expected) == ("N-1", "error", "27名")


def test_a_swapped_word_is_found(sample, tmp_path):
    workbook, document = sample
    opened = docx.Document(str(document))
    swapped, unseen = 0, []
    for paragraph in opened.paragraphs:
        for before, run in zip(paragraph.runs, paragraph.runs[1:], strict=False):
            for word, other in WORDS:
                if before.text.endswith(word) and NUMBER.fullmatch(run.text):
                    right = before.text
                    before.text = right.removesuffix(word) + other
                    opened.save(str(tmp_path / "改错.docx"))
                    report = xltools.check_narrative(tmp_path / "改错.docx", workbook)
                    if not any(finding.rule == "N-4" for finding in report.findings):
                        unseen.append(paragraph.text)
                    before.text = right
                    swapped += 1
    assert swapped >= 10
    assert unseen == []


def test_a_change_in_the_workbook_is_found_too(sample, tmp_path):
    """The same narrative against the workbook of another department."""
    _, document = sample
    folder = add_facts(make_department(tmp_path / "部门", 3), 3)
    other = xltools.fill(folder, tmp_path / "别的部门.xlsx").path
    assert xltools.check_narrative(document, other).count("error") > 20


def test_the_command(sample, capsys):
    workbook, document = sample
    assert main(["check", str(document), "--with", str(workbook)]) == 0
    assert "应检 11 项，已检 11 项" in capsys.readouterr().out
    assert main(["check", str(workbook), "--with", str(workbook)]) == 2
    assert main(["check", str(document), "--with", "没有.xlsx"]) == 2
