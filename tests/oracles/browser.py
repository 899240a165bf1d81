"""Chromium, headless: does a page look and behave as it should, and does it leave the network alone?"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from oracles import MissingToolError

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser.

    Raises:
        MissingToolError: there is none.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise MissingToolError("没有 Chromium；Debian 上：sudo apt install chromium")
    # Chromium refuses to shut itself in as root.
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=options)
        try:
            yield running
        finally:
            running.close()
