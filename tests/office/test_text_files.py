"""CSV and JSON files; what they hold is compared with what was written."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltools.model.errors import XltoolsError
from xltools.office.text_files import TextFileError, parse_csv, parse_json, read_csv, read_json, read_text

FIELD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)
# A first line without quoting decides the delimiter, as headings do.
ROWS = st.lists(st.lists(FIELD, min_size=3, max_size=3), max_size=5)


@given(ROWS, st.sampled_from(",\t;"))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([["甲", "乙", "丙"], *rows])
    read = [fields for _, fields in parse_csv(buffer.getvalue())]
    assert read == [["甲", "乙", "丙"], *(row for row in rows if any(row))]


def test_lines_are_counted_as_an_editor_counts() -> None:
    text = '甲,乙\n\n"两\n行",x\n,\nz,"w"\n'
    assert parse_csv(text) == [(1, ["甲", "乙"]), (3, ["两\n行", "x"]), (6, ["z", "w"])]


@pytest.mark.parametrize("text", ["sep=;\n甲;乙\n", "甲;乙\r\n", "甲;乙\r", "标题\n甲;乙,丙;丁\n"])
def test_delimiters_are_found(text: str) -> None:
    assert parse_csv(text)[-1][1][0] == "甲"


@pytest.mark.parametrize(
    ("text", "line"),
    [('甲,乙\nx,y\n"z,w\nu,v\n', 3), ('甲,乙\n"x"y,z\n', 2), ("甲,乙\n" + "x" * 200_000 + ",y\n", 2)],
)
def test_records_that_cannot_be_told_apart(text: str, line: int) -> None:
    with pytest.raises(TextFileError) as caught:
        parse_csv(text)
    assert caught.value.line == line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes("单位,金额\n档案馆,1\n".encode(encoding))
    assert read_text(file) == "单位,金额\n档案馆,1\n"
    assert read_csv(file) == [(1, ["单位", "金额"]), (2, ["档案馆", "1"])]


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf\xff", b"\xff\xfe\x00", b"\x80\xff", b"PK\x03\x04", b"%PDF-1.7"]
)
def test_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    with pytest.raises(TextFileError):
        read_text(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(XltoolsError, match="找不到"):
        read_text(tmp_path / "x.csv")
    with pytest.raises(XltoolsError, match=r"无法读取|占用"):
        read_text(tmp_path)


def test_json_numbers_are_exact(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"甲": 0.10, "乙": 12345678901234567890, "丙": 1e2}', encoding="gbk")
    assert read_json(file) == {"甲": Decimal("0.10"), "乙": 12345678901234567890, "丙": Decimal(100)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n "甲": 1,\n}', "第 3 行第 1 列：此处应是用英文双引号括起的项目名"),
        ('{"甲": 1\n "乙": 2}', "第 2 行第 2 列：此处缺少英文逗号"),
        ('{"甲": }', "第 1 行第 7 列：此处缺少内容"),
        ('{"甲": "一', "缺少结尾的英文双引号"),
        ('{"甲": "一\n二"}', "换行请写成"),
        ('{"甲": "C:\\x"}', "反斜杠"),
        ("{} x", "多余的内容"),
        ("{“甲”: 1}", "中文标点““”"),
        ('{"甲": Infinity}', "“Infinity”不是可用的数字"),
        ('{"甲": ' + "9" * 5000 + "}", "无法识别的数字"),
        ("[" * 100_000, "嵌套过深"),
        ('{"甲": 1, "甲": 2}', "项目“甲”出现了两次"),
    ],
)
def test_bad_json_is_told_in_chinese(text: str, message: str) -> None:
    with pytest.raises(TextFileError) as caught:
        parse_json(text)
    assert message in caught.value.message
