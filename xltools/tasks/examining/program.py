"""What the program itself needs: Python, packages, template, a folder to write to, a console that shows Chinese."""

from __future__ import annotations

import platform
import re
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from xltools.tasks.examining.finding import Finding, State

_OLDEST_PYTHON = (3, 11)


def python(subject: str) -> Finding:
    found = f"{platform.python_version()}（{sys.executable}）"
    if sys.version_info[:2] < _OLDEST_PYTHON:
        return Finding(subject, State.BROKEN, found, "请安装 Python 3.11 或更新的版本", essential=True)
    return Finding(subject, State.FINE, found, essential=True)


def packages(subject: str) -> Finding:
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


def template(subject: str) -> Finding:
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


def console(subject: str) -> Finding:
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


def folder(subject: str) -> Finding:
    try:
        folder = Path.cwd()
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        from xltools.model.errors import reason_of

        return Finding(subject, State.BROKEN, f"不能写入（{reason_of(error)}）", "请换一个文件夹再运行")
    return Finding(subject, State.FINE, f"{folder} 可以写入")
