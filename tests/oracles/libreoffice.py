"""LibreOffice as the oracle: hard recalculation, PDF and page images.

LibreOffice trusts the cached values of an .xlsx unless told otherwise. So every call here runs in a
throw-away profile with ``OOXMLRecalcMode=0`` ("always recalculate"), and every recalculation carries
a canary: a file whose cached value is wrong and that must come back right, or the call fails.
The program is started once for all calls of a test process.
"""

import functools
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from oracles import MissingToolError
from oracles.office_process import TIMEOUT_SECONDS, OpenOffice
from oracles.values import Difference, Value, cached_values, differences, formula_cells

ALWAYS_RECALCULATE, NEVER_RECALCULATE = 0, 1

_MACOS_SOFFICE = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_XLSX_FILTER = "xlsx:Calc MS Excel 2007 XML"
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop>
</item>
</oor:items>
"""

_CANARY = "recalculation canary.xlsx"
_CANARY_CELL, _CANARY_RIGHT, _CANARY_STALE = (1, 1), 2, 3
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# By hand, because XlsxWriter sets fullCalcOnLoad: the canary must look like any file of Excel's.
_CANARY_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
    '<sheets><sheet name="canary" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">'
    f'<c r="A1"><f>1+1</f><v>{_CANARY_STALE}</v></c></row></sheetData></worksheet>',
}


class LibreOfficeError(Exception):
    """LibreOffice ran, but its output is missing or was not recalculated."""


def soffice() -> Path:
    """The LibreOffice program; raises MissingToolError without one."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    if _MACOS_SOFFICE.exists():
        return _MACOS_SOFFICE
    raise MissingToolError(
        "LibreOffice (soffice) is not installed: run `make test`, which installs it or says how"
    )


def recalculate(
    workbooks: Path | Sequence[Path], out_dir: Path, *, mode: int = ALWAYS_RECALCULATE
) -> list[Path]:
    """Recalculate every formula of the workbooks, all in one soffice run, and save them as .xlsx in out_dir.

    The results keep the order and the stems of the sources, which must therefore differ from one another.
    mode is for the test of the canary; any other than ALWAYS_RECALCULATE raises LibreOfficeError.
    """
    sources = [workbooks] if isinstance(workbooks, Path) else list(workbooks)
    with tempfile.TemporaryDirectory(prefix="xltools-canary-") as folder:
        canary = Path(folder, _CANARY)
        write_stale_workbook(canary)
        *results, returned = _convert([*sources, canary], _XLSX_FILTER, out_dir, mode=mode)
    value = cached_values(returned)["canary"].get(_CANARY_CELL)
    returned.unlink()
    if value != _CANARY_RIGHT:
        raise LibreOfficeError(f"LibreOffice kept cached values: the canary still says {value}")
    return results


def edit_then_recalculate(workbook: Path, changes: Mapping[str, Mapping[str, Value]], out_dir: Path) -> Path:
    """What the formulas say after a clerk types into cells: changes is {sheet: {"B7": value}}."""
    book = openpyxl.load_workbook(workbook)
    for sheet, cells in changes.items():
        for address, value in cells.items():
            book[sheet][address] = value
    with tempfile.TemporaryDirectory(prefix="xltools-edit-") as folder:
        edited = Path(folder, workbook.with_suffix(".xlsx").name)
        book.save(edited)
        return recalculate(edited, out_dir)[0]


def stale_formulas(workbook: Path, out_dir: Path) -> list[Difference]:
    """The formula cells whose cached value is not what LibreOffice calculates; empty if all are right."""
    recalculated = recalculate(workbook, out_dir)[0]
    return differences(cached_values(workbook), cached_values(recalculated), only=formula_cells(workbook))


def to_pdf(document: Path, out_dir: Path | None = None) -> Path:
    """Print a workbook, recalculated, or a Word document; beside the source unless out_dir is given."""
    return _convert([document], "pdf", out_dir or document.parent)[0]


def to_xls(workbook: Path, out_dir: Path) -> Path:
    """Save a workbook as Excel 97 would."""
    return _convert([workbook], "xls", out_dir)[0]


def to_png(document: Path, out_dir: Path, dpi: int = 96) -> list[Path]:
    """One image a page, in page order, of a PDF or of anything LibreOffice can print."""
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        raise MissingToolError(
            "pdftoppm (poppler) is not installed: run `make test`, which installs it or says how"
        )
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xltools-pages-") as folder:
        pdf = document if document.suffix.lower() == ".pdf" else to_pdf(document, Path(folder))
        stem = Path(folder, document.stem)
        command = [pdftoppm, "-png", "-r", str(dpi), str(pdf), str(stem)]
        subprocess.run(command, check=True, timeout=TIMEOUT_SECONDS, capture_output=True)
        # pdftoppm pads page numbers to one width, so the names sort in page order.
        pages = sorted(Path(folder).glob("*.png"))
        return [Path(shutil.move(page, out_dir / page.name)) for page in pages]


def write_stale_workbook(path: Path) -> None:
    """A one-cell workbook, without fullCalcOnLoad, whose A1 is =1+1 with the cached value 3."""
    with zipfile.ZipFile(path, "w") as package:
        for name, xml in _CANARY_PARTS.items():
            package.writestr(name, xml)


@functools.cache
def _office(mode: int) -> OpenOffice:
    return OpenOffice(_REGISTRY.format(mode=mode))


def _convert(
    sources: Sequence[Path], target: str, out_dir: Path, *, mode: int = ALWAYS_RECALCULATE
) -> list[Path]:
    suffix = "." + target.partition(":")[0]
    names = [source.with_suffix(suffix).name for source in sources]
    if len(set(names)) < len(names):
        raise ValueError(f"two sources would be converted to one name: {sorted(names)}")
    for source in sources:
        if not source.is_file():
            raise FileNotFoundError(source)
    program = soffice()
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xltools-converted-") as folder:
        files = [str(source.resolve()) for source in sources]
        code, said = _office(mode).run(program, "--convert-to", target, "--outdir", folder, *files)
        # soffice exits 0 even when it could not load a file; only the output proves the conversion.
        lost = [name for name in names if not Path(folder, name).is_file()]
        if code or lost:
            raise LibreOfficeError(f"soffice exit {code}, without {lost}: {said}")
        return [Path(shutil.move(Path(folder, name), out_dir / name)) for name in names]
