"""What is attached: files under names every mail program understands, zipped where that helps."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from xltools.model.errors import LockedError, XltoolsError, reason_of
from xltools.office.file_names import safe_file_name

MEDIA_TYPES = {
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "vnd.ms-excel.sheet.macroEnabled.12",
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "pdf",
}
"""What may be sent, by extension, each with its subtype of `application`."""
WORKBOOKS = (".xlsx", ".xlsm")

_MANY = 10
_WORTH_IT = 0.9
_SMALL = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it is attached; `name` is safe on every system."""

    name: str
    data: bytes
    subtype: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_attachments(paths: Sequence[Path]) -> tuple[Attachment, ...]:
    """The files as they stand, each under a name that no other has.

    Raises:
        XltoolsError: a file is missing, empty, unreadable, or of a kind that is not sent.
        LockedError: another program holds one.
    """
    attached: list[Attachment] = []
    taken: set[str] = set()
    for path in {path.absolute(): path for path in paths}.values():
        suffix = path.suffix.lower()
        subtype = MEDIA_TYPES.get(suffix)
        if path.is_dir():
            raise XltoolsError(f"“{path}”是文件夹；请指定其中的文件，整个文件夹用 xltools batch send。")
        if subtype is None:
            raise XltoolsError(f"“{path.name}”不能发送；可以发送 {'、'.join(MEDIA_TYPES)} 文件。")
        name = _free_name(path.stem, suffix, taken)
        attached.append(Attachment(name, read_file(path), subtype))
    return tuple(attached)


def read_file(path: Path) -> bytes:
    """The bytes of a file that has some.

    Raises:
        XltoolsError, LockedError: as `read_attachments`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise XltoolsError(f"找不到“{path}”。请检查路径和文件名。") from None
    except PermissionError:
        raise LockedError(f"“{path}”正被其他程序占用或没有读取权限；请关闭后再试。") from None
    except OSError as error:
        raise XltoolsError(f"无法读取“{path}”（{reason_of(error)}）；请检查磁盘或网络后再试。") from None
    if not data:
        raise XltoolsError(f"“{path}”是空文件（0 字节），没有发送；请重新取得该文件。")
    return data


@lru_cache(maxsize=1)
def packed(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """The same files, as one zip where there are many or it is markedly smaller.

    The last answer is kept: the same files go to several people.
    """
    total = sum(len(each.data) for each in attachments)
    if len(attachments) <= _MANY and total < _SMALL:
        return attachments
    archive = zipped(attachments)
    if len(attachments) > _MANY or len(archive.data) < total * _WORTH_IT:
        return (archive,)
    return attachments


def zipped(attachments: Sequence[Attachment]) -> Attachment:
    """One zip archive named after the first file; the same files give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for each in attachments:
            entry = zipfile.ZipInfo(each.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, each.data)
    stem = attachments[0].name.rpartition(".")[0]
    return Attachment(safe_file_name(stem, ".zip"), file.getvalue(), "zip")


def _free_name(stem: str, suffix: str, taken: set[str]) -> str:
    name = safe_file_name(stem, suffix)
    number = 1
    while (folded := unicodedata.normalize("NFC", name).casefold()) in taken:
        number += 1
        name = safe_file_name(stem, f"-{number}{suffix}")
    taken.add(folded)
    return name
