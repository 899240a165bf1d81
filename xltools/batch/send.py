"""Sending the files of many departments to the people of an address list, at a measured pace, each message once.

A run that is broken off is simply repeated: the journal knows what was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from xltools.batch.look_task import Looks
from xltools.batch.output_folder import OutputFolder
from xltools.batch.result import BatchSummary, DepartmentResult
from xltools.batch.send_addresses import read_addresses
from xltools.batch.send_desk import SENT, UNKNOWN, UNSENT, WRITTEN, Deliver, Desk, messages
from xltools.batch.send_files import groups_of
from xltools.batch.summary_file import SUMMARY, summary_json
from xltools.model.delivery import STATE_NAMES, Delivery, State
from xltools.office.mail.journal import Journal, default_path, open_journal
from xltools.office.mail.message import Letter
from xltools.office.mail.server import MailServer
from xltools.office.mail.session import Session
from xltools.office.save import save_atomic
from xltools.tasks.posting.mail_settings import MailSettings, read_mail_settings
from xltools.tasks.posting.post import Decide, Pace, Postman, address
from xltools.tasks.send import AskPassword, Unknown, decision, password_for, write_eml

_SENDING = {
    SENT: STATE_NAMES[State.SENT],
    UNKNOWN: STATE_NAMES[State.UNKNOWN],
    UNSENT: STATE_NAMES[State.UNSENT],
}
_DRY_RUN = {WRITTEN: "已写成文件", UNSENT: STATE_NAMES[State.UNSENT]}
"""What becomes of a line of the list; its messages are counted under the same words."""

Progress = Callable[[DepartmentResult, int, int], None]
"""Called after each line of the list with its result, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class SendOptions:
    """How to send; the same as of `xltools.send`."""

    config: Path | None = None
    dry_run: bool = False
    force: bool = False
    per_minute: int | None = None
    """Messages a minute at most; None for what the settings say."""
    unknown: Unknown | Decide = "leave"
    ask_password: AskPassword = lambda user, host: None
    jobs: int | None = None
    """Processes that check workbooks at a time; None for one per core."""


@dataclass(frozen=True, slots=True)
class SendSummary:
    """What became of each line of the address list. Without a journal it was a dry run."""

    batch: BatchSummary
    journal: Path | None
    remarks: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.batch.failed


def send_batch(
    in_dir: Path | str,
    addresses: Path | str,
    out_dir: Path | str,
    options: SendOptions | None = None,
    progress: Progress = lambda result, done, total: None,
) -> SendSummary:
    """Sends to every line of an address list the files it means; a line that fails stops no other.

    Args:
        in_dir: files named after departments, or subfolders that hold a department's files.
        addresses: a CSV file with the columns 部门 or 文件名, 收件人, 抄送.
        out_dir: gets `summary.json`, and in a dry run the messages as .eml files.
        options: None for the usual ones.
        progress: told of each line as it is done.

    Raises:
        SettingsError: the settings are wrong or incomplete.
        LockedError: another process is sending, or at work in the output folder.
        XltoolsError: the list or the folder cannot be used, no password, the journal cannot be written.
    """
    options = options or SendOptions()
    in_dir, out_dir = Path(in_dir), Path(out_dir)
    settings = read_mail_settings(options.config)
    server = None if options.dry_run else settings.server()
    rows = read_addresses(Path(addresses))
    groups = groups_of(in_dir)
    with ExitStack() as stack:
        stack.enter_context(OutputFolder(out_dir)).claim()
        journal, deliver = None, _writing(out_dir)
        if server:
            journal, deliver = _sending(stack, server, settings, options)
        looks = Looks([path for group in groups for path in group.workbooks], in_dir, options.jobs)
        desk = Desk(rows, groups, looks, settings, force=options.force)
        if journal:
            desk.plan(journal)
        results = []
        for result in desk.deliver(deliver):
            results.append(result)
            progress(result, len(results), len(rows))
        summary = _summary(tuple(results), out_dir, sending=journal is not None)
        left = desk.left_over()
        remarks = (f"地址表中没有这些文件的收件人，没有发送：{'、'.join(left)}。",) if left else ()
        return SendSummary(summary, journal.path if journal else None, (*settings.remarks, *remarks))


def _writing(folder: Path) -> Deliver:
    return lambda letter, name: write_eml(address(letter), folder, name)


def _sending(
    stack: ExitStack, server: MailServer, settings: MailSettings, options: SendOptions
) -> tuple[Journal, Deliver]:
    """The journal and what sends; both are given back with the stack."""
    # A person is asked before the workbooks are checked, not some minutes later.
    password = password_for(server, options.ask_password)
    journal = stack.enter_context(open_journal(settings.journal or default_path()))
    session = stack.enter_context(Session(server, lambda: password))
    pace = Pace(options.per_minute or settings.per_minute)
    postman = Postman(journal, session, decision(options.unknown), pace)

    def deliver(letter: Letter, _name: str) -> tuple[Delivery, ...]:
        addressed = address(letter, journal)
        # Planned already, but for a file that could not be read then.
        journal.plan([each.entry for each in addressed])
        return tuple(postman.rounds(addressed))

    return journal, deliver


def _summary(results: tuple[DepartmentResult, ...], out_dir: Path, *, sending: bool) -> BatchSummary:
    words = _SENDING if sending else _DRY_RUN
    summary = BatchSummary(
        task="send",
        labels={messages(status): word for status, word in words.items()},
        statuses=words,
        makes_workbooks=False,
        results=results,
        path=out_dir / SUMMARY,
    )
    return replace(summary, path=save_atomic(summary_json(summary), summary.path))
