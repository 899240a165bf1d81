"""Hostile files through the real command: each ends in time with one sentence, and disturbs no other."""

import json
import re
import sys
from typing import Any

import jsonschema
import pytest

import xltools
from hostile import archives, compound, workbooks, xml_parts
from hostile.cases import Case
from hostile.watched import MEGABYTES, SECONDS, run
from office.gate.archives import parts_of
from oracles.expected_tables import REPOSITORY, SAMPLE

CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("archive", archives.CASES),
        ("xml", xml_parts.CASES),
        ("workbook", workbooks.CASES),
        ("other", compound.CASES),
    )
    for name, case in cases.items()
}
SCHEMA = json.loads((REPOSITORY / "docs" / "check.schema.json").read_text(encoding="utf-8"))
SENTENCE = re.compile(r"[^\n]*[\u4e00-\u9fff][^\n]*[。]")
_TOGETHER = 8
_NAMES = [*CASES]
GROUPS = [_NAMES[start : start + _TOGETHER] for start in range(0, len(_NAMES), _TOGETHER)]
GOOD = ("甲局.xlsx", "乙局.xlsx", "丙局.xlsx")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is measured and limited on Linux only"),
]


@pytest.fixture(scope="session")
def sound(tmp_path_factory) -> bytes:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sound") / "部门.xlsx").path.read_bytes()


def test_there_are_enough():
    assert len(CASES) >= 60


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_one_after_the_other(names, sound, tmp_path):
    """Some files in one command; each has its line within the time, its sentence, and does no harm to the next."""
    files = {name: tmp_path / f"坏{number}{CASES[name].suffix}" for number, name in enumerate(names)}
    for name, file in files.items():
        file.write_bytes(CASES[name].make(parts_of(sound)))
    before = {file: file.read_bytes() for file in files.values()}
    done = run(tmp_path, "check", *files.values(), "--json")
    assert done.outside == ""
    assert done.err == ""
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES
    reports = done.reports()
    assert [*reports] == [file.name for file in files.values()]
    assert {name: _wrong(CASES[name], reports[file.name]) for name, file in files.items()} == dict.fromkeys(
        files
    )
    errors = any(each["severity"] == "error" for report in reports.values() for each in report["findings"])
    refused = any(report["status"] == "unreadable" for report in reports.values())
    assert done.code == (2 if refused else int(errors))
    assert {file: file.read_bytes() for file in before} == before


def _wrong(case: Case, report: dict[str, Any]) -> str | None:
    """What is wrong with a report; None if nothing is."""
    jsonschema.validate(report, SCHEMA)
    if case.said is None:
        messages = [finding["message"] for finding in report["findings"]]
        return f"refused: {messages}" if report["status"] == "unreadable" else None
    if report["status"] != "unreadable":
        return report["status"]
    (finding,) = report["findings"]
    message = finding["message"]
    fine = SENTENCE.fullmatch(message) and case.said in message and "程序出错了" not in message
    return None if fine and finding["rule"] == "F-0" else message


def test_among_good_ones(sound, tmp_path):
    """One batch of them all: every good file is reported, every bad one has its line, nothing stops."""
    folder, out = tmp_path / "各部门", tmp_path / "结果"
    folder.mkdir()
    parts = parts_of(sound)
    bad = {f"坏{number:03}{case.suffix}": name for number, (name, case) in enumerate(CASES.items())}
    for file, name in bad.items():
        (folder / file).write_bytes(CASES[name].make(parts))
    for name in GOOD:
        (folder / name).write_bytes(sound)
    done = run(tmp_path, "batch", "check", folder, "-o", out, "--jobs", 2, seconds=300)
    assert "Traceback" not in done.err
    assert "程序出错了" not in done.err
    assert done.outside == ""
    assert done.code == 3
    told = {
        each["name"]: each for each in json.loads((out / "summary.json").read_text("utf-8"))["departments"]
    }
    assert {name: told[name]["status"] for name in GOOD} == dict.fromkeys(GOOD, "clean")
    assert set(told) == {*bad, *GOOD}
    for file, name in bad.items():
        assert (told[file]["status"] == "unreadable") == (CASES[name].said is not None), name
