"""doctor: what this computer has of what the program needs, and what to do about the rest. Works offline."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import metadata, util
from pathlib import Path

_OLDEST_PYTHON = (3, 11)
_SECONDS_TO_ANSWER = 20


class State(Enum):
    FINE = "正常"
    MISSING = "缺少"
    BROKEN = "异常"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty where nothing need be done."""

    subject: str
    state: State
    detail: str
    remedy: str = ""
    essential: bool = False
    """Nothing works without it."""

    @property
    def stops_work(self) -> bool:
        return self.essential and self.state is not State.FINE


def doctor() -> tuple[Finding, ...]:
    """Looks at everything once, the essential first; what goes wrong on the way is a finding too."""
    return tuple(_guarded(subject, probe) for subject, probe in _PROBES)


def _guarded(subject: str, probe: Callable[[str], Finding]) -> Finding:
    try:
        return probe(subject)
    except Exception as error:  # One odd computer must not keep the other findings from the person.
        return Finding(
            subject, State.BROKEN, f"检查时出错：{type(error).__name__} {error}", "请把这一行告诉维护人员"
        )


def _python(subject: str) -> Finding:
    found = f"{platform.python_version()}（{sys.executable}）"
    if sys.version_info[:2] < _OLDEST_PYTHON:
        return Finding(subject, State.BROKEN, found, "请安装 Python 3.11 或更新的版本", essential=True)
    return Finding(subject, State.FINE, found, essential=True)


def _packages(subject: str) -> Finding:
    """The packages the installed program says it requires."""
    try:
        requirements = metadata.requires("xltools") or []
    except metadata.PackageNotFoundError:
        return Finding(
            subject, State.MISSING, "xltools 没有安装，正直接从源码运行", "在源码文件夹运行 pip install ."
        )
    found, missing = [f"xltools {metadata.version('xltools')}"], []
    for requirement in requirements:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" in requirement:
            continue
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        install = "pip install " + " ".join(missing)
        return Finding(
            subject, State.MISSING, "没有 " + "、".join(missing), f"请运行 {install}", essential=True
        )
    return Finding(subject, State.FINE, "、".join(found), essential=True)


def _template(subject: str) -> Finding:
    from xltools.model.errors import XltoolsError
    from xltools.office.workbook import Workbook
    from xltools.resources import template_path

    path = template_path()
    reinstall = "安装不完整，请重新安装 xltools"
    if not path.exists():
        return Finding(subject, State.MISSING, f"没有 {path}", reinstall, essential=True)
    try:
        sheets = Workbook.open(path).sheet_names
    except XltoolsError as error:
        return Finding(subject, State.BROKEN, str(error), reinstall, essential=True)
    return Finding(subject, State.FINE, f"内置模板，{len(sheets)} 个工作表", essential=True)


def _office_suite(subject: str) -> Finding:
    """Excel or WPS: only its presence; starting one would take long and open a window."""
    found = {"Windows": _windows_suites, "Darwin": _macos_suites}.get(platform.system(), _other_suites)()
    if not found:
        return Finding(
            subject,
            State.MISSING,
            "没有找到 Excel 或 WPS",
            "不影响生成工作簿；要查看和打印，请安装其中之一，或用 LibreOffice 打开",
        )
    if "Excel" in found and util.find_spec("xlwings") is None:
        return Finding(
            subject, State.MISSING, "有 Excel，没有 xlwings", "要用操作台上的按钮，请运行 pip install xlwings"
        )
    return Finding(subject, State.FINE, "、".join(found))


def _windows_suites() -> list[str]:
    if sys.platform != "win32":
        return []
    import winreg

    found = []
    for name, program in (
        ("Excel", "Excel.Application"),
        ("WPS 表格", "KET.Application"),
        ("WPS 表格", "ET.Application"),
    ):
        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, program))
        except OSError:
            continue
        if name not in found:
            found.append(name)
    return found


def _macos_suites() -> list[str]:
    places = (("Excel", "/Applications/Microsoft Excel.app"), ("WPS 表格", "/Applications/wpsoffice.app"))
    return [name for name, place in places if Path(place).exists()]


def _other_suites() -> list[str]:
    return ["WPS 表格"] if shutil.which("et") else []


def _libreoffice(subject: str) -> Finding:
    from xltools.office.libreoffice import find_soffice

    program = find_soffice()
    if program is None:
        return Finding(
            subject,
            State.MISSING,
            "没有找到 soffice",
            "只用于转成 PDF 和重新计算；需要时安装 LibreOffice 7 或更新的版本",
        )
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, timeout=_SECONDS_TO_ANSWER, check=True
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(
            subject, State.BROKEN, f"{program} 不能运行（{type(error).__name__}）", "请重新安装 LibreOffice"
        )
    version = re.search(r"\d+(\.\d+)+", answer)
    return Finding(subject, State.FINE, f"{version.group() if version else '版本不明'}（{program}）")


def _fonts(subject: str) -> Finding:
    missing = Finding(
        subject,
        State.MISSING,
        "没有找到中文字体",
        "不影响生成工作簿；转成 PDF 前请安装，如 sudo apt install fonts-noto-cjk",
    )
    system = platform.system()
    if system == "Darwin":
        return Finding(subject, State.FINE, "系统自带")
    if system == "Windows":
        fonts = Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        found = [
            name for name, file in (("宋体", "simsun.ttc"), ("黑体", "simhei.ttf")) if (fonts / file).exists()
        ]
        return Finding(subject, State.FINE, "、".join(found)) if found else missing
    lister = shutil.which("fc-list")
    if lister is None:
        return missing
    listed = subprocess.run(
        [lister, ":lang=zh-cn", "family"], capture_output=True, timeout=_SECONDS_TO_ANSWER, check=True
    ).stdout.decode(errors="replace")
    families = sorted({line.split(",")[0].strip() for line in listed.splitlines() if line.strip()})
    if not families:
        return missing
    return Finding(subject, State.FINE, "、".join(families[:3]) + (" 等" if len(families) > 3 else ""))


def _console(subject: str) -> Finding:
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        "部门预算公开：“三公”经费".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Finding(
            subject,
            State.BROKEN,
            f"编码为 {encoding}，显示不了中文",
            "请先设置环境变量 PYTHONUTF8=1，再运行一次",
        )
    return Finding(subject, State.FINE, f"编码为 {encoding}")


def _folder(subject: str) -> Finding:
    try:
        folder = Path.cwd()
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        from xltools.model.errors import reason_of

        return Finding(subject, State.BROKEN, f"不能写入（{reason_of(error)}）", "请换一个文件夹再运行")
    return Finding(subject, State.FINE, f"{folder} 可以写入")


_PROBES: tuple[tuple[str, Callable[[str], Finding]], ...] = (
    ("Python", _python),
    ("程序包", _packages),
    ("模板", _template),
    ("当前文件夹", _folder),
    ("窗口文字", _console),
    ("Excel 或 WPS", _office_suite),
    ("LibreOffice", _libreoffice),
    ("中文字体", _fonts),
)
