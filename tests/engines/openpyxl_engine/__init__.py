"""An xlwings engine over openpyxl: the public xlwings API without Excel, behaving as Excel does.

    with install() as excel:
        book = excel.open_book(path)
        book.set_mock_caller()
        before = excel.state()
        ...
        assert excel.state() == before

What the engine lacks raises NotImplementedError, what Excel would refuse ExcelError (where pywin32 raises
com_error, with the same arguments). Results of formulas are those cached in the file, or LibreOffice's; nothing
is calculated here. A formula entered in manual mode has no result before the next calculation
(NotCalculatedError), though Excel calculates it once.

Excel's traps are there: text that looks like a number, formulas of conditional formats and validations relative
to the active cell, an edit that ends the copy mode, permissions of protected sheets.
Not there: autofit, tables, shapes, pictures, filters, array formulas, inserting cells other than whole rows.
openpyxl does not keep everything of a file (form controls, threaded comments, extensions): what a saved copy
has lost there says nothing about Excel.
"""

from engines.openpyxl_engine.application import Alert
from engines.openpyxl_engine.errors import ExcelError, NotCalculatedError
from engines.openpyxl_engine.session import Excel, install

__all__ = ["Alert", "Excel", "ExcelError", "NotCalculatedError", "install"]
