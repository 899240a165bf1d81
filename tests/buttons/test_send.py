"""发送邮件: to the addresses of the person's own settings, after a question, by a real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from buttons.conftest import Desk
from mail.mail_server import HOST, running
from xltools.tasks import settings


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "设置" / "xltools.toml"
    path.parent.mkdir()
    monkeypatch.setattr(settings, "own_settings", lambda: path)
    return path


def test_without_addresses_it_says_where_to_write_them(desk: Desk, own_settings: Path) -> None:
    message = desk.press("send")
    assert str(own_settings) in message
    assert "收件人" in message


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_asks_first(desk: Desk, own_settings: Path, answer: str) -> None:
    with running() as server:
        own_settings.write_text(
            f'[mail]\nhost = "{HOST}"\nport = {server.port}\nsecurity = "plain"\n'
            'from = "caiwu@example.gov.cn"\nto = "财政局 <yusuan@example.gov.cn>"\n',
            encoding="utf-8",
        )
        desk.will_answer(answer)
        message = desk.press("send", boxes=2)
    accepted = [letter.recipient for letter in server.book.accepted]
    if answer == "no":
        assert "没有发送" in message
        assert accepted == []
    else:
        assert "已发送" in message
        assert accepted == ["yusuan@example.gov.cn"]
