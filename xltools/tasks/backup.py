"""backup: a copy of a workbook as it was before an action changed it.

keep_backup("部门预算公开2025.xlsx")        # 备份/部门预算公开2025 2025-01-31 153012.xlsx
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xltools.model.errors import LockedError, XltoolsError, reason_of
from xltools.office.file_names import MAX_BYTES
from xltools.office.workbook import Workbook
from xltools.tasks.destination import Destination, put

FOLDER = "备份"
MOST_KEPT = 10
"""Copies kept of one workbook."""
_STAMP = re.compile(r" (?P<moment>\d{4}-\d{2}-\d{2} \d{6})(?:-(?P<number>\d+))?")
_ROOM = len(" 2025-01-31 153012-99")


def keep_backup(path: Path | str, content: Path | None = None) -> Path:
    """Copies a workbook into the folder 备份 beside it; of the older copies the last ten stay.

    A copy is never written over. Where the last one already holds the same, no other is made.

    Args:
        content: a file that holds the present state, where that is not what was saved last.

    Returns:
        The copy, `<name> 2025-01-31 153012.xlsx`.

    Raises:
        XltoolsError: there is no such file, or it cannot be copied; nothing is left behind.
        LockedError: another program holds it.
    """
    path = Path(path)
    folder = path.parent / FOLDER
    try:
        path.stat()
        folder.mkdir(exist_ok=True)
        kept = _copies(path, folder)
        if kept and filecmp.cmp(content or path, kept[-1], shallow=False):
            return kept[-1]
        copy = _copied(path, folder, content or path)
    except OSError as error:
        raise _explained(error, path, folder) from error
    for old in [each for each in _copies(path, folder) if each != copy][: 1 - MOST_KEPT]:
        with contextlib.suppress(OSError):  # The copy is there; an old one too many does no harm.
            old.unlink(missing_ok=True)
    return copy


@dataclass(slots=True)
class WithBackup:
    """A workbook as the destination of a task: copied before it is changed, and only if it will be.

    `destination` takes the result; the file itself if None. `content` holds the present state of a workbook that
    is open. `copy` is the backup, once there is one; None where the result had to go beside the file.
    """

    path: Path
    destination: Destination | None = None
    content: Path | None = None
    copy: Path | None = field(default=None, init=False)

    def put(self, finished: Workbook) -> Path:
        """Keeps a copy of the workbook, then changes it; beside it where another program has the file open.

        Raises:
            XltoolsError: it can be neither copied nor written.
        """
        copy = keep_backup(self.path, self.content)
        written = put(finished, self.destination or self.path)
        if written == self.path:
            self.copy = copy
        return written


def _copied(path: Path, folder: Path, content: Path) -> Path:
    """A new file with the content of `path`; the name is taken before anything is written."""
    moment = datetime.now().strftime("%Y-%m-%d %H%M%S")
    stem = _fitting(path)
    number = 1
    while True:
        name = f"{stem} {moment}" + (f"-{number}" if number > 1 else "")
        copy = folder / f"{name}{path.suffix}"
        try:
            with content.open("rb") as source, copy.open("xb") as target:
                try:
                    shutil.copyfileobj(source, target)
                    target.flush()
                    os.fsync(target.fileno())
                except BaseException:
                    target.close()
                    copy.unlink(missing_ok=True)
                    raise
        except FileExistsError:
            number += 1
            continue
        # A copy of a read-only file has to be removable one day.
        with contextlib.suppress(OSError):
            copy.chmod(path.stat().st_mode | 0o600)
        return copy


def _copies(path: Path, folder: Path) -> list[Path]:
    """The copies of a workbook, the oldest first."""
    stem = _fitting(path)
    found = []
    for each in folder.iterdir():
        stamp = _STAMP.fullmatch(each.stem.removeprefix(stem))
        if stamp and each.name.startswith(stem) and each.suffix == path.suffix and each.is_file():
            found.append(((stamp["moment"], int(stamp["number"] or 1)), each))
    return [each for _, each in sorted(found)]


def _fitting(path: Path) -> str:
    """The stem of the name, shortened where date and time would make the name too long."""
    room = MAX_BYTES - _ROOM - len(path.suffix.encode())
    return path.stem.encode()[:room].decode("utf-8", "ignore").rstrip()


def _explained(error: OSError, path: Path, folder: Path) -> XltoolsError:
    if not path.exists():
        return XltoolsError(f"找不到“{path}”；请检查它是否已改名或移走。")
    if isinstance(error, PermissionError) and error.filename == str(path):
        return LockedError(f"读不了“{path}”（没有权限，或正被其他程序占用）；请关闭打开它的程序后再试。")
    return XltoolsError(
        f"不能在“{folder}”中留备份（{reason_of(error)}），所以没有改动“{path.name}”；"
        "请检查文件夹的权限和磁盘空间，或把工作簿复制到别的文件夹再试。"
    )
