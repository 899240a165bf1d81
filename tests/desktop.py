"""A desktop nobody sees: an X server in memory, the window of `xltools open` on it, a real mouse and keyboard.

What the window holds is asked by Tk's own `send`, from another process, so the program under test is the real one.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any

from command_line import ROOT
from oracles import MissingToolError

PATIENCE = 60.0
"""Seconds after which something that was to happen counts as not happening."""
_FINDERS = """
proc all {{w .}} {set found [list $w]; foreach c [winfo children $w] {lappend found {*}[all $c]}; return $found}
proc shown {class} {
    set found {}
    foreach w [all] {if {[winfo class $w] eq $class && [winfo viewable $w]} {lappend found $w}}
    return $found
}
proc words {class} {
    set found {}
    foreach w [shown $class] {lappend found [$w cget -text]}
    return $found
}
proc area {w} {list [winfo rootx $w] [winfo rooty $w] [winfo width $w] [winfo height $w]}
proc button {text} {
    foreach w [shown TButton] {if {[string match "$text*" [$w cget -text]]} {return $w}}
    error "no such button"
}
"""
"""Defined in the window's own interpreter; they look and change nothing."""
_PEER = """
import json, sys, tkinter
root = tkinter.Tk(baseName="asker"); root.withdraw()
for line in sys.stdin:
    try:
        answer = [True, root.tk.splitlist(root.send("xltools", json.loads(line)))]
    except tkinter.TclError as error:
        answer = [False, str(error)]
    print(json.dumps(answer), flush=True)
"""


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    """The first true answer of a condition."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"did not happen: {what}")


@contextlib.contextmanager
def desktop(folder: Path, size: tuple[int, int], dpi: int = 96) -> Iterator[Desktop]:
    """A screen of a size in pixels; its lock and its socket go with it."""
    if sys.platform in ("darwin", "win32"):
        raise MissingToolError("窗口的测试要用 Xvfb，只在 Linux 上运行")
    for program in ("Xvfb", "xdotool", "xwd"):
        if shutil.which(program) is None:
            raise MissingToolError(f"没有 {program}；安装：sudo apt install xvfb xdotool x11-apps")
    if util.find_spec("_tkinter") is None:
        raise MissingToolError("这个 Python 没有 tkinter；安装：sudo apt install python3-tk")
    authority = folder / "Xauthority"
    authority.write_bytes(_authority(secrets.token_bytes(16)))
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size[0]}x{size[1]}x24"),
            *("-dpi", str(dpi), "-nolisten", "tcp", "-auth", str(authority)),
        ],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as announced:
            number = announced.readline().strip()
        assert number, "Xvfb did not start"
        yield Desktop({"DISPLAY": f":{number}", "XAUTHORITY": str(authority)}, size)
    finally:
        server.terminate()
        server.wait()


def _authority(cookie: bytes) -> bytes:
    """An .Xauthority for every display; Tk's `send` works only where strangers are kept out by one."""
    fields = (b"", b"", b"MIT-MAGIC-COOKIE-1", cookie)
    return struct.pack(">H", 0xFFFF) + b"".join(struct.pack(">H", len(each)) + each for each in fields)


@dataclass
class Desktop:
    """A running X server."""

    environment: Mapping[str, str]
    size: tuple[int, int]

    @contextlib.contextmanager
    def window(
        self, *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, before: str = ""
    ) -> Iterator[Window]:
        """`xltools open ARGUMENTS`; `before` is Python code to run first in its process."""
        settings = {**os.environ, "PYTHONPATH": str(ROOT), **self.environment, **(env or {})}
        code = f"import sys; {before}\nfrom xltools.cli import main; sys.exit(main(sys.argv[1:]))"
        start = ["-c", code] if before else ["-m", "xltools"]
        program = subprocess.Popen(
            [sys.executable, *start, "open", *arguments],
            cwd=cwd,
            env=settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        peer = subprocess.Popen(
            [sys.executable, "-c", _PEER],
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            window = Window(self, program, peer)
            window.wait_until_there()
            yield window
        finally:
            for process in (program, peer):
                process.kill()
                process.communicate()

    def tool(self, *arguments: str | int) -> None:
        """xdotool."""
        command = ["xdotool", *map(str, arguments)]
        settings = {**os.environ, **self.environment}
        subprocess.run(command, env=settings, check=True, capture_output=True, timeout=PATIENCE)

    def screenshot(self, path: Path) -> None:
        """The whole screen as a PNG."""
        from PIL import Image

        data = subprocess.run(
            ["xwd", "-root", "-silent"],
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
        ).stdout
        header = struct.unpack(">25I", data[:100])
        start, width, height, row, colours = (header[index] for index in (0, 4, 5, 12, 19))
        pixels = data[start + 12 * colours :]
        Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", row, 1).save(path)


@dataclass
class Window:
    """The program, and somebody to ask it."""

    desktop: Desktop
    program: subprocess.Popen[bytes]
    peer: subprocess.Popen[str]
    path: Path | None = None
    """The workbook in it, where a test keeps it."""

    def wait_until_there(self) -> None:
        def answers() -> bool:
            assert self.program.poll() is None, self.program.communicate()[1].decode()
            try:
                self.ask(_FINDERS)
                return bool(self.ask("shown Text"))
            except LookupError:
                return False

        wait_for(answers, "the window appears")
        # Keys go to the window under the mouse.
        self.desktop.tool("mousemove", 5, 5)

    def ask(self, script: str) -> tuple[str, ...]:
        """What Tcl code answers inside the window, as a list."""
        assert self.peer.stdin is not None
        assert self.peer.stdout is not None
        self.peer.stdin.write(json.dumps(script) + "\n")
        self.peer.stdin.flush()
        fine, answer = json.loads(self.peer.stdout.readline())
        if not fine:
            raise LookupError(answer)
        return tuple(answer)

    @property
    def text(self) -> str:
        """What the result area shows, line by line."""
        return "".join(self.ask("list [[shown Text] get 1.0 end-1c]"))

    @property
    def question(self) -> str:
        """The words of the question that stands there; in one line."""
        labels = self.ask(
            "set l {}; foreach w [shown TLabel] {if {[$w cget -style] eq {Asking.TLabel}} "
            "{lappend l [$w cget -text]}}; set l"
        )
        return "".join(labels).replace("\n", "")

    @property
    def title(self) -> str:
        return "".join(self.ask("list [wm title .]"))

    @property
    def buttons(self) -> dict[str, bool]:
        """Every button by what it says, and whether it can be pressed."""
        script = (
            "set l {}; foreach w [shown TButton] {lappend l [$w cget -text] [$w instate !disabled]}; set l"
        )
        answers = iter(self.ask(script))
        return {caption: enabled == "1" for caption, enabled in zip(answers, answers, strict=True)}

    @property
    def focus(self) -> str:
        """What the button that has the focus says."""
        return "".join(
            self.ask(
                "list [expr {[focus] ne {} && [winfo class [focus]] eq {TButton} ? "
                "[[focus] cget -text] : {}}]"
            )
        )

    def areas(self, widget_class: str) -> list[tuple[int, int, int, int]]:
        """Left, top, width and height on the screen of every widget of a class."""
        script = f"set l {{}}; foreach w [shown {widget_class}] {{lappend l {{*}}[area $w]}}; set l"
        numbers = iter(int(each) for each in self.ask(script))
        return list(zip(numbers, numbers, numbers, numbers, strict=True))

    def click(self, caption: str) -> None:
        """A click of the mouse in the middle of a button."""
        left, top, width, height = (int(each) for each in self.ask(f"area [button {{{caption}}}]"))
        self.desktop.tool("mousemove", left + width // 2, top + height // 2, "click", 1)

    def key(self, *keys: str) -> None:
        """Keys as xdotool calls them."""
        self.desktop.tool("key", *keys)

    def wait_for_text(self, part: str) -> str:
        """What the result area shows once that is in it."""
        wait_for(lambda: part in self.text.replace("\n", ""), f"{part} in\n{self.text}")
        return self.text

    def wait_for_question(self, part: str) -> None:
        wait_for(lambda: part in self.question, f"{part} asked")

    def close(self) -> None:
        """As the frame of a window does it."""
        self.ask("after idle [wm protocol . WM_DELETE_WINDOW]; list")

    def wait_until_gone(self) -> int:
        """The exit code."""
        return self.program.wait(PATIENCE)
