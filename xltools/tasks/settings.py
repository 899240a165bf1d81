"""xltools.toml: the settings of a department, with every fault told at once.

Each section is declared by the task it belongs to, as `Key`s; this module reads the file and judges the values.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from xltools.model.errors import XltoolsError
from xltools.office.text_files import TextFileError, read_text

SETTINGS = "xltools.toml"
SECTIONS = ("mail",)
"""Every section that some task reads."""

Convert = Callable[[Any, Path], Any]
"""From what stands in the file, and the folder of the file, to the value; raises `UnfitError`."""


class UnfitError(Exception):
    """A value that will not do: what it should be, and how to mend it, without full stops."""


class SettingsError(XltoolsError):
    """The settings cannot be used; `faults` has one sentence for each: which key, what is wrong, how to mend it."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a section and what its value becomes. A `refused` one may not be there, for the reason given."""

    name: str
    convert: Convert
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of one section that are there. `remarks` tell of keys nobody reads."""

    path: Path | None
    values: Mapping[str, Any]
    remarks: tuple[str, ...] = ()


def find_settings() -> Path | None:
    """The xltools.toml of the working folder."""
    path = Path(SETTINGS)
    return path if path.is_file() else None


def own_settings() -> Path:
    """Where the person's own xltools.toml is, for buttons: what folder they are started in is chance."""
    import platformdirs

    return platformdirs.user_config_path("xltools", appauthor=False) / SETTINGS


def read_section(path: Path | None, section: str, keys: Sequence[Key]) -> Settings:
    """The values of a section; none where there is no file or no such section.

    Raises:
        SettingsError: the file or values in it cannot be used.
        XltoolsError: it cannot be read.
        LockedError: another program holds it.
    """
    if path is None:
        return Settings(None, {})
    document = _read(path)
    remarks = [
        f"“{path}”中的 [{name}] 不在约定之内，没有读取{_near(name, SECTIONS)}。"
        for name in document
        if name not in SECTIONS
    ]
    found = document.get(section, {})
    if not isinstance(found, dict):
        raise SettingsError(
            [f"“{path}”中的 {section} 应是一节；请写成单独一行 [{section}]，下面一行一项设置。"]
        )
    values, faults = {}, []
    known = {key.name: key for key in keys}
    for name, raw in found.items():
        key = known.get(name)
        if key is None:
            remarks.append(f"“{path}”中 [{section}] 的 {name} 不在约定之内，没有读取{_near(name, known)}。")
            continue
        try:
            if key.refused:
                raise UnfitError(key.refused)
            values[name] = key.convert(raw, path.parent)
        except UnfitError as error:
            faults.append(f"“{path}”中 [{section}] 的 {name} {error}。")
    if faults:
        raise SettingsError(faults)
    return Settings(path, values, tuple(remarks))


def text(raw: Any, _folder: Path) -> str:
    """Words in quotation marks."""
    if not isinstance(raw, str):
        raise UnfitError("应是文字；请用英文双引号括起")
    if not raw.strip():
        raise UnfitError("是空的；请填写，或删去这一行")
    return raw


def whole_number(least: int, most: int) -> Convert:
    """A whole number within limits; one in quotation marks is understood as well."""

    def convert(raw: Any, _folder: Path) -> int:
        number = int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw) else raw
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            raise UnfitError(f"现为 {raw!r}，应是 {least} 到 {most} 的整数；请改为数字，不加引号")
        return number

    return convert


def choice(choices: Sequence[str], explanation: str) -> Convert:
    """One of some words, in capitals or not."""

    def convert(raw: Any, folder: Path) -> str:
        word = text(raw, folder).strip().lower()
        if word not in choices:
            raise UnfitError(f"现为“{raw}”，应是 {'、'.join(choices)} 之一；{explanation}")
        return word

    return convert


def file_path(raw: Any, folder: Path) -> Path:
    """A path, from the folder of the settings where it is not absolute."""
    return folder / Path(text(raw, folder)).expanduser()


def existing_file(raw: Any, folder: Path) -> Path:
    """The path of a file that is there."""
    path = file_path(raw, folder)
    if not path.is_file():
        raise UnfitError(f"指的文件“{path}”不存在；请检查路径（反斜杠要写两遍，或用单引号括起）")
    return path


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except TextFileError as error:
        raise SettingsError([f"“{path}”{error.message}；请用记事本另存为 UTF-8 编码。"]) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_syntax(path, str(error))]) from None


def _syntax(path: Path, said: str) -> str:
    place = re.search(r"at line (\d+), column (\d+)", said)
    where = f"第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
    if "overwrite" in said or "twice" in said or "more than once" in said:
        return f"“{path}”{where}附近，同一项或同一节出现了两次；请只保留一处。"
    return (
        f'“{path}”{where}写法不对；每行写成 名称 = "内容"，等号和引号用英文半角，'
        "内容中的反斜杠写两遍，说明文字前加 #。"
    )


def _near(name: str, known: Sequence[str] | Mapping[str, Key]) -> str:
    near = get_close_matches(name.lower(), list(known), 1)
    return f"；是否应为 {near[0]}" if near else ""
