"""Colours of openpyxl as RGB, whether written out, indexed or from the theme."""

import colorsys
import functools
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.writer.theme import theme_xml

from engines.openpyxl_engine.stores import Workbook

Rgb = tuple[int, int, int]
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Index 0 to 3 of a theme colour are not in the order of the theme's own list.
_THEME_ORDER = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    *(f"accent{number}" for number in range(1, 7)),
    "hlink",
    "folHlink",
)


def rgb_of(color: Color | None, workbook: Workbook) -> Rgb | None:
    """None for no colour and for the automatic one."""
    if color is None:
        return None
    if color.type == "rgb":
        return _rgb(str(color.rgb)[-6:])
    if color.type == "indexed":
        return _rgb(COLOR_INDEX[color.indexed][-6:]) if color.indexed < len(COLOR_INDEX) else None
    if color.type == "theme":
        base = _theme(workbook.loaded_theme)[color.theme]
        return _tinted(base, color.tint or 0.0)
    return None


def argb(color: Any) -> str:
    """From what xlwings lets code write: (r, g, b), "#rrggbb" or Excel's integer."""
    if isinstance(color, str):
        color = _rgb(color.removeprefix("#"))
    elif isinstance(color, int):
        color = (color & 255, color >> 8 & 255, color >> 16 & 255)
    red, green, blue = color
    return f"FF{red:02X}{green:02X}{blue:02X}"


def _rgb(text: str) -> Rgb:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


@functools.cache
def _theme(xml: bytes | None) -> tuple[Rgb, ...]:
    scheme = next(etree.fromstring(xml or theme_xml.encode()).iter(f"{_DRAWING}clrScheme"))
    return tuple(_theme_color(scheme, name) for name in _THEME_ORDER)


def _theme_color(scheme: etree._Element, name: str) -> Rgb:
    holder = scheme.find(f"{_DRAWING}{name}")
    assert holder is not None, name
    return _rgb(holder[0].get("lastClr") or holder[0].get("val") or "000000")


def _tinted(color: Rgb, tint: float) -> Rgb:
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in color))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue
