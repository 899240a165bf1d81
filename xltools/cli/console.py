"""What is printed and where: results on standard output, progress, warnings and errors on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Literal, TextIO

from xltools.model.errors import InputFault
from xltools.tasks.wrapping import wrap

if TYPE_CHECKING:
    from rich.console import Console

    from xltools.tasks.lines import Line

_NARROWEST = 30
_WIDTH_IN_FILES = 100
"""Columns of a table that goes to a file or another program, where nothing says how wide the screen is."""


_COMMANDS = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "?"
)
"""Characters that make a terminal do something, or turn the direction of what follows."""


def clean(text: str) -> str:
    """A text from a file or a file name, so that a terminal only shows it."""
    return text.translate(_COMMANDS)


def prepare() -> None:
    """Makes the streams take every character: one that a GBK console lacks prints as `?`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def result(text: str) -> None:
    """Prints what the person asked for."""
    print(clean(text))


def paragraph(text: str, *, indent: int = 0, hanging: int = 0, style: str = "") -> None:
    """Prints a sentence as a result: on a terminal in its colour and wrapped, later lines `hanging` further in.

    In a file it is one line, which can be searched for.
    """
    line = clean(" " * indent + text)
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
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def remark(text: str) -> None:
    """Prints what goes beside the result: progress, warnings, errors."""
    # Ahead of it goes what was printed before, also where both streams go to one file.
    sys.stdout.flush()
    print(clean(text), file=sys.stderr, flush=True)


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
        drawn.add_row(*(Text(clean(cell)) for cell in row))
    rich_console(sys.stdout).print(drawn)


def show_faults(faults: Sequence[InputFault]) -> None:
    """Prints every error, then the warnings and informations, file by file; a great many of these are counted."""
    from xltools.tasks.outcome_text import fault_lines

    _remark_lines(fault_lines(faults))


def show_trouble(error: Exception) -> None:
    """Prints why a command did nothing."""
    from xltools.tasks.outcome_text import trouble_lines

    _remark_lines(trouble_lines(error))


def _remark_lines(lines: Iterable[Line]) -> None:
    for line in lines:
        remark(" " * line.indent + line.text)
