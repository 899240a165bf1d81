"""The look a conditional format gives its cells: a dxf element of the stylesheet, read and changed."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pyopenvba.apps.excel import _styles

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ORDER = ("font", "numFmt", "fill", "alignment", "border", "protection")
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color")


def flag(look: str, name: str) -> bool | None:
    """Whether the font is bold ("b") or italic ("i"); None where the look leaves it."""
    found = _tree(look).find(_path("font", name))
    return None if found is None else found.get("val", "1") in ("1", "true")


def with_flag(look: str, name: str, value: bool) -> str:
    tree = _tree(look)
    made = _child(_child(tree, "font", _ORDER), name, _FONT_ORDER)
    made.attrib.clear()
    if not value:
        made.set("val", "0")
    return _text(tree)


def font_color(look: str) -> Any | None:
    return _color(_tree(look).find(_path("font", "color")))


def with_font_color(look: str, color: Any | None) -> str:
    tree = _tree(look)
    font = _child(tree, "font", _ORDER)
    _put_color(font, "color", _FONT_ORDER, color)
    return _text(tree)


def fill_color(look: str) -> Any | None:
    """The cell's colour: in a dxf a solid fill's is its bgColor."""
    return _color(_tree(look).find(_path("fill", "patternFill", "bgColor")))


def with_fill_color(look: str, color: Any | None) -> str:
    tree = _tree(look)
    fill = tree.find(_path("fill"))
    if fill is not None:
        tree.remove(fill)
    if color is not None:
        pattern = etree.SubElement(_child(tree, "fill", _ORDER), _path("patternFill"))
        _put_color(pattern, "bgColor", ("fgColor", "bgColor"), color)
    return _text(tree)


def _path(*names: str) -> str:
    return "/".join(f"{{{_MAIN}}}{name}" for name in names)


def _tree(look: str) -> Any:
    return etree.fromstring(f'<x xmlns="{_MAIN}">{look or "<dxf/>"}</x>')[0]


def _text(tree: Any) -> str:
    etree.cleanup_namespaces(tree)
    text: str = etree.tostring(tree, encoding="unicode", with_tail=False)
    return text.replace(f' xmlns="{_MAIN}"', "")


def _child(parent: Any, name: str, order: tuple[str, ...]) -> Any:
    found = parent.find(_path(name))
    if found is not None:
        return found
    made = etree.Element(_path(name))
    later = [one for one in parent if etree.QName(one).localname in order[order.index(name) + 1 :]]
    if later:
        later[0].addprevious(made)
    else:
        parent.append(made)
    return made


def _color(element: Any) -> Any | None:
    return None if element is None else _styles.parse_color(etree.tostring(element, encoding="unicode"))


def _put_color(parent: Any, name: str, order: tuple[str, ...], color: Any | None) -> None:
    made = _child(parent, name, order)
    made.attrib.clear()
    if color is None:
        parent.remove(made)
        return
    for key, value in etree.fromstring(_styles.color_xml(name, color)).attrib.items():
        made.set(key, value)
