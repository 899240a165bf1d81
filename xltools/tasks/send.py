"""send: the finished files by mail, to each recipient once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from xltools.model.delivery import Delivery, State
from xltools.model.errors import XltoolsError
from xltools.office.file_names import safe_file_name
from xltools.office.folders import make_folder
from xltools.office.mail.addresses import parse_mailboxes
from xltools.office.mail.journal import default_path, open_journal
from xltools.office.mail.message import Letter
from xltools.office.mail.password import PASSWORD_VARIABLE, Secret, find_password
from xltools.office.mail.server import MailServer
from xltools.office.mail.session import Session
from xltools.office.save import save_atomic
from xltools.tasks.posting.contents import read_contents
from xltools.tasks.posting.letter import Wording, write_letter
from xltools.tasks.posting.mail_settings import NOBODY, MailSettings, read_mail_settings
from xltools.tasks.posting.outcome import Sent
from xltools.tasks.posting.post import Addressed, Decide, Told, address, post, wire_bytes
from xltools.tasks.settings import SETTINGS

Unknown = Literal["leave", "resend"]
AskPassword = Callable[[str, str], str | None]
"""Asks a person for the password of a user of a server; None where there is nobody to ask."""


def send(
    path: Path | str | Sequence[Path | str],
    to: str | Sequence[str],
    *,
    cc: str | Sequence[str] = (),
    subject: str | None = None,
    body: str | None = None,
    config: Path | str | None = None,
    dry_run: bool = False,
    out: Path | str | None = None,
    force: bool = False,
    again: bool = False,
    unknown: Unknown | Decide = "leave",
    ask_password: AskPassword = lambda user, host: None,
    told: Told = lambda delivery: None,
) -> Sent:
    """Sends one or more files (.xlsx, .xlsm, .docx, .pdf) by mail, a message to each recipient.

    What was sent stands in a journal: the same files are not sent to the same recipient twice. A message whose
    fate nobody knows (the line broke while the server had it whole) is sent again only if that is asked for.

    Args:
        path: the files.
        to: addresses, `财政局 <caizheng@example.gov.cn>` or bare; several in a list or set apart by commas.
        cc: further recipients.
        subject, body: templates with {部门}, {年度}, {校验}, {文件}; None for those of the settings, or plain ones.
        config: settings; None for the xltools.toml of the working folder.
        dry_run: writes each message as an .eml file instead; needs neither server nor password.
        out: the folder for these; None for the working folder.
        force: sends workbooks with errors too, and says so in the letter.
        again: sends a copy more to those who got the same files before.
        unknown: "leave" or "resend" messages whose fate is unknown, or a function that decides.
        ask_password: called where neither the environment nor a keyring has the password.
        told: called with each delivery at once.

    Raises:
        UnfitWorkbookError: a workbook has errors, and `force` is not set.
        SettingsError: the settings are wrong or incomplete; `faults` has every fault.
        LockedError: another process is sending, or another program holds a file.
        XltoolsError: no such file, not an address, no password, the journal cannot be written.
    """
    paths = [Path(each) for each in ([path] if isinstance(path, (str, Path)) else path)]
    if not paths:
        raise XltoolsError("没有要发送的文件；请写明文件名。")
    recipients = parse_mailboxes([to] if isinstance(to, str) else to)
    if not recipients:
        raise XltoolsError("没有收件人，没有发送；请用 --to 写明邮件地址。")
    copies = parse_mailboxes([cc] if isinstance(cc, str) else cc)
    settings = read_mail_settings(Path(config) if config else None)
    server = None if dry_run else settings.server()
    contents = read_contents(paths, force=force)
    wording = Wording(subject or settings.subject, body or settings.body)
    letter = write_letter(settings.sender or NOBODY, recipients, copies, wording, contents)
    remarks = (*settings.remarks, *contents.remarks)
    if server is None:
        done = write_eml(address(letter), Path(out) if out else Path(), paths[0].stem)
        return _outcome(letter, done, None, (*remarks, *_nobody(settings)))
    return _sent(letter, settings, server, again, decision(unknown), ask_password, told, remarks)


def _sent(
    letter: Letter,
    settings: MailSettings,
    server: MailServer,
    again: bool,
    decide: Decide,
    ask_password: AskPassword,
    told: Told,
    remarks: tuple[str, ...],
) -> Sent:
    where = settings.journal or default_path()
    with open_journal(where) as journal:
        messages = address(letter, journal, again=again)
        with Session(server, lambda: password_for(server, ask_password)) as session:
            done = post(messages, journal, session, decide, told=told)
    return _outcome(letter, done, where, remarks)


def decision(unknown: Unknown | Decide) -> Decide:
    """What decides about messages whose fate is unknown."""
    if callable(unknown):
        return unknown
    fixed = unknown
    return lambda entry: fixed


def password_for(server: MailServer, ask: AskPassword) -> Secret | None:
    """The password to log in with; None where the server needs none.

    Raises:
        XltoolsError: there is none, and nobody to ask.
    """
    if server.user is None:
        return None
    found = find_password(server.host, server.user)
    if found is None:
        typed = ask(server.user, server.host)
        found = Secret(typed) if typed else None
    if found is None:
        raise XltoolsError(
            f"没有找到“{server.user}”的密码（授权码），没有发送；"
            f"请运行 keyring set {server.host} {server.user} 存入系统的钥匙串，"
            f"或放在环境变量 {PASSWORD_VARIABLE} 中。"
        )
    return found


def write_eml(messages: Sequence[Addressed], folder: Path, name: str) -> tuple[Delivery, ...]:
    """Each message as a file that mail programs open, `<name>-<address>.eml`.

    Raises:
        XltoolsError: the folder cannot be made or written to.
    """
    make_folder(folder)
    done = []
    for message in messages:
        file = safe_file_name(f"{name}-{message.recipient.address}", ".eml")
        path = save_atomic(wire_bytes(message), folder / file)
        entry = message.entry
        done.append(Delivery(entry.recipient, State.PLANNED, entry.message_id, path=path))
    return tuple(done)


def _outcome(
    letter: Letter, done: tuple[Delivery, ...], journal: Path | None, remarks: tuple[str, ...]
) -> Sent:
    return Sent(letter.subject, tuple(each.name for each in letter.attachments), done, journal, remarks)


def _nobody(settings: MailSettings) -> tuple[str, ...]:
    if settings.sender is not None:
        return ()
    return (f"{SETTINGS} 中没有设置发件人（[mail] 的 from），邮件中暂写“{NOBODY.name}”。",)
