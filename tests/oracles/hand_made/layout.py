"""How a workbook is typed, trait by trait."""

import random
from dataclasses import dataclass, fields
from typing import Literal, get_args, get_origin


@dataclass(frozen=True)
class Layout:
    """How a workbook is made; the defaults are the form as published, a table a sheet."""

    engine: Literal["openpyxl", "xlsxwriter"] = "openpyxl"
    formulas: bool = False
    sheets: Literal["each", "one", "beside", "two columns"] = "each"
    names: Literal["表1", "Sheet1", "title", "公开01"] = "表1"
    shuffled: bool = False
    title: Literal["A1", "B2", "no year", "brackets", "spaced", "sheet name", "carry-over left out"] = "A1"
    label: bool = False
    department: Literal["", "部门名称：", "编制单位："] = ""
    merged_headings: bool = True
    heading_words: Literal["plain", "line breaks", "spaces", "unit of measure"] = "plain"
    serial: bool = False
    remarks: bool = False
    moved: bool = False
    blank_rows: bool = False
    remark_rows: bool = False
    lean: bool = False
    without_sections: bool = False
    codes: Literal["text", "number", "in one cell", "with name", "with dash"] = "text"
    indent: Literal["", " ", "　"] = ""
    total: Literal["合计", "合 计", "合　计", "总计"] = "合计"
    figures: Literal["number", "text", "full width", "trailing spaces"] = "number"
    yuan: bool = False
    blanks: Literal["", "-", "—", "0", "text zero"] = ""
    foot: bool = False
    repeated: Literal["", "headings", "headings and title"] = ""
    merged_labels: bool = False
    hidden: bool = False
    economic_codes: Literal["", "in cell", "columns"] = ""
    units: Literal["one", "several", "left out"] = "one"
    unit_indent: bool = False
    department_row: Literal["name", "合计"] = "name"

    @property
    def has_code_in_name(self) -> bool:
        """Whether a function code has no column of its own."""
        return self.codes not in ("text", "number")


def layout_of(seed: int) -> Layout:
    """A layout drawn by chance: each trait is the published one half of the time."""
    dice = random.Random(f"layout {seed}")
    drawn: dict[str, object] = {}
    for trait in fields(Layout):
        if dice.random() < 0.5:
            drawn[trait.name] = dice.choice(choices(trait.name))
    return Layout(**drawn)  # type: ignore[arg-type]


def choices(trait: str) -> tuple[object, ...]:
    """What a trait may be."""
    kind = next(found.type for found in fields(Layout) if found.name == trait)
    return tuple(get_args(kind)) if get_origin(kind) is Literal else (False, True)
