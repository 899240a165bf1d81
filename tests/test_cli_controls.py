"""Words from files and file names reach the terminal as words, never as its commands."""

import json
import re

import pytest

from xltools.cli import console

ESCAPES = "\x1b[2J\x1b]0;title\x07\x9b31m\u202egnp.exe\u2066"
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    "show",
    [
        console.result,
        console.remark,
        console.paragraph,
        lambda text: console.table(["名称"], [[text]]),
    ],
)
def test_nothing_but_words_comes_out(show, capsys):
    show(f"甲局{ESCAPES}乙局")
    printed = "".join(capsys.readouterr())
    assert not COMMANDS.search(printed)
    assert "甲局" in printed
    assert "乙局" in printed


def test_lines_and_tabs_stay(capsys):
    console.result("一\n二\t三")
    assert capsys.readouterr().out == "一\n二\t三\n"


def test_json_keeps_every_character(capsys):
    console.json_value({"message": ESCAPES})
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert json.loads(out) == {"message": ESCAPES}
