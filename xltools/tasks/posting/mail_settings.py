"""[mail] of xltools.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from xltools.model.errors import XltoolsError
from xltools.office.mail.addresses import Mailbox, parse_mailbox, parse_mailboxes
from xltools.office.mail.password import PASSWORD_VARIABLE
from xltools.office.mail.server import USUAL_PORTS, MailServer, Security, Waits
from xltools.tasks.posting.templates import check_template
from xltools.tasks.settings import (
    SETTINGS,
    Key,
    Settings,
    SettingsError,
    UnfitError,
    choice,
    existing_file,
    file_path,
    find_settings,
    read_section,
    text,
    whole_number,
)

_SECTION = "mail"
_PER_MINUTE = 20
_MOST_PER_MINUTE = 6000
_LONGEST_WAIT = 3600
_ANSWER_TAKES = 10
"""Times as long as a step: a server may scan a whole message before it answers."""
_EXAMPLES = {"host": 'host = "smtp.example.gov.cn"', "from": 'from = "caiwu@example.gov.cn"'}
"""What has to be set before anything is sent."""
NOBODY = Mailbox("nobody@example.invalid", "未设置发件人")


def _template(raw: Any, folder: Path) -> str:
    words = text(raw, folder)
    try:
        check_template(words)
    except XltoolsError as error:
        raise UnfitError(str(error).rstrip("。")) from None
    return words


def _subject(raw: Any, folder: Path) -> str:
    words = _template(raw, folder)
    if len(words.strip().splitlines()) > 1:
        raise UnfitError("有几行；邮件主题只能是一行，请改为一行")
    return words


def _mailbox(raw: Any, folder: Path) -> Mailbox:
    try:
        return parse_mailbox(text(raw, folder))
    except XltoolsError as error:
        raise UnfitError(str(error).rstrip("。")) from None


def _mailboxes(raw: Any, folder: Path) -> tuple[Mailbox, ...]:
    try:
        return parse_mailboxes([text(raw, folder)])
    except XltoolsError as error:
        raise UnfitError(str(error).rstrip("。")) from None


def _host(raw: Any, folder: Path) -> str:
    host = text(raw, folder).strip()
    if not host.isascii() or any(each in host for each in ":/@ "):
        raise UnfitError(
            f"现为“{host}”，应只是服务器的名称；请写成 smtp.example.gov.cn 的样子，端口写在 port 中"
        )
    return host


_KEYS = (
    Key("host", _host),
    Key("port", whole_number(1, 65535)),
    Key(
        "security",
        choice(get_args(Security), "465 端口一般用 ssl，587 端口用 starttls，plain 不加密，只用于内部网络"),
    ),
    Key("user", text),
    Key("from", _mailbox),
    Key("to", _mailboxes),
    Key("subject", _subject),
    Key("body", _template),
    Key("per_minute", whole_number(1, _MOST_PER_MINUTE)),
    Key("timeout", whole_number(1, _LONGEST_WAIT)),
    Key("ca_file", existing_file),
    Key("journal", file_path),
    Key(
        "password",
        text,
        refused="不能写在设置文件里，以免被人看到；请删去这一行，把密码存入系统的钥匙串，"
        f"或放在环境变量 {PASSWORD_VARIABLE} 中",
    ),
)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How this office sends mail. Without a file of settings there are only the usual values."""

    path: Path | None
    sender: Mailbox | None
    recipients: tuple[Mailbox, ...]
    """To whom the button sends."""
    subject: str | None
    body: str | None
    per_minute: int
    journal: Path | None
    remarks: tuple[str, ...]
    _found: Settings

    def server(self) -> MailServer:
        """Where to hand in mail.

        Raises:
            SettingsError: it is not set.
        """
        values = self._found.values
        missing = [
            example
            for name, example in _EXAMPLES.items()
            if not (name in values or (name == "from" and self.sender))
        ]
        if missing:
            raise SettingsError(self._missing(missing))
        security: Security = values.get("security") or _usual_security(values.get("port"))
        step = values.get("timeout", Waits().step)
        waits = Waits(step, step * _ANSWER_TAKES)
        return MailServer(
            host=values["host"],
            port=values.get("port", USUAL_PORTS[security]),
            security=security,
            user=values.get("user"),
            ca_file=values.get("ca_file"),
            waits=waits,
        )

    def _missing(self, examples: Sequence[str]) -> list[str]:
        if self.path is None:
            lines = "、".join(examples)
            return [
                f"还没有邮件设置，没有发送；请在当前文件夹的 {SETTINGS} 中写 [{_SECTION}]，下面写 {lines} 等"
                "（xltools init 会建一份），或用 --config 指定。"
            ]
        return [f"“{self.path}”的 [{_SECTION}] 不全，没有发送；请加一行 {example}。" for example in examples]


def read_mail_settings(config: Path | None = None) -> MailSettings:
    """The settings in a file, or in the xltools.toml of the working folder.

    Never in the folder of what is sent: that may come from others, and say where passwords go.

    Raises:
        SettingsError: values cannot be used.
        XltoolsError: the file cannot be read.
    """
    found = read_section(config or find_settings(), _SECTION, _KEYS)
    values = found.values
    sender = values.get("from") or _sender_of(values.get("user", ""))
    return MailSettings(
        path=found.path,
        sender=sender,
        recipients=values.get("to", ()),
        subject=values.get("subject"),
        body=values.get("body"),
        per_minute=values.get("per_minute", _PER_MINUTE),
        journal=values.get("journal"),
        remarks=found.remarks,
        _found=found,
    )


def _sender_of(user: str) -> Mailbox | None:
    """Users of public mail services log in with their address."""
    try:
        return parse_mailbox(user)
    except XltoolsError:
        return None


def _usual_security(port: int | None) -> Security:
    """TLS unless the settings say `plain`: port 25 and 587 begin without it."""
    return "starttls" if port in (25, 587) else "ssl"
