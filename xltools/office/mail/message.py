"""A message as bytes: headers in ASCII whatever was typed, file names that every mail program reads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.generator import BytesGenerator
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, quote
from io import BytesIO

from xltools.office.mail.addresses import Mailbox, address_list, one_line
from xltools.office.mail.attachments import Attachment

_WIRE = compat32.clone(linesep="\r\n", max_line_length=0)
"""Headers come folded already; refolding would break `filename*` into pieces."""
_ID_DIGITS = 40
_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to each of its recipients."""

    sender: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...]

    @property
    def recipients(self) -> tuple[Mailbox, ...]:
        """Everybody who gets it, each once."""
        found: dict[str, Mailbox] = {}
        for mailbox in (*self.to, *self.cc):
            found.setdefault(mailbox.key, mailbox)
        return tuple(found.values())


def identity(recipient: Mailbox, attachments: Sequence[Attachment], copy: int = 0) -> str:
    """A hash of who gets what: the same on every attempt. `copy` counts copies that are wanted."""
    parts = [recipient.key, *(f"{each.name}\0{each.digest}" for each in attachments)]
    parts += [str(copy)] if copy else []
    return hashlib.sha256("\0\0".join(parts).encode()).hexdigest()


def message_id(sender: Mailbox, identity_: str) -> str:
    """The Message-ID by which a server or a mail program knows a double."""
    return f"<{identity_[:_ID_DIGITS]}@{sender.domain}>"


def compose(letter: Letter, attachments: Sequence[Attachment], id_: str, date: datetime) -> bytes:
    """The message, lines ending in CRLF; `attachments` are the letter's, or one zip of them."""
    whole = MIMEMultipart("mixed", boundary=f"=_xltools_{id_.strip('<>').partition('@')[0]}")
    whole["Date"] = format_datetime(date)
    whole["Message-ID"] = id_
    whole["From"] = letter.sender.header()
    whole["To"] = address_list(letter.to)
    if letter.cc:
        whole["Cc"] = address_list(letter.cc)
    whole["Subject"] = _subject(letter.subject)
    whole.attach(MIMEText("\r\n".join(letter.body.splitlines()) + "\r\n", "plain", "utf-8"))
    for each in attachments:
        whole.attach(_part(each))
    wire = BytesIO()
    BytesGenerator(wire, mangle_from_=False, policy=_WIRE).flatten(whole)
    return wire.getvalue()


def _part(attachment: Attachment) -> MIMEApplication:
    name = attachment.name
    part = MIMEApplication(attachment.data, attachment.subtype)
    if name.isascii():
        part.replace_header("Content-Type", f'application/{attachment.subtype};\n name="{quote(name)}"')
        part["Content-Disposition"] = f'attachment;\n filename="{quote(name)}"'
        return part
    encoded = Header(name, "utf-8", maxlinelen=70).encode()
    part.replace_header("Content-Type", f'application/{attachment.subtype};\n name="{encoded}"')
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    part.replace_header("Content-Disposition", part["Content-Disposition"].replace("; ", ";\n ", 1))
    return part


def _subject(text: str) -> str:
    line = one_line(text)[:_LONGEST_SUBJECT]
    if line.isascii() and "=?" not in line:
        return line
    return Header(line, "utf-8", header_name="Subject").encode()
