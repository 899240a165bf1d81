"""Excel on Windows as the macros see it, around pyOpenVBA's VBA interpreter: another reading of VBA than LibreOffice's.

Nothing is started: what the macros would run is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import HostBridge, Interpreter, VBAObject
from pyopenvba.interpreter._runtime import UNRESOLVED  # no public name for "not mine"

MACROS = Path(__file__).resolve().parent.parent / "macros" / "xltools.bas"
NO_SUCH_FILE, NOT_FOUND, REFUSED = 53, 9, 429
Member = object | Callable[..., object]


class Thing(VBAObject):
    """An object whose members are given: a function is called with the arguments, anything else is the value."""

    def __init__(self, **members: Member) -> None:
        self.members = {name.lower(): value for name, value in members.items()}

    def vba_get(self, name: str, args: list[object], named: dict[str, object]) -> object:
        if name.lower() not in self.members:
            raise VBARuntimeError(438, f"no member {name}")
        value = self.members[name.lower()]
        return value(*args) if callable(value) else value


@dataclass
class Excel:
    """One session: the program, the workbook, the computer; then what was run and said."""

    workbook: str = "部门 预算.xlsm"
    folder: str = r"D:\预算 公开"
    program: str = r"C:\Program Files\Microsoft Office\root\Office16"
    texts: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    exit_codes: Mapping[str, int] = field(default_factory=dict)
    """By program; one that is not here does not exist."""
    has_addin: bool = False
    allows_activex: bool = True
    ran: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    saved: int = 0

    def press(self, macro: str) -> None:
        """Runs a macro of macros/xltools.bas, as a click on its button does."""
        interpreter = Interpreter(_Host(self))
        for name, function in self._functions().items():
            interpreter._intrinsics[name] = function
        interpreter.add_module(MACROS.read_text(encoding="ascii"))
        interpreter.run(macro, [Thing()] if macro.endswith("Ribbon") else [])
        self.said += [prompt for _, prompt, _, _ in interpreter.dialogs]

    def objects(self) -> dict[str, object]:
        names = lambda name: Thing(RefersTo=f'="{self.texts[name]}"')  # noqa: E731
        return {
            "application": Thing(
                Name="Microsoft Excel",
                Path=self.program,
                PathSeparator="\\",
                OperatingSystem="Windows (64-bit) NT 10.00",
                Hwnd=197_842,
                Run=self._run_python,
            ),
            "thisworkbook": Thing(
                Name=self.workbook, Path=self.folder, Saved=False, Save=self._save, Names=names
            ),
        }

    def workbooks(self, name: str) -> object:
        if name == "xlwings.xlam" and self.has_addin:
            return Thing(Name=name)
        raise VBARuntimeError(NOT_FOUND, "Subscript out of range")

    def create(self, type_name: str) -> object:
        if type_name == "WScript.Shell" and self.allows_activex:
            return Thing(Run=lambda line, style, wait: self.start(str(line)))
        raise VBARuntimeError(REFUSED, "ActiveX component can't create object")

    def start(self, line: str) -> int:
        program = line.split('"')[1]
        if program not in self.exit_codes:
            raise VBARuntimeError(NO_SUCH_FILE, "File not found")
        self.ran.append(line)
        return self.exit_codes[program]

    def _run_python(self, macro: str, code: str) -> object:
        self.ran.append(f"{macro}: {code}")
        return self.exit_codes.get(macro, 0)

    def _save(self) -> object:
        self.saved += 1
        return None

    def _functions(self) -> dict[str, Callable[..., object]]:
        def setting(_: object, args: list[object], named: object) -> object:
            return self.settings.get(tuple(map(str, args)), "")  # type: ignore[arg-type]

        return {
            "environ": lambda _, args, named: self.environment.get(str(args[0]), ""),
            "getsetting": setting,
            "shell": lambda _, args, named: self.start(str(args[0])),
            "filedatetime": lambda _, args, named: "2025-01-20 10:00:00",
            "filelen": lambda _, args, named: 1000,
            "createobject": lambda _, args, named: self.create(str(args[0])),
        }


class _Host(HostBridge):
    def __init__(self, excel: Excel) -> None:
        self._excel = excel
        self._objects = excel.objects()

    def global_object(self, name: str) -> object:
        return self._objects.get(name.lower(), UNRESOLVED)

    def has_global_member(self, name: str) -> bool:
        return name.lower() == "workbooks"

    def call_global(self, name: str, args: list[object], named: dict[str, object]) -> object:
        return self._excel.workbooks(str(args[0]))
