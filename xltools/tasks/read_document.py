"""read_document: a published document as a workbook, so that `check` can audit what others published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.documents.content import Content, Grid
from xltools.office.documents.contents import read_contents
from xltools.office.documents.sheets import NewSheet, new_workbook
from xltools.office.save import save_atomic
from xltools.office.workbook import Workbook
from xltools.tasks.reading.forms import read_forms
from xltools.tasks.reading.tables import read_tables
from xltools.tasks.reading_document.captions import OVERALL, TARGET, kind_of_title
from xltools.tasks.reading_document.parts import Parts, parts_of
from xltools.tasks.reading_document.sheets import sheets_of, state_sheet


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """What `read_document` found.

    `tables` are the numbers of the 13 tables that were recognised with their columns; `targets` counts the target
    sheets of projects; `others` the tables of no known title. `unread` says what was not read, a sentence each.
    """

    path: Path
    tables: tuple[int, ...]
    targets: int
    overall: bool
    others: int
    lines: int
    unread: tuple[str, ...]


def read_document(path: Path | str, output: Path | str) -> DocumentRead:
    """Turns a disclosure document into a workbook: a sheet per table, the narrative, and 读取情况.

    Figures come over as printed, in the unit of measure of their table; codes stay text, blanks stay blank.

    Args:
        path: .docx, .pdf with text in it, or text with tabs or columns of spaces, in UTF-8 or GB18030.
        output: the .xlsx file to write.

    Raises:
        XltoolsError: the document cannot be read, holds no table at all, or the output cannot be written.
        LockedError: another program holds one of them.
    """
    path, output = Path(path), Path(output)
    if output.suffix.lower() != ".xlsx":
        raise XltoolsError(f"输出文件“{output.name}”应以 .xlsx 结尾，例如“{path.stem}.xlsx”。")
    content = read_contents(path)
    if not any(isinstance(item, Grid) for item in content.items):
        why = f"（{'；'.join(content.unread)}）" if content.unread else ""
        raise XltoolsError(
            f"“{path.name}”里没有读到表格{why}；请确认选对了文件：表格应是 Word 表格，或在有文字的 PDF、分列的文本里。"
        )
    parts = parts_of(content)
    sheets = sheets_of(parts)
    recognised, lines = _examined(parts, sheets, content, path)
    read = new_workbook([*sheets, state_sheet(lines)])
    kinds = [table.kind for table in parts.tables]
    return DocumentRead(
        save_atomic(read, output),
        tuple(sorted(recognised)),
        kinds.count(TARGET),
        OVERALL in kinds,
        kinds.count(0),
        len(parts.narrative),
        tuple(f"{place}：{words}" if place else words for sheet, place, words in lines if not sheet),
    )


def _examined(
    parts: Parts, sheets: Sequence[NewSheet], content: Content, path: Path
) -> tuple[set[int], list[tuple[str, str, str]]]:
    """The tables that `check` will recognise, and the lines of 读取情况; those without a sheet were not read."""
    workbook = Workbook.from_bytes(new_workbook(sheets), path.name)
    found = read_tables(workbook)
    forms = read_forms(workbook)
    sure = {table.sheet for table in found.tables.values()} | {form.sheet for form in forms.targets}
    if forms.overall is not None:
        sure.add(forms.overall.sheet)
    lines = []
    for table, sheet in zip(parts.tables, sheets, strict=False):
        words = "已读，标题和栏目都认出" if sheet.name in sure else "已读，没有认出是哪张表，校验时不用"
        lines.append((sheet.name, table.grid.place, f"{words}（{table.grid.rows} 行）"))
    if parts.narrative:
        lines.append((sheets[-1].name, "", f"已读，文字 {len(parts.narrative)} 行"))
    lines += [
        ("", line.place, f"有标题“{line.text}”，但没有读到它的表格（可能是图片）") for line in parts.lone
    ]
    alone = {kind_of_title(line.text) for line in parts.lone}
    lines += [("", "", why) for number, why in found.missing.items() if number not in alone]
    lines += [
        ("", "", why)
        for table in found.tables.values()
        for panel in table.panels
        for why in panel.missing.values()
    ]
    lines += [("", "", why) for why in content.unread]
    return set(found.tables), lines
