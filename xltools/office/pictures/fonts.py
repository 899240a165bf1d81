"""A font with Chinese characters, found on the computer that runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_WINDOWS = ("simhei.ttf", "msyh.ttc", "Deng.ttf", "simsun.ttc")
_MACOS = ("PingFang.ttc", "STHeiti Medium.ttc", "Hiragino Sans GB.ttc", "Supplemental/Songti.ttc")
_PREFERRED = (
    "Noto Sans CJK SC",
    "Source Han Sans",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Sans",
    "Hei",
    "黑",
)
_SECONDS_TO_ANSWER = 20
_TOLD_APART = ("预", "算", "表")
"""A font without Chinese draws the same empty box for all of them."""


@dataclass(frozen=True, slots=True)
class ChineseFont:
    """A font file, and which of the fonts in it."""

    path: Path
    index: int = 0

    def sized(self, pixels: int) -> FreeTypeFont:
        from PIL import ImageFont

        return ImageFont.truetype(str(self.path), pixels, index=self.index)


@lru_cache(maxsize=1)
def find_chinese_font() -> ChineseFont | None:
    """The first of the computer's fonts that draws Chinese; None without any."""
    return next((font for font in _candidates() if _draws_chinese(font)), None)


def _candidates() -> Iterator[ChineseFont]:
    if sys.platform == "win32":
        folders = [
            Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
            Path(os.environ.get("LOCALAPPDATA", ""), "Microsoft", "Windows", "Fonts"),
        ]
        yield from (ChineseFont(folder / name) for name in _WINDOWS for folder in folders)
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library" / "Fonts"]
        yield from (ChineseFont(folder / name) for name in _MACOS for folder in folders)
    else:
        yield from _by_fontconfig()


def _by_fontconfig() -> Iterator[ChineseFont]:
    lister = shutil.which("fc-list")
    if lister is None:
        return
    try:
        listed = subprocess.run(
            [lister, "-f", "%{family}|%{style}|%{file}|%{index}\n", ":lang=zh-cn"],
            capture_output=True,
            timeout=_SECONDS_TO_ANSWER,
            check=True,
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError):
        return
    found = [line.split("|") for line in sorted(set(listed.splitlines())) if line.count("|") == 3]
    found.sort(key=lambda entry: _rank(entry[0], entry[1]))
    for _, _, file, index in found:
        # The upper half of the number tells an instance of a variable font.
        yield ChineseFont(Path(file), int(index) & 0xFFFF if index.isdigit() else 0)


def _rank(family: str, style: str) -> tuple[int, int]:
    preferred = next((place for place, name in enumerate(_PREFERRED) if name in family), len(_PREFERRED))
    return preferred, 0 if "Regular" in style or not style else 1


def _draws_chinese(font: ChineseFont) -> bool:
    try:
        if not font.path.is_file():
            return False
        drawn = [bytes(font.sized(24).getmask(character)) for character in _TOLD_APART]
    except (OSError, ValueError):
        return False
    return len(set(drawn)) == len(drawn)
