"""Stand-ins for the modules of pywin32 and the DLLs xlwings' Windows engine calls. They answer from `DESKTOP`, so
that the engine itself — finding windows, asking them for Excel, starting and ending it — runs as it stands."""

from __future__ import annotations

import ctypes
import datetime as dt
import types
from typing import Any

from .com import CDispatch, com_error
from .desktop import DESKTOP

_NEXT_WINDOW = 2
_CHILD_OFFSETS = {"XLDESK": 1, "EXCEL7": 1}


def modules() -> dict[str, types.ModuleType]:
    """The stand-ins by the name they are imported under."""
    client = _module(
        "win32com.client",
        CDispatch=CDispatch,
        CoClassBaseClass=type("CoClassBaseClass", (), {}),
        DispatchBaseClass=type("DispatchBaseClass", (), {}),
        Dispatch=_dispatch,
        DispatchEx=_start,
    )
    made = [
        _module("pywintypes", com_error=com_error, error=WindowsApiError, TimeType=dt.datetime, IID=str),
        _module(
            "win32api",
            MessageBox=lambda window, text, title, style: DESKTOP.message_box(text, title, style),
            OpenProcess=lambda access, inherit, process: process,
            TerminateProcess=lambda process, code: DESKTOP.end_process(process),
            CloseHandle=lambda process: None,
        ),
        _module(
            "win32con",
            MB_OK=0,
            MB_OKCANCEL=1,
            MB_YESNOCANCEL=3,
            MB_YESNO=4,
            MB_ICONWARNING=0x30,
            MB_ICONINFORMATION=0x40,
        ),
        _module(
            "pythoncom",
            CoInitialize=lambda: None,
            com_error=com_error,
            ole_error=com_error,
            __file__="pythoncom311.dll",
        ),
        _module("win32gui", FindWindowEx=_find_child),
        _module("win32process", GetWindowThreadProcessId=lambda window: (1, DESKTOP.process_of(window))),
        _module("win32timezone", TimeZoneInfo=types.SimpleNamespace(utc=lambda: dt.UTC)),
        client,
        _module("win32com", client=client),
        _module("xlwings._win32patch", CoClassBaseClass=client.__dict__["CoClassBaseClass"]),
    ]
    return {module.__name__: module for module in made}


def libraries() -> dict[str, Any]:
    """What the engine takes from ctypes, which Linux does not have."""
    user32 = types.SimpleNamespace(
        GetTopWindow=lambda parent: (DESKTOP.windows() or [0])[0],
        GetWindow=_window_after,
        GetForegroundWindow=lambda: (DESKTOP.windows() or [0])[0],
        SetForegroundWindow=DESKTOP.bring_forward,
        SetWindowPos=lambda window, *_: DESKTOP.bring_forward(window),
    )
    return {
        "windll": types.SimpleNamespace(user32=user32),
        "oledll": types.SimpleNamespace(
            ole32=types.SimpleNamespace(CLSIDFromString=lambda text, guid: 0),
            oleacc=types.SimpleNamespace(AccessibleObjectFromWindow=_accessible_object),
        ),
        "PyDLL": lambda path: types.SimpleNamespace(PyCom_PyObjectFromIUnknown=_object_at),
    }


class WindowsApiError(Exception):
    """pywintypes.error."""


def _module(name: str, **content: Any) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(content)
    return made


def _start(program: str) -> CDispatch:
    if program != "Excel.Application":
        raise com_error(-2147221005, "Invalid class string")
    return CDispatch(DESKTOP.start())


def _dispatch(found: Any) -> CDispatch:
    return CDispatch(found) if not isinstance(found, CDispatch) else found


def _find_child(parent: int, after: int, name: str, title: str | None) -> int:
    """Excel's window holds its desk, the desk its worksheet window."""
    if not parent or DESKTOP.application_of(parent) is None:
        raise WindowsApiError(1400, "FindWindowEx", "Invalid window handle.")
    return parent + _CHILD_OFFSETS[name]


def _window_after(window: int, direction: int) -> int:
    assert direction == _NEXT_WINDOW
    windows = DESKTOP.windows()
    place = windows.index(window) + 1
    return windows[place] if place < len(windows) else 0


def _accessible_object(window: int, kind: int, guid: Any, pointer: Any) -> int:
    """The worksheet window's native object, which only a window with a workbook in it has."""
    found = DESKTOP.application_of(window)
    if found is None or not found.workbooks_.books:
        raise OSError("AccessibleObjectFromWindow failed")
    ctypes.cast(pointer, ctypes.POINTER(ctypes.c_void_p))[0] = window
    return 0


def _object_at(pointer: Any, guid: Any, add_reference: bool) -> Any:
    return DESKTOP.application_of(pointer.value)
