"""One thing looked at, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How it stands."""

    FINE = "正常"
    MISSING = "缺少"
    BROKEN = "异常"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty where nothing need be done."""

    subject: str
    state: State
    detail: str
    remedy: str = ""
    essential: bool = False
    """Nothing works without it."""

    @property
    def stops_work(self) -> bool:
        """Whether it has to be mended first."""
        return self.essential and self.state is not State.FINE


Probe = Callable[[str], Finding]
"""Looks at what a subject names."""


def guarded(subject: str, probe: Probe) -> Finding:
    """What a probe found; what goes wrong on the way is a finding too."""
    try:
        return probe(subject)
    except Exception as error:  # One odd computer must not keep the other findings from the person.
        return Finding(
            subject, State.BROKEN, f"检查时出错：{type(error).__name__} {error}", "请把这一行告诉维护人员"
        )
