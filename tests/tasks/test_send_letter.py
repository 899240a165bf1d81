"""What a letter says: of one workbook, of several, of none; and what it is not written about."""

from pathlib import Path

import pytest

from xltools.model.errors import XltoolsError
from xltools.model.finding import Finding, Obligations, Report
from xltools.office.mail.addresses import parse_mailbox
from xltools.tasks.posting.contents import Checked, UnfitWorkbookError, checked_from, read_contents
from xltools.tasks.posting.letter import Wording, write_letter

FIT = Checked(0, "已检 62 项，未发现逻辑性错误", department="{部门}局", year=2025)
UNFIT = Checked(3, "已检 62 项，有 3 处逻辑性错误没有改正", "“表5”D9 不对。", department="乙局", year=2025)
UNREADABLE = Checked(0, "未能校验", trouble="打不开。")


@pytest.fixture
def files(tmp_path):
    def make(*names):
        for name in names:
            (tmp_path / name).write_bytes(name.encode())
        return [tmp_path / name for name in names]

    return make


def letter_of(paths, looks=None, *, force=False, **wording):
    contents = read_contents(paths, force=force, look=lambda path: (looks or {})[path.name])
    to = [parse_mailbox("caizheng@example.gov.cn")]
    return write_letter(parse_mailbox("a@x.cn"), to, (), Wording(**wording), contents)


def test_of_one_workbook(files):
    letter = letter_of(files("公开.xlsx", "说明.docx"), {"公开.xlsx": FIT})
    # What is filled in is not filled in again.
    assert letter.subject == "{部门}局2025年部门预算公开"
    assert letter.body.splitlines() == [
        "您好：",
        "",
        "附件是{部门}局2025年部门预算公开材料，请查收。",
        "",
        "附件：",
        "  公开.xlsx（1 KB）",
        "  说明.docx（1 KB）",
        "",
        "校验情况：已检 62 项，未发现逻辑性错误",
    ]


def test_of_none(files):
    letter = letter_of(files("{x} 2025.pdf"))
    assert letter.subject == "{x} 2025"
    assert "附件是部门预算公开材料，请查收。" in letter.body
    assert "附件中没有工作簿，未作校验" in letter.body


def test_of_several(files):
    letter = letter_of(files("甲.xlsx", "乙.xlsm"), {"甲.xlsx": FIT, "乙.xlsm": UNFIT}, force=True)
    assert "校验情况：\n  甲.xlsx：已检" in letter.body
    assert letter.body.splitlines()[-2:] == [
        "注意：以下工作簿未通过校验，由发件人决定照样发送。",
        "  乙.xlsm：3 处逻辑性错误没有改正",
    ]


def test_a_forced_letter_says_that_nothing_could_be_checked(files):
    letter = letter_of(files("甲.xlsx"), {"甲.xlsx": UNREADABLE}, force=True, subject="补报", body="请查收。")
    assert "甲.xlsx：未能校验（打不开）" in letter.body
    assert "校验情况：未能校验" in letter.body


@pytest.mark.parametrize(
    ("look", "said"),
    [(UNFIT, "3 处逻辑性错误没有改正，如：“表5”D9 不对；"), (UNREADABLE, "无法校验：打不开；")],
)
def test_what_is_not_sent(files, look, said):
    with pytest.raises(UnfitWorkbookError) as raised:
        letter_of(files("甲.xlsx"), {"甲.xlsx": look})
    assert said in str(raised.value)
    assert str(raised.value).count("。") == 1


def test_templates(files):
    letter = letter_of(
        files("甲.xlsx"), {"甲.xlsx": UNFIT}, force=True, subject="｛年度｝ { 部门 }", body="{文件}|{校验}"
    )
    assert letter.subject == "2025 乙局"
    assert letter.body.startswith("  甲.xlsx（1 KB）|已检 62 项")
    assert letter.body.count("已检 62 项") == 1


def test_what_changes_while_it_is_checked(files):
    (path,) = files("甲.xlsx")

    def edit(seen: Path) -> Checked:
        seen.write_bytes(b"other")
        return FIT

    with pytest.raises(XltoolsError, match="在校验时被改动"):
        read_contents([path], force=True, look=edit)


def test_a_workbook_that_is_open(files):
    path, *_ = files("甲.xlsx", "~$甲.xlsx")
    contents = read_contents([path], force=False, look=lambda path: FIT)
    assert contents.remarks == ("“甲.xlsx”正在 Excel 或 WPS 中打开，发送的是上次保存的内容。",)


def test_what_counts_as_an_error():
    def finding(kind, severity):
        return Finding("1-1", kind, severity, "不等。", "请改。")

    report = Report(
        "甲.xlsx",
        "表",
        Obligations(required=10, checked=8),
        (
            finding("soft", "error"),
            finding("hard", "error"),
            finding("hard", "warning"),
            finding("hard", "info"),
        ),
        department="甲局",
        year=2025,
    )
    found = checked_from(report)
    assert found.errors == 1
    assert not found.fit
    assert found.conclusion == (
        "已检 8 项，有 1 处逻辑性错误没有改正，核实性问题 2 处，四舍五入尾差 1 处，不是错误，另有 2 项未检"
    )
    assert checked_from(Report("甲.xlsx", "表", trouble="打不开。")).trouble == "打不开。"
