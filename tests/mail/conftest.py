"""What the tests of mail share."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")


@pytest.fixture(autouse=True)
def _no_password_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say themselves where a password comes from."""
    monkeypatch.delenv("XLTOOLS_SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def journal() -> Iterator[Path]:
    """Where a journal may be kept: in memory if there is such a folder, for it waits for the disk at every step."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder, "mail.sqlite")
