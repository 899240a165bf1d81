"""`FormatCondition.Interior` and `.Font`: the look a rule gives its cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyopenvba.apps.excel import _styles
from pyopenvba.apps.excel._formats import XL_AUTOMATIC, XL_NONE
from pyopenvba.apps.excel._model import ExcelObject
from pyopenvba.interpreter._values import NULL, VBAInt, to_bool, to_integer

from . import conditional_looks as looks
from .conditional_objects import FormatCondition
from .patching import gives, sets


class LookObject(ExcelObject):  # type: ignore[misc]
    """The Interior or the Font of a rule."""

    def __init__(self, condition: FormatCondition) -> None:
        self.condition = condition

    @property
    def look(self) -> str:
        return self.condition.rule.look

    def change(self, changed: Callable[[str], str]) -> None:
        self.condition.change(look=changed(self.look))

    def number(self, color: Any | None, what: str, none: int) -> object:
        """Color or ColorIndex of a colour that may not be given."""
        colors = self.condition.sheet.book.stylesheet.colors
        if color is None:
            return NULL if what == "Color" else VBAInt(none, "Long")
        if what == "Color":
            return float(_styles.bgr(colors.rrggbb(color, "000000")))
        return VBAInt(colors.color_index(color, "000000"), "Long")


class RuleInterior(LookObject):
    vba_type_name = "Interior"


class RuleFont(LookObject):
    vba_type_name = "Font"


@gives(FormatCondition, "Interior")
def interior(condition: Any) -> object:
    return RuleInterior(condition)


@gives(FormatCondition, "Font")
def font(condition: Any) -> object:
    return RuleFont(condition)


@gives(RuleInterior, "Color")
def interior_color(part: Any) -> object:
    return part.number(looks.fill_color(part.look), "Color", XL_NONE)


@sets(RuleInterior, "Color")
def set_interior_color(part: Any, value: object) -> None:
    color = _styles.Color.from_bgr(int(to_integer(value, "Long")))
    part.change(lambda look: looks.with_fill_color(look, color))


@gives(RuleInterior, "ColorIndex")
def interior_color_index(part: Any) -> object:
    return part.number(looks.fill_color(part.look), "ColorIndex", XL_NONE)


@gives(RuleFont, "Color")
def font_color(part: Any) -> object:
    return part.number(looks.font_color(part.look), "Color", XL_AUTOMATIC)


@sets(RuleFont, "Color")
def set_font_color(part: Any, value: object) -> None:
    color = _styles.Color.from_bgr(int(to_integer(value, "Long")))
    part.change(lambda look: looks.with_font_color(look, color))


@gives(RuleFont, "ColorIndex")
def font_color_index(part: Any) -> object:
    return part.number(looks.font_color(part.look), "ColorIndex", XL_AUTOMATIC)


@gives(RuleFont, "Bold")
def bold(part: Any) -> object:
    return _flag(part, "b")


@sets(RuleFont, "Bold")
def set_bold(part: Any, value: object) -> None:
    part.change(lambda look: looks.with_flag(look, "b", to_bool(value)))


@gives(RuleFont, "Italic")
def italic(part: Any) -> object:
    return _flag(part, "i")


@sets(RuleFont, "Italic")
def set_italic(part: Any, value: object) -> None:
    part.change(lambda look: looks.with_flag(look, "i", to_bool(value)))


def _flag(part: Any, name: str) -> object:
    value = looks.flag(part.look, name)
    return NULL if value is None else value
