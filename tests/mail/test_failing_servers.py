"""A server that fails at every stage: the right state, one sentence, and never two copies."""

import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import pytest

from mail.mail_server import (
    AFTER_TEXT,
    BEFORE_ANSWER,
    DROP,
    HANG,
    HOST,
    PASSWORD,
    USER,
    ca_file,
    running,
    tls,
)
from mail.posting import IMPATIENT, PATIENT, PDF, entries, letter, posted, server_at
from xltools.model.delivery import Stage, State
from xltools.model.errors import XltoolsError
from xltools.office.mail.attachments import Attachment
from xltools.office.mail.server import MailServer


@dataclass
class Case:
    """What a server does, and what is to become of the message. `taken`: copies the server took all the same."""

    faults: dict[str, str | bytes]
    stage: Stage
    said: str
    state: State = State.UNSENT
    taken: int = 0
    security: str = "plain"
    user: str | None = None
    settings: dict[str, object] = field(default_factory=dict)


LONG = "很久没有答复"
BROKEN = "线路断了"
CASES = {
    "no banner": Case({"BANNER": HANG}, Stage.CONNECT, LONG),
    "dropped before the banner": Case({"BANNER": DROP}, Stage.CONNECT, BROKEN),
    "not a mail server": Case({"BANNER": "HTTP/1.1 400 Bad Request"}, Stage.CONNECT, "答复无法理解"),
    "banner 554": Case({"BANNER": "554 go away"}, Stage.CONNECT, "554 go away"),
    "banner 421": Case({"BANNER": "421 too many"}, Stage.CONNECT, "过一会儿"),
    "TLS expected, plain met": Case({}, Stage.CONNECT, "建立不起加密连接", security="ssl"),
    "dropped at EHLO": Case({"EHLO": DROP}, Stage.HELLO, BROKEN),
    "EHLO unanswered": Case({"EHLO": HANG}, Stage.HELLO, LONG),
    "EHLO refused": Case({"EHLO": "502 no", "HELO": "502 no"}, Stage.HELLO, "拒绝服务（502 no）"),
    "no STARTTLS": Case({}, Stage.TLS, "不提供 STARTTLS", security="starttls"),
    "STARTTLS refused": Case(
        {"STARTTLS": "454 not now"},
        Stage.TLS,
        "454 not now",
        security="starttls",
        settings={"tls_context": tls()},
    ),
    "STARTTLS dropped": Case(
        {"STARTTLS": DROP}, Stage.TLS, BROKEN, security="starttls", settings={"tls_context": tls()}
    ),
    "STARTTLS unanswered": Case(
        {"STARTTLS": HANG}, Stage.TLS, LONG, security="starttls", settings={"tls_context": tls()}
    ),
    "STARTTLS without TLS": Case(
        {"STARTTLS": "220 go"},
        Stage.TLS,
        "建立不起加密连接",
        security="starttls",
        settings={"tls_context": tls()},
    ),
    "handshake unanswered": Case({"BANNER": HANG}, Stage.CONNECT, LONG, security="ssl"),
    "STARTTLS, wrong name": Case(
        {},
        Stage.TLS,
        f"不是发给“{HOST}”的",
        security="starttls",
        settings={"tls_context": tls("mail.example.com")},
    ),
    "STARTTLS, expired": Case(
        {}, Stage.TLS, "已经过期", security="starttls", settings={"tls_context": tls(expired=True)}
    ),
    "implicit TLS, wrong name": Case(
        {},
        Stage.CONNECT,
        f"不是发给“{HOST}”的",
        security="ssl",
        settings={"implicit": tls("mail.example.com")},
    ),
    "implicit TLS, expired": Case(
        {}, Stage.CONNECT, "已经过期", security="ssl", settings={"implicit": tls(expired=True)}
    ),
    "no AUTH": Case(
        {},
        Stage.LOGIN,
        "不接受用密码登录",
        user=USER,
        settings={"auth_exclude_mechanism": ["LOGIN", "PLAIN"]},
    ),
    "wrong password": Case({}, Stage.LOGIN, "授权码", user="another@example.gov.cn"),
    "AUTH refused for now": Case({"AUTH": "454 later"}, Stage.LOGIN, "过一会儿", user=USER),
    "AUTH dropped": Case({"AUTH": DROP}, Stage.LOGIN, BROKEN, user=USER),
    "AUTH unanswered": Case({"AUTH": HANG}, Stage.LOGIN, LONG, user=USER),
    "MAIL refused": Case({"MAIL": "553 mail from must equal user"}, Stage.SENDER, "核对设置中的 from"),
    "MAIL refused in Chinese": Case({"MAIL": "550 拒绝".encode("gbk")}, Stage.SENDER, "（550 拒绝）"),
    "MAIL dropped": Case({"MAIL": DROP}, Stage.SENDER, BROKEN),
    "shut down at MAIL": Case({"MAIL": "421 shutting down"}, Stage.SENDER, "421 shutting down"),
    "MAIL unanswered": Case({"MAIL": HANG}, Stage.SENDER, LONG),
    "nonsense at MAIL": Case({"MAIL": "?!"}, Stage.SENDER, "答复无法理解"),
    "RCPT refused": Case({"RCPT": "550 no such user"}, Stage.RECIPIENT, "向对方核对地址"),
    "RCPT refused for now": Case({"RCPT": "450 greylisted"}, Stage.RECIPIENT, "过一会儿"),
    "mailbox full": Case({"RCPT": "552 full"}, Stage.RECIPIENT, "信箱满了"),
    "RCPT dropped": Case({"RCPT": DROP}, Stage.RECIPIENT, BROKEN),
    "too large": Case({}, Stage.HELLO, "超过服务器允许的", settings={"data_size_limit": 2000}),
    "DATA refused": Case({"DATA": "554 no"}, Stage.DATA, "不接收邮件内容（554 no）"),
    "DATA dropped": Case({"DATA": DROP}, Stage.DATA, BROKEN),
    "DATA unanswered": Case({"DATA": HANG}, Stage.DATA, LONG),
    "dropped amid the text": Case({AFTER_TEXT: DROP}, Stage.END, BROKEN, State.UNKNOWN),
    "dropped after the dot": Case({"dot": DROP}, Stage.END, BROKEN, State.UNKNOWN),
    "no answer to the dot": Case({"dot": HANG}, Stage.END, LONG, State.UNKNOWN),
    "5xx after the text": Case({"dot": "554 spam"}, Stage.END, "垃圾邮件"),
    "552 after the text": Case({"dot": "552 too big"}, Stage.END, "太大"),
    "4xx after the text": Case({"dot": "451 later"}, Stage.END, "过一会儿"),
    "shut down after the text": Case({"dot": "421 bye"}, Stage.END, "421 bye"),
    "nonsense after the text": Case({"dot": "what"}, Stage.END, "答复无法理解", State.UNKNOWN),
    "dropped when accepted": Case({BEFORE_ANSWER: DROP}, Stage.END, BROKEN, State.UNKNOWN, taken=1),
    "silent when accepted": Case({BEFORE_ANSWER: HANG}, Stage.END, LONG, State.UNKNOWN, taken=1),
    "nonsense when accepted": Case({BEFORE_ANSWER: "ok"}, Stage.END, "答复无法理解", State.UNKNOWN, taken=1),
    "354 when accepted": Case({BEFORE_ANSWER: "354 go"}, Stage.END, "答复无法理解", State.UNKNOWN, taken=1),
    "an endless line when accepted": Case(
        {BEFORE_ANSWER: "250 " + "x" * 9000}, Stage.END, "答复无法理解", State.UNKNOWN, taken=1
    ),
    "several lines when accepted": Case(
        {BEFORE_ANSWER: "250-one\r\n250 two"}, Stage.END, "", State.SENT, taken=1
    ),
    "QUIT dropped": Case({"QUIT": DROP}, Stage.END, "", State.SENT, taken=1),
    "QUIT unanswered": Case({"QUIT": HANG}, Stage.END, "", State.SENT, taken=1),
    "QUIT refused": Case({"QUIT": "500 what"}, Stage.END, "", State.SENT, taken=1),
}


def is_one_sentence(text):
    """Chinese, with one full stop at its end, and nothing of Python's."""
    assert re.fullmatch(r"[^。\n]*[\u4e00-\u9fff][^。\n]*。", text), text
    assert not re.search(r"Error|Errno|Traceback|None|b'", text), text


@contextmanager
def client(case, tmp_path):
    with running(case.faults, **case.settings) as server:
        settings = {"security": case.security, "user": case.user, "ca_file": ca_file(tmp_path)}
        if HANG in case.faults.values():
            settings["waits"] = IMPATIENT
        yield server, server_at(server, **settings)


def test_enough_stages():
    assert len(CASES) >= 22


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_failing_server(case, tmp_path, journal):
    with client(case, tmp_path) as (server, settings):
        (delivery,) = posted(settings, journal)
    assert delivery.state is case.state
    if case.said:
        is_one_sentence(delivery.note)
        assert case.said in delivery.note
    (entry,) = entries(journal)
    assert (entry.state, entry.note) == (delivery.state, delivery.note)
    assert len(server.book.accepted) == case.taken
    assert entry.stage == case.stage.value

    # What is known not to have been sent is sent by the next run; what is unknown only when that is asked for.
    with running() as healthy:
        (second,) = posted(server_at(healthy), journal)
        sent_now = 1 if case.state is State.UNSENT else 0
        assert len(healthy.book.accepted) == sent_now
        assert second.state is (State.UNKNOWN if case.state is State.UNKNOWN else State.SENT)
        (third,) = posted(server_at(healthy), journal, decision="resend")
        assert third.state is State.SENT
        (fourth,) = posted(server_at(healthy), journal, decision="resend")
        assert fourth.before
    copies = [*server.book.accepted, *healthy.book.accepted]
    assert len(healthy.book.accepted) == (0 if case.state is State.SENT else 1)
    assert {each.message_id for each in copies} == {delivery.message_id}


def test_a_line_dropped_amid_a_long_text_is_not_unknown(journal):
    """The last line of the message was never sent."""
    long = Attachment("长.pdf", Random(7).randbytes(12 * 1024 * 1024), "pdf")
    with running({AFTER_TEXT: DROP}) as server:
        (delivery,) = posted(server_at(server), journal, letter(attachments=(long, PDF)))
    assert delivery.state is State.UNSENT
    assert "没有收全" in delivery.note
    is_one_sentence(delivery.note)
    (entry,) = entries(journal)
    assert entry.stage == "data"


@pytest.mark.parametrize(
    ("host", "said"), [("no-such-host.invalid", "找不到服务器“no-such-host.invalid”"), (HOST, "不接受连接")]
)
def test_nobody_there(host, said, journal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        (delivery,) = posted(MailServer(host, port, "plain", waits=PATIENT), journal)
    assert delivery.state is State.UNSENT
    assert said in delivery.note
    is_one_sentence(delivery.note)


def test_an_unknown_authority(journal):
    with running(tls_context=tls()) as server:
        settings = server_at(server, security="starttls", user=USER)
        (delivery,) = posted(settings, journal)
    assert "不是由可信的机构签发的" in delivery.note
    assert server.book.logins == []


def test_a_certificate_file_that_is_none(tmp_path, journal):
    (tmp_path / "ca.pem").write_text("none")
    with running(implicit=tls()) as server:
        settings = server_at(server, security="ssl", ca_file=tmp_path / "ca.pem")
        with pytest.raises(XltoolsError, match="读不出来；请核对设置中的 ca_file"):
            posted(settings, journal)
    (entry,) = entries(journal)
    assert entry.state is State.UNSENT


@pytest.mark.parametrize("security", ["ssl", "starttls", "plain"])
def test_a_server_in_order(security, tmp_path, journal):
    how = {
        "ssl": {"implicit": tls()},
        "starttls": {"tls_context": tls(), "require_starttls": True},
        "plain": {},
    }
    with running(**how[security]) as server:
        settings = server_at(server, security=security, user=USER, ca_file=ca_file(tmp_path))
        (delivery,) = posted(settings, journal)
    assert delivery.state is State.SENT
    assert delivery.note == ""
    assert server.book.logins == [PASSWORD.encode()]
    (accepted,) = server.book.accepted
    assert accepted.recipient == "caizheng@example.gov.cn"
    assert accepted.message_id == delivery.message_id


def test_the_password_goes_nowhere_else(caplog, journal):
    """Not even when the server repeats it."""
    for answer in (f"535 {PASSWORD} is wrong", f"454 {PASSWORD}"):
        with running({"AUTH": answer}) as server:
            (delivery,) = posted(server_at(server, user=USER), journal)
        assert PASSWORD not in delivery.note
    assert PASSWORD.encode() not in journal.read_bytes()
    assert PASSWORD not in caplog.text


# --- several recipients ----------------------------------------------------------------------------------------

THREE = ("a@example.gov.cn", "b@example.gov.cn", "c@example.gov.cn")


def test_one_of_several_recipients_refused(journal):
    with running({f"RCPT {THREE[1]}": "550 no such user"}) as server:
        found = posted(server_at(server), journal, letter(*THREE))
        assert [each.state for each in found] == [State.SENT, State.UNSENT, State.SENT]
        assert [each.recipient for each in server.book.accepted] == [THREE[0], THREE[2]]
        # One line for all of them.
        assert server.book.commands.count("EHLO") == 1
        server.faults.clear()
        again = posted(server_at(server), journal, letter(*THREE))
        assert [each.before for each in again] == [True, False, True]
    assert sorted(each.recipient for each in server.book.accepted) == list(THREE)


def test_a_wrong_password_is_tried_once(journal):
    """Servers lock an account after some failures."""
    with running({"AUTH": "535 no"}) as server:
        found = posted(server_at(server, user=USER), journal, letter(*THREE))
    assert [each.state for each in found] == [State.UNSENT] * 3
    assert server.book.commands.count("AUTH") == 1
    assert all("没有试" in each.note for each in found[1:])


def test_a_line_dropped_between_messages_is_made_anew(journal):
    with running({"RSET": DROP}) as server:
        found = posted(server_at(server), journal, letter(*THREE))
    assert [each.state for each in found] == [State.SENT] * 3
    assert server.book.commands.count("EHLO") == 3


def test_a_copy_more_is_a_message_of_its_own(journal):
    with running() as server:
        (first,) = posted(server_at(server), journal)
        (second,) = posted(server_at(server), journal, again=True)
        (third,) = posted(server_at(server), journal)
    assert len({each.message_id for each in server.book.accepted}) == 2
    assert first.message_id != second.message_id
    assert third.before
    assert third.message_id == second.message_id


def test_what_was_received_is_settled_without_sending(journal):
    with running({BEFORE_ANSWER: DROP}) as server:
        posted(server_at(server), journal)
        server.faults.clear()
        (told,) = posted(server_at(server), journal, decision="received")
        assert told.state is State.SENT
        (after,) = posted(server_at(server), journal)
        assert after.before
    assert len(server.book.accepted) == 1
