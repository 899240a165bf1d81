"""`fill` for a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltools.batch.fingerprint import fingerprint
from xltools.batch.result import Outcome
from xltools.batch.task import BatchTask


@dataclass(frozen=True, slots=True)
class FillTask(BatchTask):
    """`fill` for a batch, with the built-in template unless another is given."""

    template: Path | None = None

    @property
    def name(self) -> str:
        return "fill"

    @property
    def labels(self) -> Mapping[str, str]:
        return {"target_sheets": "绩效目标表"}

    def settings(self) -> Mapping[str, str]:
        from xltools.resources import template_path

        return {"template": fingerprint(self.template or template_path())}

    @property
    def modules(self) -> Sequence[str]:
        return ("xltools.tasks.fill",)

    def prepare(self) -> None:
        from xltools.resources import template_path
        from xltools.tasks.fill import compiled_template

        compiled_template(self.template or template_path())

    def __call__(self, source: Path, output: Path) -> Outcome:
        from xltools.tasks.fill import fill

        filled = fill(source, output, template=self.template)
        counts = {"target_sheets": filled.target_sheets}
        return Outcome(filled.path, filled.department, filled.year, filled.faults, counts)
