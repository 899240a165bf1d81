"""A hostile file by name: how its bytes are made, and what must be said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Parts = Mapping[str, bytes]
"""The parts of a sound, filled workbook, to be spoilt."""


@dataclass(frozen=True)
class Case:
    """`make` spoils the parts of a sound workbook; `said` stands in the sentence of a file that is refused.

    Where it is None, the file is read: what is hostile in it does no harm.
    """

    make: Callable[[Parts], bytes]
    said: str | None
    suffix: str = ".xlsx"


Cases = dict[str, Case]


def part_called(parts: Parts, name: str) -> str:
    """The part of the sheet whose name begins so; a name with a slash or a dot is a part itself."""
    if "/" in name or "." in name:
        return name
    workbook, links = parts["xl/workbook.xml"].decode(), parts["xl/_rels/workbook.xml.rels"].decode()
    tag = re.search(rf'<sheet [^>]*name="{name}[^>]*>', workbook)
    assert tag, name
    link = re.search(r'r:id="(\w+)"', tag[0])
    assert link
    target = next(each for each in re.findall(r"<Relationship [^>]*>", links) if f'Id="{link[1]}"' in each)
    place = re.search(r'Target="/?(?:xl/)?([^"]*)"', target)
    assert place
    return f"xl/{place[1]}"
