"""An Office file as a package of parts: read, write, relationships, content types.

A part nobody writes keeps its original compressed bytes. Part names are written as in the zip archive,
without a leading slash: `xl/worksheets/sheet1.xml`.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from xltools.model.errors import XltoolsError
from xltools.office.archive import Member, compress, decompress, read_archive, write_archive
from xltools.office.gate.file import read_file
from xltools.office.gate.kinds import Kind, kind_of, kind_of_package
from xltools.office.gate.sentences import refusal
from xltools.office.gate.volume import Volume
from xltools.office.package_xml import (
    CONTENT_TYPES,
    RELATIONSHIP_TYPES,
    Relationship,
    content_types_in,
    content_types_xml,
    relationships_in,
    relationships_part,
    relationships_xml,
    resolve_target,
)
from xltools.office.xml_text import part_text

__all__ = [
    "CONTENT_TYPES",
    "RELATIONSHIP_TYPES",
    "Package",
    "Relationship",
    "relationships_part",
    "resolve_target",
]


class Package:
    """The parts of an Office file."""

    def __init__(self, members: dict[str, Member], name: str, original: bytes | None = None) -> None:
        self._members = members
        self._name = name
        self._original = original
        # The file as it was opened: what is written back to its old content gets its old member.
        self._opened = dict(members)
        self._opened_bytes = original
        self._contents: dict[str, bytes] = {}
        self._relationships: dict[str, dict[str, Relationship]] = {}
        self._types: tuple[dict[str, str], dict[str, str]] | None = None
        self._dirty_types = False
        self._dirty_relationships: set[str] = set()
        self._folded: dict[str, str] | None = None
        self._volume = Volume(name)

    @classmethod
    def open(cls, path: Path) -> Package:
        """The package in a file.

        Raises:
            XltoolsError: the file is missing, no .xlsx workbook (the sentence says what it is), or damaged.
            LockedError: another program holds it.
        """
        return cls.from_bytes(read_file(Path(path)), Path(path).name)

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Package:
        """The package in `data`; `name` is what messages call it.

        Raises:
            XltoolsError: no .xlsx workbook (the sentence says what it is), or damaged.
        """
        kind = kind_of(data)
        if kind is not Kind.ZIP:
            raise refusal(name, kind)
        package = cls(read_archive(data, name), name, data)
        if package.part(CONTENT_TYPES) is None or package.main_part() is None:
            raise refusal(name, kind_of_package(package.part_names))
        return package

    def copy(self) -> Package:
        """An independent package; parts are shared until written."""
        self._flush()
        twin = Package(dict(self._members), self._name, self._original)
        twin._opened, twin._opened_bytes = self._opened, self._opened_bytes
        twin._contents = dict(self._contents)
        twin._relationships = {part: dict(links) for part, links in self._relationships.items()}
        if self._types is not None:
            twin._types = (dict(self._types[0]), dict(self._types[1]))
        return twin

    # --- parts ---

    @property
    def name(self) -> str:
        return self._name

    @property
    def part_names(self) -> list[str]:
        """Every part in the order of the file, relationship parts and content types included."""
        self._flush()
        return list(self._members)

    def part(self, name: str) -> str | None:
        """The name as the package spells it (part names do not tell cases apart).

        None where there is no such part.
        """
        if name in self._members:
            return name
        if self._folded is None:
            self._folded = {known.lower(): known for known in self._members}
        return self._folded.get(name.lower())

    def has(self, name: str) -> bool:
        return self.part(name) is not None

    def _spelled(self, target: str) -> str:
        """A part as the package spells it that another part names, perhaps with %20 for a blank."""
        return self.part(target) or self.part(unquote(target)) or target

    def read(self, name: str) -> bytes:
        """The content of a part.

        Raises:
            KeyError: no such part.
            XltoolsError: the part is damaged.
        """
        self._flush()
        known = self.part(name)
        if known is None:
            raise KeyError(name)
        content = self._contents.get(known)
        if content is None:
            try:
                content = decompress(self._members[known])
            except ValueError:
                raise XltoolsError(
                    f"“{self._name}”内的 {known} 已损坏，无法读取；"
                    "请重新取得该文件，或在 Excel 中“打开并修复”后另存。"
                ) from None
            self._contents[known] = content
        return content

    def read_text(self, name: str) -> str:
        """An XML part as text in the usual form (see xml_text)."""
        data = self.read(name)
        self._volume.add(name, data)
        return part_text(data, name)

    def write(self, name: str, data: bytes) -> None:
        """Sets a part's content, adding the part where it is new.

        Content as the file was opened with is stored as it was: the same compressed bytes and time stamp.
        """
        known = self.part(name) or name
        self._put(known, self._member(known, data))
        self._contents[known] = data

    def _member(self, name: str, data: bytes) -> Member:
        opened = self._opened.get(name)
        return opened if opened is not None and _holds(opened, data) else compress(data)

    def fingerprint(self, name: str) -> tuple[int, int]:
        """Checksum and size of a part's content.

        Raises:
            KeyError: no such part.
        """
        self._flush()
        known = self.part(name)
        if known is None:
            raise KeyError(name)
        return self._members[known].crc, self._members[known].size

    def copy_part(self, source: str, target: str) -> None:
        """Adds `target` with the content and content type of `source`, without compressing anything anew."""
        known = self.part(source)
        if known is None:
            raise KeyError(source)
        self._put(target, self._members[known])
        content_type = self.override(known)
        if content_type is not None:
            self.add_override(target, content_type)

    def rebuilt(self, contents: Mapping[str, bytes | None]) -> Package:
        """A package of these parts in this order; None stands for the content a part has here."""
        self._flush()
        members: dict[str, Member] = {}
        for name, data in contents.items():
            members[name] = self._members[name] if data is None else self._member(name, data)
        twin = Package(members, self._name)
        twin._opened, twin._opened_bytes = self._opened, self._opened_bytes
        return twin

    def remove(self, name: str) -> None:
        """Takes a part out, with its relationships and content type; links to it stay with their owners."""
        known = self.part(name)
        if known is None:
            raise KeyError(name)
        for gone in (known, relationships_part(known)):
            self._members.pop(gone, None)
            self._contents.pop(gone, None)
        self._relationships[known] = {}
        self._dirty_relationships.discard(known)
        self._folded = self._original = None
        self.remove_override(known)

    def _put(self, name: str, member: Member) -> None:
        if name not in self._members:
            self._folded = None
        self._members[name] = member
        self._original = None

    def new_part_name(self, pattern: str) -> str:
        """The first free name of a pattern such as `xl/charts/chart{}.xml`."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def main_part(self) -> str | None:
        """The workbook part the package's own relationships name; None where there is none in XML."""
        for link in self.relationships("").values():
            if link.kind == "officeDocument":
                known = self.part(link.target)
                kind = self.content_type(link.target) or ""
                other = "wordprocessingml" in kind or "presentationml" in kind
                other = other or link.target.startswith(("word/", "ppt/")) or link.target.endswith(".bin")
                return None if other else known
        return None

    # --- relationships ---

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The links of a part by id; of the package itself for the part `""`."""
        known = self._relationships.get(part)
        if known is None:
            known = self._relationships[part] = self._read_relationships(part)
        return known

    def _read_relationships(self, part: str) -> dict[str, Relationship]:
        name = self.part(relationships_part(part))
        if name is None:
            return {}
        links = relationships_in(self.read_text(name), part)
        return {
            id_: link if link.external else replace(link, target=self._spelled(link.target))
            for id_, link in links.items()
        }

    def add_relationship(self, part: str, type_: str, target_part: str, *, external: bool = False) -> str:
        """Adds a link and gives its id.

        `type_` is a full type or the last word of an Office one (`comments`).
        """
        links = self.relationships(part)
        number = len(links) + 1
        while f"rId{number}" in links:
            number += 1
        full = type_ if "/" in type_ else RELATIONSHIP_TYPES + type_
        self._set_relationship(part, Relationship(f"rId{number}", full, target_part, external))
        return f"rId{number}"

    def set_relationships(self, part: str, links: dict[str, Relationship]) -> None:
        """Replaces every link of a part."""
        self._relationships[part] = dict(links)
        self._dirty_relationships.add(part)
        self._original = None

    def _set_relationship(self, part: str, link: Relationship) -> None:
        self.relationships(part)[link.id] = link
        self._dirty_relationships.add(part)
        self._original = None

    def remove_relationship(self, part: str, id_: str) -> None:
        """Takes one link away; the part it leads to stays."""
        del self.relationships(part)[id_]
        self._dirty_relationships.add(part)
        self._original = None

    def related_parts(self, part: str, kind: str) -> list[str]:
        """The existing parts a part links to under one kind (`drawing`, `comments`, `table` …)."""
        return [
            link.target
            for link in self.relationships(part).values()
            if link.kind == kind and not link.external and self.has(link.target)
        ]

    # --- content types ---

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        """(by extension, by part name in lower case → (as written))."""
        if self._types is None:
            defaults, overrides = content_types_in(self.read_text(CONTENT_TYPES))
            self._types = (defaults, {self._spelled(part): type_ for part, type_ in overrides.items()})
        return self._types

    def override(self, part: str) -> str | None:
        """The content type a part has by name."""
        return self._content_types()[1].get(part)

    def content_type(self, part: str) -> str | None:
        """The content type of a part, by name or by extension."""
        by_name = self.override(part)
        if by_name is not None:
            return by_name
        extension = part.rpartition(".")[2].lower()
        return next(
            (value for key, value in self._content_types()[0].items() if key.lower() == extension), None
        )

    def add_default(self, extension: str, content_type: str) -> None:
        """Gives every part of an extension a content type; one the extension has stays."""
        defaults = self._content_types()[0]
        if extension.lower() not in {key.lower() for key in defaults}:
            defaults[extension] = content_type
            self._dirty_types = True
            self._original = None

    def remove_default(self, extension: str) -> None:
        """Takes the content type of an extension away; none is no mistake."""
        defaults = self._content_types()[0]
        for key in [key for key in defaults if key.lower() == extension.lower()]:
            del defaults[key]
            self._dirty_types = True
            self._original = None

    def add_override(self, part: str, content_type: str) -> None:
        self._content_types()[1][part] = content_type
        self._dirty_types = True
        self._original = None

    def remove_override(self, part: str) -> None:
        if self._content_types()[1].pop(part, None) is not None:
            self._dirty_types = True
            self._original = None

    # --- writing ---

    def _flush(self) -> None:
        """Writes the relationships and content types that changed into their parts."""
        pending, self._dirty_relationships = self._dirty_relationships, set()
        for part in sorted(pending):
            links = self._relationships[part]
            name = relationships_part(part)
            if links:
                self.write(name, relationships_xml(part, links).encode())
            elif name in self._members:
                del self._members[name]
                self._contents.pop(name, None)
                self._folded = None
        if self._dirty_types and self._types is not None:
            self._dirty_types = False
            self.write(CONTENT_TYPES, content_types_xml(*self._types).encode())

    def to_bytes(self) -> bytes:
        """The whole file.

        Untouched parts byte for byte, new ones last, the same input always the same bytes.
        """
        self._flush()
        if self._original is not None:
            return self._original
        types = self.part(CONTENT_TYPES) or CONTENT_TYPES
        order = [types, *(name for name in self._members if name != types)]
        if self._opened_bytes is not None and self._is_as_opened():
            return self._opened_bytes
        return write_archive((name, self._members[name]) for name in order)

    def _is_as_opened(self) -> bool:
        return len(self._members) == len(self._opened) and all(
            self._opened.get(name) is member for name, member in self._members.items()
        )


def _holds(member: Member, data: bytes) -> bool:
    if member.size != len(data) or member.crc != zlib.crc32(data):
        return False
    try:
        return decompress(member) == data
    except ValueError:
        return False
