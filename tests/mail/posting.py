"""Letters to post, and posting them to a server of the tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from mail.mail_server import HOST, PASSWORD, USER, Running
from xltools.model.delivery import Delivery
from xltools.office.mail.addresses import parse_mailbox, parse_mailboxes
from xltools.office.mail.attachments import Attachment
from xltools.office.mail.journal import Entry, open_journal
from xltools.office.mail.message import Letter
from xltools.office.mail.password import Secret
from xltools.office.mail.server import MailServer, Waits
from xltools.office.mail.session import Session
from xltools.tasks.posting.post import Decision, address, post

PDF = Attachment("部门预算公开2025.pdf", b"%PDF-1.4 " + Random(5).randbytes(10_000), "pdf")
PATIENT = Waits(step=30, answer=30)
IMPATIENT = Waits(step=1, answer=1)


def letter(*to: str, attachments: tuple[Attachment, ...] = (PDF,)) -> Letter:
    return Letter(
        parse_mailbox("财务科 <caiwu@example.gov.cn>"),
        parse_mailboxes(to or ("caizheng@example.gov.cn",)),
        (),
        "部门预算公开",
        "您好：\n请查收。",
        attachments,
    )


def server_at(running: Running, **changes: object) -> MailServer:
    return replace(MailServer(HOST, running.port, "plain", waits=PATIENT), **changes)


def posted(
    server: MailServer, journal: Path, *letters: Letter, decision: Decision = "leave", again: bool = False
) -> tuple[Delivery, ...]:
    """One run of the program."""
    with open_journal(journal) as book, Session(server, lambda: Secret(PASSWORD)) as session:
        messages = [each for one in letters or (letter(),) for each in address(one, book, again=again)]
        return post(messages, book, session, lambda entry: decision)


def entries(journal: Path) -> tuple[Entry, ...]:
    with open_journal(journal) as book:
        return book.entries()


__all__ = ["IMPATIENT", "PASSWORD", "PATIENT", "PDF", "USER", "entries", "letter", "posted", "server_at"]
