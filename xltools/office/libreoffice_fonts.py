"""Which fonts LibreOffice takes where those of an official document are not installed, as fontconfig reads it.

Without it every missing font becomes the same sans serif one, and 仿宋 looks like 黑体. Windows and macOS bring
the fonts themselves and do not read this.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

_SERIF = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "AR PL UMing CN",
)
_SANS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
)
_SUBSTITUTES: Mapping[str, tuple[str, ...]] = {
    "仿宋": ("FangSong", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", *_SERIF),
    "宋体": ("SimSun", "STSong", *_SERIF),
    "楷体": ("KaiTi", "楷体_GB2312", "KaiTi_GB2312", "STKaiti", "AR PL UKai CN", *_SERIF),
    "黑体": ("SimHei", "STHeiti", *_SANS),
    "Times New Roman": ("Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes", *_SERIF),
}
_CONFIGURATION = "/etc/fonts/fonts.conf"
_VARIABLE = "FONTCONFIG_FILE"


def with_fonts(folder: Path) -> dict[str, str]:
    """The environment of a program that shall take these fonts; `folder` is for its configuration."""
    file = folder / "fonts.conf"
    file.write_text(_configuration(os.environ.get(_VARIABLE) or _CONFIGURATION), encoding="utf-8")
    return {**os.environ, _VARIABLE: str(file), "FC_LANG": "zh-cn"}


def _configuration(own: str) -> str:
    """The computer's own configuration, and our preferences."""
    aliases = "".join(
        f'<alias binding="same"><family>{wanted}</family><prefer>'
        + "".join(f"<family>{each}</family>" for each in taken)
        + "</prefer></alias>\n"
        for wanted, taken in _SUBSTITUTES.items()
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">{escape(own)}</include>\n{aliases}</fontconfig>\n'
    )
