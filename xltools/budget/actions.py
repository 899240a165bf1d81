"""What a clerk does with the workbook at hand: one list for 操作台, the buttons, the ribbon and the window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One button."""

    name: str
    """The function of `xltools.buttons` that does it."""
    caption: str
    purpose: str
    """One line that says what it does."""
    command: str
    """How to do the same without macros."""
    macro: str
    """The Sub in macros/xltools.bas; that of the ribbon ends in `Ribbon`."""
    picture: str
    """What the ribbon shows: a picture built into Excel, by its imageMso name."""


ACTIONS = (
    Action(
        "fill",
        "填充",
        "由录入的数据重做各表和绩效目标表",
        "xltools fill 本文件 -o 本文件",
        "XlFill",
        "TableAutoFormat",
    ),
    Action(
        "targets",
        "生成绩效表",
        "只重做绩效目标表",
        "xltools targets 本文件",
        "XlTargets",
        "SheetInsert",
    ),
    Action(
        "check",
        "校验",
        "核对全部勾稽关系，列出问题",
        "xltools check 本文件",
        "XlCheck",
        "ReviewTrackChanges",
    ),
    Action(
        "mark",
        "标错",
        "给有误的单元格着色、加批注",
        "xltools mark 本文件",
        "XlMark",
        "ErrorChecking",
    ),
    Action(
        "clear",
        "清除标记",
        "去掉标错留下的颜色和批注",
        "xltools clear 本文件",
        "XlClear",
        "ClearFormats",
    ),
    Action(
        "narrate",
        "生成说明",
        "生成 Word 情况说明",
        "xltools narrate 本文件 -o 情况说明.docx",
        "XlNarrate",
        "FileSaveAsWordDocx",
    ),
    Action(
        "export_pdf",
        "导出PDF",
        "把各表转成一个 PDF 文件",
        "xltools pdf 本文件",
        "XlPdf",
        "FileSaveAsPdfOrXps",
    ),
    Action(
        "send",
        "发送邮件",
        "把工作簿作为附件发出",
        "xltools send 本文件 --to 收件人邮箱",
        "XlSend",
        "FileSendAsAttachment",
    ),
)
"""In the order of the buttons."""

RIBBON_TAB = "预算公开"
PANEL_HEADINGS = ("操作", "做什么", "没有按钮时运行")
BUTTON_PLACES = "操作_按钮"
"""The cells of 操作台 that the buttons cover: one column, a row for each action."""

BUTTON_TEXTS = {
    "xltools_save_first": "请先把工作簿保存到一个文件夹，再点这个按钮。",
    "xltools_reload": (
        "上一步的结果已写入文件，这里打开的还是旧内容。请先重新载入（LibreOffice：文件—重新载入；WPS：关闭后再打开），"
        "再点这个按钮。"
    ),
    "xltools_no_python": (
        "没有做成：没有找到 Python，或其中没有安装 xltools。请先装好二者，在命令提示符中运行 xltools doctor 检查，"
        "再运行 xltools install-buttons，然后重新打开工作簿。也可以不用按钮，运行“操作台”上写的命令。"
    ),
}
"""What the macros say themselves, by the hidden name of the .xlsm that holds it: a macro's source is ASCII."""
