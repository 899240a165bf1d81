"""The workbook with macros: what is in it, what its buttons are bound to, what the macros run."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

import xltools
from excel_vba import Excel
from oracles.values import cached_values
from xltools.budget import console
from xltools.budget.actions import ACTIONS, BUTTON_PLACES, BUTTON_TEXTS, RIBBON_TAB
from xltools.resources import sample_path, template_path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "macros" / "xltools.bas"
BUTTONS = ROOT / "xltools" / "buttons.py"
PARTS_OF_MACROS = {
    "xl/vbaProject.bin",
    "customUI/customUI.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/worksheets/_rels/sheet1.xml.rels",
}
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
RIBBON = "{http://schemas.microsoft.com/office/2006/01/customui}"
PRESSED = "XlMark"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("built") / "模板 2025.xlsm"
    build(path)
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """The sample department with macros, in a folder as people name theirs."""
    path = tmp_path_factory.mktemp("部门 预算") / "公开 2025.xlsm"
    return xltools.fill(sample_path(), path).path


def build(path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "build_xlsm.py"), "-o", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=environment, check=True, capture_output=True)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def extracted(path: Path) -> dict[str, str]:
    """What olevba finds in a workbook: the code of each module by its file name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(str(path))
    try:
        return {name: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def modules(path: Path) -> dict[str, list[str]]:
    """The lines of each module with code."""
    return {name: lines for name, code in extracted(path).items() if (lines := code_lines(code))}


def code_lines(code: str) -> list[str]:
    lines = [line.rstrip() for line in code.splitlines() if not line.startswith("Attribute ")]
    return lines if any(lines) else []


def subs() -> set[str]:
    return set(re.findall(r"^Public Sub (\w+)\(", SOURCE.read_text("ascii"), flags=re.MULTILINE))


def buttons(path: Path) -> list[tuple[str, str, str]]:
    """Caption, macro and place of each button on 操作台, in order."""
    drawing = etree.fromstring(parts(path)["xl/drawings/vmlDrawing1.vml"])
    found = []
    for data in drawing.iter(f"{EXCEL}ClientData"):
        assert data.get("ObjectType") == "Button"
        caption = "".join(data.getparent().itertext("font"))
        found.append((caption, data.findtext(f"{EXCEL}FmlaMacro"), data.findtext(f"{EXCEL}Anchor")))
    return found


def ribbon_buttons(path: Path) -> list[tuple[str, str]]:
    tab = etree.fromstring(parts(path)["customUI/customUI.xml"])
    return [(each.get("label"), each.get("onAction")) for each in tab.iter(f"{RIBBON}button")]


def has_all_macros(path: Path) -> bool:
    return (
        modules(path) == modules(template_path(".xlsm"))
        and buttons(path) == buttons(template_path(".xlsm"))
        and ribbon_buttons(path) == ribbon_buttons(template_path(".xlsm"))
        and parts(path)["xl/vbaProject.bin"] == parts(template_path(".xlsm"))["xl/vbaProject.bin"]
    )


class TestTemplate:
    def test_it_is_not_stale(self, built):
        """Run `make template` if this fails."""
        committed = template_path(".xlsm")
        assert modules(committed) == modules(built)
        assert buttons(committed) == buttons(built)
        assert ribbon_buttons(committed) == ribbon_buttons(built)
        assert set(parts(committed)) == set(parts(built))

    def test_the_same_template_gives_the_same_bytes(self, built, tmp_path):
        build(tmp_path / "again.xlsm")
        assert (tmp_path / "again.xlsm").read_bytes() == built.read_bytes()

    def test_every_other_part_is_the_plain_template(self, built):
        """Sheets differ by the name that macros know them by, 操作台 by its drawing too."""
        plain, with_macros = parts(template_path()), parts(built)
        assert set(with_macros) - set(plain) == PARTS_OF_MACROS
        assert set(plain) <= set(with_macros)
        changed = {name for name in plain if plain[name] != with_macros[name]}
        sheets = {name for name in changed if name.startswith("xl/worksheets/")}
        bound = {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
        assert changed - sheets == bound
        for name in sheets:
            text = re.sub(rb'\scodeName="Sheet\d+"', b"", with_macros[name])
            text = re.sub(rb"<legacyDrawing [^>]*/>", b"", text)
            assert text.replace(b"<sheetPr/>", b"") == plain[name].replace(b"<sheetPr/>", b""), name

    def test_macros_know_the_workbook_and_every_sheet(self, built):
        """Without these names macros do nothing, and nobody is told."""
        names = [
            etree.fromstring(content).find(f"{SPREADSHEET}sheetPr").get("codeName")
            for name, content in parts(built).items()
            if name.startswith("xl/worksheets/sheet")
        ]
        assert len(set(names)) == len(names) == len(openpyxl.load_workbook(built).sheetnames)
        book = etree.fromstring(parts(built)["xl/workbook.xml"])
        names.append(book.find(f"{SPREADSHEET}workbookPr").get("codeName"))
        assert set(names) == {name.removesuffix(".cls") for name in extracted(built)} - {SOURCE.name}

    def test_olevba_extracts_exactly_the_source(self, built):
        assert modules(built) == {SOURCE.name: code_lines(SOURCE.read_text("ascii"))}

    def test_the_texts_of_the_macros_stand_in_hidden_names(self, built):
        book = openpyxl.load_workbook(built)
        said = {name: book.defined_names[name].attr_text for name in BUTTON_TEXTS}
        assert said == {name: f'"{text}"' for name, text in BUTTON_TEXTS.items()}
        assert all(book.defined_names[name].hidden for name in BUTTON_TEXTS)
        # A text in a formula may be no longer.
        assert max(map(len, BUTTON_TEXTS.values())) <= 255
        assert set(re.findall(r'XlSay "(\w+)"', SOURCE.read_text("ascii"))) == set(BUTTON_TEXTS)

    def test_it_has_the_values_of_the_plain_template(self, built):
        assert cached_values(built) == cached_values(template_path())


class TestBinding:
    def test_a_button_for_each_action_over_its_place(self, built):
        book = openpyxl.load_workbook(built)
        ((sheet, area),) = book.defined_names[BUTTON_PLACES].destinations
        assert sheet == console.SHEET
        places = [cell for (cell,) in book[sheet][area]]
        expected = [
            (action.caption, f"[0]!{action.macro}", f"{column}, 2, {row}, 2, {column + 1}, 0, {row + 1}, 0")
            for action, place in zip(ACTIONS, places, strict=True)
            for row, column in [(place.row - 1, place.column - 1)]
        ]
        assert buttons(built) == expected
        assert [cell.value for cell in places] == [action.caption for action in ACTIONS]

    def test_a_ribbon_item_for_each_action(self, built):
        tab = etree.fromstring(parts(built)["customUI/customUI.xml"]).find(f".//{RIBBON}tab")
        assert tab.get("label") == RIBBON_TAB
        assert ribbon_buttons(built) == [(action.caption, f"{action.macro}Ribbon") for action in ACTIONS]

    def test_every_button_and_ribbon_item_runs_a_sub_that_is_there(self, built):
        bound = {macro.removeprefix("[0]!") for _, macro, _ in buttons(built)}
        called = {callback for _, callback in ribbon_buttons(built)}
        assert bound | called == subs()

    def test_every_sub_names_a_function_of_the_buttons(self):
        tree = ast.parse(BUTTONS.read_text(encoding="utf-8"))
        functions = {
            node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.args.args
        }
        for action in ACTIONS:
            (named,) = re.findall(
                rf'^Public Sub {action.macro}\(\)\n    XlRun "(\w+)"\nEnd Sub$',
                SOURCE.read_text("ascii"),
                flags=re.MULTILINE,
            )
            assert named == action.name
            assert named in functions


class TestWhatAMacroRuns:
    """Excel on Windows, as pyOpenVBA's interpreter understands VBA."""

    def excel(self, **given) -> Excel:
        return Excel(texts=BUTTON_TEXTS, **given)

    @pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
    @pytest.mark.parametrize("ending", ["", "Ribbon"])
    def test_its_action_on_the_open_workbook(self, action, ending):
        excel = self.excel(exit_codes={"pythonw": 0})
        excel.press(action.macro + ending)
        options = '--wb="部门 预算.xlsm" --from_xl=1 --hwnd=197842'
        assert excel.ran == [f'"pythonw" -m xltools.buttons {action.name} {options}']
        assert (excel.said, excel.saved) == ([], 0)

    @pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
    def test_with_the_addin_of_xlwings(self, action):
        excel = self.excel(has_addin=True)
        excel.press(action.macro)
        code = f"import xltools.buttons; xltools.buttons.{action.name}()"
        assert excel.ran == [f"xlwings.xlam!RunPython: {code}"]
        assert excel.said == []

    def test_the_addin_finds_no_xltools(self):
        excel = self.excel(has_addin=True, exit_codes={"xlwings.xlam!RunPython": -1})
        excel.press(PRESSED)
        assert excel.said == [BUTTON_TEXTS["xltools_no_python"]]

    @pytest.mark.parametrize("folder", [r"C:\Program Files\WPS Office\office6", r"D:\Kingsoft\et"])
    def test_in_wps_the_saved_file(self, folder):
        excel = self.excel(program=folder, exit_codes={"pythonw": 0})
        excel.press(PRESSED)
        file = r"D:\预算 公开\部门 预算.xlsm"
        assert excel.ran == [f'"pythonw" -m xltools.buttons mark --file="{file}"']
        assert excel.saved == 1

    def test_python_is_the_one_that_was_set(self):
        variable, setting = r"D:\工 具\python.exe", r"C:\a b\pythonw.exe"
        codes = {variable: 0, setting: 0, "pythonw": 0}
        settings = {("xltools", "python", "path"): setting}
        excel = self.excel(exit_codes=codes, settings=settings)
        excel.press(PRESSED)
        assert excel.ran[0].startswith(f'"{setting}" -m ')
        excel = self.excel(exit_codes=codes, settings=settings, environment={"XLTOOLS_PYTHON": variable})
        excel.press(PRESSED)
        assert excel.ran[0].startswith(f'"{variable}" -m ')

    def test_python_without_pythonw(self):
        excel = self.excel(exit_codes={"python": 0})
        excel.press(PRESSED)
        assert [line.split()[0] for line in excel.ran] == ['"python"']
        assert excel.said == []

    def test_where_activex_is_blocked(self):
        excel = self.excel(allows_activex=False, exit_codes={"pythonw": 0})
        excel.press(PRESSED)
        assert len(excel.ran) == 1
        assert excel.said == []

    @pytest.mark.parametrize("codes", [{}, {"pythonw": 1}, {"pythonw": 9009, "python": 9009}])
    @pytest.mark.parametrize("allows_activex", [True, False])
    def test_python_or_xltools_missing(self, codes, allows_activex):
        """Where nothing waits for Python only its being there at all can be told."""
        excel = self.excel(exit_codes=codes, allows_activex=allows_activex)
        excel.press(PRESSED)
        missing = [BUTTON_TEXTS["xltools_no_python"]]
        assert excel.said == (missing if allows_activex or not codes else [])

    def test_what_python_told_is_not_told_again(self):
        excel = self.excel(exit_codes={"pythonw": 3})
        excel.press(PRESSED)
        assert len(excel.ran) == 1
        assert excel.said == []

    def test_a_workbook_never_saved(self):
        excel = self.excel(folder="", workbook="工作簿1", exit_codes={"pythonw": 0})
        excel.press(PRESSED)
        assert excel.ran == []
        assert excel.said == [BUTTON_TEXTS["xltools_save_first"]]


class TestFilled:
    """What the tasks make of a workbook with macros."""

    def test_from_a_folder(self, filled, tmp_path):
        assert has_all_macros(filled)
        plain = xltools.fill(sample_path(), tmp_path / "公开.xlsx").path
        assert cached_values(filled) == cached_values(plain)

    def test_in_place(self, filled, tmp_path):
        again = tmp_path / "again.xlsm"
        again.write_bytes(filled.read_bytes())
        xltools.fill(again, again)
        assert again.read_bytes() == filled.read_bytes()

    def test_a_plain_workbook_gets_macros(self, filled, tmp_path):
        plain = xltools.fill(sample_path(), tmp_path / "公开.xlsx").path
        given = xltools.fill(plain, tmp_path / "公开.xlsm").path
        assert has_all_macros(given)
        assert cached_values(given) == cached_values(filled)

    def test_so_does_a_template_of_ones_own(self, tmp_path):
        own = tmp_path / "我的模板.xlsx"
        own.write_bytes(template_path().read_bytes())
        assert has_all_macros(xltools.fill(sample_path(), tmp_path / "公开.xlsm", template=own).path)

    def test_a_plain_workbook_of_one_with_macros_holds_none(self, filled, tmp_path):
        plain = xltools.fill(filled, tmp_path / "公开.xlsx").path
        assert not {"xl/vbaProject.bin", "customUI/customUI.xml"} & set(parts(plain))
        assert buttons(plain) == []
        assert cached_values(plain) == cached_values(filled)
        assert has_all_macros(xltools.fill(plain, tmp_path / "公开.xlsm").path)

    @pytest.mark.parametrize("task", ["targets", "mark", "clear"])
    def test_tasks_in_place_keep_macros(self, filled, tmp_path, task):
        copy = tmp_path / "公开 2025.xlsm"
        copy.write_bytes(filled.read_bytes())
        getattr(xltools, task)(copy)
        assert has_all_macros(copy)

    def test_marks_and_buttons_on_one_sheet(self, filled, tmp_path):
        """A note shares the drawing of the buttons; taking it away leaves them."""
        from xltools.office.notes import add_notes, clear_notes
        from xltools.office.workbook import Workbook

        workbook = Workbook.open(filled)
        before = parts(filled)["xl/drawings/vmlDrawing1.vml"]
        assert add_notes(workbook, console.SHEET, {(2, 2): "应为 1.00"}) == []
        noted = workbook.save(tmp_path / "noted.xlsm")
        drawing = parts(noted)["xl/drawings/vmlDrawing1.vml"]
        assert drawing.count(b'ObjectType="Note"') == 1
        assert drawing.count(b'ObjectType="Button"') == len(ACTIONS)
        workbook = Workbook.open(noted)
        clear_notes(workbook)
        cleared = workbook.save(tmp_path / "cleared.xlsm")
        assert parts(cleared)["xl/drawings/vmlDrawing1.vml"] == before

    def test_excel_opens_them_without_repair(self, open_xml_validator, built, filled, tmp_path):
        plain = xltools.fill(filled, tmp_path / "公开.xlsx").path
        given = xltools.fill(plain, tmp_path / "公开.xlsm").path
        files = [template_path(".xlsm"), built, filled, plain, given]
        assert open_xml_validator.validate(files) == {file: [] for file in files}
