"""What sending asks the person at the console: the fate of a message, a password."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from xltools.cli import console

if TYPE_CHECKING:
    from xltools.office.mail.journal import Entry
    from xltools.tasks.posting.post import Decide, Decision
    from xltools.tasks.send import AskPassword


def decider(resend: bool, skip: bool) -> Decide:
    """What decides about messages whose fate is unknown: the options, else a person, else nobody."""
    if resend and skip:
        raise click.UsageError(
            "“--resend-unknown”和“--skip-unknown”只能选一个。", click.get_current_context()
        )
    if resend:
        return lambda entry: "resend"
    if skip or not _somebody_is_there():
        return lambda entry: "leave"
    return _ask_about


def asker() -> AskPassword:
    """What asks for a password, where there is somebody to ask; it is not shown and not kept."""
    if not _somebody_is_there():
        return lambda user, host: None
    from getpass import getpass

    return lambda user, host: getpass(f"“{user}”在 {host} 的密码（授权码，不显示，也不保存）：") or None


def _ask_about(entry: Entry) -> Decision:
    when = f"{entry.changed:%Y-%m-%d %H:%M}" if entry.changed else "上次"
    console.remark(f"{when} 发给“{entry.recipient}”的邮件（{'、'.join(entry.files)}）不知道对方是否收到。")
    console.remark("请先向对方核实。没有收到、再发一次请输入 y；已经收到请输入 s；以后再说请直接回车：")
    match sys.stdin.readline().strip().lower():
        case "y":
            return "resend"
        case "s":
            return "received"
        case _:
            return "leave"


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
