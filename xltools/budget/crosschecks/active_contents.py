"""S-1 … S-8: what acts in a file beside its figures. None of it makes a figure wrong; who opens it should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xltools.model.contents import Active, ActiveContent
from xltools.model.disclosure import Disclosure
from xltools.model.finding import CellRef, Finding, NotChecked
from xltools.model.rule import PlainCheck, Rule


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of contents: its rule, and what is said where there is some."""

    rule: str
    active: Active
    severity: Literal["warning", "info"]
    statement: str
    message: str
    """`{shown}` is its name or where it leads."""
    remedy: str
    in_old_files: bool = True
    """Whether it is looked for in .xls and .et as well."""


_KINDS = (
    _Kind(
        "S-1",
        Active.EXTERNAL_LINK,
        "warning",
        "工作簿不引用其他文件（外部链接、外部图片）",
        "引用了其他文件“{shown}”：打开时会去读取它，别的电脑上看不到，也会泄露文件夹的名称",
        "在“数据”—“编辑链接”中断开链接，改为数值",
    ),
    _Kind(
        "S-2",
        Active.DDE,
        "warning",
        "工作簿不通过 DDE 或对象链接调用其他程序",
        "有调用其他程序的公式或链接“{shown}”（DDE），可能被用来运行恶意程序",
        "不要允许更新链接；向报送人核实后删除这个公式或链接",
    ),
    _Kind(
        "S-3",
        Active.MACROS,
        "info",
        "带宏的工作簿，宏来自本程序的模板或可靠的人",
        "带有宏（VBA 程序），点“启用内容”以后才会运行",
        "宏来自本程序的模板时不必处理；来历不明时不要启用，另存为 .xlsx 可以去掉宏",
    ),
    _Kind(
        "S-4",
        Active.MACRO_SHEET,
        "warning",
        "工作簿没有 Excel 4.0 宏表，没有打开时自动运行的名称",
        "有 Excel 4.0 宏（“{shown}”），打开时可能自动运行；预算公开用不到它，常见于恶意文件",
        "不要启用内容；向报送人核实，删除后再用",
    ),
    _Kind(
        "S-5",
        Active.EMBEDDED_OBJECT,
        "warning",
        "工作簿没有嵌入其他文件、控件或加载项",
        "嵌入了对象“{shown}”，双击会用别的程序打开它",
        "不要双击；确有需要的另附文件，并从工作簿中删除",
        in_old_files=False,
    ),
    _Kind(
        "S-6",
        Active.CONNECTION,
        "warning",
        "工作簿没有到数据库、网页或网络服务的数据连接",
        "有数据连接“{shown}”，刷新时会访问网络或数据库",
        "在“数据”—“查询和连接”中删除，改为数值",
        in_old_files=False,
    ),
    _Kind(
        "S-7",
        Active.HIDDEN_SHEET,
        "info",
        "工作簿没有用菜单显示不出来的工作表",
        "有深度隐藏的工作表“{shown}”，用菜单不能取消隐藏，公开后别人仍能读到它",
        "用 Excel 的宏编辑器（Alt+F11）把它的 Visible 改为显示，检查后删除不该公开的内容",
    ),
    _Kind(
        "S-8",
        Active.OLD_FORMAT,
        "info",
        "工作簿是 .xlsx 或 .xlsm，公式和格式都能检查",
        "是旧格式（{shown}），只核对了数值，没有看公式；不能标错和填充",
        "在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”，再校验一次",
    ),
)


def _check(kind: _Kind) -> PlainCheck:
    def plain(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
        for content in disclosure.contents:
            if content.kind is kind.active:
                yield _finding(kind, content)
            elif content.kind is Active.OLD_FORMAT and not kind.in_old_files:
                yield NotChecked(kind.rule, "旧格式（.xls、.et）中不查这一项；另存为 .xlsx 后再校验")

    return plain


def _finding(kind: _Kind, content: ActiveContent) -> Finding:
    where = f"“{content.sheet}”{content.cell or ''}" if content.sheet else "工作簿"
    return Finding(
        kind.rule,
        "soft",
        kind.severity,
        where + kind.message.format(shown=content.shown or "未命名"),
        kind.remedy,
        content.sheet,
        content.cell,
        content.shown if content.cell else None,
        cells=(CellRef(content.sheet, content.cell),) if content.sheet and content.cell else (),
    )


RULES: tuple[Rule, ...] = tuple(
    Rule(kind.rule, kind.statement, kind="soft", plain=_check(kind), remedy=kind.remedy) for kind in _KINDS
)
