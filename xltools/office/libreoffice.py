"""LibreOffice as a helper program: in a throw-away profile, without macros, for a limited time."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from xltools.office.libreoffice_fonts import with_fonts

TIME_LIMIT = 60.0
"""Seconds for one document: a slow computer takes half of them to start the program."""
COMPUTING_LIMIT = 15
"""Seconds of a processor for calculating one workbook, where the system can limit them; the largest takes five."""
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
"""Recalculate always, run no macro, follow no link to another file."""


def find_soffice() -> str | None:
    """The program, on the path or where its installers put it."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    folders = (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMFILES(X86)"))
    # On Windows soffice.exe does not answer on the console; soffice.com does.
    places = [Path(folder, "LibreOffice", "program", "soffice.com") for folder in folders if folder]
    places.append(Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"))
    return next((str(place) for place in places if place.exists()), None)


def recalculated(data: bytes, time_limit: float = TIME_LIMIT) -> bytes | None:
    """An .xlsx with every formula calculated anew; None if LibreOffice is absent, fails or takes too long."""
    return converted(data, "xlsx", "xlsx:Calc MS Excel 2007 XML", time_limit, COMPUTING_LIMIT)


def converted(
    data: bytes, suffix: str, target: str, time_limit: float = TIME_LIMIT, computing_limit: int | None = None
) -> bytes | None:
    """A document converted; None if LibreOffice is absent, fails or takes too long.

    Args:
        suffix: of the document given, without a dot.
        target: what LibreOffice calls the format wanted: `pdf`, `xlsx:Calc MS Excel 2007 XML`.
        time_limit: seconds to wait.
        computing_limit: seconds of a processor, not limited on Windows.
    """
    program = find_soffice()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="xltools-soffice-", ignore_cleanup_errors=True) as folder:
        user = Path(folder, "profile", "user")
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_REGISTRY, encoding="utf-8")
        source, out = Path(folder, f"document.{suffix}"), Path(folder, "out")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--convert-to", target),
            *("--outdir", str(out), str(source)),
        ]
        if computing_limit is not None and os.name == "posix":
            command = ["/bin/sh", "-c", f'ulimit -t {computing_limit}; exec "$@"', "sh", *command]
        result = out / f"document.{target.partition(':')[0]}"
        return (
            result.read_bytes()
            if _run(command, with_fonts(Path(folder)), time_limit) and result.exists()
            else None
        )


def _run(command: list[str], environment: dict[str, str], time_limit: float) -> bool:
    """Whether the program ended well and in time."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(time_limit) == 0
    except BaseException as interruption:
        _kill(process)
        if isinstance(interruption, subprocess.TimeoutExpired):
            return False
        raise


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The program and those it has started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            # soffice.com only starts soffice.bin; ending it alone would leave the other behind.
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            process.kill()
    process.wait()
