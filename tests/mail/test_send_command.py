"""`xltools send` as a person runs it, with a server of the tests at the other end."""

import email
import io
import re
import shutil
from email import policy
from pathlib import Path

import pytest

from mail.mail_server import BEFORE_ANSWER, DROP, HOST, PASSWORD, USER, ca_file, running, tls
from xltools.cli import main, send_questions
from xltools.office.mail.journal import open_journal
from xltools.tasks.demo import MARKED, WORKBOOK, demo

TO = "caizheng@example.gov.cn"
B, C, D = "b@example.gov.cn", "c@example.gov.cn", "d@example.gov.cn"


class Office:
    """A folder to work in, with settings for a server and a file to send."""

    def __init__(self, folder, journal, capsys):
        self.folder = folder
        self.journal = journal
        self._capsys = capsys
        (folder / "说明.pdf").write_bytes(b"%PDF-1.4 x")

    def settings(self, port, *lines, security="plain"):
        keys = [
            f'host = "{HOST}"',
            f"port = {port}",
            f'security = "{security}"',
            f"journal = '{self.journal}'",
        ]
        keys += [f'from = "财务科 <{USER}>"', *lines]
        (self.folder / "xltools.toml").write_text("\n".join(["[mail]", *keys]), encoding="utf-8")

    def run(self, *arguments):
        """Exit code, standard output, standard error."""
        code = main(["send", *map(str, arguments)])
        shown = self._capsys.readouterr()
        return code, shown.out, shown.err


@pytest.fixture
def office(tmp_path, journal, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, journal, capsys)


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory):
    """A workbook in order and one with a wrong figure."""
    folder = tmp_path_factory.mktemp("demo")
    demo(folder)
    return folder


def body_of(accepted):
    message = email.message_from_bytes(accepted.data, policy=policy.default)
    return message, message.get_body().get_content()


def test_each_recipient_once(office):
    with running() as server:
        office.settings(server.port)
        code, out, err = office.run(
            "说明.pdf", "--to", TO, "b@example.gov.cn", "--cc", "c@example.gov.cn；d@example.gov.cn"
        )
        assert (code, err) == (0, "")
        assert out.count("已发送 ") == 4
        assert f"发送记录：{office.journal}" in out
        assert sorted(each.recipient for each in server.book.accepted) == [
            "b@example.gov.cn",
            "c@example.gov.cn",
            TO,
            "d@example.gov.cn",
        ]
        message, _ = body_of(server.book.accepted[0])
        assert [each.addr_spec for each in message["to"].addresses] == [TO, B]
        assert [each.addr_spec for each in message["cc"].addresses] == [
            "c@example.gov.cn",
            "d@example.gov.cn",
        ]
        code, out, _ = office.run("说明.pdf", "--to", TO)
        assert code == 0
        assert "已发过同样的附件，没有再发" in out
        assert len(server.book.accepted) == 4
        assert office.run("说明.pdf", "--to", TO, "--again")[0] == 0
        assert len(server.book.accepted) == 5


def test_what_was_not_sent_is_exit_code_4(office):
    with running({f"RCPT {TO}": "550 no such user"}) as server:
        office.settings(server.port)
        code, out, err = office.run("说明.pdf", "--to", TO, "--to", "b@example.gov.cn")
    assert code == 4
    assert "已发送 b@example.gov.cn" in out
    assert f"未发送 {TO}：服务器不接受这个收件人（550 no such user）" in err


def test_another_one_is_sending(office):
    with running() as server:
        office.settings(server.port)
        with open_journal(office.journal):
            code, _, err = office.run("说明.pdf", "--to", TO)
        assert code == 11
        assert "另一个 xltools 正在发送邮件" in err
        assert server.book.commands == []


# --- passwords -------------------------------------------------------------------------------------------------


def test_the_password_of_the_environment(office, monkeypatch):
    monkeypatch.setenv("XLTOOLS_SMTP_PASSWORD", f"{PASSWORD}\n")
    with running(implicit=tls()) as server:
        office.settings(
            server.port, f'user = "{USER}"', f"ca_file = '{ca_file(office.folder)}'", security="ssl"
        )
        code, out, err = office.run("说明.pdf", "--to", TO)
    assert (code, err) == (0, "")
    assert server.book.logins == [PASSWORD.encode()]
    kept = [path.read_bytes() for path in (*office.folder.iterdir(), office.journal) if path.is_file()]
    assert all(PASSWORD.encode() not in each for each in (*kept, out.encode()))


def test_the_password_of_a_keyring(office, monkeypatch):
    import keyring

    asked = []

    def get_password(service, user):
        asked.append((service, user))
        return PASSWORD

    monkeypatch.setattr(keyring, "get_password", get_password)
    with running() as server:
        office.settings(server.port, f'user = "{USER}"')
        assert office.run("说明.pdf", "--to", TO)[0] == 0
    assert asked == [(HOST, USER)]
    assert server.book.logins == [PASSWORD.encode()]


def test_no_password(office):
    with running() as server:
        office.settings(server.port, f'user = "{USER}"')
        code, out, err = office.run("说明.pdf", "--to", TO)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"没有找到“.*”的密码（授权码），没有发送；.*XLTOOLS_SMTP_PASSWORD.*。\n", err)
    assert server.book.commands == []


def test_no_password_is_needed_where_nothing_is_sent(office, monkeypatch):
    with running({BEFORE_ANSWER: DROP}) as server:
        office.settings(server.port, f'user = "{USER}"')
        with monkeypatch.context() as patch:
            patch.setenv("XLTOOLS_SMTP_PASSWORD", PASSWORD)
            assert office.run("说明.pdf", "--to", TO)[0] == 4
        code, _, err = office.run("说明.pdf", "--to", TO, "--skip-unknown")
    assert code == 4
    assert "不知道对方是否收到" in err


def test_a_person_is_asked_for_the_password(office, monkeypatch):
    monkeypatch.setattr(send_questions, "_somebody_is_there", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD if "授权码" in prompt else "")
    with running() as server:
        office.settings(server.port, f'user = "{USER}"')
        assert office.run("说明.pdf", "--to", TO)[0] == 0
    assert server.book.logins == [PASSWORD.encode()]


def test_a_defect_amid_the_login_shows_no_password(office, monkeypatch, tmp_path_factory):
    """What is saved for the maintainers is read by others."""
    import smtplib

    temporary = tmp_path_factory.mktemp("saved")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setenv("XLTOOLS_SMTP_PASSWORD", PASSWORD)

    def defective(self, mechanism, authobject, *, initial_response_ok=True):
        raise RuntimeError("defect")

    monkeypatch.setattr(smtplib.SMTP, "auth", defective)
    with running() as server:
        office.settings(server.port, f'user = "{USER}"')
        code, out, err = office.run("说明.pdf", "--to", TO)
    assert code == 2
    (saved,) = temporary.glob("xltools-error-*")
    assert PASSWORD not in saved.read_text(encoding="utf-8") + out + err


# --- what is unknown -------------------------------------------------------------------------------------------


@pytest.fixture
def unknown(office):
    """An office where a message was sent and nobody knows whether it arrived."""
    with running({BEFORE_ANSWER: DROP}) as server:
        office.settings(server.port)
        code, _, err = office.run("说明.pdf", "--to", TO)
        assert code == 4
        assert f"不明 {TO}：" in err
        server.faults.clear()
        yield office, server


def test_what_is_unknown_is_left_alone(unknown):
    office, server = unknown
    for options in ([], ["--skip-unknown"]):
        code, _, err = office.run("说明.pdf", "--to", TO, *options)
        assert code == 4
        assert "--resend-unknown" in err
    assert len(server.book.accepted) == 1


def test_what_is_unknown_is_sent_again_when_told(unknown):
    office, server = unknown
    assert office.run("说明.pdf", "--to", TO, "--resend-unknown")[0] == 0
    first, second = server.book.accepted
    assert first.message_id == second.message_id


@pytest.mark.parametrize(("typed", "code", "copies"), [("y", 0, 2), ("s", 0, 1), ("", 4, 1)])
def test_a_person_is_asked(unknown, monkeypatch, typed, code, copies):
    office, server = unknown
    monkeypatch.setattr(send_questions, "_somebody_is_there", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    found, _, err = office.run("说明.pdf", "--to", TO)
    assert "不知道对方是否收到" in err
    assert found == code
    assert len(server.book.accepted) == copies
    assert office.run("说明.pdf", "--to", TO)[0] == code


# --- workbooks -------------------------------------------------------------------------------------------------


def test_a_workbook_in_order(office, workbooks):
    shutil.copy(workbooks / WORKBOOK, "公开.xlsx")
    with running() as server:
        office.settings(server.port)
        code, _, err = office.run("公开.xlsx", "说明.pdf", "--to", TO)
    assert (code, err) == (0, "")
    message, body = body_of(server.book.accepted[0])
    assert message["subject"] == "中国共产党长治市上党区委员会组织部2025年部门预算公开"
    assert "未发现逻辑性错误" in body
    assert [part.get_filename() for part in message.iter_attachments()] == ["公开.xlsx", "说明.pdf"]
    assert next(message.iter_attachments()).get_content() == Path("公开.xlsx").read_bytes()


def test_a_workbook_with_errors_is_refused_unless_forced(office, workbooks):
    shutil.copy(workbooks / MARKED, "公开.xlsx")
    with running() as server:
        office.settings(server.port)
        code, out, err = office.run("公开.xlsx", "--to", TO)
        assert (code, out) == (1, "")
        assert re.search(r"“公开.xlsx”没有发送，因为还有 \d+ 处逻辑性错误没有改正，如：", err)
        assert len(err.splitlines()) == 1
        assert server.book.commands == []
        assert office.run("公开.xlsx", "--to", TO, "--force")[0] == 0
    _, body = body_of(server.book.accepted[0])
    assert "注意：以下工作簿未通过校验，由发件人决定照样发送。" in body


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 torn"])
def test_a_workbook_that_cannot_be_checked(office, content):
    Path("坏.xlsx").write_bytes(content)
    code, _, err = office.run("坏.xlsx", "--to", TO, "--dry-run")
    assert code == 1
    assert "无法校验" in err
    assert office.run("坏.xlsx", "--to", TO, "--dry-run", "--force")[0] == 0


# --- dry runs --------------------------------------------------------------------------------------------------


def test_a_dry_run_needs_nothing(office):
    code, out, err = office.run("说明.pdf", "--to", TO, "b@example.gov.cn", "--dry-run", "--out", "待发/一")
    assert code == 0
    assert "没有设置发件人" in err
    files = sorted(Path("待发/一").iterdir())
    assert [file.name for file in files] == ["说明-b@example.gov.cn.eml", f"说明-{TO}.eml"]
    assert all(str(file) in out for file in files)
    assert not office.journal.exists()
    for file in files:
        message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        (part,) = message.iter_attachments()
        assert part.get_content() == Path("说明.pdf").read_bytes()


def test_a_dry_run_writes_what_would_be_sent(office):
    with running() as server:
        office.settings(server.port)
        assert office.run("说明.pdf", "--to", TO, "--dry-run")[0] == 0
        assert server.book.commands == []
        assert office.run("说明.pdf", "--to", TO)[0] == 0
    (accepted,) = server.book.accepted
    written = Path(f"说明-{TO}.eml").read_bytes()

    def undated(data):
        return re.sub(rb"\r\nDate: [^\r]*", b"", data)

    assert undated(written) == undated(accepted.data)


# --- what the person wrote -------------------------------------------------------------------------------------


def test_subject_and_body_of_ones_own(office):
    Path("正文.txt").write_bytes("各位领导：\r\n{文件}\r\n".encode("gb18030"))
    code, *_ = office.run("说明.pdf", "--to", TO, "--dry-run", "--subject", "补报", "--body-file", "正文.txt")
    assert code == 0
    message = email.message_from_bytes(Path(f"说明-{TO}.eml").read_bytes(), policy=policy.default)
    assert message["subject"] == "补报"
    body = message.get_body().get_content()
    assert body.startswith("各位领导：")
    assert "  说明.pdf（1 KB）" in body
    assert "校验情况：附件中没有工作簿" in body


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["说明.pdf"], "缺少选项“--to 地址…”。"),
        (["--to", TO], "缺少“文件…”。"),
        (["说明.pdf", "--to", "caizheng"], "“caizheng”不是邮件地址"),
        (["说明.pdf", "--to", "；"], "没有收件人"),
        (["没有.pdf", "--to", TO, "--dry-run"], "找不到“没有.pdf”"),
        (["旧.xls", "--to", TO, "--dry-run"], "“旧.xls”不能发送"),
        (["说明.pdf", "--to", TO, "--out", "夹"], "“--out”只与“--dry-run”一起用。"),
        (["说明.pdf", "--to", TO, "--skip-unknown", "--resend-unknown"], "只能选一个"),
        (["说明.pdf", "--to", TO, "--dry-run", "--subject", "{部门}"], "没有能读出部门的工作簿"),
        (["说明.pdf", "--to", TO, "--dry-run", "--subject", "{單位}"], "“{單位}”不认得"),
        (["说明.pdf", "--to", TO, "--dry-run", "--body-file", "没有.txt"], "找不到文件“没有.txt”"),
        (["说明.pdf", "--to", TO, "--dry-run", "--config", "没有.toml"], "找不到文件“没有.toml”"),
        (["说明.pdf", "--to", TO], "还没有邮件设置，没有发送"),
    ],
)
def test_what_is_wrong_is_said(office, arguments, said):
    code, out, err = office.run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert [*Path().iterdir()] == [Path("说明.pdf")]


def test_addresses_and_files_in_any_order(office):
    Path("b.pdf").write_bytes(b"%PDF-1.4 y")
    code, out, _ = office.run("--cc", "c@example.gov.cn", "--to", TO, "说明.pdf", "b.pdf", "--dry-run")
    assert code == 0
    assert "附件：说明.pdf、b.pdf" in out
    assert sorted(Path().glob("*.eml")) == [Path("说明-c@example.gov.cn.eml"), Path(f"说明-{TO}.eml")]
