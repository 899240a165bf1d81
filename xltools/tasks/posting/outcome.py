"""What `send` did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xltools.model.delivery import STATE_NAMES, Delivery, State
from xltools.tasks.lines import Line, Tone

_TONES: dict[State, Tone] = {State.SENT: "good", State.UNKNOWN: "warning", State.UNSENT: "error"}


@dataclass(frozen=True, slots=True)
class Sent:
    """The message to each recipient. Without a journal it was a dry run: the messages are files."""

    subject: str
    files: tuple[str, ...]
    deliveries: tuple[Delivery, ...]
    journal: Path | None = None
    remarks: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every message was sent, now or before; a dry run is complete with its last file."""
        return self.journal is None or all(each.state is State.SENT for each in self.deliveries)

    def count(self, state: State) -> int:
        return sum(each.state is state for each in self.deliveries)


def sent_lines(sent: Sent, *, listed: bool = True) -> Iterator[Line]:
    """What was sent to whom, and where the journal is; `listed` is False where each delivery was told at once."""
    for remark in sent.remarks:
        yield Line(remark, tone="warning", aside=True)
    yield Line(f"主题：{sent.subject}")
    yield Line(f"附件：{'、'.join(sent.files)}")
    if sent.journal is None:
        yield Line(f"演练，没有发送；邮件存为 {len(sent.deliveries)} 个文件：", tone="good")
        for delivery in sent.deliveries:
            yield Line(str(delivery.path), 2)
        return
    if listed:
        yield from map(delivery_line, sent.deliveries)
    yield Line(f"发送记录：{sent.journal}")


def delivery_line(delivery: Delivery) -> Line:
    """One recipient: `已发送 caiju@example.gov.cn`."""
    name = STATE_NAMES[delivery.state]
    told = f"：{delivery.note}" if delivery.note else ""
    aside = delivery.state is not State.SENT
    return Line(f"{name} {delivery.recipient}{told}", 0, 2, _TONES.get(delivery.state, "plain"), aside)
