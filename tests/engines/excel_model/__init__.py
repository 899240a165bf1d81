"""An Excel for tests, without Excel: xlwings' own Windows engine (`xlwings/_xlwindows.py`) over pyOpenVBA's model of
Excel in memory, so that code written against the public API of xlwings runs on the code path its users have.

    with install() as excel:
        book = excel.open_book("预算.xlsx")
        book.sheets["表1"]["A1"].value = 1
        book.save()

The model's gaps are filled in here, each by one module; `patching` lists them. What is left out raises
NotImplementedError. Nothing of xltools is imported: this package is an oracle."""

from .engine import Alert, Excel, install

__all__ = ["Alert", "Excel", "install"]
