"""The files of a folder by department: which of them a line of the address list means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltools.batch.send_addresses import Row
from xltools.model.errors import XltoolsError, reason_of
from xltools.model.fold import fold_name
from xltools.office.mail.attachments import MEDIA_TYPES, WORKBOOKS

_SEPARATORS = re.compile(r"[;；、\r\n]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Files that belong together: those of a subfolder, or those of one name (`甲局.xlsx`, `甲局.docx`)."""

    name: str
    files: tuple[Path, ...]

    @property
    def workbooks(self) -> tuple[Path, ...]:
        return tuple(file for file in self.files if file.suffix.lower() in WORKBOOKS)


def groups_of(folder: Path) -> tuple[Group, ...]:
    """What can be sent of a folder, in order of names.

    Raises:
        XltoolsError: no such folder, or nothing in it.
    """
    found: dict[str, list[Path]] = {}
    for entry in _listed(folder):
        if entry.is_dir():
            inside = [file for file in _listed(entry) if _can_be_sent(file)]
            found.setdefault(entry.name, []).extend(inside)
        elif _can_be_sent(entry):
            found.setdefault(entry.stem, []).append(entry)
    groups = tuple(Group(name, tuple(files)) for name, files in found.items() if files)
    if not groups:
        raise XltoolsError(f"“{folder}”中没有可以发送的文件（{'、'.join(MEDIA_TYPES)}）；请检查路径。")
    return groups


def meant_by(row: Row, groups: Sequence[Group], departments: Mapping[Path, str | None]) -> Group:
    """The files a line means, by their names or by the department their workbooks are of.

    Raises:
        XltoolsError: none, or it is not clear which.
    """
    if row.files:
        return Group(row.name, tuple(_named_files(row, groups)))
    wanted = fold_name(row.department).casefold()
    same_name = [group for group in groups if fold_name(group.name).casefold() == wanted]
    found = same_name or [
        group
        for group in groups
        if any(fold_name(departments.get(path) or "").casefold() == wanted for path in group.workbooks)
    ]
    if not found:
        raise XltoolsError("没有找到它的文件；文件或子文件夹应以部门命名，或在地址表中写“文件名”。")
    if len(found) > 1:
        names = "、".join(group.name for group in found)
        raise XltoolsError(f"有几组文件都是它的（{names}），不知道发哪一组；请在地址表中写“文件名”。")
    return found[0]


def _named_files(row: Row, groups: Sequence[Group]) -> Iterator[Path]:
    files = [file for group in groups for file in group.files]
    for name in filter(str.strip, _SEPARATORS.split(row.files)):
        wanted = fold_name(name).casefold()
        found = [
            file
            for file in files
            if wanted
            in (
                fold_name(file.name).casefold(),
                fold_name(file.stem).casefold(),
                fold_name(f"{file.parent.name}/{file.name}").casefold(),
            )
        ]
        if not found:
            raise XltoolsError(f"没有找到文件“{name.strip()}”；请核对地址表中的“文件名”。")
        if len(found) > 1:
            raise XltoolsError(
                f"有 {len(found)} 个文件都叫“{name.strip()}”；请写扩展名，或写成“子文件夹/文件名”。"
            )
        yield found[0]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$", "__")))
    except FileNotFoundError:
        raise XltoolsError(f"找不到文件夹“{folder}”；请检查路径。") from None
    except NotADirectoryError:
        raise XltoolsError(f"“{folder}”不是文件夹；发送一个文件请用 xltools send。") from None
    except OSError as error:
        raise XltoolsError(f"无法打开文件夹“{folder}”（{reason_of(error)}）；请检查权限后再试。") from None


def _can_be_sent(path: Path) -> bool:
    return path.suffix.lower() in MEDIA_TYPES and path.is_file()
