"""What is printed and where: results on standard output, progress, warnings and errors on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from itertools import groupby
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Literal, TextIO

from xltools.cli.wrapping import wrap
from xltools.model.errors import InputFault

if TYPE_CHECKING:
    from rich.console import Console

_WARNINGS_SHOWN = 30
_NARROWEST = 30
_WIDTH_IN_FILES = 100
"""Columns of a table that goes to a file or another program, where nothing says how wide the screen is."""


def prepare() -> None:
    """Makes the streams take every character: one that a GBK console lacks prints as `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def result(text: str) -> None:
    """Prints what the person asked for."""
    print(text)


def paragraph(text: str, *, indent: int = 0, hanging: int = 0, style: str = "") -> None:
    """Prints a sentence as a result: on a terminal in its colour and wrapped, later lines `hanging` further in.

    In a file it is one line, which can be searched for.
    """
    line = " " * indent + text
    if not _is_terminal():
        result(line)
        return
    from rich.text import Text

    terminal = rich_console(sys.stdout)
    for each in wrap(line, max(get_terminal_size().columns - 1, _NARROWEST), " " * (indent + hanging)):
        terminal.print(Text(each, style), soft_wrap=True)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def json_value(value: object, indent: int | None = None) -> None:
    """Prints JSON that stays whole on any console: what its encoding lacks is written as JSON's own escapes."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=indent)
    # A file name that is no Unicode comes as lone surrogates.
    result(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def remark(text: str) -> None:
    """Prints what goes beside the result: progress, warnings, errors."""
    # Ahead of it goes what was printed before, also where both streams go to one file.
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)


def rich_console(stream: TextIO) -> Console:
    """A rich console on one of the streams: colours only on a terminal, plain boxes where the encoding asks."""
    from rich.console import Console

    width = None if stream.isatty() else _WIDTH_IN_FILES
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[str] = frozenset()
) -> None:
    """Prints a table as a result; the columns headed as in `right` are set flush right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        justify: Literal["left", "right"] = "right" if heading in right else "left"
        drawn.add_column(heading, justify=justify, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    rich_console(sys.stdout).print(drawn)


def show_faults(faults: Sequence[InputFault]) -> None:
    """Prints every error, then the warnings and informations, file by file; a great many of these are counted."""
    errors = [fault for fault in faults if fault.severity == "error"]
    others = sorted(
        (fault for fault in faults if fault.severity != "error"),
        key=lambda fault: fault.severity != "warning",
    )
    _show_list("错误", errors)
    for severity, title in (("warning", "提醒"), ("info", "说明")):
        _show_list(title, [fault for fault in others[:_WARNINGS_SHOWN] if fault.severity == severity])
    if len(others) > _WARNINGS_SHOWN:
        remark(f"另有 {len(others) - _WARNINGS_SHOWN} 处提醒和说明没有列出。")


def _show_list(title: str, faults: Sequence[InputFault]) -> None:
    if not faults:
        return
    remark(f"{title} {len(faults)} 处：")
    for file, listed in groupby(faults, key=lambda fault: fault.file):
        remark(f"  {file}")
        for fault in listed:
            remark(f"    {_place(fault)}{fault.message}。{fault.remedy}".rstrip("。") + "。")


def _place(fault: InputFault) -> str:
    parts = [f"第{fault.row}行"] if fault.row is not None else []
    if fault.column is not None:
        parts.append(fault.column)
    if fault.value is not None:
        parts.append(f"“{fault.value}”")
    return f"{' '.join(parts)}：" if parts else ""
