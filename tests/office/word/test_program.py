"""Word as a helper program: what it is asked, by a Word that is made up."""

import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from xltools.office.word.program import exported_by_word

PROCESS = 4321


class MadeUpWord:
    """Notes what is asked of it; `fails` raises instead of exporting, `hangs` waits until somebody ends it."""

    def __init__(self, *, fails: bool = False, hangs: bool = False) -> None:
        self.fails, self.hangs = fails, hangs
        self.asked: list[str] = []
        self.opened: dict[str, object] = {}
        self.ended = threading.Event()
        self.ActiveWindow = SimpleNamespace(Hwnd=99)
        self.Quit = lambda changes: self.asked.append(f"Quit({changes})")
        self.Documents = SimpleNamespace(Add=self._add, Open=self._open)

    def __setattr__(self, name: str, value: object) -> None:
        if name in ("Visible", "DisplayAlerts", "AutomationSecurity"):
            self.asked.append(f"{name}={value}")
        object.__setattr__(self, name, value)

    def _add(self):
        return SimpleNamespace(Close=lambda changes: None)

    def _open(self, path, **options):
        assert Path(path).read_bytes() == b"docx"
        self.opened = options
        if self.hangs:
            assert self.ended.wait(20)
            raise RuntimeError("the server is gone")
        contents = SimpleNamespace(UpdatePageNumbers=lambda: self.asked.append("contents"))
        return SimpleNamespace(
            TablesOfContents=[contents],
            ExportAsFixedFormat=self._write,
            Close=lambda changes: self.asked.append(f"Close({changes})"),
        )

    def _write(self, path, kind, **options):
        if self.fails:
            raise RuntimeError("no printer")
        Path(path).write_bytes(b"%PDF")
        self.asked.append(f"export {kind} {options['CreateBookmarks']}")


@pytest.fixture
def install(monkeypatch):
    """Puts a made-up Word on a made-up Windows; tells how often COM was opened and closed."""
    opened: list[int] = []

    def put(word: MadeUpWord) -> list[int]:
        com = SimpleNamespace(CoInitialize=lambda: opened.append(1), CoUninitialize=lambda: opened.append(-1))
        modules = {
            "pythoncom": com,
            "win32com.client": SimpleNamespace(DispatchEx=lambda name: word),
            "win32process": SimpleNamespace(GetWindowThreadProcessId=lambda window: (1, PROCESS)),
        }
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setitem(sys.modules, "win32com", SimpleNamespace(client=modules["win32com.client"]))
        monkeypatch.setattr(sys, "platform", "win32")
        return opened

    return put


def test_a_hidden_word_that_asks_nothing_and_is_ended(install):
    word = MadeUpWord()
    opened = install(word)
    assert exported_by_word(b"docx") == b"%PDF"
    assert word.asked == [
        *("Visible=False", "DisplayAlerts=0", "AutomationSecurity=3"),
        *("contents", "export 17 1", "Close(0)", "Quit(0)"),
    ]
    assert word.opened["ReadOnly"] is True
    assert word.opened["ConfirmConversions"] is word.opened["AddToRecentFiles"] is False
    assert opened == [1, -1]


def test_a_word_that_fails_is_ended(install):
    word = MadeUpWord(fails=True)
    opened = install(word)
    assert exported_by_word(b"docx") is None
    assert word.asked[-1] == "Quit(0)"
    assert opened == [1, -1]


def test_a_word_that_hangs_is_ended_by_its_number(install, monkeypatch):
    word = MadeUpWord(hangs=True)
    install(word)
    killed: list[int] = []

    def kill(process, _):
        killed.append(process)
        word.ended.set()

    monkeypatch.setattr(os, "kill", kill)
    assert exported_by_word(b"docx", time_limit=0.05) is None
    assert killed == [PROCESS]
    assert word.asked[-1] == "Quit(0)"


def test_without_word_or_windows(install, monkeypatch):
    assert exported_by_word(b"docx") is None
    install(MadeUpWord())

    def absent(_):
        raise RuntimeError("Word.Application is not registered")

    monkeypatch.setattr(sys.modules["win32com.client"], "DispatchEx", absent)
    assert exported_by_word(b"docx") is None
