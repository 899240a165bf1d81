"""LibreOffice in a virtual screen: workbooks opened, buttons clicked, dialogues read.

Xvfb is the screen, xdotool the mouse, UNO (spoken by `uno_server.py`) tells where the buttons are.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from desktop import Desktop, desktop
from oracles import MissingToolError
from oracles.libreoffice import soffice
from oracles.office_process import running

WAIT_SECONDS = 150
_CLICKS, _PATIENCE_SECONDS = 3, 45
"""LibreOffice at times sees a click and not its end; a second one while the first is at work does nothing."""
WIDTH, HEIGHT = 1700, 1000
_SERVER = Path(__file__).with_name("uno_server.py")
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document">
<prop oor:name="WarnAlienFormat" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Filter/Import/VBA">
<prop oor:name="Load" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Filter/Import/VBA">
<prop oor:name="Executable" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
T = TypeVar("T")


def wait_for(what: str, probe: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
    """The first answer of `probe` that is not empty or False.

    Raises:
        TimeoutError: none came in time.
    """
    end = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.3)


class OfficeWindow:
    """A running LibreOffice with one workbook open at a time."""

    def __init__(self, screen: Desktop, server: subprocess.Popen[str], run_folder: Path) -> None:
        self.screen = screen
        self._server = server
        self._run_folder = run_folder
        assert self._answer() == "ready"

    def ask(self, request: str, *arguments: object) -> Any:
        """An answer of uno_server.Server.

        Raises:
            RuntimeError: LibreOffice refused.
        """
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps([request, *arguments]) + "\n")
        self._server.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._server.stdout is not None
        if not select.select([self._server.stdout], [], [], WAIT_SECONDS)[0]:
            raise RuntimeError("LibreOffice does not answer")
        line = self._server.stdout.readline()
        if not line:
            raise RuntimeError("LibreOffice is gone")
        reply = json.loads(line)
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply["answer"]

    def wait_for(self, what: str, probe: Callable[[], T]) -> T:
        """`wait_for`, with a picture of the screen where it takes too long."""
        try:
            return wait_for(what, probe)
        except TimeoutError as error:
            picture = Path(tempfile.gettempdir(), f"xltools-click-{os.getpid()}.png")
            self.screen.screenshot(picture)
            raise TimeoutError(f"{error}; the screen: {picture}") from error

    @contextlib.contextmanager
    def workbook(self, path: Path, *, as_template: bool = False) -> Iterator[None]:
        """A workbook open, its first sheet on top and its buttons on the screen; closed without saving."""
        self.ask("open", path.resolve().as_uri(), WIDTH, HEIGHT, as_template)
        try:
            self.wait_for("the buttons on the screen", self._are_buttons_placed)
            yield
        finally:
            self.ask("close")

    def _are_buttons_placed(self) -> bool:
        """On the screen, each elsewhere, and no longer moving."""
        before = self.buttons()
        self.ask("settle")
        places = {(button["x"], button["y"]) for button in before}
        shown = len(places) == len(before) > 0 and all(x > 0 and y > 0 for x, y in places)
        return shown and self.buttons() == before

    def buttons(self) -> list[dict[str, Any]]:
        """Name, caption, macros and place on the screen of each button on the sheet that is shown."""
        found: list[dict[str, Any]] = self.ask("buttons")
        return found

    def click(self, caption: str) -> None:
        """Presses a button with the mouse, once more where nothing comes of it: every button ends in a message."""
        for _ in range(_CLICKS - 1):
            self._click(caption)
            with contextlib.suppress(TimeoutError):
                wait_for("a message", lambda: self._windows("xltools"), _PATIENCE_SECONDS)
                return
        self._click(caption)

    def _click(self, caption: str) -> None:
        # Without a window manager nobody gives the focus back when another window closes, and then the release of
        # the mouse is lost.
        for window in self._windows("LibreOffice Calc"):
            self._xdotool("windowfocus", window, check=False)
        (button,) = (each for each in self.buttons() if each["caption"] == caption)
        # The button has to see the mouse come before it is pressed.
        for x, y in ((2, 2), (button["x"], button["y"])):
            self.screen.tool("mousemove", x, y)
            self.ask("settle")
            time.sleep(0.5)
        self.screen.tool("click", 1)

    def wait_for_macro(self) -> None:
        """Closes what Python says, once it says it, and waits until the macro has taken Python's exit code away."""
        self.wait_for("what Python says", lambda: self._windows("xltools"))
        before = self._run_folder.stat().st_mtime_ns

        def is_done() -> bool:
            self.close_windows("xltools")
            is_empty = not any(self._run_folder.glob("xltools-*"))
            return is_empty and self._run_folder.stat().st_mtime_ns != before

        self.wait_for("the end of the macro", is_done)

    def message(self, title: str) -> str:
        """The words of a dialogue of LibreOffice's with that title, once it is open; it is closed."""

        self.wait_for(f"the message “{title}”", lambda: self._windows(title))
        said = self.wait_for(f"the words of “{title}”", lambda: self.ask("message", title))
        self.wait_for(f"“{title}” closed", lambda: not self.close_windows(title))
        return "\n".join(said)

    def close_windows(self, title: str) -> bool:
        """Presses Esc in the windows with that in their title; whether there were any.

        Not Return: one too many would press the button that was clicked once more.
        """
        windows = self._windows(title)
        for window in windows:
            self._xdotool("windowfocus", window, "key", "--window", window, "Escape", check=False)
        return bool(windows)

    def _windows(self, title: str) -> list[str]:
        return self._xdotool("search", "--onlyvisible", "--name", title, check=False).split()

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        environment = os.environ | self.screen.environment
        run = subprocess.run(
            ["xdotool", *arguments], env=environment, check=check, timeout=60, capture_output=True, text=True
        )
        return run.stdout


@contextlib.contextmanager
def office_window(environment: Mapping[str, str]) -> Iterator[OfficeWindow]:
    """LibreOffice on a screen of its own, with these variables besides the usual ones.

    Raises:
        MissingToolError: a program it takes is not installed.
    """
    program, python = soffice(), _python_with_uno()
    pipe = f"xltools{uuid.uuid4().hex}"
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="xltools-click-", ignore_cleanup_errors=True)
        )
        user, run_folder = Path(folder, "user"), Path(folder, "run")
        user.mkdir()
        run_folder.mkdir(mode=0o700)
        (run_folder / "dconf").mkdir()
        (user / "registrymodifications.xcu").write_text(_REGISTRY, encoding="utf-8")
        screen = stack.enter_context(desktop(Path(folder), (WIDTH, HEIGHT)))
        settings = os.environ | {
            "LC_ALL": "C.UTF-8",  # a file name is passed on in the encoding of the locale
            **screen.environment,
            "SAL_USE_VCLPLUGIN": "gen",
            "XDG_RUNTIME_DIR": str(run_folder),
            **environment,
        }
        command = [str(program), f"-env:UserInstallation={Path(folder).as_uri()}", "--norestore", "--nologo"]
        command += ["--nodefault", f"--accept=pipe,name={pipe};urp;"]
        stack.enter_context(
            running(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        server = stack.enter_context(
            running(
                [python, str(_SERVER), pipe],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        window = OfficeWindow(screen, server, run_folder)
        yield window
        with contextlib.suppress(RuntimeError, OSError):
            window.ask("terminate")


def _python_with_uno() -> str:
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3")):
        if python and subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0:
            return python
    raise MissingToolError("python3-uno is not installed: run `make test`, which installs it or says how")
