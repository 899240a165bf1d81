"""Fonts, borders and number formats, as properties of XlsxWriter formats that add up."""

from __future__ import annotations

from collections.abc import Mapping

Look = Mapping[str, object]

FIGURE_FORMAT = "#,##0.00;-#,##0.00;;@"
"""Two decimals, zero blank."""
AMOUNT_FORMAT = "#,##0.00"
COUNT_FORMAT = "#,##0"
TEXT_FORMAT = "@"

BODY: Look = {
    "font_name": "宋体",
    "font_size": 10,
    "font_family": 3,
    "font_charset": 134,
    "font_scheme": "none",
    "valign": "vcenter",
}
DEFAULT: Look = {**BODY, "font_size": 11}
"""The look that column widths are measured in."""

BOLD: Look = {"bold": True}
CENTRE: Look = {"align": "center"}
LEFT: Look = {"align": "left"}
RIGHT: Look = {"align": "right"}
TOP: Look = {"valign": "top"}
WRAP: Look = {"text_wrap": True}
FREE: Look = {"locked": False}
BOX: Look = {"border": 1}

TITLE: Look = {"font_name": "黑体", "font_size": 17, **CENTRE}
SHEET_TITLE: Look = {"font_name": "黑体", "font_size": 14, **LEFT}
HEADING: Look = {**BOX, **BOLD, **CENTRE, **WRAP}
FIGURE: Look = {**BOX, **RIGHT, "num_format": FIGURE_FORMAT}
NOTE: Look = {**LEFT}

_LINE = "#8EA9DB"
TINTED: Look = {**BOX, "border_color": _LINE}
"""A cell of a sheet to work in, not to print."""
REQUIRED_HEADING: Look = {**TINTED, **BOLD, **CENTRE, **WRAP, "bg_color": "#BDD7EE"}
OPTIONAL_HEADING: Look = {**TINTED, **CENTRE, **WRAP, "bg_color": "#DDEBF7"}
COMPUTED_HEADING: Look = {**TINTED, **CENTRE, **WRAP, "bg_color": "#D9D9D9"}
COMPUTED: Look = {"bg_color": "#EDEDED", "font_color": "#595959", **CENTRE}
HINT: Look = {"font_size": 9, "font_color": "#595959", **LEFT}
LINK: Look = {"font_color": "#0563C1", "underline": 1}

INPUT_TAB = "#70AD47"
TABLE_TAB = "#4472C4"
FORM_TAB = "#ED7D31"
GREY_TAB = "#A6A6A6"


def indented(steps: int) -> Look:
    """Text moved in from the left."""
    return {**LEFT, "indent": steps}
