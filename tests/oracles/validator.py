"""Microsoft's Open XML SDK validator, from npm: would Excel and Word open a file without "repairing" it?

The package runs one native process a file, about 0.7 s of a core each, as many at once as there are cores:
hand over all files of a test together. No .NET is needed. Version and driving script: tests/validator/.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oracles import MissingToolError

TIMEOUT_SECONDS = 240

_HERE = Path(__file__).resolve().parent.parent / "validator"
_EXIT_CANNOT_RUN_HERE = 3


@dataclass(frozen=True)
class OpenXmlError:
    """One complaint; part, xpath and id are empty when the file could not be opened at all."""

    kind: str  # Schema, Semantic, Package, MarkupCompatibility, Exception
    description: str
    part: str
    xpath: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.part} {self.xpath}: {self.description}"


def validate(paths: Sequence[Path]) -> dict[Path, list[OpenXmlError]]:
    """The errors of each file, none for a valid one; one of kind Exception for a file that does not open."""
    node = shutil.which("node")
    if node is None:
        raise MissingToolError("Node.js is not installed: run `make test`, which installs it or says how")
    if not (_HERE / "node_modules").is_dir():
        raise MissingToolError(
            "the Open XML validator is not installed: run `make test`, or npm ci in tests/validator"
        )
    run = subprocess.run(
        [node, str(_HERE / "validate.mjs")],
        input=json.dumps([str(path.resolve()) for path in paths]),
        # Without it the .NET runtime inside insists on the ICU libraries, which a bare machine does not have.
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
    )
    if run.returncode == _EXIT_CANNOT_RUN_HERE:
        raise MissingToolError(f"the Open XML validator has no binary for this machine: {run.stderr.strip()}")
    if run.returncode:
        raise RuntimeError(f"the Open XML validator failed: {run.stderr.strip()}")
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    return {
        path: [_error(entry) for entry in report["errors"]]
        for path, report in zip(paths, reports, strict=True)
    }


def _error(entry: dict[str, str | None]) -> OpenXmlError:
    return OpenXmlError(
        kind=entry["errorType"] or "",
        description=entry["description"] or "",
        part=entry["path"] or "",
        xpath=entry["xPath"] or "",
        id=entry["id"] or "",
    )
