"""The letter: subject and body in plain words, with the state of the check in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltools.office.mail.addresses import Mailbox, one_line
from xltools.office.mail.failures import megabytes
from xltools.office.mail.message import Letter
from xltools.tasks.posting.contents import Contents
from xltools.tasks.posting.templates import CHECK, DEPARTMENT, FILES, YEAR, fill_template, has_place

_BODY = f"您好：\n\n附件是{{what}}，请查收。\n\n附件：\n{{{FILES}}}\n\n校验情况：{{{CHECK}}}"
_UNCHECKED = "附件中没有工作簿，未作校验"


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates of subject and body; None for the usual words."""

    subject: str | None = None
    body: str | None = None


def write_letter(
    sender: Mailbox, to: Sequence[Mailbox], cc: Sequence[Mailbox], wording: Wording, contents: Contents
) -> Letter:
    """The letter to send with some files.

    Raises:
        XltoolsError: a template has a place that cannot be filled in.
    """
    words = _words(contents)
    subject = _subject(wording, contents, words)
    body = fill_template(_body(wording, contents), words, "邮件正文")
    return Letter(sender, tuple(to), tuple(cc), subject, body + _warning(contents), contents.attachments)


def _words(contents: Contents) -> Mapping[str, str]:
    files = (f"  {each.name}（{_size(len(each.data))}）" for each in contents.attachments)
    return {
        DEPARTMENT: contents.department or "",
        YEAR: str(contents.year or ""),
        CHECK: _state(contents),
        FILES: "\n".join(files),
    }


def _state(contents: Contents) -> str:
    if not contents.checked:
        return _UNCHECKED
    if len(contents.checked) == 1:
        return next(iter(contents.checked.values())).conclusion
    return "".join(f"\n  {path.name}：{each.conclusion}" for path, each in contents.checked.items())


def _subject(wording: Wording, contents: Contents, words: Mapping[str, str]) -> str:
    template = wording.subject or _what(contents)
    if template:
        return one_line(fill_template(template, words, "邮件主题"))
    return contents.attachments[0].name.rpartition(".")[0]


def _what(contents: Contents) -> str:
    """What the attachments are, where a workbook says whose they are."""
    if not (contents.department and contents.year):
        return ""
    return f"{{{DEPARTMENT}}}{{{YEAR}}}年部门预算公开"


def _body(wording: Wording, contents: Contents) -> str:
    if wording.body is None:
        what = _what(contents)
        return _BODY.replace("{what}", f"{what}材料" if what else "部门预算公开材料")
    body = wording.body.rstrip()
    return body if has_place(body, CHECK) else f"{body}\n\n校验情况：{{{CHECK}}}"


def _warning(contents: Contents) -> str:
    """What a forced letter must not keep quiet about."""
    lines = [
        f"  {path.name}："
        + (
            f"未能校验（{each.trouble.rstrip('。')}）"
            if each.trouble
            else f"{each.errors} 处逻辑性错误没有改正"
        )
        for path, each in contents.checked.items()
        if not each.fit
    ]
    return "\n\n注意：以下工作簿未通过校验，由发件人决定照样发送。\n" + "\n".join(lines) if lines else ""


def _size(size: int) -> str:
    return megabytes(size) if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"
