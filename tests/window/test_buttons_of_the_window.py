"""Real clicks and keys on the real window: every action, the same result as the command line."""

import os
import shutil

import openpyxl
import pytest

from command_line import xltools
from desktop import wait_for
from xltools.budget.actions import ACTIONS
from xltools.tasks.backup import FOLDER

WRITING = {"fill": "填充", "targets": "生成绩效表", "mark": "标错", "clear": "清除标记"}


def edited(path):
    """One amount more in 支出明细, one published figure wrong."""
    book = openpyxl.load_workbook(path)
    sheet = book["支出明细"]
    cell = next(cell for row in sheet.iter_rows(min_row=4) for cell in row if isinstance(cell.value, int))
    cell.value += 10_000
    book.save(path)


def copies(workbook):
    folder = workbook.parent / FOLDER
    return [path.read_bytes() for path in folder.iterdir()] if folder.exists() else []


@pytest.mark.parametrize("action", WRITING)
def test_a_click_does_what_the_command_does(desktop, workbook, tmp_path, action):
    if action == "clear":
        assert xltools("mark", workbook, cwd=tmp_path).code == 0
    before = workbook.read_bytes()
    twin = shutil.copyfile(workbook, tmp_path / workbook.name)
    options = ("-o", twin) if action == "fill" else ()
    assert xltools(action, twin, *options, cwd=tmp_path).code == 0
    with desktop.window(workbook, cwd=tmp_path) as window:
        window.click(WRITING[action])
        window.wait_for_text("留在“备份”中" if twin.read_bytes() != before else "已")
    if action in ("mark", "clear"):
        assert workbook.read_bytes() == twin.read_bytes()
    else:  # The window lists the changed cells too, as the buttons in Excel do.
        assert figures(workbook) == figures(twin)
    assert copies(workbook) == [before]


def figures(path):
    """Every cell of the published sheets."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        if sheet.title.startswith(("表", "绩效", "整体"))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_filling_follows_the_input_sheets(desktop, workbook, tmp_path):
    edited(workbook)
    with desktop.window(workbook, cwd=tmp_path) as window:
        window.click("填充")
        shown = window.wait_for_text("留在“备份”中")
    assert "已生成" in shown
    assert "13 张" in shown
    assert figures(workbook)["表1 收支总表", "B6"] != figures(next((workbook.parent / FOLDER).iterdir()))


def test_checking_changes_nothing(window, workbook):
    before = workbook.read_bytes()
    window.click("校验")
    shown = window.wait_for_text("结论：未发现错误")
    assert "尾差 18 处" in shown
    assert workbook.read_bytes() == before
    assert [path.name for path in workbook.parent.iterdir()] == [workbook.name]


def test_every_action_has_a_key_and_its_purpose(window):
    said = " ".join(window.ask("words TLabel"))
    for number, action in enumerate(ACTIONS, 2):
        assert f"{action.caption}  F{number}" in window.buttons
        assert action.purpose in said


def test_the_keys_do_what_the_buttons_do(window):
    keys = {action.name: f"F{number}" for number, action in enumerate(ACTIONS, 2)}
    window.key(keys["check"])
    window.wait_for_text("结论：未发现错误")
    window.key(keys["mark"])
    window.wait_for_text("已标出 0 格")
    window.key(keys["clear"])
    window.wait_for_text("已清除 0 格")


def test_with_the_keyboard_alone(window):
    reached = []
    while not window.focus.startswith("校验"):
        window.key("Tab")
        assert window.focus not in reached, "Tab goes in circles"
        reached.append(window.focus)
    window.key("Return")
    window.wait_for_text("结论：未发现错误")
    window.key("Escape")
    assert window.wait_until_gone() == 0


def test_the_result_can_be_pasted_elsewhere(window):
    window.key("F4")
    window.wait_for_text("结论：未发现错误")
    window.click("复制结果")
    pasted = "".join(window.ask("list [clipboard get]"))
    assert "  结论：未发现错误\n" in pasted
    assert "".join(pasted.split()) == "".join(window.text.split())


def test_nothing_chosen_yet(desktop, workbook, tmp_path):
    """Then the dialog of the system gives the workbook; a name typed there must be plain for xdotool."""
    plain = shutil.copyfile(workbook, tmp_path / "plain.xlsx")
    with desktop.window(cwd=tmp_path) as window:
        pressed = window.buttons
        assert not any(enabled for caption, enabled in pressed.items() if "  F" in caption)
        assert pressed["选择工作簿(O)"]
        window.key("alt+o")
        wait_for(lambda: window.ask("winfo exists .__tk_filedialog") == ("1",), "the dialog opens")
        window.desktop.tool("type", "--delay", 20, "plain.xlsx")
        window.key("Return")
        wait_for(lambda: window.title.startswith(plain.name), "the workbook is chosen")
        window.click("校验")
        window.wait_for_text("结论：未发现错误")


def test_files_are_handed_to_the_desktop(desktop, workbook, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/opened"\n', encoding="utf-8")
    opener.chmod(0o755)
    with desktop.window(workbook, cwd=tmp_path, env={"PATH": f"{programs}:{os.environ['PATH']}"}) as window:
        window.click("打开工作簿")
        opened = tmp_path / "opened"
        wait_for(lambda: opened.exists() and opened.read_text() == f"{workbook}\n", "opened")
        window.click("打开所在文件夹")
        wait_for(lambda: opened.read_text() == f"{workbook}\n{workbook.parent}\n", "folder opened")
