"""The repository as a whole: what may be committed, and the floors of the package."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from oracles import MissingToolError

ROOT = Path(__file__).resolve().parent.parent
LARGEST_FILE = 1_000_000

# Spelled in pieces, so that this file passes its own tests.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:" + "|".join(["work", "root", "home", "Users"]) + r")/")
REGISTRY_HOST = re.compile(
    r"\b(?:[\w-]+\.)*(?:"
    + "|".join(
        re.escape(".".join(labels))
        for labels in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("yarnpkg", "com"),
            ("npmmirror", "com"),
            ("taobao", "org"),
            ("deb", "debian", "org"),
            ("archive", "ubuntu", "com"),
            ("tuna", "tsinghua", "edu", "cn"),
            ("mirrors", "ustc", "edu", "cn"),
            ("mirrors", "aliyun", "com"),
            ("mirrors", "cloud", "tencent", "com"),
            ("repo", "huaweicloud", "com"),
        ]
    )
    + r")\b"
)


def tracked_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        raise MissingToolError("not a git working tree: what is committed cannot be listed")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [path for name in listing.decode().split("\0") if name and (path := ROOT / name).is_file()]


def texts(path: Path) -> dict[str, str]:
    """The text of a file, or of each part of a workbook: Excel stores the folder it saved in."""
    name = path.relative_to(ROOT).as_posix()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return {
                f"{name}!{part}": package.read(part).decode("utf-8", "replace") for part in package.namelist()
            }
    return {name: path.read_text(encoding="utf-8", errors="replace")}


def occurrences(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}: {match.group()}"
        for path in tracked_files()
        for name, text in texts(path).items()
        for match in pattern.finditer(text)
    ]


def test_no_machine_paths():
    assert occurrences(MACHINE_PATH) == []


def test_no_registry_hosts():
    assert occurrences(REGISTRY_HOST) == []


@pytest.mark.parametrize(
    ("pattern", "found", "harmless"),
    [
        (MACHINE_PATH, "open('/{}/x.csv')".format("work"), "see ./work/x, a/home/b and </root>"),
        (
            REGISTRY_HOST,
            "https://{}/simple".format(".".join(["files", "pythonhosted", "org"])),
            "pypi, npm and apt",
        ),
    ],
)
def test_the_patterns_find_what_they_should(pattern, found, harmless):
    assert pattern.search(found)
    assert not pattern.search(harmless)


def test_macro_sources_are_ascii():
    """The VBA editor reads a .bas in the code page of the PC: Chinese turns into question marks."""
    macros = [path for path in tracked_files() if path.suffix.lower() == ".bas"]
    assert [path.name for path in macros if not path.read_bytes().isascii()] == []


def test_no_large_files_but_the_workbooks():
    large = [path for path in tracked_files() if path.stat().st_size > LARGEST_FILE]
    assert [path for path in large if path.parent != ROOT / "workbooks"] == []


def test_the_lock_file_pins_every_version_and_names_no_host():
    validator = ROOT / "tests" / "validator"
    wanted = json.loads((validator / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((validator / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    del locked[""]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, entry in locked.items() if "version" not in entry or "resolved" in entry] == []


def test_imports_only_go_down():
    """The contracts are in pyproject.toml; a module that stands on no floor breaks them too."""
    run = "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(no_cache=True))"
    result = subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_change_log_begins_with_the_version():
    log = ROOT / "CHANGELOG.md"
    if not log.exists():
        pytest.skip("no CHANGELOG.md yet")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    entries = re.findall(r"^## \[?v?(\d[\w.]*)", log.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert entries[:1] == [version]
