"""One target sheet per project of this year: copies of the form, amounts live, texts linked to 项目清单."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xltools.budget.performance import TARGET_GRID, TARGET_PREFIX, TARGET_SHEET
from xltools.model.errors import InputFault
from xltools.model.table import Department
from xltools.office.workbook import Workbook
from xltools.tasks.filling.forms import FormPlaces, WidthCache, find_places
from xltools.tasks.filling.indicators import outline
from xltools.tasks.filling.regions import RowChanges, text_of
from xltools.tasks.filling.target_form import words_in, write_amounts, write_indicators, write_texts
from xltools.tasks.filling.target_projects import TargetProject, sheet_names, target_projects

_LOST_SHOWN = 3


class TargetFilling:
    """The target sheets on their way into the workbook.

    Sheets of projects that are no more are taken out; kept ones are refilled in place and take the number of
    their project.
    """

    def __init__(self, workbook: Workbook, department: Department) -> None:
        self.faults: list[InputFault] = []
        """What was written over on sheets that were there before."""
        self._workbook = workbook
        self._department = department
        self._projects = target_projects(department)
        self.names = sheet_names(self._projects)
        self._blocks = [outline(project.indicators) for project in self._projects]
        present = _present_sheets(workbook)
        kept = _matched(self._projects, self.names, present)
        for stale in present.keys() - set(kept):
            workbook.remove_sheet(stale)
        _rename(workbook, kept, self.names)
        self._kept = {
            name: find_places(workbook.sheet(name), TARGET_GRID)
            for name, old in zip(self.names, kept, strict=True)
            if old
        }

    def _heights(self) -> dict[str, int]:
        return {
            name: sum(block.height for block in blocks)
            for name, blocks in zip(self.names, self._blocks, strict=True)
        }

    def _make_sheets(self) -> dict[str, FormPlaces]:
        """Copies the form for each project that has no sheet; forms of equal height are made once, then copied."""
        workbook = self._workbook
        heights = {name: height for name, height in self._heights().items() if name not in self._kept}
        if not heights:
            return {}
        form = find_places(workbook.sheet(TARGET_SHEET), TARGET_GRID)
        patterns: dict[int, str] = {}
        changes = RowChanges(workbook)
        before = TARGET_SHEET
        for name in self.names:
            height = heights.get(name)
            if height is not None and height not in patterns:
                workbook.clone_sheet(TARGET_SHEET, name, after=before)
                form.plan(changes, name, {"indicators": height})
                patterns[height] = name
            if height is None or patterns[height] == name:
                before = name
        changes.apply(mentioned=False)
        places = {height: form.after(changes, name) for height, name in patterns.items()}
        before = TARGET_SHEET
        for name in self.names:
            if name in heights and name not in patterns.values():
                workbook.clone_sheet(patterns[heights[name]], name, after=before)
            before = name
        return {name: places[height] for name, height in heights.items()}

    @property
    def kept(self) -> list[str]:
        """The sheets that were there before and stay."""
        return list(self._kept)

    def plan(self, changes: RowChanges) -> None:
        """Asks for a row per indicator on the sheets that were there."""
        heights = self._heights()
        for name, places in self._kept.items():
            places.plan(changes, name, {"indicators": heights[name]})

    def write(self, changes: RowChanges) -> None:
        """Makes the sheets that are not there yet; writes texts, amounts and indicators."""
        made = self._make_sheets()
        self._workbook.sort_sheets(self.names)
        form_widths = WidthCache(self._workbook.sheet(TARGET_SHEET))
        for name, project, blocks in zip(self.names, self._projects, self._blocks, strict=True):
            sheet = self._workbook.sheet(name)
            places = made.get(name) or self._kept[name].after(changes, name)
            widths = form_widths if name in made else WidthCache(sheet)
            write_texts(sheet, places, project, widths)
            write_amounts(sheet, places, project, self._department)
            group = places.groups["indicators"]
            before = set() if name in made else words_in(sheet, group)
            write_indicators(sheet, group, blocks, widths)
            self._report_lost(name, before - words_in(sheet, group) if before else before)

    def _report_lost(self, sheet: str, words: set[str]) -> None:
        """Indicators belong into 绩效指标; what stood only on the form is told, for it is gone from it."""
        if words:
            shown = "、".join(f"“{text}”" for text in sorted(words)[:_LOST_SHOWN])
            more = f"等 {len(words)} 处" if len(words) > _LOST_SHOWN else ""
            self.faults.append(
                InputFault(
                    "warning",
                    sheet,
                    None,
                    None,
                    None,
                    f"指标区已按“绩效指标”表重写，原有的{shown}{more}不再出现",
                    "手写的指标请填到“绩效指标”表，再重新填充",
                )
            )


_TARGET_NAME = re.compile(rf"{TARGET_PREFIX}\d+( |$)")


def _present_sheets(workbook: Workbook) -> dict[str, str]:
    """The target sheets that are there, each with the project name it shows ("" where a program dropped it)."""
    found: dict[str, str] = {}
    for name in workbook.sheet_names:
        if _TARGET_NAME.match(name):
            sheet = workbook.sheet(name)
            place = find_places(sheet, TARGET_GRID).slots["name"]
            found[name] = text_of(sheet, place.first_row, place.first_column)
    return found


def _matched(
    projects: Sequence[TargetProject], names: Sequence[str], present: Mapping[str, str]
) -> list[str | None]:
    """For each project the sheet that is there for it: by the name it shows, else by the name on its tab."""
    left = dict(present)
    kept: list[str | None] = []
    for project, name in zip(projects, names, strict=True):
        title = name.partition(" ")[2]
        found = next((tab for tab, shown in left.items() if shown == project.name), None)
        if found is None:
            found = next(
                (tab for tab, shown in left.items() if not shown and tab.partition(" ")[2] == title), None
            )
        if found is not None:
            del left[found]
        kept.append(found)
    return kept


def _rename(workbook: Workbook, old: Sequence[str | None], new: Sequence[str]) -> None:
    """Gives kept sheets their present numbers, by way of names that nothing else has."""
    changed = [(before, after) for before, after in zip(old, new, strict=True) if before and before != after]
    for index, (before, _) in enumerate(changed):
        workbook.rename_sheet(before, f"~{index}~")
    for index, (_, after) in enumerate(changed):
        workbook.rename_sheet(f"~{index}~", after)
