"""Copies and pastes with merged cells, conditional formats and validations, which the model refuses or leaves
behind. Formats pasted leave values as they are; merged cells and conditional formats are formats too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyopenvba._a1 import Area
from pyopenvba.apps.excel import _clipboard, _protection, _validation
from pyopenvba.apps.excel._model import Range
from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.interpreter._values import MISSING, error, to_bool, to_integer

from .areas import contains, on_sheet, overlap
from .conditional import pasted
from .patching import wraps

_MERGED = "To do this, all the merged cells need to be the same size."


@wraps(_clipboard, "paste_special")
def paste_special(
    original: Any, target: Any, what: object, operation: object, skip_blanks: object, transpose: object
) -> object:
    clip = _clipboard._clip(target, "PasteSpecial method of Range class failed")
    kind = _clipboard.ALL if what is MISSING else int(to_integer(what, "Long"))
    if kind not in (*_clipboard._EVERYTHING, _clipboard.FORMATS) or clip.cut:
        return original(target, what, operation, skip_blanks, transpose)
    source, sheet = clip.source.sheet, target.sheet
    landing = _clipboard.landing_of(clip.block, target)
    turned = transpose is not MISSING and to_bool(transpose)
    if turned or len(clip.block.parts) > 1 or len(target.areas) > 1 or source.book is not sheet.book:
        _refuse_merges_and_rules(source, clip.source.areas, sheet, landing)
        return original(target, what, operation, skip_blanks, transpose)
    area = clip.source.first
    with _carrying_merges(source, area, sheet, landing):
        if kind == _clipboard.FORMATS:
            _protection.whole(sheet, [landing], "PasteSpecial")
            _paste_formats(source, area, sheet, landing)
        else:
            original(target, what, operation, skip_blanks, transpose)
    for tile in _tiles(area, landing):
        if kind in _clipboard._EVERYTHING and (source.validations or sheet.validations):
            _validation.copied(source, on_sheet(area, ""), sheet, tile)
        pasted(source, area, sheet, tile)
    return True


def _paste_formats(source: Any, area: Any, sheet: Any, landing: Any) -> None:
    looks = {
        (down, across): source.style_at(area.top + down, area.left + across)
        for down in range(area.rows)
        for across in range(area.columns)
    }
    for row in range(landing.top, landing.bottom + 1):
        for column in range(landing.left, landing.right + 1):
            place = (row - landing.top) % area.rows, (column - landing.left) % area.columns
            sheet.restyle(row, column, looks[place])


@wraps(Range, "copy_to")
def copy_to(original: Any, source: Any, destination: object = MISSING, **named: Any) -> object:
    if not isinstance(destination, Range) or len(source.areas) != 1 or len(destination.areas) != 1:
        return original(source, destination, **named)
    area, sheet = source.first, destination.sheet
    landing = _clipboard.landing_of(_clipboard.block_of([area]), destination)
    if sheet.book is not source.sheet.book:
        _refuse_merges_and_rules(source.sheet, [area], sheet, landing)
        return original(source, destination, **named)
    with _carrying_merges(source.sheet, area, sheet, landing):
        result = original(source, destination, **named)
    for tile in _tiles(area, landing):
        if source.sheet is not sheet or tile != on_sheet(area, ""):
            pasted(source.sheet, area, sheet, tile)
    return result


def _tiles(area: Any, landing: Any) -> Iterator[Any]:
    for top in range(landing.top, landing.bottom + 1, area.rows):
        for left in range(landing.left, landing.right + 1, area.columns):
            yield Area(top, left, top + area.rows - 1, left + area.columns - 1)


@contextmanager
def _carrying_merges(source: Any, area: Any, sheet: Any, landing: Any) -> Iterator[None]:
    """The landing's merged cells go, the source's come, once the cells are copied."""
    copied = [one for one in source.merged_areas if overlap(one, area)]
    covered = [one for one in sheet.merged_areas if overlap(one, landing)]
    if not copied and not covered:
        yield
        return
    if not all(contains(area, one) for one in copied):
        raise VBAUnsupportedError("copying part of a merged cell is not implemented")
    if not all(contains(landing, one) for one in covered):
        raise error(1004, _MERGED)
    placed = [
        Area(
            tile.top + one.top - area.top,
            tile.left + one.left - area.left,
            tile.top + one.bottom - area.top,
            tile.left + one.right - area.left,
            sheet.name,
        )
        for tile in _tiles(area, landing)
        for one in copied
    ]
    source_merges = source.merged_areas
    source.merged_areas = [one for one in source_merges if one not in copied]
    sheet_merges = sheet.merged_areas if sheet is not source else source_merges
    sheet.merged_areas = [one for one in sheet.merged_areas if one not in covered]
    done = False
    try:
        yield
        done = True
    finally:
        source.merged_areas = source_merges
        kept = [one for one in sheet_merges if one not in covered]
        sheet.merged_areas = [*kept, *(one for one in placed if one not in kept)] if done else sheet_merges
    sheet.merges_dirty = True
    sheet.dims.invalidate_growth()
    sheet.touched()


def _refuse_merges_and_rules(source: Any, areas: list[Any], sheet: Any, landing: Any) -> None:
    merged = [one for one in source.merged_areas if any(overlap(one, area) for area in areas)]
    merged += [one for one in sheet.merged_areas if overlap(one, landing)]
    if merged or getattr(source, "conditional_rules", None) or getattr(sheet, "conditional_rules", None):
        raise VBAUnsupportedError(
            "pasting merged cells or conditional formats turned, in several areas or into another workbook "
            "is not implemented"
        )
