"""The .xlsx package of a workbook: the results cached beside its formulas, read and written as XML."""

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from engines.openpyxl_engine.references import GONE, plainly_lost
from engines.openpyxl_engine.stores import Workbook

Result = float | str | bool
Results = dict[str, dict[str, Result]]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class ErrorValue(str):
    """The result of a formula that failed, such as "#N/A"; an ordinary text is never one."""


class _KeptBytes(io.BytesIO):
    """A picture that can be saved more than once: openpyxl closes what it has written."""

    def close(self) -> None:
        self.seek(0)


def keep_pictures(workbook: Workbook) -> None:
    """Let a workbook just opened be saved any number of times."""
    for sheet in workbook.worksheets:
        for picture in sheet._images:
            picture.ref = _KeptBytes(picture.ref.getvalue())


def saved_bytes(workbook: Workbook, results: Mapping[str, Mapping[str, Result]]) -> bytes:
    """The workbook as a file, with results ({sheet: {"B7": value}}) cached beside their formulas."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _with_results(buffer.getvalue(), results) if results else buffer.getvalue()


def without_macros(workbook: Workbook) -> bytes:
    """The workbook as an .xlsx file without results, for a program to recalculate."""
    archive, workbook.vba_archive = workbook.vba_archive, None
    try:
        return _with_plain_losses(saved_bytes(workbook, {}))
    finally:
        workbook.vba_archive = archive


def cached_results(package: bytes) -> tuple[Results, bool]:
    """The results cached in a file, and whether every formula has one."""
    found: Results = {}
    complete = True
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for title, part in _sheet_parts(archive):
            cells = found.setdefault(title, {})
            for cell in _formula_cells(etree.fromstring(archive.read(part))):
                result = _result(cell)
                if result is None:
                    complete = False
                else:
                    cells[cell.get("r", "")] = result
    return found, complete


def content_key(package: bytes) -> bytes:
    """The same for packages that differ at most in their properties, such as the time of saving."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in sorted(archive.namelist()):
            if not name.startswith("docProps/"):
                digest.update(name.encode() + b"\0" + archive.read(name))
    return digest.digest()


def _with_plain_losses(package: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as out:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.startswith("xl/work") and GONE.encode() in data:
                part = etree.fromstring(data)
                for formula in part.iter(f"{_MAIN}f", f"{_MAIN}definedName", f"{_MAIN}formula"):
                    formula.text = plainly_lost(formula.text or "")
                data = etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)
            out.writestr(item, data)
    return target.getvalue()


def _with_results(package: bytes, results: Mapping[str, Mapping[str, Result]]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        titles = {part: title for title, part in _sheet_parts(source)}
        for item in source.infolist():
            data = source.read(item)
            if results.get(titles.get(item.filename, "")):
                data = _sheet_with_results(data, results[titles[item.filename]])
            out.writestr(item, data)
    return target.getvalue()


def _sheet_with_results(data: bytes, results: Mapping[str, Result]) -> bytes:
    sheet = etree.fromstring(data)
    for cell in _formula_cells(sheet):
        result = results.get(cell.get("r", ""))
        if result is not None:
            _write_result(cell, result)
    return etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in etree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        part = posixpath.normpath(posixpath.join("/xl", targets[sheet.get(_RELATED)])).lstrip("/")
        if part.startswith("xl/worksheets/"):
            yield sheet.get("name", ""), part


def _formula_cells(sheet: etree._Element) -> list[etree._Element]:
    return [cell for cell in sheet.iter(f"{_MAIN}c") if cell.find(f"{_MAIN}f") is not None]


def _result(cell: etree._Element) -> Result | None:
    kind, stored = cell.get("t", "n"), cell.find(f"{_MAIN}v")
    if stored is None or (not stored.text and kind != "str"):
        return None
    text = stored.text or ""
    if kind == "b":
        return text == "1"
    if kind == "e":
        return ErrorValue(text)
    return text if kind == "str" else float(text)


def _write_result(cell: etree._Element, result: Result) -> None:
    stored = cell.find(f"{_MAIN}v")
    if stored is None:
        stored = etree.SubElement(cell, f"{_MAIN}v")
    if isinstance(result, bool):
        kind, stored.text = "b", str(int(result))
    elif isinstance(result, str):
        kind, stored.text = ("e" if isinstance(result, ErrorValue) else "str"), result
    else:
        kind, stored.text = (
            "n",
            str(int(result)) if result.is_integer() and abs(result) < 1e15 else repr(result),
        )
    cell.set("t", kind)
