"""Tasks that do to their process what a hostile file does to a parser."""

from __future__ import annotations

import os
import sys
import time

from xltools.model.errors import XltoolsError


def give_back(*values: object) -> tuple[object, ...]:
    return values


def abort(*_: object) -> None:
    os.abort()


def leave(*_: object) -> None:
    os._exit(0)


def hang(*_: object) -> None:
    time.sleep(600)


def fill_memory(*_: object) -> list[bytes]:
    return [bytes(64 * 1024 * 1024) for _ in range(64)]


def recurse(*_: object) -> None:
    recurse()


def chatter(*_: object) -> str:
    print("noise on standard output")
    os.write(1, b"and below Python\n")
    print("noise on standard error", file=sys.stderr)
    return "说完"


def refuse(*_: object) -> None:
    raise XltoolsError("里面不对；请改。")


def stumble(*_: object) -> None:
    raise KeyError("a parser's own trouble")
