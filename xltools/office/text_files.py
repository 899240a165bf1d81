"""CSV and JSON files as clerks' programs write them: any usual encoding, any usual delimiter."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

from xltools.model.errors import LockedError, XltoolsError, reason_of

CsvRow = tuple[int, list[str]]
"""The line of the file a record begins on, and its fields."""

_DELIMITERS = ",\t;"
_LINES_TO_SNIFF = 20
_ENCODINGS = ("utf-8", "gb18030")
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_SAVE_AGAIN = "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后再试"

_JSON_MESSAGES = {
    "Expecting property name enclosed in double quotes": "此处应是用英文双引号括起的项目名（或上一行末尾多了逗号）",
    "Expecting ',' delimiter": "此处缺少英文逗号（多半在上一行末尾）",
    "Expecting ':' delimiter": "项目名后缺少英文冒号",
    "Expecting value": "此处缺少内容（或前面多了逗号，或文字没有用英文双引号括起）",
    "Unterminated string starting at": "从此处开始的文字缺少结尾的英文双引号",
    "Invalid control character at": "文字中有换行或制表符；换行请写成 \\n",
    "Invalid \\escape": "文字中的反斜杠“\\”请写成“\\\\”",
    "Invalid \\uXXXX escape": "“\\u”后应是 4 位十六进制数",
    "Extra data": "此处之后有多余的内容",
}
_CHINESE_PUNCTUATION = "“”‘’，：；｛｝［］"


class TextFileError(Exception):
    """A file that cannot be read as what it should be; `line` counts from 1."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        super().__init__(message, remedy, line)
        self.message = message
        self.remedy = remedy
        self.line = line


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or GB18030 (which takes in GBK).

    Raises:
        XltoolsError: the file cannot be opened.
        LockedError: another program holds it.
        TextFileError: it is no text.
    """
    data = _read_bytes(path)
    if data.startswith(_OTHER_FILES):
        raise TextFileError("不是文本文件，只是扩展名像", _SAVE_AGAIN)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ("utf-8-sig",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TextFileError("文字编码无法识别，或文件已损坏", _SAVE_AGAIN)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise XltoolsError(f"找不到文件“{path}”；请检查路径和文件名。") from None
    except PermissionError:
        raise LockedError(f"“{path}”正被其他程序占用或没有读取权限；请关闭后再试。") from None
    except OSError as error:
        raise XltoolsError(f"无法读取“{path}”（{reason_of(error)}）；请检查磁盘或网络后再试。") from None


def read_csv(path: Path) -> list[CsvRow]:
    """The records of a file separated by commas, tabs or semicolons; blank lines are left out.

    Raises:
        XltoolsError, LockedError: as read_text.
        TextFileError: it is no text, or its quotation marks do not pair.
    """
    return parse_csv(read_text(path))


def parse_csv(text: str) -> list[CsvRow]:
    """As read_csv, from its text.

    Raises:
        TextFileError: the quotation marks do not pair.
    """
    # Quotes that do not pair would swallow the rest of the file; strict makes the parser say so.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[CsvRow] = []
    line = 1
    try:
        for fields in reader:
            if any(fields) and not (len(fields) == 1 and not fields[0].strip()):
                rows.append((line, fields))
            line = reader.line_num + 1
    except csv.Error as error:
        is_too_long = "limit" in str(error)
        raise TextFileError(
            "这一行有一段文字长得无法读取（或从这一行起英文双引号不成对）"
            if is_too_long
            else "从这一行起英文双引号不成对，无法分清各列",
            "含有引号、逗号或换行的文字请整段用英文双引号括起，其中的英文双引号写两遍；或在 Excel 中另存为 CSV",
            line,
        ) from None
    if rows and len(rows[0][1]) <= 2 and rows[0][1][0].lower().startswith("sep="):
        del rows[0]
    return rows


def _delimiter(text: str) -> str:
    """The delimiter that the first line holding any holds most of; headings hold none themselves."""
    start = 0
    for _ in range(_LINES_TO_SNIFF):
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        if line.startswith("sep=") and len(line.rstrip("\r")) == len("sep=") + 1:
            return line[4]
        counts = {delimiter: line.count(delimiter) for delimiter in _DELIMITERS}
        best = max(_DELIMITERS, key=counts.__getitem__)
        if counts[best]:
            return best
        if end < 0:
            break
        start = end + 1
    return ","


def read_json(path: Path) -> object:
    """The value in a JSON file; numbers with a decimal point come as Decimal, exactly as written.

    Raises:
        XltoolsError, LockedError: as read_text.
        TextFileError: it is no text or no JSON; the message says line and column.
    """
    return parse_json(read_text(path))


def parse_json(text: str) -> object:
    """As read_json, from its text.

    Raises:
        TextFileError: it is no JSON; the message says line and column.
    """
    if not text.strip():
        raise TextFileError("文件是空的", "请按样例填写")
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise _json_error(text, error) from None
    except (ValueError, RecursionError):
        raise TextFileError("JSON 中有无法识别的数字，或嵌套过深", "请改正后再试") from None


def _json_error(text: str, error: json.JSONDecodeError) -> TextFileError:
    reason = _JSON_MESSAGES.get(error.msg, "JSON 格式有误")
    found = text[error.pos : error.pos + 1]
    if found and found in _CHINESE_PUNCTUATION:
        reason = f"用了中文标点“{found}”，应改为英文标点"
    return TextFileError(
        f"JSON 格式有误，第 {error.lineno} 行第 {error.colno} 列：{reason}",
        "请改正后再试；可与样例的 unit.json 对照",
        error.lineno,
    )


def _refuse_constant(name: str) -> object:
    raise TextFileError(f"“{name}”不是可用的数字", "请改为数字，或删去这一项")


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise TextFileError(f"项目“{repeated}”出现了两次", "请只保留一处")
    return found
