"""The mail server as it is set: where it is, how the line is kept secret, how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Security = Literal["ssl", "starttls", "plain"]

USUAL_PORTS: dict[Security, int] = {"ssl": 465, "starttls": 587, "plain": 25}


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds: for each step with the server, and for its answer to a whole message, which it may be scanning."""

    step: float = 60
    answer: float = 600


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. The certificate is always verified, except that `plain` has none."""

    host: str
    port: int
    security: Security = "ssl"
    user: str | None = None
    ca_file: Path | None = None
    """Certificates to trust besides the system's: an office may have its own authority."""
    waits: Waits = Waits()

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
