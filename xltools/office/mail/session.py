"""The line to a mail server: opened when first needed, kept for the next message, each stage told before it is done."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, cast

from xltools.model.delivery import Stage
from xltools.model.errors import XltoolsError
from xltools.office.mail import failures
from xltools.office.mail.failures import DeliveryError
from xltools.office.mail.password import Secret
from xltools.office.mail.server import MailServer

FindPassword = Callable[[], Secret | None]
"""Where the password is got from, asked once."""
Record = Callable[[Stage], None]
"""Keeps for good that a stage begins; called before it."""

_OUR_NAME = "[127.0.0.1]"
"""Said in EHLO: names of PCs may be Chinese, and looking them up may take long."""
_PIECE = 64 * 1024
"""Bytes that a step of sending takes: each piece has the time of one step."""
_OK = 250
_GO_AHEAD = 354
_CLOSING = 421


class Session:
    """Hands messages to a server, one recipient each."""

    def __init__(self, server: MailServer, find_password: FindPassword) -> None:
        self._server = server
        self._find_password = find_password
        self._password: Secret | None = None
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get_ready(self) -> None:
        """Gets the password, if one is needed; before there is a line that would have to wait for it.

        Raises:
            XltoolsError: there is none.
        """
        if self._server.user and self._password is None:
            self._password = self._find_password()

    def open(self, record: Record) -> None:
        """Connects, or makes sure that the line of the last message still stands.

        Raises:
            DeliveryError: it could not be done.
        """
        if self._smtp is not None and self._stands(self._smtp):
            return
        self._drop()
        with self._doing(Stage.CONNECT, record):
            self._smtp = smtp = self._connected()
        with self._doing(Stage.HELLO, record):
            smtp.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            with self._doing(Stage.TLS, record):
                self._secure(smtp)
        if self._server.user:
            with self._doing(Stage.LOGIN, record):
                self._log_in(smtp, self._server.user)

    @property
    def size_limit(self) -> int | None:
        """Bytes the server takes at most; None where it does not say."""
        said = self._smtp.esmtp_features.get("size", "") if self._smtp else ""
        return int(said) if said.isdecimal() and int(said) > 0 else None

    def deliver(self, sender: str, recipient: str, message: bytes, record: Record) -> None:
        """Hands in a message; when this returns, the server has accepted it.

        Raises:
            DeliveryError: it was not sent, or nobody can tell.
        """
        smtp = self._smtp
        if smtp is None:
            raise RuntimeError("deliver before open")
        options = [f"size={len(message)}"] if smtp.has_extn("size") else []
        with self._doing(Stage.SENDER, record):
            self._expect(_OK, Stage.SENDER, *smtp.mail(sender, options))
        with self._doing(Stage.RECIPIENT, record):
            code, said = smtp.rcpt(recipient)
            if code != 251:
                self._expect(_OK, Stage.RECIPIENT, code, said)
        with self._doing(Stage.DATA, record):
            self._expect(_GO_AHEAD, Stage.DATA, *smtp.docmd("DATA"))
            _send_text(smtp, message)
        with self._doing(Stage.END, record):
            _wait(smtp, self._server.waits.answer)
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            _wait(smtp, self._server.waits.step)
            if not 200 <= code < 300:
                raise failures.refused(Stage.END, code, said, self._server)

    def close(self) -> None:
        """Takes leave; whatever the server makes of that, what it accepted it has accepted."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None

    @staticmethod
    def _stands(smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.rset()[0] == _OK
        except (smtplib.SMTPException, OSError):
            return False

    @contextlib.contextmanager
    def _doing(self, stage: Stage, record: Record) -> Iterator[None]:
        try:
            record(stage)
            yield
        except DeliveryError as error:
            if error.unknown or error.hopeless:
                self._drop()
            raise
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            # What smtplib says could hold what was sent to log in.
            raise failures.broken(stage, error, self._server) from None
        except BaseException:
            # Amid a message, taking leave would become part of it.
            self._drop()
            raise

    def _expect(self, wanted: int, stage: Stage, code: int, said: bytes) -> None:
        if code == wanted:
            return
        if code == _CLOSING or code < 0:
            self._drop()
        raise failures.refused(stage, code, said, self._server)

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        timeout = server.waits.step
        smtp: smtplib.SMTP
        if server.security == "ssl":
            context = self._context()
            smtp = smtplib.SMTP_SSL(server.host, server.port, _OUR_NAME, timeout=timeout, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, _OUR_NAME, timeout=timeout)
        if smtp.sock is not None:
            # The last line goes out by itself and must not wait for what came before it.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return smtp

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if not smtp.has_extn("starttls"):
            raise failures.no_encryption(self._server)
        self._expect(220, Stage.TLS, *smtp.starttls(context=self._context()))
        smtp.ehlo_or_helo_if_needed()

    def _log_in(self, smtp: smtplib.SMTP, user: str) -> None:
        if self._password is None:
            raise RuntimeError("a user without a password")
        if not self._password.reveal().isascii() or not user.isascii():
            raise failures.wide_password()
        ways = {"PLAIN": smtp.auth_plain, "LOGIN": smtp.auth_login, "CRAM-MD5": smtp.auth_cram_md5}
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        # One of them, once: `SMTP.login` tries them all, and servers lock accounts.
        way = next((name for name in self._preferred(ways) if name in offered), None)
        if way is None:
            raise failures.no_login(self._server)
        smtp.user, smtp.password = user, self._password.reveal()
        smtp.auth(way, cast(Any, ways[way]))

    def _preferred(self, ways: Iterable[str]) -> list[str]:
        """Where nothing else keeps the password secret, CRAM-MD5 does."""
        return sorted(ways) if self._server.security == "plain" else list(ways)

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        ca_file = self._server.ca_file
        if ca_file is not None:
            try:
                context.load_verify_locations(ca_file)
            except (OSError, ssl.SSLError):
                raise XltoolsError(
                    f"证书文件“{ca_file}”读不出来；请核对设置中的 ca_file，它应是 PEM 格式的证书。"
                ) from None
        return context


def _send_text(smtp: smtplib.SMTP, message: bytes) -> None:
    """All of a message but its last line, the single dot."""
    text = re.sub(rb"(?m)^\.", b"..", message)
    if not text.endswith(b"\r\n"):
        text += b"\r\n"
    for start in range(0, len(text), _PIECE):
        smtp.send(text[start : start + _PIECE])


def _wait(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)
