"""The letters of an address list: written when their turn comes, so that not all files are in memory at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from xltools.batch.look_task import Looks
from xltools.batch.result import DepartmentResult
from xltools.batch.send_addresses import Row
from xltools.batch.send_files import Group, meant_by
from xltools.model.delivery import Delivery, State
from xltools.model.errors import XltoolsError
from xltools.office.mail.journal import Journal
from xltools.office.mail.message import Letter
from xltools.tasks.posting.contents import Contents, read_contents
from xltools.tasks.posting.letter import Wording, write_letter
from xltools.tasks.posting.mail_settings import NOBODY, MailSettings
from xltools.tasks.posting.post import address

SENT, UNKNOWN, UNSENT, WRITTEN = "sent", "unknown", "unsent", "written"
_STATUS = {State.SENT: SENT, State.UNKNOWN: UNKNOWN, State.UNSENT: UNSENT, State.PLANNED: WRITTEN}
_WORST_FIRST = (UNSENT, UNKNOWN, SENT, WRITTEN)

Deliver = Callable[[Letter, str], tuple[Delivery, ...]]
"""Sends or writes a letter; the name is that of its line."""


def messages(status: str) -> str:
    """The key under which messages of a status are counted."""
    return f"{status}_messages"


@dataclass(frozen=True, slots=True)
class Ready:
    """A line of the list with its letter."""

    letter: Letter
    contents: Contents
    group: Group


class Desk:
    """Writes the letter of each line of the list and has it delivered."""

    def __init__(
        self,
        rows: Sequence[Row],
        groups: Sequence[Group],
        looks: Looks,
        settings: MailSettings,
        *,
        force: bool,
    ) -> None:
        self._rows = rows
        self._groups = groups
        self._looks = looks
        self._settings = settings
        self._force = force
        self._planned: dict[int, tuple[str, ...]] = {}

    def plan(self, journal: Journal) -> None:
        """Puts every message that can be sent into the journal before the first one is."""
        entries = []
        for row in self._rows:
            try:
                letter = self._written(row).letter
            except XltoolsError:
                continue  # `deliver` says why.
            addressed = address(letter, journal)
            self._planned[row.line] = tuple(each.entry.parcel for each in addressed)
            entries += [each.entry for each in addressed]
        journal.plan(entries)

    def deliver(self, deliver: Deliver) -> Iterator[DepartmentResult]:
        """What becomes of each line, in their order.

        Raises:
            XltoolsError: nothing more can be delivered at all.
        """
        for row in self._rows:
            try:
                ready = self._written(row)
                self._insist_unchanged(row, ready.letter)
            except XltoolsError as error:
                yield self._failed(row, str(error))
                continue
            yield _result(row, ready, deliver(ready.letter, row.name))

    def left_over(self) -> tuple[str, ...]:
        """Groups of files that no line of the list means."""
        meant = {path for row in self._rows for path in self._files(row)}
        return tuple(group.name for group in self._groups if not meant.intersection(group.files))

    def _files(self, row: Row) -> Sequence[object]:
        try:
            return meant_by(row, self._groups, self._looks.departments).files
        except XltoolsError:
            return ()

    def _written(self, row: Row) -> Ready:
        group = meant_by(row, self._groups, self._looks.departments)
        contents = read_contents(group.files, force=self._force, look=self._looks.at)
        sender = self._settings.sender or NOBODY
        wording = Wording(self._settings.subject, self._settings.body)
        return Ready(write_letter(sender, row.to, row.cc, wording, contents), contents, group)

    def _insist_unchanged(self, row: Row, letter: Letter) -> None:
        planned = self._planned.get(row.line)
        if planned is not None and planned != tuple(each.entry.parcel for each in address(letter)):
            raise XltoolsError("文件在发送过程中被改动，没有发送；请保存好以后再运行一次。")

    @staticmethod
    def _failed(row: Row, message: str) -> DepartmentResult:
        counts = {messages(UNSENT): len({each.key for each in (*row.to, *row.cc)})}
        return DepartmentResult(
            row.name, UNSENT, row.files, failed=True, counts=counts, message=message.rstrip("。")
        )


def _result(row: Row, ready: Ready, deliveries: Sequence[Delivery]) -> DepartmentResult:
    counts = Counter(_STATUS[each.state] for each in deliveries)
    status = next(each for each in _WORST_FIRST if counts[each])
    notes = [f"{each.recipient}：{each.note.rstrip('。')}" for each in deliveries if each.note]
    return DepartmentResult(
        name=row.name,
        status=status,
        source="、".join(path.name for path in ready.group.files),
        failed=status in (UNSENT, UNKNOWN),
        department=ready.contents.department,
        year=ready.contents.year,
        counts={messages(each): number for each, number in counts.items()},
        message="；".join(notes),
    )
