"""A registry of Windows that is a dictionary."""

from xltools.office.registry import Root

PLAIN_EXCEL = {
    ("HKEY_CLASSES_ROOT", r"Excel.Application\CLSID", ""): "{00024500-0000-0000-C000-000000000046}",
    ("HKEY_CLASSES_ROOT", r"Excel.Application\CurVer", ""): "Excel.Application.16",
}
SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"


class FakeRegistry:
    """Keys are compared without capitals, as Windows does it; `refuses` stands for missing rights."""

    def __init__(self, values=(), *, refuses=False):
        self._values = {}
        self._refuses = refuses
        for (root, key, name), value in dict(values).items():
            self._values[root, key.lower(), name.lower()] = (key, value)

    def value(self, root: Root, key: str, name: str = "") -> str | int | None:
        return self._values.get((root, key.lower(), name.lower()), (None, None))[1]

    def subkeys(self, root: Root, key: str) -> list[str]:
        start = key.lower() + "\\"
        found = [
            written[len(start) :].split("\\")[0]
            for (place, known, _), (written, _value) in self._values.items()
            if place == root and known.startswith(start)
        ]
        return list(dict.fromkeys(found))

    def set_text(self, key: str, name: str, value: str) -> None:
        if self._refuses:
            raise PermissionError(13, "Access is denied")
        self._values["HKEY_CURRENT_USER", key.lower(), name.lower()] = (key, value)


def user(key, name, value):
    """An entry of the person's own part."""
    return {("HKEY_CURRENT_USER", key, name): value}
