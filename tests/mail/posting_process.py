"""A process that posts a block of letters, for a test to kill. It imports little, for it starts many times."""

from __future__ import annotations

from pathlib import Path

from xltools.office.mail.addresses import Mailbox
from xltools.office.mail.attachments import Attachment
from xltools.office.mail.journal import open_journal
from xltools.office.mail.message import Letter
from xltools.office.mail.server import MailServer, Waits
from xltools.office.mail.session import Session
from xltools.tasks.posting.post import address, post

MODULES = ["xltools.tasks.posting.post"]
"""What is worth importing before processes are forked."""

_SENDER = Mailbox("caiwu@example.gov.cn")
_SMALL = Attachment("公开.pdf", b"%PDF-1.4 x", "pdf")


def letters(block: int, number: int) -> list[Letter]:
    """The letters of one block, each to a recipient of its own."""
    recipients = [Mailbox(f"d{index}@block{block}.gov.cn") for index in range(number)]
    return [Letter(_SENDER, (each,), (), "公开", "请查收。", (_SMALL,)) for each in recipients]


def post_block(journal: Path, port: int, block: int, number: int) -> None:
    """Sends what is left of a block; what is unknown is left alone."""
    server = MailServer("127.0.0.1", port, "plain", waits=Waits(step=20, answer=20))
    with open_journal(journal) as book, Session(server, lambda: None) as session:
        messages = [each for one in letters(block, number) for each in address(one, book)]
        post(messages, book, session, lambda entry: "leave")
