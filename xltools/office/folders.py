"""Folders to write into, made where they are not there yet."""

from __future__ import annotations

from pathlib import Path

from xltools.model.errors import XltoolsError, reason_of


def make_folder(folder: Path) -> None:
    """Makes a folder with those above it; one that is there is fine.

    Raises:
        XltoolsError: a file has that name, or the system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise XltoolsError(f"“{folder}”是文件，不是文件夹；请另换一个名称。") from None
    except OSError as error:
        raise XltoolsError(
            f"无法建立文件夹“{folder}”（{reason_of(error)}）；请检查上级文件夹的权限，或换一个位置。"
        ) from None
