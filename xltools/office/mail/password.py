"""The password for the mail server: from the environment or the system's keyring, shown to nobody."""

from __future__ import annotations

import os

PASSWORD_VARIABLE = "XLTOOLS_SMTP_PASSWORD"


class Secret:
    """A password that does not print."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret(…)"

    def reveal(self) -> str:
        return self._text


def find_password(host: str, user: str) -> Secret | None:
    """The password of a user of a server; None where neither the environment nor a keyring has one."""
    # Copied from a web page it often has a line break at its end.
    from_environment = os.environ.get(PASSWORD_VARIABLE, "").strip("\r\n")
    if from_environment:
        return Secret(from_environment)
    return _from_keyring(host, user)


def _from_keyring(host: str, user: str) -> Secret | None:
    """By the server, so that settings which name another one do not get it."""
    try:
        import keyring

        found = keyring.get_password(host, user)
    except (
        Exception
    ):  # No such package, no keyring on this system, a locked one, a broken D-Bus: there is none.
        return None
    return Secret(found) if found else None
