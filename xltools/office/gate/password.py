"""Workbooks with a password to open them: decrypted in memory, in a process of its own."""

from __future__ import annotations

import io

from xltools.model.errors import XltoolsError
from xltools.office.gate.kinds import Kind
from xltools.office.gate.sentences import refusal
from xltools.office.gate.zip_rules import MAX_FILE_SIZE
from xltools.office.isolation import isolated

VARIABLE = "XLTOOLS_PASSWORD"
"""The environment variable that may hold the password."""
_USUAL = "VelvetSweatshop"
"""What Excel itself uses where a workbook is only to be protected from changes; it opens such files unasked."""


def decrypted(data: bytes, name: str, password: str | None) -> bytes:
    """The workbook inside an encrypted file.

    Args:
        data: the whole file: a compound file with an encrypted package, or an .xls with a password.
        name: what messages call it.
        password: None tries the one that Excel opens without asking.

    Raises:
        XltoolsError: no password given, a wrong one, an unknown kind of encryption, or a damaged file.
    """
    return isolated(_decrypt, data, name, password, name=name)


def _decrypt(data: bytes, name: str, password: str | None) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    result = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        try:
            file.load_key(password=password or _USUAL, verify_password=True)
        except TypeError:
            # Old formats always verify.
            file.load_key(password=password or _USUAL)
        file.decrypt(result)
    except InvalidKeyError:
        if password is None:
            raise refusal(name, Kind.ENCRYPTED) from None
        raise XltoolsError(f"“{name}”的打开密码不对；请核对大小写和全角半角后再试。") from None
    except (DecryptionError, FileFormatError):
        raise XltoolsError(
            f"“{name}”的加密方式不认得，无法打开；请在 Excel 或 WPS 中取消打开密码，另存后再试。"
        ) from None
    if result.tell() > MAX_FILE_SIZE:
        raise XltoolsError(
            f"“{name}”解密后超过 {MAX_FILE_SIZE // 1024**2} MB，已拒绝读取；请检查是否选错文件。"
        )
    return result.getvalue()
