"""What Excel refuses, and what this engine cannot do."""

_DISPATCH_EXCEPTION = -2147352567
_APPLICATION_ERROR = -2146827284


class ExcelError(Exception):
    """Stands where pywin32 raises com_error: the same arguments, Excel's sentence in excepinfo[2]."""

    def __init__(self, sentence: str) -> None:
        self.hresult = _DISPATCH_EXCEPTION
        self.excepinfo = (0, "Microsoft Excel", sentence, "xlmain11.chm", 0, _APPLICATION_ERROR)
        super().__init__(self.hresult, "Exception occurred.", self.excepinfo, None)

    def __str__(self) -> str:
        return str(self.excepinfo[2])


class NotCalculatedError(Exception):
    """A formula was entered in manual mode; only Excel knows its value before the next calculation."""
