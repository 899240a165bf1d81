"""Notes on cells (批注, the classic kind): added under our name, and taken away again without touching others.

A note is two things: a text in the sheet's comments part, and a box in its VML drawing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from xltools.office import restore
from xltools.office.cells import rich_text
from xltools.office.note_shapes import with_boxes, without_boxes
from xltools.office.package import Package
from xltools.office.references import format_cell, parse_range
from xltools.office.sheet import Sheet
from xltools.office.vml import drawing_part, has_shapes, new_drawing, place_drawing, read_vml, write_vml
from xltools.office.workbook import Workbook
from xltools.office.xml_text import (
    MAX_TEXT_LENGTH,
    XML_DECLARATION,
    attribute,
    encode_string,
    inner,
    split_children,
    start_tag,
    unescape,
)

AUTHOR = "xltools"
Cell = tuple[int, int]
"""(row, column), from 1."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BLANK = f'{XML_DECLARATION}<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
_AUTHOR = f"<author>{AUTHOR}</author>"
_FONT = (
    '<rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/><family val="3"/><charset val="134"/></rPr>'
)
_COMMENT = re.compile(r'<comment(?=[\s/>])(?:[^<>"]|"[^"]*")*?(?:/>|>.*?</comment>)', re.DOTALL)
_THREADED = re.compile(r'<threadedComment\s(?:[^<>"]|"[^"]*")*>')


def add_notes(workbook: Workbook, sheet_name: str, notes: Mapping[Cell, str]) -> list[Cell]:
    """Puts a note on each cell, shown when the mouse is over it.

    Gives the cells left alone: those with a note or a conversation of the person's own. A note of ours that
    stands there already is replaced. A text longer than a cell can hold is cut.

    Raises:
        XltoolsError: no such sheet.
    """
    sheet = workbook.sheet(sheet_name)
    package = workbook.package
    part = next(iter(package.related_parts(sheet.part, "comments")), None)
    text = _BLANK if part is None else package.read_text(part)
    ours = _own(text)
    taken = _noted(text, lambda comment: not ours(comment)) | _conversations(package, sheet)
    left = sorted(cell for cell in notes if cell in taken)
    added = {cell: note[:MAX_TEXT_LENGTH] for cell, note in sorted(notes.items()) if cell not in taken}
    if not added:
        return left
    _remove(workbook, sheet, _noted(text, ours) & set(added), keep_parts=True)
    text = _BLANK if part is None else package.read_text(part)
    written = _with_notes(text, added)
    boxed = None if written is None else _boxed(package, sheet, added)
    if written is None or boxed is None:
        return sorted(notes)
    place_drawing(package, sheet, boxed)
    if part is None:
        part = package.new_part_name("xl/comments{}.xml")
        package.add_override(part, _COMMENTS_TYPE)
        package.add_relationship(sheet.part, "comments", part)
    package.write(part, written.encode())
    return left


def clear_notes(workbook: Workbook, openings: Sequence[str] = ()) -> int:
    """Takes every note of ours away, with the parts only they needed. Gives how many there were.

    LibreOffice forgets who wrote a note, and Excel puts the person's name on one that a button added. Such a note
    is ours if its first line is one of `openings`; without an author, if its text begins so.
    """
    restore.forget(workbook)
    package = workbook.package
    count = 0
    for sheet in map(workbook.sheet, workbook.sheet_names):
        for part in package.related_parts(sheet.part, "comments"):
            text = package.read_text(part)
            count += _remove(workbook, sheet, _noted(text, _own(text, openings)), openings)
    return count


def notes_on(workbook: Workbook, sheet_name: str) -> dict[Cell, str]:
    """Every note on a sheet, whoever wrote it: the text by cell.

    Raises:
        XltoolsError: no such sheet.
    """
    package = workbook.package
    found: dict[Cell, str] = {}
    for part in package.related_parts(workbook.sheet(sheet_name).part, "comments"):
        for comment in _COMMENT.findall(package.read_text(part)):
            found |= dict.fromkeys(_cell(attribute(start_tag(comment), "ref")), rich_text(comment))
    return found


# --- the comments part ---


def _authors(text: str) -> list[str]:
    return [unescape(inner(xml)).strip() for xml in _children(text, "authors")]


def _own(text: str, openings: Sequence[str] = ()) -> Callable[[str], bool]:
    """Whether a comment of the part is ours."""
    authors = dict(enumerate(_authors(text)))

    def own(comment: str) -> bool:
        number = attribute(start_tag(comment), "authorId") or ""
        author = authors.get(int(number), "") if number.isdigit() else ""
        if author == AUTHOR:
            return True
        words = rich_text(comment)
        return words.startswith(tuple(openings)) if not author else _first_line(words) in openings

    return own


def _first_line(words: str) -> str:
    return next(iter(words.splitlines()), "").strip()


def _children(text: str, name: str) -> list[str]:
    match = re.search(rf"<{name}(?=[\s/>])[^>]*>", text)
    if match is None or match[0].endswith("/>"):
        return []
    return [xml for _, xml in split_children(text, match.end())]


def _noted(text: str, wanted: Callable[[str], bool]) -> set[Cell]:
    """The cells of the comments wanted."""
    cells: set[Cell] = set()
    for comment in _COMMENT.findall(text):
        if wanted(comment):
            cells |= _cell(attribute(start_tag(comment), "ref"))
    return cells


def _cell(reference: str | None) -> set[Cell]:
    try:
        area = parse_range(reference or "")
    except ValueError:
        return set()
    return {(area.first_row, area.first_column)}


def _conversations(package: Package, sheet: Sheet) -> set[Cell]:
    return {
        cell
        for part in package.related_parts(sheet.part, "threadedComment")
        for tag in _THREADED.findall(package.read_text(part))
        for cell in _cell(attribute(tag, "ref"))
    }


def _with_notes(text: str, notes: Mapping[Cell, str]) -> str | None:
    """The comments with ours at the end; None where the part has not the lists every such part has."""
    authors = _authors(text)
    author = authors.index(AUTHOR) if AUTHOR in authors else len(authors)
    if author == len(authors):
        grown = _grown(text, "authors", _AUTHOR)
        if grown is None:
            return None
        text = grown
    comments = "".join(
        f'<comment ref="{format_cell(row, column)}" authorId="{author}" shapeId="0"><text><r>{_FONT}'
        f'<t xml:space="preserve">{encode_string(note)}</t></r></text></comment>'
        for (row, column), note in notes.items()
    )
    return _grown(text, "commentList", comments)


def _grown(text: str, name: str, xml: str) -> str | None:
    """The part with more behind the last child of a list."""
    match = re.search(rf"<{name}(?=[\s/>])[^>]*>", text)
    if match is None:
        return None
    if match[0].endswith("/>"):
        return f"{text[: match.end() - 2].rstrip()}>{xml}</{name}>{text[match.end() :]}"
    close = text.find(f"</{name}", match.end())
    last = text.rfind(">", 0, close) + 1
    return text[:last] + xml + text[last:]


def _without_notes(text: str, cells: Collection[Cell], openings: Sequence[str]) -> str:
    """The comments without ours on these cells; our name goes with the last of them."""
    own = _own(text, openings)
    places = set(cells)

    def kept(match: re.Match[str]) -> str:
        ours = own(match[0]) and _cell(attribute(start_tag(match[0]), "ref")) <= places
        return "" if ours else match[0]

    text = _COMMENT.sub(kept, text)
    authors = _children(text, "authors")
    # The other comments count the authors: only the last one can go.
    if _authors(text)[-1:] == [AUTHOR] and not _noted(text, own):
        at = text.rindex(authors[-1], 0, text.index("</authors"))
        text = text[:at] + text[at + len(authors[-1]) :]
    return re.sub(r"<(authors|commentList)></\1>", r"<\1/>", text)


# --- parts of the sheet ---


def _boxed(package: Package, sheet: Sheet, notes: Mapping[Cell, str]) -> str | None:
    part = drawing_part(package, sheet)
    text = new_drawing(package) if part is None else read_vml(package, part)
    return with_boxes(text, sheet, notes)


def _remove(
    workbook: Workbook,
    sheet: Sheet,
    cells: Collection[Cell],
    openings: Sequence[str] = (),
    *,
    keep_parts: bool = False,
) -> int:
    """Takes our notes off these cells of a sheet, with parts left empty unless they are to be filled again."""
    package = workbook.package
    if not cells:
        return 0
    for part in package.related_parts(sheet.part, "comments"):
        text = _without_notes(package.read_text(part), cells, openings)
        if keep_parts or _children(text, "commentList") or any(_authors(text)):
            package.write(part, text.encode())
        else:
            _drop(package, sheet, part)
    drawing = drawing_part(package, sheet)
    if drawing is not None:
        text = without_boxes(read_vml(package, drawing), cells)
        if keep_parts or has_shapes(text):
            write_vml(package, drawing, text)
        else:
            sheet.xml.set_element("legacyDrawing", None)
            _drop(package, sheet, drawing)
            if not any(name.lower().endswith(".vml") for name in package.part_names):
                package.remove_default("vml")
    return len(cells)


def _drop(package: Package, sheet: Sheet, part: str) -> None:
    for link in list(package.relationships(sheet.part).values()):
        if not link.external and package.part(link.target) == part:
            package.remove_relationship(sheet.part, link.id)
    package.remove(part)
