"""What the clerk keeps: the nouns read from the input files or sheets, all amounts in 元.

The words of the fixed vocabularies (资金来源, 年度 …) are `xltools.budget.vocabulary`'s; here they are text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltools.model.number import NO_YUAN, Yuan


@dataclass(frozen=True, slots=True)
class BudgetaryUnit:
    """预算单位, a row of 所属单位. `number` (序号) is what formulas match by: names may hold wildcards."""

    number: int
    name: str
    code: str
    kind: str
    authorised_staff: int | None
    actual_staff: int | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of 支出明细: basic expenditure of one unit, function, economic class, source and year."""

    unit_number: int
    unit: str
    unit_kind: str
    function_code: str
    function_name: str
    department_economic_code: str
    department_economic_name: str
    department_economic_class: str
    government_economic_code: str
    government_economic_name: str
    expense_type: str
    source: str
    year: str
    amount: Yuan


@dataclass(frozen=True, slots=True)
class FundingLevels:
    """项目资金 by who pays, in 元; the published form prints them in this order."""

    total: Yuan
    central: Yuan = NO_YUAN
    provincial: Yuan = NO_YUAN
    municipal: Yuan = NO_YUAN
    self_raised: Yuan = NO_YUAN
    other: Yuan = NO_YUAN


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A row of 项目清单. Rows with the same unit and project name are one project and share `project_number`."""

    project_number: int
    unit_number: int
    unit: str
    name: str
    year: str
    kind: str
    function_code: str
    source: str
    amount: Yuan
    levels: FundingLevels
    whole_period: FundingLevels
    states_whole_period: bool
    """Whether the row gives 实施期 amounts; if no row of a project does, they are the year's."""
    texts: Mapping[str, str]
    """The text fields of the target form by attribute name (`overview`, `basis` …); blank ones are left out."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """绩效指标 of one project; `period` is 实施期, 年度 or "" for both."""

    project_number: int
    level1: str
    level2: str
    level3: str
    value: str
    comparison: str
    number: str
    measure_word: str
    period: str
    weight: str


@dataclass(frozen=True, slots=True)
class RevenueLine:
    """A row of revenue.csv: revenue detail for 表七 and 表九."""

    unit_number: int
    unit: str
    revenue_code: str
    revenue_name: str
    source: str
    year: str
    amount: Yuan


@dataclass(frozen=True, slots=True)
class ThreePublicLine:
    """A row of 三公经费: one kind of expense by fund."""

    item: str
    general_public: Yuan
    government_managed_funds: Yuan
    state_capital_operations: Yuan


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """单位信息: year, name and code, and every other fact by its key (`budget.department` lists them)."""

    year: int
    name: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    tasks: tuple[tuple[str, str], ...] = ()
    overall_indicators: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything one department hands in for one year's budget."""

    department: DepartmentFacts
    units: tuple[BudgetaryUnit, ...] = ()
    basic: tuple[LedgerLine, ...] = ()
    projects: tuple[ProjectLine, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    revenue: tuple[RevenueLine, ...] = ()
    three_public: tuple[ThreePublicLine, ...] = ()
    function_names: Mapping[str, str] = field(default_factory=dict)
    """The department's own additions to the classification (functional_classification.csv)."""
