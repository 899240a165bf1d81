"""A real SMTP server (aiosmtpd) that fails where it is told to, and remembers what it accepted."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from functools import cache, partial
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"
USER, PASSWORD = "caiwu@example.gov.cn", "grant-code-7f3a"
HANG_SECONDS = 20

DROP, HANG = "drop", "hang"
"""What a server may do instead of answering; anything else is its answer."""
AFTER_TEXT, BEFORE_ANSWER = "after text", "before answer"
"""Where a message may be lost: half its text read, or all of it accepted."""


@dataclass(frozen=True)
class Accepted:
    """A message the server took on."""

    message_id: str
    recipient: str
    data: bytes

    @property
    def message(self) -> Message:
        return message_from_bytes(self.data)


@dataclass
class Book:
    """What a server was asked and what it accepted."""

    accepted: list[Accepted] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)


Method = Callable[[str], Awaitable[None]]
Hook = Callable[[str], None]
"""Called with the name of each event before the server goes on."""


class FaultyServer(SMTP):
    """`faults` says for a command, BANNER, or one of the places above what to do there, each time or once."""

    def __init__(self, book: Book, faults: dict[str, str | bytes], hook: Hook, **settings: object) -> None:
        super().__init__(
            Handler(book, faults, hook), auth_require_tls=False, authenticator=self._log_in, **settings
        )
        self._book = book
        self._faults = faults
        self._hook = hook
        self._greeted = False
        for command, method in self._smtp_methods.items():
            self._smtp_methods[command] = partial(self._attended, command, method)

    def _log_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self._book.logins.append(data.password)
        return AuthResult(
            success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False
        )

    async def push(self, status: str | bytes) -> None:
        if not self._greeted:
            self._greeted = True
            if await self._fails("BANNER"):
                return
        await super().push(status)

    async def _fails(self, place: str) -> bool:
        """Does what is to be done at a place; False where nothing is."""
        self._book.commands.append(place)
        self._hook(place)
        fault = self._faults.get(place)
        if fault is None:
            return False
        if fault == DROP:
            self.transport.abort()
        elif fault == HANG:
            await asyncio.sleep(HANG_SECONDS)
        else:
            self._greeted = True
            await super().push(fault)
            if fault[:3] in ("421", b"421"):
                self.transport.close()
        return True

    async def _attended(self, command: str, method: Method, arg: str) -> None:
        if await self._fails(command):
            return
        if command == "RCPT" and await self._fails(f"RCPT {arg.partition(':')[2].strip('<> ')}"):
            return
        if command == "DATA" and AFTER_TEXT in self._faults:
            await super().push("354 go ahead")
            await self._reader.readexactly(100)
            await self._fails(AFTER_TEXT)
            return
        await method(arg)


class Handler:
    """What happens to a message that has arrived whole."""

    def __init__(self, book: Book, faults: Mapping[str, str | bytes], hook: Hook) -> None:
        self._book = book
        self._faults = faults
        self._hook = hook

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self._hook("dot")
        refusal = self._faults.get("dot")
        if refusal == DROP:
            server.transport.abort()
            return "451 never heard"
        if refusal == HANG:
            await asyncio.sleep(HANG_SECONDS)
        elif refusal:
            return str(refusal)
        data = bytes(envelope.original_content or b"")
        message = message_from_bytes(data)
        for recipient in envelope.rcpt_tos:
            self._book.accepted.append(Accepted(message["Message-ID"], recipient, data))
        self._hook("accepted")
        lost = self._faults.get(BEFORE_ANSWER)
        if lost == DROP:
            server.transport.abort()
        elif lost == HANG:
            await asyncio.sleep(HANG_SECONDS)
        elif lost:
            return str(lost)
        return "250 queued"


@dataclass(frozen=True)
class Running:
    """A server at work."""

    port: int
    book: Book
    faults: dict[str, str | bytes]


@contextlib.contextmanager
def running(
    faults: Mapping[str, str | bytes] | None = None,
    *,
    implicit: ssl.SSLContext | None = None,
    hook: Hook = lambda place: None,
    **settings: object,
) -> Iterator[Running]:
    """A server on a free port of this machine; with TLS from the first byte on where `implicit` is given."""
    book, told = Book(), dict(faults or {})
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def begin() -> asyncio.Server:
        def protocol() -> FaultyServer:
            return FaultyServer(book, told, hook, loop=loop, **settings)

        return await loop.create_server(protocol, "127.0.0.1", 0, ssl=implicit)

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    try:
        yield Running(server.sockets[0].getsockname()[1], book, told)
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_tasks(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end_tasks() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


# --- certificates ----------------------------------------------------------------------------------------------


@cache
def authority() -> trustme.CA:
    """A throw-away authority."""
    return trustme.CA()


@cache
def tls(name: str = HOST, *, expired: bool = False) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate of the authority for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    past = {"not_before": datetime(2020, 1, 1, tzinfo=UTC), "not_after": datetime(2021, 1, 1, tzinfo=UTC)}
    authority().issue_cert(name, **(past if expired else {})).configure_cert(context)
    return context


def ca_file(folder: Path) -> Path:
    """The authority's own certificate, for clients."""
    path = folder / "ca.pem"
    authority().cert_pem.write_to_path(path)
    return path
