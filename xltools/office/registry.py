"""The registry of Windows: what Excel may do, and where VBA's GetSetting looks."""

from __future__ import annotations

import sys
from typing import Literal, Protocol

Root = Literal["HKEY_CURRENT_USER", "HKEY_CLASSES_ROOT"]


class Registry(Protocol):
    """As much of a registry as is needed here; another one stands in for it where there is no Windows."""

    def value(self, root: Root, key: str, name: str = "") -> str | int | None:
        """A value of a key, its default value for no name; None where it is not there or may not be read."""

    def subkeys(self, root: Root, key: str) -> list[str]:
        """The names of the keys below a key; none where it is not there."""

    def set_text(self, key: str, name: str, value: str) -> None:
        """Sets a value of HKEY_CURRENT_USER; makes the key.

        Raises:
            OSError: the system does not allow it.
        """


def system_registry() -> Registry | None:
    """The registry of this computer; None on other systems than Windows."""
    if sys.platform != "win32":
        return None
    import winreg

    class WindowsRegistry:
        def value(self, root: Root, key: str, name: str = "") -> str | int | None:
            try:
                with winreg.OpenKey(getattr(winreg, root), key) as opened:
                    found, kind = winreg.QueryValueEx(opened, name)
            except OSError:
                return None
            if kind == winreg.REG_EXPAND_SZ:
                return winreg.ExpandEnvironmentStrings(found)
            return found if isinstance(found, str | int) else None

        def subkeys(self, root: Root, key: str) -> list[str]:
            try:
                with winreg.OpenKey(getattr(winreg, root), key) as opened:
                    return [winreg.EnumKey(opened, index) for index in range(winreg.QueryInfoKey(opened)[0])]
            except OSError:
                return []

        def set_text(self, key: str, name: str, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    return WindowsRegistry()
