"""绩效指标: indicators, each of one project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xltools.budget.inputs import INDICATORS
from xltools.budget.vocabulary import BudgetYear
from xltools.model.fold import fold_name
from xltools.model.ledger import Indicator, ProjectLine
from xltools.tasks.inputs.faults import Faults, Severity, suggestion
from xltools.tasks.inputs.records import Record, Records

_HINTS = 20


class _Owners:
    """Finds the project an indicator names."""

    def __init__(self, projects: Sequence[ProjectLine]) -> None:
        self.by_key: dict[tuple[str, str], ProjectLine] = {}
        for line in projects:
            self.by_key.setdefault((line.unit, line.name), line)
        self.by_name = _grouped((name, line) for (_, name), line in self.by_key.items())
        self.by_folded_name = _grouped((fold_name(name), line) for (_, name), line in self.by_key.items())
        self._hints: dict[str, str] = {}
        self.current = {line.project_number for line in projects if line.year == BudgetYear.CURRENT}

    def _hint(self, name: str) -> str:
        # Comparing names takes time: where hardly any is right, hints for all would take minutes and help nobody.
        if name not in self._hints:
            self._hints[name] = suggestion(name, self.by_name) if len(self._hints) < _HINTS else ""
        return self._hints[name]

    def find(self, records: Records, record: Record, faults: Faults) -> ProjectLine | None:
        """The project a row names by name or, where several units have one so named, by unit too."""
        unit, name = record.values["unit"], record.values["project"]
        same_name = self.by_name.get(name, [])
        owner = self.by_key.get((unit, name))
        if not unit and len(same_name) == 1:
            owner = same_name[0]
        return owner or self._find_inexactly(records, record, unit, name, same_name, faults)

    def _find_inexactly(
        self,
        records: Records,
        record: Record,
        unit: str,
        name: str,
        same_name: Sequence[ProjectLine],
        faults: Faults,
    ) -> ProjectLine | None:
        """The project meant by another spelling; None and an error where that is not certain."""
        attribute, shown, message, remedy = "project", name, "", ""
        found = same_name or self.by_folded_name.get(fold_name(name), [])
        units = "、".join(f"“{line.unit}”" for line in found)
        matching = [line for line in found if not unit or fold_name(line.unit) == fold_name(unit)]
        if len(matching) == 1:
            owner = matching[0]
            attribute = "project" if owner.name != name else "unit"
            shown, known = (name, owner.name) if owner.name != name else (unit, owner.unit)
            severity: Severity = "warning"
            message = f"与项目清单中的“{known}”只差全角半角或空格，已算作同一个"
            remedy = "请改成一样的名称"
        else:
            owner, severity = None, "error"
            if not found:
                message = "项目清单中没有这个项目"
                remedy = f"请改为项目清单中的项目名称{self._hint(name)}"
            elif not matching:
                attribute, shown = "unit", unit
                message, remedy = f"这个单位没有项目“{name}”", f"该项目属于{units}，请核对单位"
            else:
                message = f"有 {len(matching)} 个单位有同名的项目"
                remedy = f"请在“单位”列写明是{units}中的哪一个"
        heading = records.heading(attribute)
        faults.add(severity, records.place, record.row, heading, shown, message, remedy)
        return owner


def _grouped(pairs: Iterable[tuple[str, ProjectLine]]) -> Mapping[str, list[ProjectLine]]:
    groups: dict[str, list[ProjectLine]] = defaultdict(list)
    for name, line in pairs:
        groups[name].append(line)
    return dict(groups)


def read_indicators(
    records: Records, projects: Sequence[ProjectLine], faults: Faults, *, projects_are_complete: bool
) -> tuple[tuple[Indicator, ...], tuple[int, ...]]:
    """The indicators of known projects, and the row of each.

    Where not every row of 项目清单 could be read, nothing is said of projects that seem to be missing.
    """
    owners = _Owners(projects)
    found: list[Indicator] = []
    rows: list[int] = []
    seen: dict[tuple[object, ...], int] = {}
    for record in records.rows:
        values = record.values
        if not values["project"] or not projects_are_complete:
            continue
        owner = owners.find(records, record, faults)
        if owner is None or not record.is_whole:
            continue
        _remark(records, record, owner, owners, seen, faults)
        found.append(
            Indicator(
                project_number=owner.project_number,
                level1=values["level1"],
                level2=values["level2"],
                level3=values["level3"],
                value=values["value"],
                comparison=values["comparison"],
                number=values["number"],
                measure_word=values["measure_word"],
                period=values["period"],
                weight=values["weight"],
            )
        )
        rows.append(record.row)
    return tuple(found), tuple(rows)


def _remark(
    records: Records,
    record: Record,
    owner: ProjectLine,
    owners: _Owners,
    seen: dict[tuple[object, ...], int],
    faults: Faults,
) -> None:
    values, place, row = record.values, records.place, record.row
    if not values["value"]:
        message = f"指标“{values['level3']}”没有指标值"
        faults.add("warning", place, row, records.heading("value"), None, message, "请填写指标值")
    if owner.project_number not in owners.current:
        message = "这是上年结转项目，不生成绩效目标表，它的指标不使用"
        faults.add("info", place, row, records.heading("project"), values["project"], message, "不必处理")
    first = seen.setdefault(tuple(values.values()), row)
    if first != row:
        faults.add(
            "warning", place, row, None, None, f"这一行与第 {first} 行完全相同", "如果是重复录入，请删除一行"
        )


def report_projects_without(
    indicators: Sequence[Indicator],
    projects: Sequence[ProjectLine],
    project_rows: Sequence[int],
    project_records: Records,
    indicator_records: Records | None,
    faults: Faults,
) -> None:
    """Tells this year's projects that have no indicator."""
    current: dict[int, tuple[int, ProjectLine]] = {}
    for line, row in zip(projects, project_rows, strict=True):
        if line.year == BudgetYear.CURRENT:
            current.setdefault(line.project_number, (row, line))
    if current and (indicator_records is None or not indicator_records.rows):
        place = indicator_records.place if indicator_records else INDICATORS.file
        if project_records.table.in_workbook:
            place = INDICATORS.name
        message = f"没有绩效指标，{len(current)} 个本年项目的绩效目标表中指标为空白"
        faults.add("warning", place, None, None, None, message, "请为每个本年项目填写绩效指标")
        return
    having = {indicator.project_number for indicator in indicators}
    for number, (row, line) in current.items():
        if number not in having:
            faults.add(
                "warning",
                project_records.place,
                row,
                project_records.heading("name"),
                line.name,
                "这个本年项目没有绩效指标",
                "请在绩效指标中补充产出、效益和满意度指标",
            )
