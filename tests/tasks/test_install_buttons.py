"""Getting a computer ready for the buttons: what is written, what is looked at. There is no Windows here, so its
registry is a dictionary of the test; a person looks at the real one (docs/manual-check.md)."""

import configparser
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import wait_for
from fake_registry import PLAIN_EXCEL, POLICY, SECURITY, FakeRegistry, user
from xltools.model.errors import XltoolsError
from xltools.resources import launchers_path, template_path
from xltools.tasks.examining.buttons import SETTINGS_KEY, excel_version, trusted_location
from xltools.tasks.examining.computer import Computer
from xltools.tasks.examining.finding import State
from xltools.tasks.install_buttons import WORKBOOK, install_buttons
from xltools.tasks.launchers import NAMES, launcher


def computer(system="windows", registry=None, python=None, **options):
    if registry is None and system == "windows":
        registry = FakeRegistry(PLAIN_EXCEL)
    return Computer(system, python or Path("/opt/py 3/bin/python3"), registry, **options)


def findings(folder, given, *, only_check=True):
    found = install_buttons(folder, only_check=only_check, computer=given).findings
    return {finding.subject: finding for finding in found}


# --- what is written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", NAMES)
def test_the_files(tmp_path, system):
    done = install_buttons(tmp_path / "我的 按钮", computer=computer(system))
    assert set(done.written) == {WORKBOOK, NAMES[system]}
    assert {path.name for path in done.folder.iterdir()} == set(done.written)
    assert (done.folder / WORKBOOK).read_bytes() == template_path(".xlsm").read_bytes()
    assert "xl/vbaProject.bin" in zipfile.ZipFile(done.folder / WORKBOOK).namelist()


def test_a_workbook_that_is_there_stays(tmp_path):
    (tmp_path / WORKBOOK).write_bytes(b"my figures")
    (tmp_path / NAMES["other"]).write_bytes(b"of last year")
    done = install_buttons(tmp_path, computer=computer("other"))
    assert (done.written, done.kept) == ((NAMES["other"],), (WORKBOOK,))
    assert (tmp_path / WORKBOOK).read_bytes() == b"my figures"
    assert b"/opt/py 3/bin/python3" in (tmp_path / NAMES["other"]).read_bytes()


def test_the_interpreter_is_where_getsetting_looks(tmp_path):
    """VBA's GetSetting(application, section, key): documented place, written out here."""
    registry = FakeRegistry(PLAIN_EXCEL)
    given = computer(registry=registry, python=Path(__file__))
    assert findings(tmp_path, given)["按钮用的 Python"].state is State.MISSING
    done = install_buttons(tmp_path, computer=given)
    place = ("HKEY_CURRENT_USER", r"Software\VB and VBA Program Settings\xltools\python", "path")
    assert registry.value(*place) == str(Path(__file__))
    assert done.registered == Path(__file__)
    assert findings(tmp_path, given)["按钮用的 Python"].state is State.FINE


def test_the_macros_look_there_too():
    source = (template_path().parent.parent / "macros" / "xltools.bas").read_text(encoding="ascii")
    *_, application, section = SETTINGS_KEY.split("\\")
    assert f'GetSetting("{application}", "{section}", "path")' in source
    assert 'Environ("XLTOOLS_PYTHON")' in source


def test_a_check_changes_nothing(tmp_path):
    registry = FakeRegistry(PLAIN_EXCEL)
    done = install_buttons(tmp_path / "按钮", only_check=True, computer=computer(registry=registry))
    assert (done.written, done.kept, done.registered) == ((), (), None)
    assert list(tmp_path.iterdir()) == []
    assert registry.value("HKEY_CURRENT_USER", SETTINGS_KEY, "path") is None


def test_a_registry_that_may_not_be_written(tmp_path):
    given = computer(registry=FakeRegistry(PLAIN_EXCEL, refuses=True))
    with pytest.raises(XltoolsError, match=r"没有权限.*XLTOOLS_PYTHON"):
        install_buttons(tmp_path, computer=given)


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "文件").touch()
    with pytest.raises(XltoolsError, match="是文件，不是文件夹"):
        install_buttons(tmp_path / "文件", computer=computer())


# --- what is looked at -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "state", "said"),
    [
        ({}, State.FINE, "打开时询问（Excel 原来的设置）"),
        (user(SECURITY, "VBAWarnings", 1), State.FINE, "启用全部宏（在 Excel 的信任中心选定）"),
        (user(SECURITY, "VBAWarnings", 2), State.FINE, "打开时询问（在 Excel 的信任中心选定）"),
        (user(SECURITY, "VBAWarnings", 3), State.BROKEN, "只运行有数字签名的宏"),
        (user(SECURITY, "VBAWarnings", 4), State.BROKEN, "禁用全部宏（在 Excel 的信任中心选定）"),
        (
            user(SECURITY, "VBAWarnings", 1) | user(POLICY, "VBAWarnings", 4),
            State.BROKEN,
            "禁用全部宏（由单位的策略规定）",
        ),
    ],
)
def test_whether_macros_may_run(tmp_path, entries, state, said):
    found = findings(tmp_path, computer(registry=FakeRegistry(PLAIN_EXCEL | entries)))["Excel 的宏"]
    assert found.state is state
    assert said in found.detail
    assert ("xltools open" in found.remedy) == (state is State.BROKEN)


def location(path, below=None, number=0):
    key = rf"{SECURITY}\Trusted Locations\Location{number}"
    found = user(key, "Path", path)
    return found | user(key, "AllowSubfolders", 1) if below else found


@pytest.mark.parametrize(
    ("path", "below", "trusted"),
    [
        ("C:\\预算 公开", False, True),
        ("c:\\预算 公开\\", False, True),
        ("C:\\预算", True, False),
        ("C:\\", True, True),
        ("C:\\", False, False),
        ("", True, False),
        ("D:\\预算 公开", False, False),
    ],
)
def test_trusted_locations(path, below, trusted):
    registry = FakeRegistry(PLAIN_EXCEL | location("E:\\别的") | location(path, below, 1))
    found = trusted_location(registry, Path("C:\\预算 公开"), "受信任位置")
    assert (found.state is State.FINE) == trusted
    assert ("受信任位置—添加新位置" in found.remedy) != trusted


def test_trusted_locations_switched_off(tmp_path):
    entries = location(str(tmp_path)) | user(rf"{POLICY}\Trusted Locations", "AllLocationsDisabled", 1)
    found = findings(tmp_path, computer(registry=FakeRegistry(PLAIN_EXCEL | entries)))["受信任位置"]
    assert found.state is State.BROKEN
    assert "xltools open" in found.remedy


def test_a_computer_without_excel(tmp_path):
    wps = {("HKEY_CLASSES_ROOT", r"KET.Application\CLSID", ""): "{…}"}
    found = findings(tmp_path, computer(registry=FakeRegistry(wps)))
    assert found["Excel 或 WPS"].detail == "WPS 表格"
    assert "Excel 的宏" not in found
    assert "受信任位置" not in found
    assert excel_version(FakeRegistry()) is None


@pytest.mark.parametrize(
    ("registered", "variable", "state"),
    [
        (__file__, None, State.FINE),
        ("/nowhere/python.exe", None, State.BROKEN),
        ("", None, State.MISSING),
        ("/nowhere/python.exe", __file__, State.FINE),
        (__file__, "/nowhere/python.exe", State.BROKEN),
    ],
)
def test_the_interpreter_the_buttons_will_find(tmp_path, registered, variable, state):
    registry = FakeRegistry(PLAIN_EXCEL | user(SETTINGS_KEY, "path", registered))
    environment = {"XLTOOLS_PYTHON": variable} if variable else {}
    found = findings(tmp_path, computer(registry=registry, environment=environment))["按钮用的 Python"]
    assert found.state is state
    assert bool(found.remedy) == (state is not State.FINE)


def test_without_registry_the_path_or_the_variable_counts(tmp_path):
    given = computer("other", python=Path("/usr/bin/python3"), which=lambda _name: "/usr/bin/python3")
    assert findings(tmp_path, given)["按钮用的 Python"].state is State.FINE
    found = findings(tmp_path, replace(given, which=lambda _name: "/elsewhere/python3"))["按钮用的 Python"]
    assert found.state is State.MISSING
    assert 'XLTOOLS_PYTHON="/usr/bin/python3"' in found.remedy


@pytest.mark.parametrize(("module", "subject"), [("xlwings", "xlwings"), ("_tkinter", "窗口组件")])
@pytest.mark.parametrize("system", NAMES)
def test_a_package_that_is_missing(tmp_path, system, module, subject):
    there = findings(tmp_path, computer(system, has_module=lambda _name: True))
    assert there[subject].state is State.FINE
    missing = findings(tmp_path, computer(system, has_module=lambda name: name != module))
    assert missing[subject].state is State.MISSING
    assert missing[subject].remedy


# --- launchers -------------------------------------------------------------------------------------------------

ODD = ["/opt/python3", "/opt/张三 py/python3", "/o`p$t/\"py\\thon'3", "/opt/100%/python3"]


def test_the_batch_file_is_ascii_but_for_its_last_words():
    """cmd.exe reads a batch file in the code page of the console: Chinese may only be shown, after chcp 65001."""
    content = (launchers_path() / NAMES["windows"]).read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")
    before, after = content.split(b"chcp 65001 >nul\r\n")
    assert before.isascii()
    assert before.startswith(b"@echo off\r\n")
    lines = after.decode("utf-8").splitlines()
    assert all(line.isascii() or line.startswith("echo ") for line in lines)
    assert not any(line.startswith(":") for line in lines), "no label after Chinese"
    assert set(re.findall(rb"goto (\w+)", content)) == set(
        re.findall(rb"^:(\w+)", content, flags=re.MULTILINE)
    )


@pytest.mark.parametrize("python", ODD)
def test_the_shell_script_starts_that_interpreter(tmp_path, python):
    _, content = launcher(computer("macos", python=Path(python)))
    (tmp_path / "a.command").write_bytes(content.replace(b"exec ", b"printf '%s|' "))
    run = subprocess.run(
        ["sh", tmp_path / "a.command", "表 1.xlsx"], capture_output=True, text=True, check=True
    )
    assert run.stdout == f"{python}|-m|xltools|open|表 1.xlsx|"


@pytest.mark.parametrize("python", ODD)
def test_the_desktop_entry_starts_that_interpreter(python):
    """Unescaped here as the Desktop Entry Specification says: the string first, then the argument of Exec."""
    _, content = launcher(computer("other", python=Path(python)))
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read_string(content.decode())
    command = re.sub(r"\\(.)", r"\1", entry["Desktop Entry"]["Exec"])
    quoted, rest = re.fullmatch(r'"((?:[^"`$\\]|\\["`$\\])*)" (.*)', command).groups()
    assert re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") == python
    assert rest == "-m xltools open %f"


@pytest.mark.parametrize("python", [python for python in ODD if "%" not in python])  # GLib looks for 100%%.
@pytest.mark.skipif(not shutil.which("gio"), reason="no gio to start it with")
def test_a_desktop_starts_the_desktop_entry(tmp_path, python):
    """gio starts it as file managers do; the interpreter is a script that writes down what it was given."""
    program = tmp_path / python.lstrip("/")
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{tmp_path}/given"\n', encoding="utf-8")
    program.chmod(0o755)
    name, content = launcher(computer("other", python=program))
    (tmp_path / name).write_bytes(content)
    workbook = tmp_path / "我的 表.xlsx"
    workbook.touch()
    subprocess.run(["gio", "launch", tmp_path / name, workbook], check=True, capture_output=True, timeout=30)
    given = tmp_path / "given"
    wait_for(lambda: given.exists() and given.read_text().endswith("xlsx|"), "the launcher starts it")
    assert given.read_text(encoding="utf-8") == f"-m|xltools|open|{workbook}|"
