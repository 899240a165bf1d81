"""init: a folder of blank inputs to fill in, with the template, a launcher and a page on how to fill them in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltools.budget.department import FACTS, FILE, OVERALL_INDICATORS_KEY, TASKS_KEY, YEAR, FactKind
from xltools.budget.input_guide import guide
from xltools.budget.inputs import INPUT_SHEETS, InputSheet
from xltools.model.errors import XltoolsError
from xltools.office.folders import make_folder
from xltools.office.save import save_atomic
from xltools.resources import template_path
from xltools.tasks.examining.computer import this_computer
from xltools.tasks.launchers import launcher, make_startable

TEMPLATE = "模板2025.xlsx"
CONFIG = "xltools.toml"
GUIDE = "填写说明.md"
_FORM_YEAR = 2025

_CONFIG_TEXT = """\
# xltools 的设置。要用 xltools send 发送邮件时，删去下面各行开头的“# ”，改成自己的，其他时候可以不管。
# 密码（授权码）不写在这里：存入系统的钥匙串，或放在环境变量 XLTOOLS_SMTP_PASSWORD 中。

# [mail]
# host = "smtp.example.gov.cn"       # 发信服务器；QQ 邮箱为 smtp.qq.com，163 邮箱为 smtp.163.com
# security = "ssl"                   # ssl（端口 465）、starttls（端口 587）；plain 不加密，只用于内部网络
# port = 465
# user = "caiwu@example.gov.cn"      # 登录名，一般就是邮箱地址
# from = "某某局财务科 <caiwu@example.gov.cn>"    # 发件人，一般要与登录的邮箱相同
# to = "财政局预算科 <yusuan@example.gov.cn>"    # 收件人，用于“发送邮件”按钮；几个之间用逗号隔开
# subject = "{部门}{年度}年部门预算公开"    # 这一行和以下各行可以不写
# body = "您好：\\n附件是{部门}{年度}年部门预算公开材料，请查收。\\n校验情况：{校验}"    # \\n 换行
# per_minute = 20                    # xltools batch send 每分钟最多发几封
"""


@dataclass(frozen=True, slots=True)
class Initialised:
    """What `init` did, as file names in `folder`."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that were there before and were left alone."""


def init(folder: Path | str) -> Initialised:
    """Writes blank inputs, template, settings, launcher and guide into a folder; nothing is overwritten.

    Raises:
        XltoolsError: the folder cannot be made or written to.
        LockedError: another program holds it.
    """
    folder = Path(folder)
    make_folder(folder)
    contents = {
        FILE: _blank_facts(),
        **{sheet.file: _headings(sheet) for sheet in INPUT_SHEETS},
        TEMPLATE: _template(),
        CONFIG: _CONFIG_TEXT.encode(),
        GUIDE: guide().encode(),
    }
    launcher_name, contents[launcher_name] = launcher(this_computer())
    # Whatever stands there already is the clerk's, whichever way its name is spelled.
    present = {path.name.casefold() for path in folder.iterdir()}
    written = [name for name in contents if name.casefold() not in present]
    for name in written:
        save_atomic(contents[name], folder / name)
        if name == launcher_name:
            make_startable(folder / name)
    return Initialised(folder, tuple(written), tuple(name for name in contents if name not in written))


def _headings(sheet: InputSheet) -> bytes:
    """A CSV file of one row. Without the byte order mark Excel would read it in the code page of the PC."""
    text = io.StringIO()
    csv.writer(text).writerow(column.file_heading for column in sheet.file_columns)
    return text.getvalue().encode("utf-8-sig")


def _blank_facts() -> bytes:
    """unit.json with every key, each blank but the year."""
    facts: dict[str, object] = {}
    for fact in FACTS:
        *parents, key = fact.path
        place = facts
        for parent in parents:
            place = place.setdefault(parent, {})  # type: ignore[assignment]
        place[key] = _FORM_YEAR if fact == YEAR else _BLANK.get(fact.kind)
    facts[TASKS_KEY] = []
    facts[OVERALL_INDICATORS_KEY] = []
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


_BLANK: Mapping[FactKind, object] = {
    FactKind.TEXT: "",
    FactKind.CODE: "",
    FactKind.LIST: [],
    FactKind.DATE: "",
}
"""What stands for nothing yet; amounts and counts are null, for 0 would be an answer."""


def _template() -> bytes:
    try:
        return template_path().read_bytes()
    except OSError as error:
        raise XltoolsError("程序自带的模板读不出来，安装不完整；请重新安装 xltools。") from error
