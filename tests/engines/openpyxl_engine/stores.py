"""openpyxl's objects, typed loosely: the engine works on attributes that their stubs leave out."""

from typing import Any, TypeAlias

Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any
Cell: TypeAlias = Any
Rule: TypeAlias = Any
