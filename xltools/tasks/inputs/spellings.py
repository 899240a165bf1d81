"""Names that differ only by full and half width or by spaces: one thing meant, two things read."""

from __future__ import annotations

from xltools.model.fold import fold_name
from xltools.tasks.inputs.faults import Faults


class Spellings:
    """The names of one kind (单位, 项目); a second spelling of a known name is told, once each."""

    def __init__(self, what: str, faults: Faults) -> None:
        self._what = what
        self._faults = faults
        self._first: dict[tuple[str, str], str] = {}
        self._seen: set[tuple[str, str]] = set()

    def add(self, name: str, place: str, row: int, heading: str, within: str = "") -> bool:
        """Takes note of a name (`within` a unit); whether it is another spelling of an earlier one."""
        if (within, name) in self._seen:
            return False
        self._seen.add((within, name))
        first = self._first.setdefault((within, fold_name(name)), name)
        if first == name:
            return False
        self._faults.add(
            "warning",
            place,
            row,
            heading,
            name,
            f"与{self._what}“{first}”只差全角半角或空格，现按两个{self._what}处理",
            "如果是同一个，请改成一样的名称",
        )
        return True
