"""Amounts as people type them: what is certain is taken, everything else is an error that says why."""

from __future__ import annotations

import re
from decimal import Decimal

from xltools.model.fold import half_width
from xltools.model.number import NO_YUAN
from xltools.tasks.inputs.reading import Note, Reading

AMOUNT_LIMIT = Decimal(10) ** 12
"""元; no department's budget comes near it."""

_PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_NUMBER = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+")
_MINUS_ZERO = re.compile(r"[-−]0+(?:\.0*)?")
_DASHES = frozenset("-–—―−－─")
_IN_LARGER_UNITS = re.compile(r"([0-9,]*\.?[0-9]+)(万|亿)元?")
_SCIENTIFIC = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")
_NEGATIVE = re.compile(r"\(.+\)|[-−].+")
_LARGER_UNITS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}

_FULL_WIDTH = Note("info", "数字中有全角字符，已按半角读取", "不必处理")
_TEXT_IN_SHEET = Note("info", "金额以文本存放，已按数字读取", "填充时改为数字")
_TOO_FINE = Note("warning", "金额不到分（小数多于两位），按原数保留", "请核对；一般应为两位小数")


def read_amount(raw: str | Decimal, *, in_workbook: bool) -> Reading:
    """An amount in 元, exact; None and an error where it is none, negative or 10^12 and more."""
    if isinstance(raw, Decimal):
        return _checked(raw, ())
    if _PLAIN.fullmatch(raw):
        # Nearly every amount: nothing is left to check.
        return Reading(Decimal(raw), (_TEXT_IN_SHEET,) if in_workbook else ())
    text = half_width(raw).strip()
    value = _parse(text)
    if value is None:
        return Reading(None, (_why_not(text),))
    notes: tuple[Note, ...] = ()
    if in_workbook:
        notes = (_TEXT_IN_SHEET,)
    elif half_width(raw) != raw and any("０" <= character <= "９" for character in raw):
        notes = (_FULL_WIDTH,)
    return _checked(value, notes)


def read_number(raw: str | Decimal) -> Reading:
    """A number that is not money: not negative, any decimals."""
    value = raw if isinstance(raw, Decimal) else _parse(half_width(raw).strip())
    if value is None:
        return Reading(None, (Note("error", "不是数字", "请填写阿拉伯数字，不带单位"),))
    if value < 0:
        return Reading(None, (Note("error", "不能是负数", "请核对"),))
    return Reading(value)


def _parse(text: str) -> Decimal | None:
    """The amount a half-width text certainly means; None where it means none or leaves a doubt."""
    if (0 < len(text) <= 2 and _DASHES.issuperset(text)) or _MINUS_ZERO.fullmatch(text):
        return Decimal(0)
    bare = text.removeprefix("+").lstrip().removeprefix("¥").lstrip().removesuffix("元").rstrip()
    if _NUMBER.fullmatch(bare) is None:
        return None
    return Decimal(bare.replace(",", "").replace(" ", ""))


def _checked(value: Decimal, notes: tuple[Note, ...]) -> Reading:
    if value < 0:
        return Reading(None, (_negative(),))
    if value >= AMOUNT_LIMIT:
        return Reading(None, (Note("error", "金额达到或超过 1 万亿元", "单位是元；请核对是否多写了位数"),))
    if value and value != value.quantize(Decimal("0.01")):
        return Reading(value, (*notes, _TOO_FINE))
    return Reading(value or NO_YUAN, notes)


def _negative() -> Note:
    return Note("error", "金额不能是负数", "预算数应为零或正数；如需冲减，请直接填冲减后的金额")


def _why_not(text: str) -> Note:
    compact = text.replace(" ", "")
    larger = _IN_LARGER_UNITS.fullmatch(compact)
    if larger:
        try:
            in_yuan = Decimal(larger[1].replace(",", "")) * _LARGER_UNITS[larger[2]]
            advice = f"，此处应为 {in_yuan.normalize():f}"
        except ArithmeticError:
            advice = ""
        return Note("error", f"金额带有“{larger[2]}”，单位应为元", f"请换算成元{advice}")
    if _SCIENTIFIC.fullmatch(compact):
        return Note(
            "error",
            "金额成了科学计数法，后面的位数可能已丢失",
            "请按原数重新填写，单元格格式设为“数值”后再存为 CSV",
        )
    if _NEGATIVE.fullmatch(compact) and _parse(compact.strip("()-−")) is not None:
        return _negative()
    if "," in compact and re.fullmatch(r"[0-9,]+(?:\.[0-9]*)?", compact):
        return Note("error", "千位逗号的位置不对，无法确定是多少", "请核对；可以不写逗号，如 1234567.89")
    if compact.startswith("="):
        return Note("error", "是公式，不是数字", "请填写公式的结果")
    return Note("error", "不是金额", "请填写以元为单位的数字，如 1234567.89；没有金额填 0")
