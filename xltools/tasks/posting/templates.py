"""Subject and body: words with places for the department, the year, the state of the check and the files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from xltools.model.errors import XltoolsError
from xltools.office.text_files import TextFileError, read_text

DEPARTMENT, YEAR, CHECK, FILES = "部门", "年度", "校验", "文件"
PLACES = (DEPARTMENT, YEAR, CHECK, FILES)

_PLACE = re.compile(r"[{｛]\s*([^{}｛｝\r\n]*?)\s*[}｝]")


def check_template(template: str) -> None:
    """Whether every place is known.

    Raises:
        XltoolsError: one is not; half a sentence about what stands there.
    """
    for place in _PLACE.findall(template):
        if place not in PLACES:
            known = "、".join(f"{{{each}}}" for each in PLACES)
            raise XltoolsError(f"中的“{{{place}}}”不认得；可以用的有 {known}，请改正。")


def fill_template(template: str, words: Mapping[str, str], what: str) -> str:
    """The template with its places filled in; `what` is it, in a sentence.

    Raises:
        XltoolsError: a place is not known, or nothing is known to put there.
    """
    try:
        check_template(template)
    except XltoolsError as error:
        raise XltoolsError(f"{what}{error}") from None
    blank = [place for place in _PLACE.findall(template) if not words.get(place)]
    if blank:
        raise XltoolsError(
            f"{what}中有“{{{blank[0]}}}”，但附件中没有能读出{blank[0]}的工作簿；"
            "请在命令中用 --subject、--body-file 写明。"
        )
    return _PLACE.sub(lambda match: words[match[1]], template)


def read_body(path: Path) -> str:
    """The body in a text file.

    Raises:
        XltoolsError: it cannot be read, is no text, or is empty.
        LockedError: another program holds it.
    """
    try:
        body = read_text(path)
    except TextFileError as error:
        raise XltoolsError(
            f"“{path}”{error.message}，不能作邮件正文；请用记事本另存为 UTF-8 编码。"
        ) from None
    if not body.strip():
        raise XltoolsError(f"“{path}”是空的，不能作邮件正文；请写好正文再发送。")
    return body


def has_place(template: str, place: str) -> bool:
    return place in _PLACE.findall(template)
