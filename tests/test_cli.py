"""The command line itself: help, usage errors, streams, exit codes, consoles that know little."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import ROOT, copy_of_sample, xltools
from xltools.cli import main
from xltools.model.errors import InputError, InputFault, LockedError, XltoolsError

COMMANDS = [
    *("demo", "init", "fill", "targets", "check", "mark", "clear", "rules", "rule"),
    *("narrate", "pdf", "publish", "read", "send"),
    *(
        "open",
        "install-buttons",
        "batch",
        "batch fill",
        "batch check",
        "batch narrate",
        "batch publish",
        "batch send",
        "doctor",
    ),
]
ALONE = [command for command in COMMANDS if " " not in command]
ENGLISH_THAT_IS_NO_PROSE = {
    *("xltools", *(word for command in COMMANDS for word in command.split())),
    *(
        "list",
        "with",
        "only",
        "changes",
        "help",
        "version",
        "output",
        "template",
        "jobs",
        "balanced",
        "all",
        "sarif",
        "SARIF",
        "JSON",
    ),
    *("cc", "subject", "body", "file", "dry", "run", "out", "force", "again", "resend", "skip", "unknown"),
    *("config", "per", "minute", "resume", "addresses", "caizheng", "example", "gov", "toml", "xlsm"),
    *("docx", "pdf", "txt", "eml", "CSV", "csv", "html", "password", "PASSWORD", "XLTOOLS"),
    *("Word", "PDF", "sources", "charts", "date"),
    *(
        "xlsx",
        "Excel",
        "WPS",
        "LibreOffice",
        "Python",
        "install",
        "buttons",
        "check",
        "summary",
        "json",
        "findings",
        "jsonl",
        "password",
        "XLTOOLS",
        "PASSWORD",
    ),
}


def english_words(text):
    return set(re.findall(r"[A-Za-z]{3,}", text)) - ENGLISH_THAT_IS_NO_PROSE


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_chinese_with_an_example(command, flag, capsys):
    assert main([*command.split(), flag]) == 0
    shown = capsys.readouterr()
    assert english_words(shown.out) == set()
    assert f"用法：xltools {command}".strip() in shown.out
    assert re.search(rf"例子：\n  xltools {command}", shown.out)
    assert shown.err == ""


def test_help_lists_every_command(capsys):
    main(["--help"])
    shown = capsys.readouterr().out
    assert re.findall(r"^  ([a-z][a-z-]+)  ", shown, flags=re.MULTILINE) == ALONE


@pytest.mark.parametrize("command", [[], ["batch"]])
def test_a_group_alone_shows_its_help(command, capsys):
    assert main(command) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "命令：" in shown.err
    assert english_words(shown.err) == set()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fill", "缺少“填报数据”。"),
        ("fill 甲", "缺少选项“-o 工作簿.xlsx”。"),
        ("fill 甲 -o", "选项“-o”后面缺少工作簿.xlsx。"),
        ("fill 甲 -o 乙.xlsx --templat 丙", "没有选项“--templat”；是否应为“--template”？"),
        ("fill 甲 乙 -o 丙.xlsx", "多出了“乙”；名称中有空格时请用双引号括起。"),
        ("doctor --help=是", "选项“--help”后面不应有内容。"),
        ("batch fill 甲 -o 乙 --jobs 零", "选项“--jobs”不对：“零”不是 1 以上的整数。"),
        ("batch fill 甲 -o 乙 --jobs 0", "选项“--jobs”不对：“0”不是 1 以上的整数。"),
        ("batch fill 甲 -o 乙 --jobs -1", "选项“--jobs”不对：“-1”不是 1 以上的整数。"),
        ("filll", f"没有命令“filll”；可用的命令：{'、'.join(ALONE)}。"),
        ("batch demo", "没有命令“demo”；可用的命令：fill、check、send、narrate、publish。"),
        ("check", "缺少“工作簿.xlsx…”。"),
        ("check 甲.xlsx --json --sarif", "“--json”和“--sarif”只能选一个。"),
        ("rule", "缺少“编号”。"),
        ("--verbose", "没有选项“--verbose”；是否应为“--version”？"),
        ("--xyz", "没有选项“--xyz”。"),
    ],
)
def test_a_wrong_command_line(line, said, capsys):
    assert main(line.split()) == 2
    shown = capsys.readouterr()
    first, hint, *rest = shown.err.splitlines()
    assert first == said
    assert re.fullmatch(r"用法见：xltools( [a-z]+)* --help", hint)
    assert rest == []
    assert shown.out == ""


def test_the_hint_names_the_command(capsys):
    main(["batch", "fill", "甲", "-o"])
    assert "用法见：xltools batch fill --help" in capsys.readouterr().err


def test_starting_imports_nothing_heavy():
    heavy = {"pandas", "numpy", "openpyxl", "lxml", "docx", "xlwings", "rich", "multiprocessing"}
    code = (
        "import sys, xltools.cli; sys.argv[1:] = ['fill', '--help']; xltools.cli.main(); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.decode("utf-8").splitlines()[-1].split()}
    assert loaded & heavy == set()


def test_the_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("xltools ")


# --- what becomes of errors ------------------------------------------------------------------------------------


@pytest.fixture
def filling_raises(monkeypatch):
    """Makes the task of `xltools fill` raise."""
    from xltools.tasks import fill as module

    def arrange(error):
        def raise_it(*_arguments, **_options):
            raise error

        monkeypatch.setattr(module, "fill", raise_it)

    return arrange


@pytest.mark.parametrize(("error", "code"), [(XltoolsError("打不开。"), 2), (LockedError("被占用。"), 11)])
def test_a_user_error_is_one_sentence(filling_raises, capsys, error, code):
    filling_raises(error)
    assert main(["fill", "甲", "-o", "乙.xlsx"]) == code
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"{error}\n")


def test_a_defect_is_told_and_saved(filling_raises, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    filling_raises(KeyError("表5"))
    assert main(["fill", "甲", "-o", "乙.xlsx"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert "这是程序的缺陷" in shown.err
    assert "KeyError" in shown.err
    (saved,) = tmp_path.iterdir()
    assert str(saved) in shown.err
    assert "KeyError: '表5'" in saved.read_text(encoding="utf-8")


def test_a_defect_where_nothing_can_be_saved(filling_raises, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    filling_raises(KeyError("表5"))
    assert main(["fill", "甲", "-o", "乙.xlsx"]) == 2
    assert "请告诉维护人员" in capsys.readouterr().err


def test_an_interruption(filling_raises, capsys):
    filling_raises(KeyboardInterrupt())
    assert main(["fill", "甲", "-o", "乙.xlsx"]) == 130
    assert capsys.readouterr().err.strip() == "已中断。"


def faults(count, severity, file="projects.csv"):
    return [InputFault(severity, file, row, "列", f"值{row}", "有错", "请改") for row in range(1, count + 1)]


def test_every_error_is_shown_first_and_by_file(filling_raises, capsys):
    warning = InputFault("warning", "unit.json", None, "部门代码", None, "没有填", "请补上。")
    filling_raises(InputError([warning, *faults(60, "error"), *faults(1, "error", "units.csv")]))
    assert main(["fill", "甲", "-o", "乙.xlsx"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[:4] == [
        "输入数据有错误，没有写出任何文件。",
        "错误 61 处：",
        "  projects.csv",
        "    第1行 列 “值1”：有错。请改。",
    ]
    assert lines[-5:] == [
        "  units.csv",
        "    第1行 列 “值1”：有错。请改。",
        "提醒 1 处：",
        "  unit.json",
        "    部门代码：没有填。请补上。",
    ]
    assert sum(line.startswith("    第") for line in lines) == 61


def test_a_great_many_warnings_are_counted(filling_raises, capsys):
    filling_raises(InputError([*faults(5, "info"), *faults(40, "warning"), *faults(1, "error")]))
    main(["fill", "甲", "-o", "乙.xlsx"])
    lines = capsys.readouterr().err.splitlines()
    assert sum(line.startswith("    第") for line in lines) == 1 + 30
    assert lines[-1] == "另有 15 处提醒和说明没有列出。"
    assert "说明" not in "".join(lines[:-1])


# --- consoles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "ascii", "cp1252"])
def test_no_console_is_too_poor(tmp_path, encoding):
    """𠮷 is in none of these encodings; most Chinese is in two."""
    (tmp_path / "𠮷县").mkdir()
    for arguments, code in [
        (["--help"], 0),
        (["fill", "𠮷县", "-o", "𠮷.xlsx"], 2),
        (["fill", "没有"], 2),
        (["init", "𠮷县/新"], 0),
        (["demo", "𠮷县/示例"], 0),
        (["rules"], 0),
        (["rule", "X－3"], 0),
        (["check", "𠮷县/示例/部门预算公开2025.xlsx", "𠮷.xlsx"], 2),
        (["batch", "fill", ".", "-o", "𠮷成品", "--jobs", "1"], 3),
    ]:
        run = xltools(*arguments, cwd=tmp_path, encoding=encoding)
        assert run.code == code, run.text
        assert run.text
    assert (tmp_path / "𠮷县" / "示例" / "部门预算公开2025.xlsx").exists()


def test_gbk_keeps_what_it_can(tmp_path):
    run = xltools("fill", "𠮷县", "-o", "甲.xlsx", cwd=tmp_path, encoding="gbk")
    assert "找不到“?县”" in run.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
@pytest.mark.parametrize("settings", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}])
def test_no_colours_on_request(tmp_path, settings):
    shown = on_a_terminal(["batch", "fill", "各部门", "-o", "成品"], tmp_path, settings)
    assert "甲局：完成" in shown
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d[\d;]*m", shown)


def on_a_terminal(arguments, folder: Path, settings):
    import pty

    copy_of_sample(folder / "各部门" / "甲局")
    leader, follower = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    with subprocess.Popen(
        [sys.executable, "-m", "xltools", *arguments],
        cwd=folder,
        env=environment,
        stdout=follower,
        stderr=follower,
        stdin=follower,
    ) as process:
        os.close(follower)
        shown = b""
        try:
            while data := os.read(leader, 4096):
                shown += data
        except OSError:
            pass  # Linux answers so at the end of a terminal.
        assert process.wait() == 0
    os.close(leader)
    return shown.decode("utf-8")


@pytest.mark.parametrize("command", [["--help"], ["doctor"]])
def test_a_file_gets_plain_text(tmp_path, command):
    assert "\x1b" not in xltools(*command, cwd=tmp_path).text


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes that close early")
def test_a_reader_that_goes_away(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "xltools", "--help"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait()
