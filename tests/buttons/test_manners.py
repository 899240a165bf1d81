"""How a button behaves: Excel is left as it was, a copy is kept, changes are listed, a refusal is a sentence."""

from __future__ import annotations

import stat
from pathlib import Path
from shutil import copyfile

import pytest
from openpyxl import Workbook, load_workbook

from buttons.conftest import Desk
from oracles.workbook_state import workbook_state
from xltools import buttons

TABLE5 = "表5 一般公共预算支出表"


@pytest.mark.slow
def test_excel_is_left_as_it_was(desk: Desk) -> None:
    app = desk.book.app
    desk.book.sheets["支出明细"].activate()
    desk.book.sheets["支出明细"].range("C5:D6").select()
    desk.press("mark")
    assert app.screen_updating
    assert app.enable_events
    assert app.display_alerts
    assert app.calculation == "manual"
    assert app.status_bar in (False, "")
    assert desk.book.sheets.active.name == "支出明细"
    assert desk.book.selection is not None
    assert desk.book.selection.address == "$C$5:$D$6"


@pytest.mark.slow
def test_says_what_it_is_doing(desk: Desk) -> None:
    desk.book.sheets["支出明细"].range("L4").formula = 700600
    desk.press("fill")
    told = [str(text) for text in desk.excel.status_texts if text]
    assert any("正在读取" in text for text in told)
    assert any("正在写入“表5" in text for text in told)


@pytest.mark.slow
def test_a_copy_is_kept_and_the_changes_are_listed(desk: Desk) -> None:
    sheet = desk.book.sheets[TABLE5]
    sheet.api.Unprotect()
    sheet.range("C9").formula = 194.34
    sheet.api.Protect()
    message = desk.press("fill")
    assert "备份" in message
    (copy,) = (desk.folder / "备份").iterdir()
    assert load_workbook(copy)[TABLE5]["C9"].value == 194.34
    listed = load_workbook(desk.saved())["校验结果"]
    rows = [[cell.value for cell in row] for row in listed.iter_rows(max_row=30, max_col=7)]
    assert [1, None, None, TABLE5, "C9", 194.34, 149.34] in rows


def _message(desk: Desk, action: str) -> str:
    before = workbook_state(desk.copy_now())
    message = desk.press(action)
    assert workbook_state(desk.saved()).differences(before) == []
    assert "程序出错" not in message
    return message


@pytest.mark.slow
def test_a_sheet_with_a_password(desk: Desk) -> None:
    sheet = desk.book.sheets[TABLE5]
    sheet.api.Unprotect()
    sheet.range("C9").formula = 194.34
    sheet.api.Protect("秘密")
    message = _message(desk, "mark")
    assert TABLE5 in message
    assert "密码" in message


def test_a_read_only_workbook(excel: object, tmp_path: Path, filled: Path) -> None:
    path = tmp_path / "只读.xlsx"
    copyfile(filled, path)
    path.chmod(stat.S_IREAD)
    desk = Desk(excel, tmp_path, filled)
    desk.book = excel.open_book(path, read_only=True)  # type: ignore[attr-defined]
    desk.book.set_mock_caller()
    message = desk.press("mark")
    assert "只读" in message
    assert "另存" in message


def test_a_workbook_never_saved(desk: Desk) -> None:
    desk.book = desk.book.app.books.add()
    desk.book.set_mock_caller()
    assert "还没有保存过" in desk.press("fill")


@pytest.mark.slow
def test_the_right_one_of_two_workbooks(desk: Desk, tmp_path: Path, filled: Path) -> None:
    other = tmp_path / "另一个部门.xlsx"
    copyfile(filled, other)
    bystander = desk.excel.open_book(other)
    bystander.app.calculation = "manual"
    before = workbook_state(other)
    desk.book.set_mock_caller()
    sheet = desk.book.sheets[TABLE5]
    sheet.api.Unprotect()
    sheet.range("C9").formula = 194.34
    sheet.api.Protect()
    desk.press("mark")
    assert workbook_state(desk.saved()).sheets[TABLE5].marks
    bystander.api.SaveCopyAs(str(tmp_path / "看.xlsx"))
    assert workbook_state(tmp_path / "看.xlsx").differences(before) == []


def _other_form(path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for row in (("姓名", "数量"), ("甲", 1), ("乙", 2)):
        sheet.append(row)
    workbook.save(path)
    return path


@pytest.mark.parametrize("action", ["fill", "targets", "check", "mark", "clear", "export_pdf"])
def test_a_workbook_of_another_form(desk: Desk, action: str) -> None:
    desk.open(_other_form(desk.folder / "花名册.xlsx"))
    message = desk.press(action)
    assert "程序出错" not in message
    assert any("\u4e00" <= character <= "\u9fff" for character in message)
    if action in ("fill", "targets"):
        assert "模板" in message


def test_inputs_with_errors(desk: Desk) -> None:
    desk.book.sheets["支出明细"].range("L4").formula = "一百元"
    message = _message(desk, "fill")
    assert "支出明细" in message
    assert "第4行" in message


@pytest.mark.slow
def test_on_disk_where_excel_cannot_be_reached(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(buttons, "_show", lambda text, title, *, failed: told.append(text))
    path = tmp_path / "预算 2025.xlsx"
    copyfile(filled, path)
    (tmp_path / f".~lock.{path.name}#").write_text("someone")
    workbook = load_workbook(path)
    workbook[TABLE5]["C9"] = 194.34
    workbook.save(path)
    assert buttons.main(["fill", f"--file={path}"]) == 0
    assert "SUMIFS" in load_workbook(path)[TABLE5]["C9"].value
    assert [copy.name for copy in (tmp_path / "备份").iterdir()]
    assert "备份" in told[-1]
    assert buttons.main(["mark", f"--file={tmp_path / '没有.xlsx'}"]) == 3
    assert "没有.xlsx" in told[-1]


def test_a_workbook_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(buttons, "_show", lambda text, title, *, failed: told.append(f"{title} {text}"))
    assert buttons.main(["fill", "--wb=没有.xlsm", "--from_xl=1", "--hwnd=1"]) == 3
    assert told[0].startswith("xltools 填充")
    assert "没有找到按下按钮的工作簿" in told[0]
