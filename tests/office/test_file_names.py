"""File names from words: every system takes them, none leaves its folder, and what can be read stays readable."""

import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.office.file_names import MAX_BYTES, safe_file_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("中共县委组织部", "中共县委组织部.xlsx"),
        ("甲/乙局：2025", "甲／乙局：2025.xlsx"),
        ("../../etc/passwd", "／..／etc／passwd.xlsx"),
        ("C:\\Windows\\a", "C：＼Windows＼a.xlsx"),
        ('a*?"<>|b', "a＊？＂＜＞｜b.xlsx"),
        ("CON", "_CON.xlsx"),
        ("com1.2025", "_com1.2025.xlsx"),
        ("LPT¹", "_LPT¹.xlsx"),
        ("console", "console.xlsx"),
        ("局. . .", "局.xlsx"),
        ("  两\t 个\n空格 ", "两 个 空格.xlsx"),
        ("公开\u202exslx.exe", "公开xslx.exe.xlsx"),
        ("零\u200b宽\x00\x1b[31m", "零宽[31m.xlsx"),
        ("坏\ud800的", "坏的.xlsx"),
        ("~$打开着", "打开着.xlsx"),
        ("-o", "o.xlsx"),
        (".hidden", "hidden.xlsx"),
        ("", "未命名.xlsx"),
        ("..", "未命名.xlsx"),
        ("\u202e \ufeff", "未命名.xlsx"),
        ("e\u0301", "\u00e9.xlsx"),
        ("𠮷野家", "𠮷野家.xlsx"),
    ],
)
def test_names(name, expected):
    assert safe_file_name(name, ".xlsx") == expected


def test_a_cut_name_tells_two_long_ones_apart():
    one, other = (safe_file_name("县" * 300 + end, ".xlsx") for end in "甲乙")
    assert one != other
    assert one.startswith("县" * 50)
    assert max(len(one.encode()), len(other.encode())) <= MAX_BYTES


@given(st.text(alphabet=st.characters() | st.sampled_from('./\\:~$-CONcom1 \u202e\ud800"'), max_size=120))
def test_every_system_takes_it(name):
    made = safe_file_name(name, ".xlsx")
    assert made.endswith(".xlsx")
    assert len(made) > len(".xlsx")
    assert len(made.encode("utf-8")) <= MAX_BYTES
    assert not set(made) & set('/\\:*?"<>|')
    assert not {unicodedata.category(each) for each in made} & {"Cc", "Cf", "Cs"}
    assert Path(made).name == made == PureWindowsPath(made).name
    assert not PureWindowsPath(made).is_reserved()
    assert made[0] not in ".-~ "
    assert safe_file_name(made) == made


@given(st.text(max_size=40))
def test_it_can_be_written(tmp_path_factory, name):
    path = tmp_path_factory.mktemp("names", numbered=True) / safe_file_name(name)
    path.write_bytes(b"")
    assert [each.name for each in path.parent.iterdir()] == [path.name]
