"""Excel's Workbook, as far as code behind buttons needs it."""

from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.utils.protection import hash_password
from openpyxl.workbook.protection import WorkbookProtection

from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.native import Native

if TYPE_CHECKING:
    from engines.openpyxl_engine.books import Book


class BookApi(Native):
    """A Workbook; members have Excel's names and meaning."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    @property
    def Name(self) -> str:  # noqa: N802
        return self._book.name

    @property
    def FullName(self) -> str:  # noqa: N802
        return self._book.fullname

    @property
    def Path(self) -> str:  # noqa: N802
        """The folder; empty for a workbook that was never saved."""
        return str(self._book.path.parent) if self._book.path else ""

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        return self._book.read_only

    @property
    def Saved(self) -> bool:  # noqa: N802
        return self._book.saved

    @Saved.setter
    def Saved(self, value: bool) -> None:  # noqa: N802
        self._book.saved = value

    @property
    def HasVBProject(self) -> bool:  # noqa: N802
        return self._book.workbook.vba_archive is not None

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        security = self._book.workbook.security
        return bool(security and security.lockStructure)

    def SaveCopyAs(self, Filename: str) -> None:  # noqa: N802, N803
        """Write the present state, unsaved edits included; name, path and Saved stay as they are."""
        self._book.write_copy(Path(Filename).absolute())

    def Protect(  # noqa: N802
        self,
        Password: str | None = None,  # noqa: N803
        Structure: bool = False,  # noqa: N803
        Windows: bool = False,  # noqa: N803
    ) -> None:
        security = WorkbookProtection(lockStructure=Structure, lockWindows=Windows)
        if Password:
            security.set_workbook_password(Password)
        self._book.workbook.security = security

    def Unprotect(self, Password: str | None = None) -> None:  # noqa: N802, N803
        security = self._book.workbook.security
        if security and security.workbookHashValue:
            raise NotImplementedError("a workbook protected with a modern password")
        if (
            security
            and security.workbookPassword
            and hash_password(Password or "") != security.workbookPassword
        ):
            raise ExcelError(
                "The password you supplied is not correct. Verify that the CAPS LOCK key is off."
            )
        self._book.workbook.security = WorkbookProtection()
