"""The address list of `batch send`: a CSV file that says who gets the files of which department."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.model.fold import fold_heading
from xltools.office.mail.addresses import Mailbox, parse_mailboxes
from xltools.office.text_files import CsvRow, TextFileError, read_csv

DEPARTMENT, FILE, TO, CC = "部门", "文件名", "收件人", "抄送"
_SPELLINGS = {
    DEPARTMENT: ("部门", "单位", "部门名称", "单位名称", "名称"),
    FILE: ("文件名", "文件", "附件"),
    TO: ("收件人", "收件人地址", "邮箱", "邮件地址", "电子邮箱", "地址"),
    CC: ("抄送", "抄送地址", "抄送人"),
}
_HEADINGS = {fold_heading(word): heading for heading, words in _SPELLINGS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. It names a department, or files, or both."""

    line: int
    department: str
    files: str
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]

    @property
    def name(self) -> str:
        return self.department or self.files


def read_addresses(path: Path) -> tuple[Row, ...]:
    """The lines of the list, in its order.

    Raises:
        XltoolsError: it cannot be read, or has faults; every one is in the message, a line each.
        LockedError: another program holds it.
    """
    try:
        lines = read_csv(path)
    except TextFileError as error:
        where = f"第{error.line}行" if error.line else ""
        raise XltoolsError(f"地址表“{path}”{where}{error.message}，没有发送；{error.remedy}。") from None
    columns = _columns(path, lines)
    faults: list[str] = []
    rows = tuple(_rows(lines[1:], columns, faults))
    if faults:
        raise XltoolsError("\n".join([f"地址表“{path}”有 {len(faults)} 处错误，没有发送：", *faults]))
    if not rows:
        raise XltoolsError(f"地址表“{path}”中没有收件人，没有发送；标题下面每行写一个部门和它的收件人。")
    return rows


def _columns(path: Path, lines: Sequence[CsvRow]) -> Mapping[str, int]:
    headings = lines[0][1] if lines else []
    found: dict[str, int] = {}
    for index, words in enumerate(headings):
        heading = _HEADINGS.get(fold_heading(words))
        if heading in found:
            raise XltoolsError(f"地址表“{path}”中有两列“{heading}”，没有发送；请只保留一列。")
        if heading:
            found[heading] = index
    if TO not in found or not (DEPARTMENT in found or FILE in found):
        raise XltoolsError(
            f"地址表“{path}”的第一行没有标题“{DEPARTMENT}”（或“{FILE}”）和“{TO}”，没有发送；请加上标题行。"
        )
    return found


def _rows(lines: Sequence[CsvRow], columns: Mapping[str, int], faults: list[str]) -> Iterator[Row]:
    for line, fields in lines:
        words = {
            heading: fields[index].strip() if index < len(fields) else ""
            for heading, index in columns.items()
        }
        to = _mailboxes(line, TO, words.get(TO, ""), faults)
        cc = _mailboxes(line, CC, words.get(CC, ""), faults)
        row = Row(line, words.get(DEPARTMENT, ""), words.get(FILE, ""), to, cc)
        if not row.name:
            faults.append(f"  第{line}行：没有写部门或文件名；请补上，或删去这一行。")
        if not words.get(TO):
            faults.append(f"  第{line}行“{TO}”：是空的；请填写邮件地址，或删去这一行。")
        yield row


def _mailboxes(line: int, heading: str, words: str, faults: list[str]) -> tuple[Mailbox, ...]:
    try:
        return parse_mailboxes([words])
    except XltoolsError as error:
        faults.append(f"  第{line}行“{heading}”：{error}")
        return ()
