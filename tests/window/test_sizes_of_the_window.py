"""The window on small, common and fine screens: all of it is there, and the text is wrapped as Chinese is."""

import os
import re

import openpyxl
import pytest

from desktop import desktop as new_desktop
from desktop import wait_for

SCREENS = {"1366x768": ((1366, 768), 96), "1024x768": ((1024, 768), 96), "fine": ((2732, 1536), 192)}
_MOST_LINES = 16
_FRAME_AND_TASK_BAR = 75


@pytest.fixture(scope="module", params=SCREENS.values(), ids=SCREENS)
def screen(request, tmp_path_factory):
    size, dpi = request.param
    with new_desktop(tmp_path_factory.mktemp("screen"), size, dpi) as found:
        yield found


@pytest.fixture(scope="module")
def reporting(screen, filled, tmp_path_factory):
    """The window with a long report in it."""
    wrong = tmp_path_factory.mktemp("wrong") / filled.name
    book = openpyxl.load_workbook(filled)
    sheet = book["表5 一般公共预算支出表"]
    for row in range(8, 20):
        sheet.cell(row, 4).value = 1493.4 + row
    book.save(wrong)
    with screen.window(wrong, cwd=wrong.parent) as window:
        window.key("F4")
        window.wait_for_text("结论：有")
        window.path = wrong
        yield window


def assert_on_the_screen(window, size):
    areas = [area for kind in ("TButton", "Text", "TLabel") for area in window.areas(kind)]
    assert len(areas) > 12
    for left, top, wide, high in areas:
        assert left >= 0
        assert top >= 0
        assert left + wide <= size[0]
        assert top + high <= size[1] - _FRAME_AND_TASK_BAR
    for one in areas:
        assert [other for other in areas if overlapping(one, other)] == [one]


def test_everything_is_on_the_screen(screen, reporting):
    assert_on_the_screen(reporting, screen.size)


def test_a_question_takes_its_room_from_the_results(screen, reporting):
    height = reporting.ask("winfo height .")
    owner = reporting.path.with_name(f"~${reporting.path.name}")
    owner.touch()
    reporting.key("F5")
    reporting.wait_for_question("正在 Excel")
    assert_on_the_screen(reporting, screen.size)
    assert reporting.ask("winfo height .") == height
    reporting.key("Escape")
    wait_for(lambda: not reporting.question, "the question goes")
    owner.unlink()


def overlapping(one, other):
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def test_a_long_report_is_scrolled(reporting):
    shown = reporting.text
    assert len(shown.splitlines()) > 2 * _MOST_LINES
    first, last = reporting.ask("set t [shown Text]; list [$t index @0,0] [$t index @0,9999]")
    assert float(first) == 1
    assert 8 <= float(last) <= _MOST_LINES + 1, "the last one may be cut"
    reporting.ask("focus [shown Text]; list")
    reporting.key("Next")
    assert float(reporting.ask("[shown Text] yview")[0]) > 0
    reporting.key("ctrl+Home")


def test_lines_fit_and_no_name_is_torn(reporting):
    shown = reporting.text
    assert reporting.ask("[shown Text] xview") == ("0.0", "1.0")
    reporting.click("复制结果")
    whole = "".join(reporting.ask("list [clipboard get]"))
    words = re.findall(r"[!-~]+", whole)
    assert {"[5-1]", "D9"} <= set(words)
    assert re.findall(r"[!-~]+", shown) == words
    assert not re.search(r"^[，。；：、）”》]", shown, flags=re.MULTILINE)
    assert not re.search(r"[（“《]$", shown, flags=re.MULTILINE)


def test_wrapped_anew_in_a_wider_window(reporting):
    before = reporting.text
    reporting.ask("wm geometry . [expr {[winfo width .] * 3 / 2}]x[winfo height .]; list")
    wait_for(lambda: len(reporting.text.splitlines()) < len(before.splitlines()), "fewer lines")
    assert "".join(reporting.text.split()) == "".join(before.split())
    assert reporting.ask("[shown Text] xview") == ("0.0", "1.0")


def test_a_very_long_name_does_not_widen_the_window(desktop, workbook):
    path = workbook.rename(workbook.with_name("长" * 60 + "尾.xlsx"))
    with desktop.window(path, cwd=path.parent) as window:
        assert int(window.ask("winfo width .")[0]) < 1000
        shown = window.ask("words TLabel")
        assert any(re.fullmatch("长+…长+尾.xlsx", each) for each in shown)


def test_the_density_people_set_for_their_screen(desktop, workbook, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "xrdb").write_text(
        "#!/bin/sh\nprintf 'Xft.antialias:\\t1\\nXft.dpi:\\t192\\n'\n", encoding="utf-8"
    )
    (programs / "xrdb").chmod(0o755)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}"}
    with desktop.window(workbook, cwd=tmp_path, env=environment) as window:
        assert float(window.ask("tk scaling")[0]) == pytest.approx(192 / 72, rel=0.01)
