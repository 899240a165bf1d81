"""What the buttons and the window need: the interpreter that macros find, xlwings, tkinter, what Excel allows.

Where the registry holds it: https://learn.microsoft.com/deployoffice/security/internet-macros-blocked and the
policy templates of Office; VBA's GetSetting reads `VB and VBA Program Settings`.
"""

from __future__ import annotations

from functools import partial
from ntpath import normcase, normpath
from pathlib import Path

from xltools.office.registry import Registry
from xltools.tasks.examining.computer import Computer, this_computer
from xltools.tasks.examining.finding import Finding, Probe, State

SETTINGS_KEY, SETTINGS_NAME = r"Software\VB and VBA Program Settings\xltools\python", "path"
"""Where GetSetting("xltools", "python", "path") of the macros looks."""
VARIABLE = "XLTOOLS_PYTHON"
"""The environment variable that the macros ask first."""
_POLICIES = r"Software\Policies\Microsoft\Office\{version}\Excel\Security"
_CHOICES = r"Software\Microsoft\Office\{version}\Excel\Security"
_LOCATIONS = _CHOICES + r"\Trusted Locations"
_ALL, _ASKED, _SIGNED, _NONE = 1, 2, 3, 4
"""VBAWarnings: every macro runs; the person is asked; signed ones only; none."""
_ENABLE = "打开带按钮的工作簿时，点黄条上的“启用内容”"
_WITHOUT_MACROS = "不能用宏时用窗口：xltools open 工作簿.xlsx"


def button_probes(computer: Computer | None = None) -> list[tuple[str, Probe]]:
    """Everything that can be looked at without knowing where the workbook will be."""
    computer = computer or this_computer()
    probes: list[tuple[str, Probe]] = [
        ("按钮用的 Python", partial(registered_python, computer)),
        ("xlwings", partial(xlwings, computer)),
        ("窗口组件", partial(tkinter, computer)),
    ]
    if computer.registry and excel_version(computer.registry):
        probes.append(("Excel 的宏", partial(macros, computer.registry)))
    return probes


def registered_python(computer: Computer, subject: str) -> Finding:
    """The interpreter that the macros will start."""
    if named := computer.environment.get(VARIABLE):
        if Path(named).exists():
            return Finding(subject, State.FINE, f"{named}（环境变量 {VARIABLE}）")
        remedy = f"请改正或删去环境变量 {VARIABLE}，例如改为 {computer.python}"
        return Finding(subject, State.BROKEN, f"环境变量 {VARIABLE} 指的“{named}”不存在", remedy)
    if computer.registry is None:
        return _python_on_the_path(computer, subject)
    found = computer.registry.value("HKEY_CURRENT_USER", SETTINGS_KEY, SETTINGS_NAME)
    register = "请运行 xltools install-buttons"
    if not isinstance(found, str) or not found:
        return Finding(subject, State.MISSING, "没有登记，Excel 里的按钮可能找不到 Python", register)
    if not Path(found).exists():
        return Finding(subject, State.BROKEN, f"登记的“{found}”不存在", register)
    other = "" if _same(found, str(computer.python)) else f"；现在运行的是 {computer.python}"
    return Finding(subject, State.FINE, f"已登记 {found}{other}")


def _python_on_the_path(computer: Computer, subject: str) -> Finding:
    """Without registry the macros try python3, then python."""
    found = computer.which("python3") or computer.which("python")
    if found and Path(found).absolute() == computer.python.absolute():
        return Finding(subject, State.FINE, f"{found}（在 PATH 中）")
    remedy = (
        f'要用 LibreOffice 里的按钮，请在 ~/.profile 中加一行 export {VARIABLE}="{computer.python}"，重新登录'
    )
    return Finding(subject, State.MISSING, f"没有设环境变量 {VARIABLE}", remedy)


def xlwings(computer: Computer, subject: str) -> Finding:
    """What reaches the open workbook in Excel."""
    if computer.has_module("xlwings"):
        return Finding(subject, State.FINE, "已安装")
    remedy = "要用 Excel 里的按钮，请运行 pip install xlwings"
    return Finding(subject, State.MISSING, "没有安装", remedy)


def tkinter(computer: Computer, subject: str) -> Finding:
    """What draws the window of `xltools open`."""
    if computer.has_module("tkinter") and computer.has_module("_tkinter"):
        return Finding(subject, State.FINE, "tkinter，可以用 xltools open")
    remedies = {
        "windows": "请重新运行 Python 的安装程序，选 Modify，勾选“tcl/tk and IDLE”",
        "macos": "请运行 brew install python-tk",
        "other": "请安装，如 sudo apt install python3-tk",
    }
    return Finding(subject, State.MISSING, "没有 tkinter，打不开 xltools open", remedies[computer.system])


def excel_version(registry: Registry) -> str | None:
    """`16.0` for every Excel since 2016; None without Excel."""
    current = registry.value("HKEY_CLASSES_ROOT", r"Excel.Application\CurVer")
    number = str(current).rpartition(".")[2] if current else ""
    return f"{number}.0" if number.isdecimal() else None


def macros(registry: Registry, subject: str) -> Finding:
    """Whether Excel lets macros run, by what the office decided or the person chose."""
    version = excel_version(registry)
    decided = registry.value("HKEY_CURRENT_USER", _POLICIES.format(version=version), "VBAWarnings")
    chosen = registry.value("HKEY_CURRENT_USER", _CHOICES.format(version=version), "VBAWarnings")
    level = decided or chosen or _ASKED
    by = "由单位的策略规定" if decided else "在 Excel 的信任中心选定" if chosen else "Excel 原来的设置"
    if level in (_SIGNED, _NONE):
        what = "只运行有数字签名的宏" if level == _SIGNED else "禁用全部宏"
        remedy = f"把工作簿所在的文件夹设为受信任位置；{_WITHOUT_MACROS}"
        return Finding(subject, State.BROKEN, f"{what}（{by}）", remedy)
    if level == _ALL:
        return Finding(subject, State.FINE, f"启用全部宏（{by}）")
    return Finding(subject, State.FINE, f"打开时询问（{by}）", _ENABLE)


def trusted_location(registry: Registry, folder: Path, subject: str) -> Finding:
    """Whether macros of workbooks in a folder run without being asked about."""
    version = excel_version(registry)
    for form in (_POLICIES + r"\Trusted Locations", _LOCATIONS):
        if registry.value("HKEY_CURRENT_USER", form.format(version=version), "AllLocationsDisabled") == 1:
            return Finding(subject, State.BROKEN, "受信任位置已被停用", _WITHOUT_MACROS)
    if any(_covers(registry, key, str(folder)) for key in _location_keys(registry, version)):
        return Finding(subject, State.FINE, str(folder))
    steps = "文件—选项—信任中心—信任中心设置—受信任位置—添加新位置"
    return Finding(
        subject, State.MISSING, f"“{folder}”不在其中", f"在 Excel 中：{steps}，选这个文件夹；或{_ENABLE}"
    )


def _location_keys(registry: Registry, version: str | None) -> list[str]:
    return [
        rf"{parent}\{name}"
        for form in (_POLICIES + r"\Trusted Locations", _LOCATIONS)
        for parent in (form.format(version=version),)
        for name in registry.subkeys("HKEY_CURRENT_USER", parent)
    ]


def _covers(registry: Registry, key: str, folder: str) -> bool:
    place = registry.value("HKEY_CURRENT_USER", key, "Path")
    if not isinstance(place, str) or not place.strip("\\/ "):
        return False
    if _same(place, folder):
        return True
    below = registry.value("HKEY_CURRENT_USER", key, "AllowSubfolders") == 1
    return below and _plain(folder).startswith(_plain(place) + "\\")


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(path: str) -> str:
    """A path of Windows as it is compared: without capitals, dots and a slash at the end."""
    return normcase(normpath(path)).rstrip("\\")
