"""Hyperlinks of cells."""

from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.styles.colors import Color
from openpyxl.worksheet.hyperlink import Hyperlink

from engines.openpyxl_engine.cell_values import enter
from engines.openpyxl_engine.cells import cell_at, look
from engines.openpyxl_engine.protection import contents_may_change, permitted

if TYPE_CHECKING:
    from engines.openpyxl_engine.ranges import Range

_LINK_BLUE = "FF0563C1"


def address_of(location: "Range") -> str:
    """What Excel calls Address: the target outside the workbook, empty for a place inside it."""
    cell = look(location.worksheet, location.row, location.column)
    if cell is None or cell.hyperlink is None:
        raise Exception("The cell doesn't seem to contain a hyperlink!")
    return cell.hyperlink.target or ""


def add_link(location: "Range", address: str, text: str, screen_tip: str) -> None:
    """As Hyperlinks.Add, TextToDisplay and ScreenTip do; "#'Sheet'!A1" leads to a place in the workbook."""
    sheet = location.sheet
    permitted(sheet, "insertHyperlinks")
    contents_may_change(sheet, location.area)
    sheet.book.before_change()
    cell = cell_at(location.worksheet, location.row, location.column)
    link = Hyperlink(ref=cell.coordinate, tooltip=screen_tip)
    link.target, link.location = (None, address[1:]) if address.startswith("#") else (address, None)
    enter(sheet.book, cell, text)
    cell._hyperlink = link
    _look_like_a_link(cell)


def _look_like_a_link(cell: Any) -> None:
    font = copy(cell.font)
    font.u, font.color = "single", Color(rgb=_LINK_BLUE)
    cell.font = font


def delete_links(location: "Range", *, formats: bool = True) -> None:
    """As Hyperlinks.Delete does; Excel takes the formats of the cells away with the links."""
    contents_may_change(location.sheet, location.area)
    location.sheet.book.before_change(keeps_results=True)
    for cell in location.existing():
        if cell.hyperlink is not None:
            cell._hyperlink = None
            if formats:
                cell.style = "Normal"
