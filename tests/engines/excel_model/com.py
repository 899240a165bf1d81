"""The COM border: a `CDispatch` before each object of the model, which answers as pywin32's does, and the
`com_error` Excel's refusals arrive as. A member the model does not have raises NotImplementedError: what is not
simulated must fail a test, never pass it silently."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any

from pyopenvba.exceptions import PyOpenVBAError, VBARuntimeError, VBAUnsupportedError
from pyopenvba.interpreter import _values as vba

from .conversion import to_model, to_python

DISP_E_EXCEPTION = -2147352567
RPC_E_CALL_REJECTED = -2147418111
#: What Excel's own exceptions carry: 0x800A03EC, "application-defined or object-defined error".
EXCEL_ERROR = -2146827284
#: What setting a property meets while a cell is being edited: VBA_E_IGNORE.
VBA_E_IGNORE = -2146777998
_ARGUMENT_NOT_OPTIONAL = 449
#: A client that asks again this often would ask for ever.
_PATIENCE = 2000


class com_error(Exception):  # noqa: N801, N818  (pywin32's name)
    """pywintypes.com_error: hresult, strerror, excepinfo and argerror, also as its args."""

    def __init__(self, hresult: int, strerror: str, excepinfo: Any = None, argerror: Any = None) -> None:
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult = hresult
        self.strerror = strerror
        self.excepinfo = excepinfo
        self.argerror = argerror


class NeverAnswers(BaseException):
    """Excel stays busy and the client keeps asking: in life the program would hang here."""


class Busy:
    """Whether Excel takes calls now. `rejecting` calls are turned away; -1 turns away every one, as Excel does
    while a cell is being edited or a dialog is open."""

    def __init__(self) -> None:
        self.rejecting = 0
        self._turned_away = 0

    def meet(self, *, setting: bool) -> None:
        if not self.rejecting:
            self._turned_away = 0
            return
        self.rejecting -= self.rejecting > 0
        self._turned_away += 1
        if self._turned_away > _PATIENCE:
            raise NeverAnswers(f"Excel turned {_PATIENCE} calls away and the client still asks")
        if setting:
            raise com_error(DISP_E_EXCEPTION, "Exception occurred.", (0, None, None, None, 0, VBA_E_IGNORE))
        raise com_error(RPC_E_CALL_REJECTED, "Call was rejected by callee.")


BUSY = Busy()


class CDispatch:
    """A pointer to one object of the model, late bound as pywin32's."""

    def __init__(self, obj: Any) -> None:
        object.__setattr__(self, "_obj", obj)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        BUSY.meet(setting=False)
        return _member(self, self._obj, name)

    def __setattr__(self, name: str, value: Any) -> None:
        BUSY.meet(setting=True)
        _guarded(self._obj.vba_set, name, to_model(value))

    def __call__(self, *args: Any, **named: Any) -> Any:
        BUSY.meet(setting=False)
        spec = self._obj.vba_member("Item") or self._obj.vba_default_member()
        if spec is None:
            raise TypeError(f"{self._obj.vba_type_name} has no default member")
        return _call(self._obj, spec.name, args, named)

    def __iter__(self) -> Iterator[Any]:
        BUSY.meet(setting=False)
        items = _guarded(lambda: list(self._obj.vba_iterate()))
        return iter([to_python(one, CDispatch) for one in items])

    def __len__(self) -> int:
        return int(self.Count)

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CDispatch) and other._obj is self._obj

    def __hash__(self) -> int:
        return id(self._obj)

    def __repr__(self) -> str:
        return f"<COMObject {self._obj.vba_type_name}>"


def _member(pointer: CDispatch, obj: Any, name: str) -> Any:
    """What reading `pointer.name` gives: a property's value, or a bound method where it wants arguments."""
    spec = obj.vba_member(name)
    getter = spec is None and name.startswith("Get") and obj.vba_member(name[3:])
    if getter:
        return _bound(pointer, obj, getter.name)  # the spelling pywin32 gives a property with arguments
    if spec is not None and (spec.kind == "method" or _wants_arguments(spec)):
        return _bound(pointer, obj, spec.name)
    try:
        return to_python(_guarded(obj.vba_get, name), CDispatch)
    except com_error as error:
        if spec is None or getattr(error.__cause__, "number", 0) != _ARGUMENT_NOT_OPTIONAL:
            raise
    return _bound(pointer, obj, spec.name)


def _bound(pointer: CDispatch, obj: Any, name: str) -> Any:
    """A real bound method: xlwings retries those, and only those, while Excel is busy."""

    def call(_: CDispatch, *args: Any, **named: Any) -> Any:
        BUSY.meet(setting=False)
        return _call(obj, name, args, named)

    return types.MethodType(call, pointer)


def _call(obj: Any, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """COM's optional arguments: None stands for one that is not given."""
    given = [vba.MISSING if one is None else to_model(one) for one in args]
    while given and given[-1] is vba.MISSING:
        given.pop()
    words = {key: to_model(one) for key, one in named.items() if one is not None}
    return to_python(_guarded(obj.vba_get, name, given, words), CDispatch)


def _wants_arguments(spec: Any) -> bool:
    if spec.getter is None:
        return False
    parameters = list(inspect.signature(spec.getter).parameters.values())[1:]
    return any(one.default is one.empty and one.kind is not one.VAR_POSITIONAL for one in parameters)


def _guarded(function: Callable[..., Any], *args: Any) -> Any:
    """The model's run-time errors as com_error, what it does not implement as NotImplementedError."""
    try:
        return function(*args)
    except VBARuntimeError as failure:
        told = (0, "Microsoft Excel", failure.description, None, 0, EXCEL_ERROR)
        raise com_error(DISP_E_EXCEPTION, "Exception occurred.", told) from failure
    except VBAUnsupportedError as failure:
        raise NotImplementedError(str(failure)) from failure
    except (PyOpenVBAError, OSError) as failure:
        told = (0, "Microsoft Excel", str(failure), None, 0, EXCEL_ERROR)
        raise com_error(DISP_E_EXCEPTION, "Exception occurred.", told) from failure
