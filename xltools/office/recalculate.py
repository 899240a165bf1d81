"""Values for formulas that were saved without any, as openpyxl, XlsxWriter and other programs write them.

Such cells are never read as zeros. formualizer calculates them where every formula of the workbook is of a form in
which it was seen to agree with LibreOffice (see `calculable`); otherwise LibreOffice does it, in a profile of its own
that always recalculates. The values go into the workbook in memory; the file stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from decimal import Decimal
from itertools import islice

from xltools.model.errors import XltoolsError
from xltools.office import libreoffice
from xltools.office.calculable import is_calculable
from xltools.office.cells import CellValue, ErrorValue, formula_cell
from xltools.office.formula_limits import excess
from xltools.office.isolation import isolated
from xltools.office.ranges import format_cell, parse_range
from xltools.office.sheet import Sheet
from xltools.office.workbook import Workbook
from xltools.office.xml_text import attribute

Cells = dict[str, list[tuple[int, int]]]
_SUSPICIOUS = re.compile(rb"</f(?![A-Za-z]|><v>[^<\s])|<f\s[^>]*/\s*>(?!<v>[^<\s])")
"""What a part without a formula lacking its value never holds; one that does may still lack none."""
_CALCULATED = re.compile(rb"</f><v>(?!0<)")
_NEVER_CALCULATED = re.compile(r"</f><v>0</v></c>")
_WITHOUT_VALUE = re.compile(r"(?:</f>|<f[^>]*/>)\s*(?:<v[^>]*/>|<v[^>]*>\s*</v>)?\s*(?:</c>|<extLst)")
_EMPTY_TEXT = re.compile(r'^[^>]*\st="str"[^>]*>.*<v')
"""A formula that gives no characters has a value: an empty one."""
_ARRAY = re.compile(r'<f\s[^>]*\bt="array"[^>]*>')
_ARRAY_SIDE = 1000
_FORMULA = re.compile(r"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)")
_TYPE = re.compile(r'\st="\w+"')
MAX_UNCALCULATED = 200_000
"""Cells without values; the largest department has a tenth of them."""
_NOISE = Decimal("0.00001")
"""Less than this is what doubles leave of equal sums, for which Excel says zero."""


def supply_values(workbook: Workbook, ignoring: Container[str] = ()) -> bool:
    """Calculates every formula that has no value; says whether there were any.

    Takes next to no time where there are none. Formulas that give an error keep it as their value.

    Args:
        ignoring: sheets whose values nobody asks for.

    Raises:
        XltoolsError: there are, and neither way of calculating them works.
    """
    lacking = _lacking(workbook, ignoring)
    if not lacking:
        return False
    too_much = _excess(workbook, lacking)
    if too_much:
        raise _refusal(lacking, too_much)
    by_formualizer = _by_formualizer(workbook)
    if by_formualizer is not None:
        values = _values(by_formualizer, lacking)
        if not any(_is_doubtful(value) for value in values.values()):
            _put(workbook, values)
            return True
    values = _values(_by_libreoffice(workbook, lacking), lacking)
    unknown = next((place for place, value in values.items() if _is_unknown(value)), None)
    if unknown is not None:
        sheet, row, column = unknown
        raise _refusal({sheet: [(row, column)]}, "其中有 LibreOffice 不能计算的函数或引用")
    _put(workbook, values)
    return True


def _refusal(lacking: Cells, reason: str) -> XltoolsError:
    sheet, places = next(iter(lacking.items()))
    count = sum(map(len, lacking.values()))
    cells = f"{format_cell(*places[0])} " + (f"等 {count} 个公式" if count > 1 else "的公式")
    return XltoolsError(
        f"“{sheet}”{cells}没有计算结果，无法核对（{reason}）。请用 Excel 或 WPS 打开工作簿，保存一次，再试。"
    )


# --- which ---


def _lacking(workbook: Workbook, ignoring: Container[str]) -> Cells:
    """The formulas without a value, by sheet."""
    workbook.settle()
    parts = [
        workbook.package.read(part) for part in workbook.package.related_parts(workbook.part, "worksheet")
    ]
    only_zeros = _was_never_calculated(workbook, parts)
    if not only_zeros and all(map(_is_calculated, parts)):
        return {}
    found: Cells = {}
    for name in workbook.sheet_names:
        if name not in ignoring:
            places = list(islice(_places(workbook.sheet(name), only_zeros), MAX_UNCALCULATED + 1))
            if places:
                found[name] = places
    return found


def _is_calculated(data: bytes) -> bool:
    """Whether no formula of a sheet lacks its value; no for a part written in an unusual way, which is to be read."""
    if b"<worksheet" not in data[:4096]:
        return False
    for match in _SUSPICIOUS.finditer(data):
        is_text = b' t="str"' in data[data.rfind(b"<c ", 0, match.start()) : match.start()]
        if not (is_text and data.startswith((b"</f><v></v>", b"</f><v/>"), match.start())):
            return False
    return True


def _was_never_calculated(workbook: Workbook, parts: list[bytes]) -> bool:
    """Whether all formulas say 0 and Excel is asked to calculate them when it opens the file, as XlsxWriter writes."""
    if b'fullCalcOnLoad="1"' not in workbook.package.read(workbook.part):
        return False
    return not any(_CALCULATED.search(data) for data in parts) and any(b"</f><v>0<" in data for data in parts)


def _places(sheet: Sheet, only_zeros: bool) -> Iterator[tuple[int, int]]:
    for number in sheet.xml.row_numbers():
        row = sheet.xml.rows[number]
        if row.text is not None and "<f" not in row.text:
            continue
        for column, rest in sheet.xml.cells_of(number, row).items():
            if "<f" in rest and _lacks_value(rest, only_zeros):
                yield number, column
                yield from _rest_of_array(sheet, number, column, rest)


def _rest_of_array(sheet: Sheet, row: int, column: int, rest: str) -> Iterator[tuple[int, int]]:
    """The cells that an array formula fills beside its own; the file holds them only once they are calculated."""
    array = _ARRAY.search(rest)
    if array is None:
        return
    area = parse_range(attribute(array[0], "ref") or format_cell(row, column))
    columns = range(area.first_column, min(area.last_column, area.first_column + _ARRAY_SIDE) + 1)
    for other_row in range(area.first_row, min(area.last_row, area.first_row + _ARRAY_SIDE) + 1):
        for other in columns:
            if (other_row, other) != (row, column) and sheet.is_empty(other_row, other):
                yield other_row, other


def _lacks_value(rest: str, only_zeros: bool) -> bool:
    if _WITHOUT_VALUE.search(rest):
        return not _EMPTY_TEXT.match(rest)
    return only_zeros and _NEVER_CALCULATED.search(rest) is not None


def _excess(workbook: Workbook, lacking: Cells) -> str | None:
    if sum(map(len, lacking.values())) > MAX_UNCALCULATED:
        return f"没有结果的单元格超过 {MAX_UNCALCULATED} 个"
    package = workbook.package
    return excess(package.read(part) for part in package.related_parts(workbook.part, "worksheet"))


# --- by whom ---


def _by_formualizer(workbook: Workbook) -> Workbook | None:
    """The workbook calculated; None where it is not to be trusted with it or does not manage."""
    if not is_calculable(workbook):
        return None
    name = workbook.package.name
    try:
        calculated = Workbook.from_bytes(isolated(_formualized, workbook.to_bytes(), name=name), name)
    except XltoolsError:
        # Whatever it makes of the file, there is a second way.
        return None
    parts = calculated.package.related_parts(calculated.part, "worksheet")
    # Among errors its sums and counts were seen to differ.
    has_errors = any(b' t="e"' in calculated.package.read(part) for part in parts)
    return None if has_errors else calculated


def _formualized(data: bytes) -> bytes:
    import formualizer

    try:
        result: bytes = formualizer.recalculate_xlsx_bytes(data)["bytes"]
    except Exception:
        raise
    except BaseException as panic:
        # A panic of its Rust code is no Exception.
        raise ValueError(str(panic)) from None
    return result


def _by_libreoffice(workbook: Workbook, lacking: Cells) -> Workbook:
    if libreoffice.find_soffice() is None:
        raise _refusal(lacking, "本机没有 LibreOffice，不能代为计算")
    data = libreoffice.recalculated(workbook.to_bytes(), libreoffice.TIME_LIMIT)
    if data is None:
        raise _refusal(lacking, f"LibreOffice 出错或 {libreoffice.TIME_LIMIT:g} 秒内没有算完")
    return Workbook.from_bytes(data, workbook.package.name)


# --- what ---

Values = dict[tuple[str, int, int], CellValue]


def _values(calculated: Workbook, lacking: Cells) -> Values:
    return {
        (name, row, column): calculated.sheet(name).cell(row, column).value
        for name, places in lacking.items()
        for row, column in places
    }


def _is_unknown(value: CellValue) -> bool:
    """Not calculated, or with a function that only Excel may know."""
    return value is None or (isinstance(value, ErrorValue) and value.code == "#NAME?")


def _is_doubtful(value: CellValue) -> bool:
    return value is None or (isinstance(value, Decimal) and 0 < abs(value) < _NOISE)


def _put(workbook: Workbook, values: Values) -> None:
    for (name, row, column), value in values.items():
        assert value is not None
        cells = workbook.sheet(name).xml.writable(row)
        cells[column] = _with_value(cells.get(column, "/>"), value)


def _with_value(rest: str, value: str | Decimal | bool | ErrorValue) -> str:
    """The kept cell with another value; its style and its formula, shared, of an array or plain, as they were."""
    formula = _FORMULA.search(rest)
    tag = _TYPE.sub("", rest[: rest.index(">")]).rstrip("/").rstrip()
    kind, _, tail = formula_cell(None, "", value).partition("><f></f>")
    return f"{tag}{kind}>{formula[0] if formula else ''}{tail}"
