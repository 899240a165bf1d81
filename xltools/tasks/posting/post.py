"""Posting letters: every message planned in the journal, then sent one by one, never one twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from xltools.model.delivery import Delivery, Stage, State
from xltools.model.errors import XltoolsError
from xltools.office.mail import failures
from xltools.office.mail.addresses import Mailbox
from xltools.office.mail.attachments import Attachment, packed, zipped
from xltools.office.mail.failures import DeliveryError
from xltools.office.mail.journal import Entry, Journal
from xltools.office.mail.message import Letter, compose, identity, message_id
from xltools.office.mail.session import Session

Decision = Literal["resend", "received", "leave"]
"""What is to become of a message of which nobody knows whether it arrived."""
Decide = Callable[[Entry], Decision]
Told = Callable[[Delivery], None]

_HOW_TO_SETTLE = "请先向对方核实；没有收到的，加 --resend-unknown 再发一次，不再发的加 --skip-unknown"


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter on its way to one of its recipients."""

    letter: Letter
    recipient: Mailbox
    entry: Entry


class Pace:
    """At most so many messages a minute: waits before each but the first."""

    def __init__(self, per_minute: int | None) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._free = 0.0

    def wait(self) -> None:
        now = time.monotonic()
        if self._free > now:
            time.sleep(self._free - now)
        self._free = max(self._free, now) + self._gap


def address(letter: Letter, journal: Journal | None = None, *, again: bool = False) -> tuple[Addressed, ...]:
    """The letter to each of its recipients, with what the journal knows of it.

    `again`: a message that was sent is wanted once more, as a message of its own.
    """
    return tuple(_addressed(letter, recipient, journal, again) for recipient in letter.recipients)


def _addressed(letter: Letter, recipient: Mailbox, journal: Journal | None, again: bool) -> Addressed:
    parcel = identity(recipient, letter.attachments)
    known = journal.newest(parcel) if journal else None
    if known is not None and not (again and known.state is State.SENT):
        return Addressed(letter, recipient, known)
    copy = known.copy + 1 if known else 0
    own = identity(recipient, letter.attachments, copy)
    entry = Entry(
        own,
        parcel,
        copy,
        recipient.address,
        message_id(letter.sender, own),
        letter.subject,
        tuple(each.name for each in letter.attachments),
    )
    return Addressed(letter, recipient, entry)


def post(
    messages: Sequence[Addressed],
    journal: Journal,
    session: Session,
    decide: Decide,
    pace: Pace | None = None,
    told: Told = lambda delivery: None,
) -> tuple[Delivery, ...]:
    """Sends what has not been sent; `told` hears of each message at once.

    Raises:
        XltoolsError: the journal cannot be kept, or there is no password; nothing more was sent.
    """
    journal.plan([each.entry for each in messages])
    deliveries = []
    for delivery in Postman(journal, session, decide, pace or Pace(None)).rounds(messages):
        told(delivery)
        deliveries.append(delivery)
    return tuple(deliveries)


class Postman:
    """Takes one message after another to the server, and stops trying where nothing more can come of it."""

    def __init__(self, journal: Journal, session: Session, decide: Decide, pace: Pace) -> None:
        self._journal = journal
        self._session = session
        self._decide = decide
        self._pace = pace
        self._given_up = False

    def rounds(self, messages: Sequence[Addressed]) -> Iterator[Delivery]:
        """Each message's delivery, in their order; one that comes twice is sent once."""
        seen: dict[str, Delivery] = {}
        for message in messages:
            identity_ = message.entry.identity
            if identity_ not in seen:
                seen[identity_] = self._deal_with(message)
            yield seen[identity_]

    def _deal_with(self, message: Addressed) -> Delivery:
        entry = message.entry
        if entry.state is State.SENT:
            return _sent_before(entry)
        if entry.state is State.UNKNOWN:
            match "leave" if self._given_up else self._decide(entry):
                case "received":
                    note = "经核实，对方已收到。"
                    self._journal.settle(entry.identity, State.SENT, note)
                    return _delivery(entry, State.SENT, note)
                case "leave":
                    return _delivery(entry, State.UNKNOWN, _left_open(entry))
        if self._given_up:
            return _delivery(entry, State.UNSENT, "没有试，因为前面的邮件发不出去；改正后再运行一次。")
        self._session.get_ready()
        self._pace.wait()
        return self._attempt(message)

    def _attempt(self, message: Addressed) -> Delivery:
        entry = message.entry
        self._journal.begin(entry.identity)
        try:
            self._hand_in(message)
        except DeliveryError as error:
            self._given_up = error.hopeless
            state = State.UNKNOWN if error.unknown else State.UNSENT
            self._journal.settle(entry.identity, state, str(error))
            return _delivery(entry, state, str(error))
        try:
            self._journal.settle(entry.identity, State.SENT)
        except XltoolsError as error:
            raise XltoolsError(
                f"发给“{entry.recipient}”的邮件服务器已经接受，但没有记下来，下次会当作不明：{error}"
            ) from None
        return _delivery(entry, State.SENT)

    def _hand_in(self, message: Addressed) -> None:
        def record(stage: Stage) -> None:
            self._journal.reach(message.entry.identity, stage)

        self._session.open(record)
        data = wire_bytes(message, self._session.size_limit)
        self._session.deliver(message.letter.sender.address, message.recipient.address, data, record)


def wire_bytes(message: Addressed, limit: int | None = None) -> bytes:
    """The message as it goes over the line: with its files or a zip of them, within the limit of the server.

    Raises:
        DeliveryError: it is too large either way.
    """
    letter = message.letter
    attachments = packed(letter.attachments)
    data = _composed(message, attachments)
    if limit is None or len(data) <= limit:
        return data
    if attachments == letter.attachments:
        smaller = _composed(message, (zipped(letter.attachments),))
        if len(smaller) <= limit:
            return smaller
    raise failures.too_large(len(data), limit)


def _composed(message: Addressed, attachments: tuple[Attachment, ...]) -> bytes:
    return compose(message.letter, attachments, message.entry.message_id, datetime.now().astimezone())


def _delivery(entry: Entry, state: State, note: str = "") -> Delivery:
    return Delivery(entry.recipient, state, entry.message_id, note)


def _sent_before(entry: Entry) -> Delivery:
    when = f"{entry.changed:%Y-%m-%d %H:%M} " if entry.changed else ""
    note = f"{when}已发过同样的附件，没有再发；确实要再发一次请加 --again。"
    return replace(_delivery(entry, State.SENT, note), before=True)


def _left_open(entry: Entry) -> str:
    when = f"{entry.changed:%Y-%m-%d %H:%M} " if entry.changed else ""
    return f"{when}发过一次，不知道对方是否收到，没有再发；{_HOW_TO_SETTLE}。"
