"""docs/buttons.md names what the window and the launchers really show."""

import re

from command_line import ROOT
from xltools.budget.actions import ACTIONS
from xltools.tasks.backup import FOLDER, MOST_KEPT
from xltools.tasks.install_buttons import WORKBOOK
from xltools.tasks.launchers import NAMES

PAGE = (ROOT / "docs" / "buttons.md").read_text(encoding="utf-8")


def test_every_action_is_explained():
    assert re.findall(r"^\| (\S+) \| [^|]+ \|$", PAGE.split("\n## ")[0], flags=re.MULTILINE)[1:] == [
        action.caption for action in ACTIONS
    ]


def test_names_and_numbers():
    assert {f"`{name}`" for name in (*NAMES.values(), WORKBOOK)} <= set(re.findall(r"`[^`]+`", PAGE))
    assert f"“{FOLDER}”文件夹" in PAGE
    assert f"最近 {MOST_KEPT} 份" in PAGE
    assert f"F2 到 F{1 + len(ACTIONS)}" in PAGE


def test_the_pictures_and_pages_are_there():
    for target in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ROOT / "docs" / target).exists()


def test_what_the_window_says(window):
    captions = [re.sub(r"\(.\)|  F\d", "", caption) for caption in window.buttons]
    assert all(caption in PAGE for caption in captions)
