"""What goes wrong is one Chinese sentence in the window, which stays open; the workbook stays as it was."""

import os
import re
import signal
import subprocess
import sys

import openpyxl
import pytest

from command_line import ROOT, copy_of_sample, xltools
from desktop import wait_for
from xltools.budget.form import TABLES
from xltools.budget.inputs import PROJECTS
from xltools.tasks.backup import FOLDER


def only_inputs(workbook, path):
    """The input sheets of a workbook, without the tables."""
    book = openpyxl.load_workbook(workbook)
    kept = ("支出明细", "项目清单", "绩效指标", "单位信息", "单位", "收入明细", "功能科目")
    for name in book.sheetnames:
        if name not in kept:
            del book[name]
    for name in list(book.defined_names):
        del book.defined_names[name]
    book.save(path)
    return path


# --- the file --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["F2", "F3", "F4", "F5", "F6"])
def test_not_a_workbook(desktop, tmp_path, key):
    path = tmp_path / "假的.xlsx"
    path.write_bytes(b"not a workbook")
    with desktop.window(path, cwd=tmp_path) as window:
        window.key(key)
        shown = window.wait_for_text("假的.xlsx")
        assert window.program.poll() is None
    assert "缺陷" not in shown
    assert path.read_bytes() == b"not a workbook"
    assert not (tmp_path / FOLDER).exists()


def test_a_workbook_of_another_form(desktop, tmp_path):
    path = tmp_path / "考勤.xlsx"
    openpyxl.Workbook().save(path)
    with desktop.window(path, cwd=tmp_path) as window:
        for key in ("F2", "F3"):
            window.key(key)
            shown = window.wait_for_text("考勤.xlsx")
            assert "缺陷" not in shown
        window.key("F4")
        window.wait_for_text("没有找到部门预算公开表")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_file_was_moved_away(window, workbook):
    workbook.rename(workbook.with_name("别处.xlsx"))
    for button in ("校验", "填充", "打开工作簿"):
        window.click(button)
        window.wait_for_text("找不到")


def test_wrong_inputs_are_listed(desktop, workbook, tmp_path):
    book = openpyxl.load_workbook(workbook)
    sheet = book[PROJECTS.name]
    amounts = [cell for row in sheet.iter_rows() for cell in row if cell.value == 94000]
    amounts[0].value = "九万四"
    book.save(workbook)
    before = workbook.read_bytes()
    with desktop.window(workbook, cwd=tmp_path) as window:
        window.click("填充")
        shown = window.wait_for_text("没有写出任何文件")
        assert "九万四" in shown
        assert f"第{amounts[0].row}行" in shown
    assert workbook.read_bytes() == before
    assert not (workbook.parent / FOLDER).exists()


# --- open in another program, read-only ------------------------------------------------------------------------


def test_a_workbook_open_in_excel_is_asked_about(window, workbook):
    before = workbook.read_bytes()
    owner = workbook.with_name(f"~${workbook.name}")
    owner.touch()
    window.click("标错")
    window.wait_for_question("正在 Excel、WPS 或 LibreOffice 中打开")
    assert window.focus == "重试"
    window.key("Escape")
    wait_for(lambda: not window.question, "the question goes")
    assert window.focus.startswith("标错")
    window.key("F5")
    window.wait_for_question("正在 Excel")
    window.click("另存在旁边")
    window.wait_for_text("没有改动；结果另存为")
    assert workbook.read_bytes() == before
    assert len(list(workbook.parent.glob("*（另存*.xlsx"))) == 1
    window.click("标错")
    window.wait_for_question("正在 Excel")
    owner.unlink()
    window.key("Return")
    window.wait_for_text("留在“备份”中")
    assert workbook.read_bytes() != before


def test_checking_a_workbook_open_in_excel(window, workbook):
    workbook.with_name(f".~lock.{workbook.name}#").touch()
    window.click("校验")
    assert "结论：未发现错误" in window.wait_for_text("校验的是最后一次保存的内容")


def test_a_read_only_workbook(window, workbook):
    workbook.chmod(0o444)
    before = workbook.read_bytes()
    window.click("标错")
    window.wait_for_text("是只读文件，没有改动；结果另存为")
    assert workbook.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(window, workbook):
    workbook.parent.chmod(0o500)
    try:
        window.click("标错")
        window.wait_for_text("没有权限")
    finally:
        workbook.parent.chmod(0o700)


def test_no_copy_no_change(window, workbook):
    (workbook.parent / FOLDER).touch()
    before = workbook.read_bytes()
    window.click("标错")
    window.wait_for_text("不能在")
    assert workbook.read_bytes() == before


# --- a new workbook --------------------------------------------------------------------------------------------


def test_input_sheets_alone_make_a_new_workbook(desktop, workbook, tmp_path):
    source = only_inputs(workbook, tmp_path / "数据.xlsx")
    before = source.read_bytes()
    with desktop.window(source, cwd=tmp_path) as window:
        window.click("填充")
        window.wait_for_question("要用它生成一个新的工作簿吗")
        window.click("取消")
        wait_for(lambda: not window.question, "the question goes")
        window.click("填充")
        window.wait_for_question("要用它生成一个新的工作簿吗")
        window.click("生成“")
        window.wait_for_text("13 张")
        assert window.title.startswith("数据 部门预算公开.xlsx")
    assert source.read_bytes() == before
    sheets = openpyxl.load_workbook(tmp_path / "数据 部门预算公开.xlsx").sheetnames
    assert {table.sheet for table in TABLES} <= set(sheets)


def test_a_folder_of_inputs(desktop, tmp_path):
    folder = copy_of_sample(tmp_path / "甲局")
    with desktop.window(folder, cwd=tmp_path) as window:
        window.click("校验")
        window.wait_for_text("请先点“填充”")
        window.key("F2")
        window.wait_for_question("生成一个新的工作簿")
        window.key("Return")
        window.wait_for_text("已生成")
        assert window.title.startswith("甲局 部门预算公开.xlsx")
    assert (tmp_path / "甲局 部门预算公开.xlsx").exists()


# --- while it works --------------------------------------------------------------------------------------------


@pytest.fixture
def slow(tmp_path):
    """An environment whose LibreOffice takes until it is told to end, and then fails."""
    programs, end, began = tmp_path / "bin", tmp_path / "end", tmp_path / "began"
    programs.mkdir()
    office = programs / "soffice"
    office.write_text(
        f'#!/bin/sh\ntouch "{began}"\nwhile [ ! -e "{end}" ]; do sleep 0.1; done\nexit 1\n', encoding="utf-8"
    )
    office.chmod(0o755)
    yield {"PATH": f"{programs}:{os.environ['PATH']}"}, began, end
    end.touch()


@pytest.fixture
def busy(desktop, workbook, tmp_path, slow):
    """The window in the midst of 导出PDF, and the file that ends it."""
    environment, began, end = slow
    with desktop.window(workbook, cwd=tmp_path, env=environment) as window:
        window.click("导出PDF")
        wait_for(began.exists, "LibreOffice starts")
        yield window, end


def test_the_window_is_alive_while_it_works(busy):
    window, end = busy
    wait_for(lambda: re.search("正在导出PDF……[1-9]", " ".join(window.ask("words TLabel"))), "seconds pass")
    pressed = window.buttons
    assert not any(enabled for caption, enabled in pressed.items() if "  F" in caption)
    assert not pressed["选择工作簿(O)"]
    window.key("F2")
    end.touch()
    window.wait_for_text("LibreOffice 没有导出 PDF")
    assert all(window.buttons.values())
    assert "正在" not in " ".join(window.ask("words TLabel"))


def test_closing_asks_while_it_works(busy):
    window, end = busy
    window.close()
    window.wait_for_question("还没有做完")
    window.click("不关闭")
    wait_for(lambda: not window.question, "the question goes")
    window.key("Escape")
    window.wait_for_question("还没有做完")
    end.touch()
    window.wait_for_text("LibreOffice 没有导出 PDF")
    assert not window.question
    assert window.program.poll() is None


def test_closing_when_it_is_done(busy):
    window, end = busy
    window.close()
    window.wait_for_question("还没有做完")
    window.click("做完后关闭")
    wait_for(lambda: not window.question, "the question goes")
    assert window.program.poll() is None
    end.touch()
    assert window.wait_until_gone() == 0


def test_closing_at_once(busy, workbook):
    window, _end = busy
    before = workbook.read_bytes()
    window.close()
    window.wait_for_question("还没有做完")
    window.click("马上关闭")
    assert window.wait_until_gone() == 0
    assert workbook.read_bytes() == before


def test_ctrl_c_in_the_terminal(window):
    window.program.send_signal(signal.SIGINT)
    assert window.wait_until_gone() in (0, 130)


def test_what_nobody_foresaw(desktop, workbook, tmp_path):
    broken = "import xltools.tasks.perform as p; p.perform = lambda *_: 1 / 0"
    with desktop.window(workbook, cwd=tmp_path, before=broken, env={"TMPDIR": str(tmp_path)}) as window:
        window.click("标错")
        window.wait_for_text("这是程序的缺陷")
        (saved,) = tmp_path.glob("xltools-error-*.txt")
        assert "ZeroDivisionError" in saved.read_text(encoding="utf-8")
        window.click("校验")
        window.wait_for_text("结论：未发现错误")


# --- sending ---------------------------------------------------------------------------------------------------


def test_sending_without_an_address(desktop, workbook, tmp_path):
    with desktop.window(workbook, cwd=tmp_path, env={"XDG_CONFIG_HOME": str(tmp_path)}) as window:
        window.click("发送邮件")
        window.wait_for_text("还没有写明发给谁")


@pytest.fixture
def addressed(desktop, workbook, tmp_path):
    """The window asks whether to send; nobody listens where the mail would go."""
    settings = tmp_path / "config" / "xltools" / "xltools.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '[mail]\nto = "caizheng@example.gov.cn"\nfrom = "me@example.gov.cn"\nhost = "127.0.0.1"\nport = 9\n',
        encoding="utf-8",
    )
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state")}
    with desktop.window(workbook, cwd=tmp_path, env=environment) as window:
        window.key("F9")
        window.wait_for_question("发给 caizheng@example.gov.cn？")
        yield window


def test_sending_is_asked_about_first(addressed):
    addressed.key("Escape")
    addressed.wait_for_text("没有发送。")
    addressed.key("F9")
    addressed.wait_for_question("发给 caizheng@example.gov.cn？")
    addressed.click("是")
    shown = addressed.wait_for_text("127.0.0.1")
    assert "缺陷" not in shown


def test_closing_is_no_agreement(addressed):
    addressed.close()
    addressed.wait_for_text("没有发送。")
    wait_for(lambda: not addressed.question, "the question goes")
    assert addressed.program.poll() is None


# --- no window at all ------------------------------------------------------------------------------------------


def test_no_such_file(tmp_path):
    run = xltools("open", "没有.xlsx", cwd=tmp_path)
    assert (run.code, run.out, run.err) == (2, "", "找不到“没有.xlsx”；请检查路径和文件名。\n")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a desktop")
def test_no_desktop(tmp_path):
    run = xltools("open", cwd=tmp_path, env={"DISPLAY": ""})
    assert run.code == 2
    assert run.err.startswith("没有可以显示窗口的桌面。")
    assert len(run.err.splitlines()) == 1


def test_python_without_tkinter(tmp_path):
    code = "import sys; sys.modules['tkinter'] = None; from xltools.cli import main; sys.exit(main(['open']))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True)
    assert run.returncode == 2
    said = run.stderr.decode()
    assert said.startswith("这台电脑的 Python 没有窗口组件 tkinter")
    assert len(said.splitlines()) == 1
