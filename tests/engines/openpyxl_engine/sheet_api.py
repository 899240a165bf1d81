"""Excel's Worksheet: protection, and ranges as native objects."""

from typing import TYPE_CHECKING, Any

from openpyxl.utils.protection import hash_password
from openpyxl.worksheet.protection import SheetProtection

from engines.openpyxl_engine.errors import ExcelError
from engines.openpyxl_engine.native import Native
from engines.openpyxl_engine.range_api import RangeApi

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet

# The parameters of Worksheet.Protect, and what the file calls them; True in the file means locked.
_PERMISSIONS = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}
_WRONG_PASSWORD = (
    "The password you supplied is not correct. Verify that the CAPS LOCK key is off and be sure to use the "
    "correct capitalization."
)


class SheetApi(Native):
    """A Worksheet; members have Excel's names and meaning."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def _stored(self) -> Any:
        return self._sheet.worksheet.protection

    @property
    def Name(self) -> str:  # noqa: N802
        return self._sheet.name

    @property
    def CodeName(self) -> str:  # noqa: N802
        return self._sheet.worksheet.sheet_properties.codeName or ""

    @property
    def Visible(self) -> int:  # noqa: N802
        return self._sheet.visible

    @Visible.setter
    def Visible(self, value: int) -> None:  # noqa: N802
        self._sheet.visible = value

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return bool(self._stored.sheet)

    @property
    def ProtectDrawingObjects(self) -> bool:  # noqa: N802
        return bool(self._stored.sheet and self._stored.objects)

    @property
    def ProtectScenarios(self) -> bool:  # noqa: N802
        return bool(self._stored.sheet and self._stored.scenarios)

    @property
    def ProtectionMode(self) -> bool:  # noqa: N802
        """Whether only the user is kept out (UserInterfaceOnly); not kept in the file."""
        return self.ProtectContents and self._sheet.worksheet in self._sheet.book.unlocked_for_code

    @property
    def Protection(self) -> "ProtectionApi":  # noqa: N802
        return ProtectionApi(self._stored)

    def Protect(  # noqa: N802
        self,
        Password: str | None = None,  # noqa: N803
        DrawingObjects: bool = True,  # noqa: N803
        Contents: bool = True,  # noqa: N803
        Scenarios: bool = True,  # noqa: N803
        UserInterfaceOnly: bool = False,  # noqa: N803
        AllowFormattingCells: bool = False,  # noqa: N803
        AllowFormattingColumns: bool = False,  # noqa: N803
        AllowFormattingRows: bool = False,  # noqa: N803
        AllowInsertingColumns: bool = False,  # noqa: N803
        AllowInsertingRows: bool = False,  # noqa: N803
        AllowInsertingHyperlinks: bool = False,  # noqa: N803
        AllowDeletingColumns: bool = False,  # noqa: N803
        AllowDeletingRows: bool = False,  # noqa: N803
        AllowSorting: bool = False,  # noqa: N803
        AllowFiltering: bool = False,  # noqa: N803
        AllowUsingPivotTables: bool = False,  # noqa: N803
    ) -> None:
        """As Excel: what is not allowed by name is forbidden, also where the sheet was protected before.

        Raises ExcelError where it was protected with another password.
        """
        given = locals()
        former = self._stored
        self._check_password(Password)
        self._sheet.book.before_change(keeps_results=True)
        locked: dict[str, Any] = {stored: not given[name] for name, stored in _PERMISSIONS.items()}
        renewed = SheetProtection(objects=DrawingObjects, scenarios=Scenarios, **locked)
        if Password:
            renewed.set_password(Password)
        renewed.sheet = Contents
        if former.sheet and former.password:
            renewed.set_password(former.password, already_hashed=True)
        self._sheet.worksheet.protection = renewed
        if UserInterfaceOnly:
            self._sheet.book.unlocked_for_code.add(self._sheet.worksheet)
        else:
            self._sheet.book.unlocked_for_code.discard(self._sheet.worksheet)

    def Unprotect(self, Password: str | None = None) -> None:  # noqa: N802, N803
        """Raises ExcelError where the sheet has a password and it is not this one."""
        if not self._stored.sheet:
            return
        self._check_password(Password)
        self._sheet.book.before_change(keeps_results=True)
        self._sheet.worksheet.protection = SheetProtection()
        self._sheet.book.unlocked_for_code.discard(self._sheet.worksheet)

    def _check_password(self, password: str | None) -> None:
        stored = self._stored
        if not stored.sheet:
            return
        if stored.hashValue:
            raise NotImplementedError("a sheet protected with a modern password")
        if stored.password and hash_password(password or "") != stored.password:
            raise ExcelError(_WRONG_PASSWORD)

    def Range(self, cell1: str, cell2: str | None = None) -> RangeApi:  # noqa: N802
        return RangeApi(self._sheet.range(cell1, cell2))

    def Cells(self, row: int, column: int) -> RangeApi:  # noqa: N802
        return RangeApi(self._sheet.range((row, column)))

    def Activate(self) -> None:  # noqa: N802
        self._sheet.activate()


class ProtectionApi(Native):
    """What a protected sheet still allows, by the names of the parameters of Worksheet.Protect."""

    def __init__(self, stored: SheetProtection) -> None:
        self._stored = stored

    def __getattr__(self, name: str) -> Any:
        if name in _PERMISSIONS:
            return not getattr(self._stored, _PERMISSIONS[name])
        return super().__getattr__(name)
