"""What every test may use: the oracles as fixtures, and what happens where a program they need is missing."""

import hashlib
import os
from collections.abc import Generator
from types import ModuleType

import pytest

from oracles import MissingToolError, quick_merging

pytest_plugins = ["pytester"]
quick_merging.install()


@pytest.fixture(scope="session")
def libreoffice() -> ModuleType:
    """`oracles.libreoffice`; the test skips without LibreOffice, and fails on CI."""
    from oracles import libreoffice

    libreoffice.soffice()
    return libreoffice


@pytest.fixture(scope="session")
def open_xml_validator() -> ModuleType:
    """`oracles.validator`; the test skips without Node.js and the npm package, and fails on CI."""
    from oracles import validator

    validator.validate([])
    return validator


@pytest.fixture(autouse=True)
def _state_of_its_own(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent is remembered for each user: no test may send, or not send, because of another one."""
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state" / name))


def _skip_unless_ci(missing: MissingToolError) -> None:
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(str(missing))
    raise missing


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    try:
        return (yield)
    except MissingToolError as missing:
        return _skip_unless_ci(missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    try:
        return (yield)
    except MissingToolError as missing:
        return _skip_unless_ci(missing)
