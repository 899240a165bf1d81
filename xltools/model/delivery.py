"""What becomes of a message on its way to one recipient."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class State(Enum):
    """How far a message has come; only `SENT` and `UNKNOWN` may have reached somebody."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNSENT = "unsent"
    UNKNOWN = "unknown"


class Stage(Enum):
    """What is being done with the server; recorded before it is done.

    A message is nobody's before the server has seen its last line: until `END` a broken line means not sent.
    """

    CONNECT = "connect"
    HELLO = "hello"
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    END = "end"


STATE_NAMES: dict[State, str] = {
    State.PLANNED: "待发",
    State.SENDING: "正在发",
    State.SENT: "已发送",
    State.UNSENT: "未发送",
    State.UNKNOWN: "不明",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the message to one recipient; `note` is one Chinese sentence where something is to be told."""

    recipient: str
    state: State
    message_id: str
    note: str = ""
    path: Path | None = None
    """The .eml file of a dry run."""
    before: bool = False
    """Whether it had been sent by an earlier run, and was not sent again."""
