"""Fonts, colours and sizes, for every system and every density of screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from tkinter import TclError, Tk, ttk
from tkinter.font import Font, families, nametofont

_CHINESE = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
    "Noto Serif CJK SC",
)
"""The first that is there is used; else what the system has."""
_POINTS = 11
_INCH = 72
_SECONDS_TO_ANSWER = 2

INK, FAINT, PAPER, ACCENT = "#1f2328", "#5b6470", "#ffffff", "#1f5fa8"
ASKING = "#fff4d6"
TONES = {
    "heading": {"foreground": INK, "bold": True},
    "good": {"foreground": "#1a7f37", "bold": True},
    "error": {"foreground": "#b42318", "bold": True},
    "warning": {"foreground": "#8a5a00", "bold": True},
    "info": {"foreground": ACCENT, "bold": False},
}


@dataclass(frozen=True, slots=True)
class Looks:
    """Fonts, and lengths that follow them."""

    plain: Font
    bold: Font
    small: Font
    title: Font

    @property
    def line(self) -> int:
        """The height of a line, in pixels."""
        return self.plain.metrics("linespace")

    @property
    def gap(self) -> int:
        """A third of a line, in pixels."""
        return max(self.line // 3, 4)


def prepare(root: Tk) -> Looks:
    """Scales the window to the screen, chooses fonts and styles the widgets."""
    _scale(root)
    family = next((name for name in _CHINESE if name in set(families(root))), None)
    if family is None:
        family = str(nametofont("TkDefaultFont", root).actual("family"))
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkCaptionFont"):
        nametofont(name, root).configure(family=family, size=_POINTS)
    looks = Looks(
        plain=Font(root, family=family, size=_POINTS),
        bold=Font(root, family=family, size=_POINTS, weight="bold"),
        small=Font(root, family=family, size=_POINTS - 1),
        title=Font(root, family=family, size=_POINTS + 3, weight="bold"),
    )
    _style(root, looks)
    return looks


def _style(root: Tk, looks: Looks) -> None:
    style = ttk.Style(root)
    if sys.platform not in ("win32", "darwin"):
        style.theme_use("clam")
    gap = looks.gap
    style.configure("TButton", font=looks.plain, padding=(gap, gap // 3))
    style.configure("Action.TButton", font=looks.bold, padding=(gap, gap // 2), anchor="w")
    style.configure("Title.TLabel", font=looks.title, foreground=INK)
    style.configure("Faint.TLabel", font=looks.small, foreground=FAINT)
    style.configure("Asking.TFrame", background=ASKING)
    style.configure("Asking.TLabel", background=ASKING, foreground=INK, font=looks.plain)
    # A scrollbar and a bar of progress are as wide as letters are high, on a fine screen too.
    style.configure("TScrollbar", arrowsize=looks.line * 2 // 3)
    style.configure("TProgressbar", thickness=gap)


def _scale(root: Tk) -> None:
    """Tk asks the X server, which says 96 dots an inch; what people set for their screen stands in Xft.dpi."""
    if sys.platform in ("win32", "darwin") or not (program := shutil.which("xrdb")):
        return
    try:
        answer = subprocess.run(
            [program, "-query"], capture_output=True, timeout=_SECONDS_TO_ANSWER, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return
    found = re.search(rb"^Xft\.dpi:\s*(\d+)", answer.stdout, re.MULTILINE)
    if found and 48 <= int(found[1]) <= 480:
        try:
            root.tk.call("tk", "scaling", int(found[1]) / _INCH)
        except TclError:
            return
