"""Inputs are never written, whatever is done with them; only `mark`, `clear` and `targets` write in place."""

import pytest

from command_line import copy_of_sample, xltools

COMMANDS = [
    ("fill", "各部门/甲局", "-o", "新.xlsx"),
    ("fill", "各部门/乙局.xlsx", "-o", "新.xlsx"),
    ("fill", "各部门/甲局", "-o", "新.xlsx", "--template", "各部门/乙局.xlsx"),
    ("check", "各部门/乙局.xlsx", "--html", "报告.html"),
    ("mark", "各部门/乙局.xlsx", "-o", "新.xlsx"),
    ("clear", "各部门/乙局.xlsx", "-o", "新.xlsx"),
    ("targets", "各部门/乙局.xlsx", "-o", "新.xlsx"),
    ("batch", "fill", "各部门", "-o", "成品"),
    ("batch", "check", "各部门", "-o", "校验", "--html", "报告.html"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inputs")
    copy_of_sample(folder / "各部门" / "甲局")
    assert xltools("fill", "各部门/甲局", "-o", "各部门/乙局.xlsx", cwd=folder).code == 0
    return folder


def state(folder):
    """Names, contents and times, of folders too: nothing may so much as come and go."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_leaves_its_inputs_alone(folder, command):
    before = state(folder / "各部门")
    run = xltools(*command, cwd=folder)
    # The folder of 甲局 holds no workbook to check.
    assert run.code == (3 if command[:2] == ("batch", "check") else 0), run.text
    assert state(folder / "各部门") == before
