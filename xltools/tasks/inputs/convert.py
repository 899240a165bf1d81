"""From what stands in a cell to the value it means, by the kind of its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from xltools.budget.inputs import InputColumn, Kind
from xltools.budget.vocabulary import BudgetYear, ExpenseType, Period, ProjectKind, Source, UnitKind
from xltools.model.fold import fold_word, half_width
from xltools.office.cells import ErrorValue
from xltools.office.number_formats import day_text, plain_digits
from xltools.tasks.inputs.amounts import read_amount
from xltools.tasks.inputs.faults import suggestion
from xltools.tasks.inputs.raw import RawValue, StoredNumber, Uncalculated, is_blank
from xltools.tasks.inputs.reading import Note, Reading

MAX_TEXT_LENGTH = 32_767
"""Characters a cell takes, as Excel counts them (UTF-16)."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AS_FORMULA = re.compile(r'="([^"]*)"')
_TRAILING_ZEROS = re.compile(r"([0-9]+)\.0+")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_DATE = re.compile(
    r"([0-9]{4})(?:([0-9]{2})([0-9]{2})|[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?)(?:[ T]00:00(?::00)?)?"
)

_ALIASES: Mapping[str, Mapping[str, str]] = {
    "source": {
        "政府性基金": Source.GOVERNMENT_MANAGED_FUNDS,
        "国有资本经营": Source.STATE_CAPITAL_OPERATIONS,
        "财政专户": Source.SPECIAL_ACCOUNT_FUNDS,
        "财政专户资金": Source.SPECIAL_ACCOUNT_FUNDS,
    },
    "year": {
        "当年": BudgetYear.CURRENT,
        "今年": BudgetYear.CURRENT,
        "本年度": BudgetYear.CURRENT,
        "结转": BudgetYear.CARRYOVER,
    },
    "expense_type": {"人员": ExpenseType.PERSONNEL, "公用": ExpenseType.OPERATING},
    "kind": {
        "其他运转": ProjectKind.OTHER_OPERATING,
        "特定目标": ProjectKind.SPECIFIC_GOAL,
        "行政单位": UnitKind.ADMINISTRATIVE,
        "参公单位": UnitKind.CIVIL_SERVICE_MANAGED,
        "参公事业单位": UnitKind.CIVIL_SERVICE_MANAGED,
        "事业单位": UnitKind.PUBLIC_INSTITUTION,
    },
    "period": {"年度指标": Period.YEAR, "实施期指标": Period.WHOLE},
    "comparison": {"<=": "≤", ">=": "≥", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥"},
}
"""Short forms that can mean one word only, by attribute."""

_NUMBER_STORED = Note("info", "编码存为数字，已按文本读取", "编码应以文本存放，填充时改为文本")
_TRIMMED_CODE = Note("info", "编码中有全角字符或多余的“.0”“'”，已去掉", "不必处理")
_CONTROL = Note("warning", "文字中有不可见的控制字符，已去掉", "请核对这段文字")
_BROKEN = Note("warning", "文字中有无法识别的字符，转换编码时已丢失", "请对照原件改正")


def read_value(raw: RawValue, column: InputColumn, *, in_workbook: bool) -> Reading:
    """The value of a cell of `column`: text, code, choice and date a str, amount a Decimal, count an int.

    Blank gives "" for what is text and None for what is number, and an error where the column may not be blank.
    """
    if is_blank(raw):
        return _blank(column, in_workbook=in_workbook)
    if isinstance(raw, ErrorValue):
        return Reading(None, (Note("error", f"单元格的公式出错（{raw}）", "请改正公式，或直接填写内容"),))
    if isinstance(raw, Uncalculated):
        return Reading(
            None, (Note("error", "公式还没有计算结果", "请在 Excel 或 WPS 中打开这个工作簿，保存后再试"),)
        )
    assert raw is not None
    if column.kind is Kind.AMOUNT:
        return read_amount(str(raw) if isinstance(raw, StoredNumber) else raw, in_workbook=in_workbook)
    return _READERS[column.kind](raw, column)


def _blank(column: InputColumn, *, in_workbook: bool) -> Reading:
    numeric = column.kind in (Kind.AMOUNT, Kind.COUNT)
    nothing = None if numeric else ""
    if column.blank:
        return Reading(nothing)
    if column.kind is Kind.AMOUNT:
        remedy = "请填写金额；没有金额填 0"
    elif column.kind is Kind.CHOICE and column.strict:
        remedy = f"请填写{_either(column)}"
    else:
        remedy = f"请填写{column.heading}"
    if in_workbook and column.attribute in ("unit", "name", "project"):
        remedy += "；合并的单元格请取消合并，每行都填"
    return Reading(nothing, (Note("error", "不能为空", remedy),))


# --- text -----------------------------------------------------------------------------------------------------------


def read_text(raw: RawValue, column: InputColumn) -> Reading:
    """Text as it stands, without spaces around it; long text keeps the indent of its first paragraph."""
    text = str(raw)
    if column.kind is Kind.LONG_TEXT:
        return tidy(text.rstrip().lstrip(" \t\r\n"))
    return tidy(text.strip())


def tidy(text: str) -> Reading:
    """Text that a workbook can hold, and notes on what had to go."""
    notes: list[Note] = []
    if not text.isprintable():
        cleaned = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if _NOT_IN_XML.search(text):
            notes.append(_CONTROL)
        text = cleaned
    if "\ufffd" in text:
        notes.append(_BROKEN)
    length = len(text)
    if length * 2 > MAX_TEXT_LENGTH and not text.isascii():
        length = len(text.encode("utf-16-le")) // 2
    if length > MAX_TEXT_LENGTH:
        return Reading(
            None,
            (
                Note(
                    "error",
                    f"文字有 {length:,} 字，超过一个单元格的上限 {MAX_TEXT_LENGTH:,} 字",
                    "请缩短这段文字",
                ),
            ),
        )
    return Reading(text, tuple(notes))


# --- codes ----------------------------------------------------------------------------------------------------------


def read_code(raw: RawValue, column: InputColumn) -> Reading:
    """A code as text: digits of one of the declared lengths, or any text where none is declared."""
    notes: tuple[Note, ...] = ()
    if isinstance(raw, StoredNumber):
        notes = (_NUMBER_STORED,)
        code = raw.shown if raw.shown.isdigit() else plain_digits(raw.value)
        if not column.lengths and raw.shown == plain_digits(raw.value):
            notes = (
                Note(
                    "warning", "编码存为数字，前面的 0 可能已丢失", "请核对，并把单元格格式改为文本后重新填写"
                ),
            )
    else:
        given = str(raw).strip()
        code = half_width(given).strip().removeprefix("'")
        formula = _AS_FORMULA.fullmatch(code)
        if formula:
            code = formula[1].strip()
        zeros = _TRAILING_ZEROS.fullmatch(code) if column.lengths else None
        if zeros:
            code = zeros[1]
        if code != given:
            notes = (_TRIMMED_CODE,)
    if not column.lengths:
        reading = tidy(code)
        return Reading(reading.value, notes + reading.notes)
    digits = "或 ".join(f"{length} 位" for length in column.lengths)
    if not (code.isascii() and code.isdigit()):
        if _SCIENTIFIC.fullmatch(code):
            return Reading(
                None,
                (
                    Note(
                        "error",
                        "编码成了科学计数法，原来的数字已丢失",
                        f"请把单元格格式设为文本，重新填写 {digits}编码",
                    ),
                ),
            )
        return Reading(None, (Note("error", "编码只能是数字", f"请填写 {digits}数字编码，名称写在名称列"),))
    if len(code) not in column.lengths:
        hint = "；这是类、款编码，应填到项级" if column.lengths == (7,) and len(code) in (3, 5) else ""
        return Reading(None, (Note("error", f"编码应为 {digits}，现为 {len(code)} 位", f"请核对编码{hint}"),))
    return Reading(code, notes)


# --- choices --------------------------------------------------------------------------------------------------------


def read_choice(raw: RawValue, column: InputColumn) -> Reading:
    """One of the declared words; where others are allowed too, the text as it stands."""
    text = str(raw).strip()
    folded = fold_word(text)
    for choice in column.choices:
        if fold_word(choice) == folded:
            return Reading(choice)
    alias = _ALIASES.get(column.attribute, {}).get(folded)
    if alias is not None and alias in column.choices:
        notes = (Note("info", f"“{text}”已按“{alias}”读取", "不必处理"),) if column.strict else ()
        return Reading(str(alias), notes)
    if not column.strict:
        return tidy(text)
    return Reading(
        None,
        (
            Note(
                "error",
                f"“{text}”不在可选的范围内",
                f"请改为{_either(column)}{suggestion(folded, column.choices)}",
            ),
        ),
    )


def _either(column: InputColumn) -> str:
    return "、".join(f"“{choice}”" for choice in column.choices[:-1]) + f"或“{column.choices[-1]}”"


# --- counts and dates -----------------------------------------------------------------------------------------------


def read_count(raw: RawValue, column: InputColumn | None = None) -> Reading:
    """A whole number, not negative."""
    if isinstance(raw, Decimal):
        value: Decimal | None = raw
    else:
        text = half_width(str(raw)).strip().replace(",", "")
        value = Decimal(text) if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]*)?", text) else None
    if value is None or value < 0 or value != value.to_integral_value() or value >= 10**9:
        return Reading(None, (Note("error", "应为不小于 0 的整数", "请只填阿拉伯数字，不带“人”“个”等单位"),))
    return Reading(int(value))


def read_date(raw: RawValue, column: InputColumn | None = None) -> Reading:
    """A date as text, `20241216` and `2024-12-16` as they are; one that is none stays, with a warning."""
    if isinstance(raw, StoredNumber) and raw.shown == plain_digits(raw.value):
        day = day_text(raw.value)
        if day is not None:
            return Reading(day)
    text = half_width(str(raw)).strip()
    match = _DATE.fullmatch(text)
    if match is None or not _is_day(match):
        reading = tidy(str(raw).strip())
        note = Note("warning", "看不出是哪一天，按原文保留", "请填写 20241216 或 2024-12-16 这样的日期")
        return Reading(reading.value, (*reading.notes, note))
    if "/" in text or "." in text or " " in text or "T" in text:
        year, _, _, month, day_of_month = match.groups()
        return Reading(f"{year}-{int(month):02}-{int(day_of_month):02}" if month else text[:8])
    return Reading(text)


def _is_day(match: re.Match[str]) -> bool:
    year, month, day, other_month, other_day = match.groups()
    try:
        date(int(year), int(month or other_month), int(day or other_day))
    except ValueError:
        return False
    return True


_READERS: Mapping[Kind, Callable[[RawValue, InputColumn], Reading]] = {
    Kind.TEXT: read_text,
    Kind.LONG_TEXT: read_text,
    Kind.CODE: read_code,
    Kind.CHOICE: read_choice,
    Kind.COUNT: read_count,
    Kind.DATE: read_date,
}
