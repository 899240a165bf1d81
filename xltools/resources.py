"""Files that travel with the package: the template, the sample department's inputs, launchers, the schema of
`check --json`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "data"
_CHECKOUT = _PACKAGE.parent


def template_path(suffix: str = ".xlsx") -> Path:
    """The built-in template of the 2025 form; `.xlsm`: with macros and buttons."""
    name = f"template_2025{suffix}"
    return _first(_INSTALLED / name, _CHECKOUT / "workbooks" / name)


def sample_path() -> Path:
    """The folder with the sample department's input files."""
    return _first(
        _INSTALLED / "samples" / "organization_department", _CHECKOUT / "samples" / "organization_department"
    )


def launchers_path() -> Path:
    """The folder with the launchers of the window."""
    return _first(_INSTALLED / "launchers", _CHECKOUT / "launchers")


def check_schema_path() -> Path:
    """The JSON Schema of what `check --json` prints for one file."""
    return _first(_INSTALLED / "check.schema.json", _CHECKOUT / "docs" / "check.schema.json")


def _first(*candidates: Path) -> Path:
    return next((path for path in candidates if path.exists()), candidates[-1])
