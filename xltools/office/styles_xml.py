"""The styles part as text: lists of fonts, fills, borders and formats, added to and cut at their ends.

Cells and rules name styles by their place in these lists, so nothing but the end of a list ever changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from xltools.office.workbook import Workbook
from xltools.office.xml_text import TAG, XML_DECLARATION, attribute, local_name, with_attribute

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip
"""The sequence of CT_Stylesheet (ECMA-376 part 1, 18.8.39)."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
BLANK = (
    f'{XML_DECLARATION}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/>'
    '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="0"/></styleSheet>'
)
"""The styles of a workbook that came without any."""


def read_styles(workbook: Workbook) -> str:
    """The styles part; BLANK where the workbook has none."""
    part = next(iter(workbook.package.related_parts(workbook.part, "styles")), None)
    return BLANK if part is None else workbook.package.read_text(part)


def write_styles(workbook: Workbook, text: str) -> None:
    """Sets the styles part; it goes where nothing but BLANK would be left."""
    package = workbook.package
    part = next(iter(package.related_parts(workbook.part, "styles")), None)
    if part is not None and text == BLANK:
        for link in list(package.relationships(workbook.part).values()):
            if link.kind == "styles":
                package.remove_relationship(workbook.part, link.id)
        package.remove(part)
    elif part is not None:
        if text != package.read_text(part):
            package.write(part, text.encode())
    elif text != BLANK:
        part = package.new_part_name("xl/styles{}.xml") if package.has("xl/styles.xml") else "xl/styles.xml"
        package.write(part, text.encode())
        package.add_override(part, _CONTENT_TYPE)
        package.add_relationship(workbook.part, "styles", part)


class _Section:
    """Where a list stands in the styles part, and what it holds."""

    __slots__ = ("children", "end", "start", "tag_end")

    def __init__(self, start: int, tag_end: int) -> None:
        self.start, self.tag_end, self.end = start, tag_end, tag_end
        self.children: list[tuple[int, int]] = []


def _sections(text: str) -> tuple[dict[str, _Section], int]:
    """The lists by name, and where the root element ends."""
    found: dict[str, _Section] = {}
    depth, begin = 0, 0
    section = _Section(0, 0)
    for match in TAG.finditer(text):
        closing, name, _, empty = match.groups()
        if closing:
            depth -= 1
            if depth == 0:
                return found, match.start()
            if depth == 1:
                section.end = match.end()
            elif depth == 2:
                section.children.append((begin, match.end()))
            continue
        if depth == 1:
            section = _Section(match.start(), match.end())
            found.setdefault(local_name(name), section)
        elif depth == 2:
            begin = match.start()
            if empty:
                section.children.append((begin, match.end()))
        if not empty:
            depth += 1
    return found, len(text)


def items(text: str, name: str) -> list[str]:
    """What a list holds."""
    section = _sections(text)[0].get(name)
    return [] if section is None else [text[start:end] for start, end in section.children]


def with_items(text: str, name: str, added: Sequence[str]) -> tuple[str, int]:
    """The part with more at the end of a list, and the place the first of them got."""
    sections, root_end = _sections(text)
    section = sections.get(name)
    xml = "".join(added)
    if section is None:
        later = _ORDER[_ORDER.index(name) + 1 :]
        at = min((sections[other].start for other in later if other in sections), default=root_end)
        return f'{text[:at]}<{name} count="{len(added)}">{xml}</{name}>{text[at:]}', 0
    count = len(section.children)
    tag = _counted(text[section.start : section.tag_end], count + len(added))
    if tag.endswith("/>"):
        tag = tag[:-2].rstrip() + ">"
        return f"{text[: section.start]}{tag}{xml}</{name}>{text[section.end :]}", 0
    at = section.children[-1][1] if section.children else section.tag_end
    return text[: section.start] + tag + text[section.tag_end : at] + xml + text[at:], count


def without_last(text: str, name: str, number: int) -> str:
    """The part with a list cut by so many at its end; without any left it is empty but there."""
    section = _sections(text)[0].get(name)
    if section is None or number == 0:
        return text
    kept = section.children[: len(section.children) - number]
    tag = _counted(text[section.start : section.tag_end], len(kept))
    if not kept:
        return f"{text[: section.start]}{tag[:-1].rstrip()}/>{text[section.end :]}"
    at, after = kept[-1][1], section.children[-1][1]
    return text[: section.start] + tag + text[section.tag_end : at] + text[after:]


def _counted(tag: str, count: int) -> str:
    return tag if attribute(tag, "count") is None else with_attribute(tag, "count", str(count))
