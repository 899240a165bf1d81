"""The parts that hold a package together, as XML: the relationships of a part, and the content types."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from xltools.office.xml_text import XML_DECLARATION, attributes, escape_attribute, local_name, split_children

CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONSHIP_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One link from a part: `target` is a part name, or the address as written where `external`."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type, alike in transitional and strict files: `worksheet`, `drawing`, …"""
        return self.type.rpartition("/")[2]


def relationships_part(part: str) -> str:
    """`xl/workbook.xml` → `xl/_rels/workbook.xml.rels`; the package's own for `""`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def resolve_target(part: str, target: str) -> str:
    """A relationship's target, as written in the links of `part`, as a part name."""
    target = target.partition("#")[0].replace("\\", "/") if not target.startswith("#") else target
    if target.startswith("#"):
        return target
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _content(text: str) -> str:
    """What stands inside the root element of a part."""
    match = re.search(r"<(?![?!])(?:[^<>\"]|\"[^\"]*\")*>", text)
    return "" if match is None or match[0].endswith("/>") else text[match.end() :]


def relationships_in(text: str, part: str) -> dict[str, Relationship]:
    """The links of `part` by id, as its relationships part has them."""
    links: dict[str, Relationship] = {}
    for _, tag in split_children(_content(text)):
        values = attributes(tag)
        external = values.get("TargetMode", "").lower() == "external"
        target = values.get("Target", "")
        if not external:
            target = resolve_target(part, target)
        link = Relationship(values.get("Id", ""), values.get("Type", ""), target, external)
        links[link.id] = link
    return links


def content_types_in(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by extension and by part name, as written."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for name, tag in split_children(_content(text)):
        values = attributes(tag)
        content_type = values.get("ContentType", "")
        if local_name(name) == "Default":
            defaults[values.get("Extension", "")] = content_type
        elif local_name(name) == "Override":
            overrides[values.get("PartName", "").lstrip("/")] = content_type
    return defaults, overrides


def relationships_xml(part: str, links: Mapping[str, Relationship]) -> str:
    """The relationships part of `part`."""
    folder = posixpath.dirname(part)
    lines = []
    for link in links.values():
        mode = ' TargetMode="External"' if link.external else ""
        if link.external or link.target.startswith("#"):
            target = link.target
        else:
            target = posixpath.relpath("/" + link.target, "/" + folder)
        lines.append(
            f'<Relationship Id="{escape_attribute(link.id)}" Type="{escape_attribute(link.type)}" '
            f'Target="{escape_attribute(target)}"{mode}/>'
        )
    return (
        f'{XML_DECLARATION}<Relationships xmlns="{_RELATIONSHIPS_NAMESPACE}">{"".join(lines)}</Relationships>'
    )


def content_types_xml(defaults: Mapping[str, str], overrides: Mapping[str, str]) -> str:
    """The part of the content types: by extension, by part name."""
    lines = [
        f'<Default Extension="{escape_attribute(extension)}" ContentType="{escape_attribute(value)}"/>'
        for extension, value in defaults.items()
    ]
    lines += [
        f'<Override PartName="/{escape_attribute(part)}" ContentType="{escape_attribute(value)}"/>'
        for part, value in overrides.items()
    ]
    return f'{XML_DECLARATION}<Types xmlns="{_CONTENT_TYPES_NAMESPACE}">{"".join(lines)}</Types>'
