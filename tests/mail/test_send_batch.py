"""`xltools batch send`: an address list, a folder, a server; broken off and gone on with."""

import csv
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import ROOT
from mail.mail_server import DROP, HOST, USER, running
from mail.posting import entries
from xltools.batch.send import SendOptions, send_batch
from xltools.cli import main
from xltools.model.delivery import State
from xltools.office.mail.journal import open_journal
from xltools.tasks.demo import MARKED, WORKBOOK, demo
from xltools.tasks.posting.post import Pace

QUICK = "per_minute = 6000"


class Bureau:
    """A folder with departments' files, an address list, settings."""

    def __init__(self, folder, journal, capsys):
        self.folder = folder
        self.journal = journal
        self._capsys = capsys
        Path("成品").mkdir()

    def files(self, *names):
        for name in names:
            path = Path("成品", name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"%PDF-1.4 " + name.encode())

    def list(self, *rows, headings=("部门", "收件人", "抄送")):
        with Path("地址表.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([headings, *rows])

    def settings(self, port, *lines):
        keys = [f'host = "{HOST}"', f"port = {port}", 'security = "plain"', f'from = "{USER}"']
        text = "\n".join(["[mail]", *keys, f"journal = '{self.journal}'", *(lines or [QUICK])])
        Path("xltools.toml").write_text(text, encoding="utf-8")

    def run(self, *options):
        """Exit code, standard output, standard error, the summary."""
        code = main(["batch", "send", "成品", "-o", "结果", "--addresses", "地址表.csv", *options])
        shown = self._capsys.readouterr()
        summary = Path("结果/summary.json")
        return code, shown.out, shown.err, json.loads(summary.read_bytes()) if summary.exists() else None


@pytest.fixture
def bureau(tmp_path, journal, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Bureau(tmp_path, journal, capsys)


def sent_to(server):
    """Recipient → names of the attachments."""
    return {
        each.recipient: [part.get_filename() for part in each.message.walk() if part.get_filename()]
        for each in server.book.accepted
    }


def test_each_department_its_files(bureau):
    bureau.files("甲局.pdf", "甲局.docx", "乙局/说明.pdf", "乙局/附表.docx", "丙局2025.pdf", "多余.pdf")
    bureau.list(
        ("甲局", "a@x.cn;a2@x.cn", ""), ("乙 局", "财政局 <b@x.cn>", "c@x.cn"), ("丁局", "d@x.cn", "")
    )
    with running() as server:
        bureau.settings(server.port)
        code, out, err, summary = bureau.run()
    assert code == 4
    assert sent_to(server) == {
        "a@x.cn": ["甲局.docx", "甲局.pdf"],
        "a2@x.cn": ["甲局.docx", "甲局.pdf"],
        "b@x.cn": ["说明.pdf", "附表.docx"],
        "c@x.cn": ["说明.pdf", "附表.docx"],
    }
    assert [each["status"] for each in summary["departments"]] == ["sent", "sent", "unsent"]
    assert "没有找到它的文件" in summary["departments"][2]["message"]
    assert summary["totals"] == {
        "departments": 3,
        "sent": 2,
        "unknown": 0,
        "unsent": 1,
        "sent_messages": 4,
        "unknown_messages": 0,
        "unsent_messages": 1,
    }
    assert "没有发送：丙局2025、多余。" in err
    assert "共 3 行：已发送 4 封，不明 0 封，未发送 1 封。" in out


def test_by_file_name(bureau):
    bureau.files("甲.pdf", "乙/公开.pdf", "丙/公开.pdf")
    rows = [("甲", "a@x.cn"), ("乙/公开.pdf；甲.pdf", "b@x.cn"), ("公开.pdf", "c@x.cn"), ("丁.pdf", "d@x.cn")]
    bureau.list(*rows, headings=("文件名", "邮箱"))
    with running() as server:
        bureau.settings(server.port)
        _, _, _, summary = bureau.run()
    assert sent_to(server) == {"a@x.cn": ["甲.pdf"], "b@x.cn": ["公开.pdf", "甲.pdf"]}
    assert "有 2 个文件都叫“公开.pdf”" in summary["departments"][2]["message"]
    assert "没有找到文件“丁.pdf”" in summary["departments"][3]["message"]


def test_by_the_department_of_the_workbook(bureau, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    demo(folder)
    shutil.copy(folder / WORKBOOK, "成品/定稿.xlsx")
    shutil.copy(folder / MARKED, "成品/乙局.xlsx")
    (Path("成品") / "丙局.xlsx").write_bytes(b"no workbook")
    bureau.list(
        ("中国共产党长治市上党区委员会组织部", "a@x.cn", ""), ("乙局", "b@x.cn", ""), ("丙局", "c@x.cn", "")
    )
    with running() as server:
        bureau.settings(server.port)
        code, _, _, summary = bureau.run()
        assert code == 4
        # Two workbooks are of that department; the one with its name in the list is not the only one.
        assert sent_to(server) == {}
        assert "不知道发哪一组" in summary["departments"][0]["message"]
        assert "处逻辑性错误没有改正" in summary["departments"][1]["message"]
        assert "无法校验" in summary["departments"][2]["message"]
        Path("成品/乙局.xlsx").unlink()
        _, _, _, summary = bureau.run()
    assert sent_to(server) == {"a@x.cn": ["定稿.xlsx"]}
    assert summary["departments"][0]["year"] == 2025


def test_a_dry_run(bureau):
    bureau.files("甲局/公开.pdf", "乙局/公开.pdf")
    bureau.list(("甲局", "a@x.cn", ""), ("乙局", "a@x.cn", ""))
    code, out, _, summary = bureau.run("--dry-run")
    assert code == 0
    assert sorted(path.name for path in Path("结果").glob("*.eml")) == ["乙局-a@x.cn.eml", "甲局-a@x.cn.eml"]
    assert summary["totals"]["written_messages"] == 2
    assert "已写成文件 2 封" in out
    assert not bureau.journal.exists()


@pytest.mark.parametrize(
    ("rows", "headings", "said"),
    [
        (
            [("甲局", "a@x", "b@x.cn"), ("", "a@x.cn", "b@x"), ("乙局", "", "")],
            None,
            ["有 4 处错误", "第2行“收件人”", "第3行：没有写部门", "第3行“抄送”", "第4行“收件人”：是空的"],
        ),
        ([("甲局", "a@x.cn")], ("名字", "收件人"), ["没有标题“部门”"]),
        ([("甲局", "a@x.cn")], ("部门", "单位"), ["有两列“部门”"]),
        ([], None, ["没有收件人"]),
    ],
)
def test_what_is_wrong_with_the_list(bureau, rows, headings, said):
    bureau.files("甲局.pdf")
    bureau.list(*rows, headings=headings or ("部门", "收件人", "抄送"))
    with running() as server:
        bureau.settings(server.port)
        code, out, err, summary = bureau.run()
        assert server.book.commands == []
    assert (code, out, summary) == (2, "", None)
    for each in said:
        assert each in err


def test_a_list_that_is_a_workbook(bureau):
    bureau.files("甲局.pdf")
    Path("地址表.csv").write_bytes(b"PK\x03\x04")
    code, _, err, _ = bureau.run("--dry-run")
    assert code == 2
    assert "另存为“CSV UTF-8（逗号分隔）”" in err


def test_a_server_that_is_gone_is_tried_once(bureau):
    bureau.files(*(f"d{index}.pdf" for index in range(5)))
    bureau.list(*((f"d{index}", f"d{index}@x.cn", "") for index in range(5)))
    with running() as server:
        bureau.settings(server.port)
        server.faults["RSET"] = DROP
        code, _, _, summary = bureau.run()
        assert code == 0
        assert summary["totals"]["sent"] == 5
    bureau.files(*(f"e{index}.pdf" for index in range(5)))
    bureau.list(*((f"e{index}", f"e{index}@x.cn", "") for index in range(5)))
    code, _, _, summary = bureau.run()
    assert code == 4
    messages = [each["message"] for each in summary["departments"]]
    assert "不接受连接" in messages[0]
    assert all("没有试" in each for each in messages[1:])
    assert {entry.state for entry in entries(bureau.journal)} == {State.SENT, State.UNSENT, State.PLANNED}


def test_another_one_is_sending(bureau):
    bureau.files("甲局.pdf")
    bureau.list(("甲局", "a@x.cn", ""))
    with running() as server, open_journal(bureau.journal):
        bureau.settings(server.port)
        assert bureau.run()[0] == 11
        assert server.book.commands == []


def test_killed_and_gone_on_with(bureau):
    """A process killed amid the list: the next run sends the rest."""
    number = 30
    bureau.files(*(f"d{index}.pdf" for index in range(number)))
    bureau.list(*((f"d{index}", f"d{index}@x.cn", "") for index in range(number)))
    process = None

    def hook(place):
        if place == "accepted" and len(server.book.accepted) == number // 2:
            process.kill()

    with running(hook=hook) as server:
        bureau.settings(server.port)
        line = ["batch", "send", "成品", "-o", "结果", "--addresses", "地址表.csv"]
        process = subprocess.Popen(
            [sys.executable, "-m", "xltools", *line],
            env={"PYTHONPATH": str(ROOT), "PATH": ""},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert process.wait(60) != 0
        states = [entry.state for entry in entries(bureau.journal)]
        assert len(states) == number
        assert states.count(State.SENT) == number // 2 - 1
        assert states.count(State.UNKNOWN) == 1
        code, _, _, summary = bureau.run()
        assert code == 4
        assert summary["totals"]["unknown"] == 1
        assert len({each.message_id for each in server.book.accepted}) == len(server.book.accepted) == number


def test_the_pace(monkeypatch):
    slept = []
    monkeypatch.setattr("time.sleep", slept.append)
    pace = Pace(20)
    began = time.monotonic()
    for _ in range(4):
        pace.wait()
    # Nobody slept, so each wait is longer than the one before.
    assert slept == sorted(slept)
    assert len(slept) == 3
    assert 0 <= 9 - slept[-1] <= time.monotonic() - began
    Pace(None).wait()
    assert len(slept) == 3


def test_the_pace_is_kept(bureau, monkeypatch):
    slept = []
    monkeypatch.setattr("time.sleep", slept.append)
    bureau.files("甲局.pdf", "乙局.pdf")
    bureau.list(("甲局", "a@x.cn", ""), ("乙局", "a@x.cn;b@x.cn", ""))
    with running() as server:
        bureau.settings(server.port, "per_minute = 1")
        assert bureau.run()[0] == 0
        assert len([each for each in slept if each > 30]) == 2
        # What was sent before is no reason to wait.
        slept.clear()
        assert bureau.run()[0] == 0
        assert [each for each in slept if each > 30] == []


def test_from_python(bureau):
    bureau.files("甲局.pdf")
    bureau.list(("甲局", "a@x.cn", ""))
    summary = send_batch("成品", "地址表.csv", "结果", SendOptions(dry_run=True))
    assert summary.complete
    assert list(summary.batch.frame()["名称"]) == ["甲局"]
