"""xltools.toml: one sentence for every fault, and what nobody reads is told."""

from pathlib import Path

import pytest

from xltools.model.errors import XltoolsError
from xltools.tasks.posting.mail_settings import read_mail_settings
from xltools.tasks.settings import SettingsError

GOOD = 'host = "smtp.example.gov.cn"\nfrom = "某某局 <caiwu@example.gov.cn>"\n'


@pytest.fixture
def read(tmp_path):
    def reader(text, *, whole=False):
        path = tmp_path / "xltools.toml"
        path.write_bytes(text if isinstance(text, bytes) else (text if whole else f"[mail]\n{text}").encode())
        return read_mail_settings(path)

    return reader


def test_the_usual_values(read):
    settings = read(GOOD)
    server = settings.server()
    assert (server.port, server.security, server.user) == (465, "ssl", None)
    assert settings.sender.address == "caiwu@example.gov.cn"
    assert settings.remarks == ()


@pytest.mark.parametrize(
    ("lines", "port", "security"),
    [
        ("port = 587", 587, "starttls"),
        ('port = "465"', 465, "ssl"),
        ("port = 25", 25, "starttls"),
        ('security = "STARTTLS"', 587, "starttls"),
        ('security = "plain"', 25, "plain"),
        ('security = "plain"\nport = 2525', 2525, "plain"),
    ],
)
def test_ports_and_security(read, lines, port, security):
    server = read(GOOD + lines).server()
    assert (server.port, server.security) == (port, security)


def test_a_user_that_is_an_address_sends(read):
    settings = read('host = "smtp.qq.com"\nuser = "10000@qq.com"')
    assert settings.sender.address == "10000@qq.com"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("host = 5", "host 应是文字"),
        ('host = ""', "host 是空的"),
        ('host = "smtp.qq.com:465"', "端口写在 port 中"),
        ("port = 70000", "应是 1 到 65535 的整数"),
        ("port = true", "应是 1 到 65535 的整数"),
        ('security = "none"', "应是 ssl、starttls、plain 之一"),
        ('from = "caiwu"', "不是邮件地址"),
        ('subject = "{部门}{年}"', "“{年}”不认得"),
        ('subject = "一\\n二"', "只能是一行"),
        ("per_minute = 0", "应是 1 到 6000 的整数"),
        ('ca_file = "没有.pem"', "不存在"),
        ('password = "secret"', "不能写在设置文件里"),
    ],
)
def test_a_fault_is_one_sentence(read, line, said):
    with pytest.raises(SettingsError) as raised:
        read(line)
    (fault,) = raised.value.faults
    assert said in fault
    assert fault.count("。") == 1
    assert fault.endswith("。")
    assert "xltools.toml" in fault
    assert "secret" not in fault


def test_every_fault_at_once(read):
    with pytest.raises(SettingsError) as raised:
        read('host = 1\nport = 0\nsecurity = "x"\nhots = 1')
    assert len(raised.value.faults) == 3
    assert str(raised.value).splitlines() == list(raised.value.faults)


def test_what_nobody_reads_is_told(read):
    settings = read(f'{GOOD}securty = "plain"\n[mial]\nx = 1\n')
    assert settings.server().security == "ssl"
    section, key = settings.remarks
    assert "[mial] 不在约定之内" in section
    assert "是否应为 mail" in section
    assert "securty 不在约定之内" in key
    assert "是否应为 security" in key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mail]\nhost = smtp.qq.com", "第 2 行第 8 列写法不对"),
        ("[mail]\nhost = “smtp.qq.com”", "写法不对"),
        ('[mail]\nhost ＝ "smtp.qq.com"', "写法不对"),
        ('[mail]\nca_file = "C:\\Users\\a.pem"', "反斜杠写两遍"),
        ('[mail]\nhost = "a.cn"\nhost = "b.cn"', "出现了两次"),
        ("mail = 5", "应是一节"),
        (b"PK\x03\x04zip", "不是文本文件"),
    ],
)
def test_a_file_that_is_not_toml(read, text, said):
    with pytest.raises(SettingsError) as raised:
        read(text, whole=True)
    (fault,) = raised.value.faults
    assert said in fault
    assert fault.count("。") == 1


def test_a_file_saved_by_an_old_notepad(read):
    settings = read(f"[mail]\n{GOOD}".encode("gb18030"))
    assert settings.sender.name == "某某局"
    assert read(f"[mail]\r\n{GOOD}".encode("utf-8-sig")).sender.name == "某某局"


def test_where_it_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="还没有邮件设置") as raised:
        read_mail_settings().server()
    assert len(raised.value.faults) == 1
    Path("xltools.toml").write_text("[mail]\n", encoding="utf-8")
    settings = read_mail_settings()
    assert settings.path == Path("xltools.toml")
    with pytest.raises(SettingsError, match="请加一行 host"):
        settings.server()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(XltoolsError, match="找不到文件"):
        read_mail_settings(tmp_path / "没有.toml")
