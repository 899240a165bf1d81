"""Programs that show, print and convert workbooks, and fonts for them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from xltools.office.registry import Registry, system_registry
from xltools.tasks.examining.finding import Finding, State

_SECONDS_TO_ANSWER = 20


def office_suite(subject: str, registry: Registry | None = None) -> Finding:
    """Excel or WPS: only its presence; starting one would take long and open a window."""
    registry = registry or system_registry()
    if registry is not None:
        found = suites_in(registry)
    else:
        found = _macos_suites() if platform.system() == "Darwin" else _other_suites()
    if not found:
        return Finding(
            subject,
            State.MISSING,
            "没有找到 Excel 或 WPS",
            "不影响生成工作簿；要查看和打印，请安装其中之一，或用 LibreOffice 打开",
        )
    return Finding(subject, State.FINE, "、".join(found))


def suites_in(registry: Registry) -> list[str]:
    """The spreadsheet programs that registered themselves with Windows."""
    programs = {
        "Excel": ("Excel.Application",),
        "WPS 表格": ("KET.Application", "ET.Application"),
    }
    return [
        name
        for name, keys in programs.items()
        if any(registry.value("HKEY_CLASSES_ROOT", rf"{key}\CLSID") is not None for key in keys)
    ]


def _macos_suites() -> list[str]:
    places = (("Excel", "/Applications/Microsoft Excel.app"), ("WPS 表格", "/Applications/wpsoffice.app"))
    return [name for name, place in places if Path(place).exists()]


def _other_suites() -> list[str]:
    return ["WPS 表格"] if shutil.which("et") else []


def libreoffice(subject: str) -> Finding:
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


def fonts(subject: str) -> Finding:
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
