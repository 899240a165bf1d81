"""Hostile documents through `read` and `check --with`: each ends in time with one sentence, and goes nowhere."""

import json
import re
import sys
from pathlib import Path

import pytest

import xltools
from hostile import pdf_files, word_files
from hostile.watched import MEGABYTES, SECONDS, run
from office.gate.archives import parts_of
from oracles.expected_tables import SAMPLE
from xltools.office.documents import contents

CASES = {
    f"{group}: {name}": case
    for group, cases in (("word", word_files.CASES), ("pdf", pdf_files.CASES))
    for name, case in cases.items()
}
SENTENCE = re.compile(r"[^\n]*[\u4e00-\u9fff][^\n]*[。]")
REFUSED = (
    *("word: bomb", "word: entities that grow", "word: a million paragraphs", "word: an old document"),
    *("pdf: cut off", "pdf: a password"),
)
AUDITED = ("word: links to elsewhere", "word: tables 60 deep", "pdf: programs and links")
"""Both by `check --with`."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="memory is measured and limited on Linux only"),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sound") / "部门.xlsx").path


@pytest.fixture(scope="module")
def files(tmp_path_factory, sound) -> dict[str, Path]:
    folder, parts = tmp_path_factory.mktemp("坏文档"), parts_of(sound.read_bytes())
    found = {
        name: folder / f"坏{number:02}{case.suffix}" for number, (name, case) in enumerate(CASES.items())
    }
    for name, file in found.items():
        file.write_bytes(CASES[name].make(parts))
    return found


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_read(kind, files, tmp_path):
    mine = {name: file for name, file in files.items() if name.startswith(kind)}
    before = {file: file.read_bytes() for file in mine.values()}
    reader = str(Path(__file__).with_name("read_all.py"))
    done = run(tmp_path, tmp_path / "读出.xlsx", *mine.values(), program=[reader])
    assert (done.err, done.outside, done.code) == ("", "", 0)
    assert done.megabytes < MEGABYTES
    assert done.seconds < SECONDS * len(mine) / 4
    said = {told["file"]: told["said"] for told in map(json.loads, done.lines)}
    assert [*said] == [file.name for file in mine.values()]
    wrong = {name: said[file.name] for name, file in mine.items() if not _is_fine(name, said[file.name])}
    assert wrong == {}
    assert {file: file.read_bytes() for file in before} == before


def _is_fine(name: str, said: str) -> bool:
    wanted = CASES[name].said
    if wanted is None:
        return said == ""
    return SENTENCE.fullmatch(said) is not None and wanted in said and "程序出错了" not in said


def test_check(files, sound, tmp_path):
    mine = {name: files[name] for name in (*REFUSED, *AUDITED)}
    done = run(tmp_path, "check", *mine.values(), "--with", sound, "--json")
    assert (done.err, done.outside) == ("", "")
    assert done.megabytes < MEGABYTES
    assert done.seconds < SECONDS * len(mine) / 2
    told = done.reports()
    assert [*told] == [file.name for file in mine.values()]
    unreadable = [name for name, file in mine.items() if told[file.name]["status"] == "unreadable"]
    assert unreadable == [*REFUSED]
    for name in REFUSED:
        assert SENTENCE.fullmatch(told[mine[name].name]["findings"][0]["message"]), name
    assert done.code == 2


def test_a_command_says_one_sentence(files, tmp_path):
    done = run(tmp_path, "read", files["word: bomb"], "-o", tmp_path / "读出.xlsx")
    assert (done.code, done.outside) == (2, "")
    assert SENTENCE.fullmatch("".join(done.err.splitlines()))
    assert not (tmp_path / "读出.xlsx").exists()


@pytest.mark.parametrize("name", pdf_files.ENDLESS)
def test_what_does_not_end_is_ended(name, tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "_LEAST_SECONDS", 3.0)
    file = tmp_path / "坏.pdf"
    file.write_bytes(pdf_files.ENDLESS[name].make({}))
    with pytest.raises(xltools.XltoolsError, match=r"读了 [34] 秒还没有读完，已停止"):
        xltools.read_document(file, tmp_path / "读出.xlsx")


def test_too_much_text_for_a_narrative(sound, tmp_path):
    (tmp_path / "长.txt").write_text("收入合计1.00万元。\n" * 5_000, encoding="utf-8")
    trouble = xltools.check_narrative(tmp_path / "长.txt", sound).trouble
    assert trouble is not None
    assert "超过 4,000 段" in trouble
