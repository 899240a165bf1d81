"""Mail addresses as people type them, and the only forms that get into a header."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import quote

from xltools.model.errors import XltoolsError

_SEPARATORS = re.compile(r"[,;，；、\r\n]+")
_NAMED = re.compile(r"\s*(.*?)\s*<\s*([^<>]*?)\s*>\s*", re.DOTALL)
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)
_LONGEST = 254


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address in ASCII and the name shown before it; neither can hold a line break."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        """As a person writes it."""
        return f"{self.name} <{self.address}>" if self.name else self.address

    def header(self) -> str:
        """As it stands in From, To and Cc."""
        if not self.name:
            return self.address
        if self.name.isascii() and "=?" not in self.name:
            return f'"{quote(self.name)}" <{self.address}>'
        return f"{Header(self.name, 'utf-8', maxlinelen=64).encode()} <{self.address}>"

    @property
    def key(self) -> str:
        """The same for every spelling of the address."""
        return self.address.casefold()

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


def parse_mailbox(text: str) -> Mailbox:
    """`caiwu@example.gov.cn` or `财政局 <caiwu@example.gov.cn>`.

    Raises:
        XltoolsError: it is no address; the sentence shows what was typed.
    """
    named = _NAMED.fullmatch(text)
    name, address = named.groups() if named else ("", text.strip())
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        raise XltoolsError(f"“{_shown(text)}”不是邮件地址{_hint(address)}。")
    return Mailbox(address, one_line(name.strip('"“” ')))


def parse_mailboxes(texts: Iterable[str]) -> tuple[Mailbox, ...]:
    """Every address of every text, each once; several in one text are set apart by commas or semicolons.

    Raises:
        XltoolsError: one of them is no address.
    """
    pieces = [piece for text in texts for piece in _SEPARATORS.split(text) if piece.strip()]
    found: dict[str, Mailbox] = {}
    for piece in pieces:
        mailbox = parse_mailbox(piece)
        found.setdefault(mailbox.key, mailbox)
    return tuple(found.values())


def address_list(mailboxes: Sequence[Mailbox]) -> str:
    """The value of a To or Cc header, an address a line."""
    return ",\n ".join(mailbox.header() for mailbox in mailboxes)


def one_line(text: str) -> str:
    """A text without what would tear a header or hide an address: control and format characters."""
    spaced = "".join(" " if unicodedata.category(each).startswith(("C", "Z")) else each for each in text)
    return " ".join(spaced.split())


def _hint(address: str) -> str:
    usual = unicodedata.normalize("NFKC", address).replace("。", ".").replace(" ", "")
    if usual != address and _ADDRESS.fullmatch(usual):
        return f"，是否应为“{usual}”？请用英文半角字符"
    if "@" not in usual:
        return "，其中没有“@”；请写完整的地址，如 caiwu@example.gov.cn"
    if not address.isascii():
        return "，其中有中文或全角字符；请只用英文字母、数字和“@ . - _”"
    return "；请核对，正确的如 caiwu@example.gov.cn"


def _shown(text: str) -> str:
    return one_line(text)[:80]
