"""The buttons of the workbook: what macros/xltools.bas starts.

In Excel the open workbook itself is changed, through xlwings; in any other program the saved file is:

    python -m xltools.buttons fill --wb=NAME --from_xl=1 --hwnd=WINDOW
    python -m xltools.buttons fill --file=PATH

Every function is one button and needs no arguments: the workbook is the one that called.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING

from xltools.budget.actions import ACTIONS
from xltools.model.errors import XltoolsError
from xltools.tasks import defects

if TYPE_CHECKING:
    from tkinter import Tk

    from xlwings import Book

    from xltools.tasks.lines import Line

_MOST_CHARACTERS = 900
"""Of a message box; Windows shows no more than about a thousand."""
_BUSY = {-2147418111, -2146777998, -2147417846}
"""How Excel refuses a call while a cell is being edited or a dialogue is open."""
_WPS = (
    "直接改动 WPS 中打开的工作簿，是试验功能，没有在 WPS 上全面验证。改动之前会留备份；请核对结果后再保存。"
)
_NO_CALLER = (
    "没有找到按下按钮的工作簿：它可能已经关闭，或者这个 Python 够不着 Excel。请重新打开工作簿再点；"
    "仍不行，运行 xltools doctor 检查，或用 xltools open 打开工作簿来做。"
)
_DONE, _TOLD = 0, 3
"""Exit codes: done; not done, and the person was told why."""


def fill() -> None:
    """填充: the 13 tables and the performance sheets from the input sheets."""
    _press("fill")


def targets() -> None:
    """生成绩效表: the performance sheets alone."""
    _press("targets")


def check() -> None:
    """校验: the findings into 校验结果."""
    _press("check")


def mark() -> None:
    """标错: the findings into 校验结果, the wrong cells coloured and noted."""
    _press("mark")


def clear() -> None:
    """清除标记: what 标错 left."""
    _press("clear")


def narrate() -> None:
    """生成说明: the narrative as a Word document beside the workbook."""
    _press("narrate")


def export_pdf() -> None:
    """导出PDF: the printed sheets as one PDF beside the workbook."""
    _press("export_pdf")


def send() -> None:
    """发送邮件: the workbook to the addresses of xltools.toml."""
    _press("send")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one button from a command line; nothing is raised, whatever went wrong is told in a message box."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    action, *options = arguments or [""]
    if action not in _CAPTIONS:
        print(f"用法：python -m xltools.buttons {{{'|'.join(_CAPTIONS)}}} --file=工作簿", file=sys.stderr)
        return _TOLD
    file = next((option.partition("=")[2] for option in options if option.startswith("--file=")), None)
    if file is None:
        return _press(action)
    return _press_on_disk(action, Path(file))


_CAPTIONS = {action.name: action.caption for action in ACTIONS}


def _title(action: str) -> str:
    return f"xltools {_CAPTIONS[action]}"


def _press(action: str) -> int:
    """A button in Excel."""
    try:
        book = _caller()
    except Exception:
        _show(_NO_CALLER, _title(action), failed=True)
        return _TOLD
    return _press_in(action, book)


def _press_in(action: str, book: Book) -> int:
    title = _title(action)
    try:
        with book.app.properties(status_bar=f"{title}：正在读取工作簿……"):
            lines = _do(action, book)
    except Exception as error:
        book.app.alert(_explanation(error), title=title, mode="critical")
        return _TOLD
    book.app.alert(_message(lines), title=title, mode="info")
    return _DONE


def _caller() -> Book:
    from xlwings import Book, apps

    name = next((argument[len("--wb=") :] for argument in sys.argv if argument.startswith("--wb=")), "")
    if "=" in name:
        # Book.caller() would cut such a name off.
        return next(book for app in apps for book in app.books if book.name.casefold() == name.casefold())
    return Book.caller()


def _do(action: str, book: Book) -> list[Line]:
    from xltools.office.live.open_book import OpenBook
    from xltools.tasks.backup import WithBackup
    from xltools.tasks.lines import Line
    from xltools.tasks.outcome_text import backup_lines
    from xltools.tasks.perform import Job, perform

    app, title = book.app, _title(action)

    def tell(words: str) -> None:
        app.status_bar = f"{title}：{words}"

    def agrees(question: str) -> bool:
        return app.alert(question, title=title, buttons="yes_no") == "yes"

    with tempfile.TemporaryDirectory(prefix="xltools-") as folder:
        opened = OpenBook(book, Path(folder), tell)
        tell("正在计算……")
        output = WithBackup(opened.path, opened, opened.snapshot)
        lines = perform(action, Job(opened.snapshot, output, opened.path, opened.print_pdf, agrees))
        lines += backup_lines(output.copy)
        if output.copy is not None and app.calculation == "manual":
            lines.append(Line("Excel 现在是手动计算：请按 F9，让各表算出新的数。"))
        return lines


def _press_on_disk(action: str, path: Path) -> int:
    """A button in a program that Python cannot reach: the file is changed, and has to be opened again."""
    from xltools.office.live import wps
    from xltools.tasks.backup import WithBackup
    from xltools.tasks.destination import InPlace
    from xltools.tasks.outcome_text import backup_lines
    from xltools.tasks.perform import Job, perform

    title = _title(action)
    if wps.is_wanted() and (book := wps.open_in_wps(path)) is not None:
        _show(_WPS, title, failed=False)
        return _press_in(action, book)
    try:
        output = WithBackup(path, InPlace(path))
        job = Job(path, output, path, agrees=lambda question: _ask(question, title))
        lines = [*perform(action, job), *backup_lines(output.copy)]
    except Exception as error:
        _show(_explanation(error), title, failed=True)
        return _TOLD
    _show(_message(lines), title, failed=False)
    return _DONE


def _explanation(error: Exception) -> str:
    from xltools.tasks.outcome_text import trouble_lines

    numbers = {value for value in error.args if isinstance(value, int)}
    if numbers & _BUSY:
        return "Excel 正忙：可能有单元格正在编辑，或有对话框没有关闭。请按回车或 Esc 结束编辑，再点按钮。"
    if error.__cause__ is not None and not isinstance(error.__cause__, OSError | XltoolsError):
        defects.save("".join(format_exception(error)))
    return _message(list(trouble_lines(error)))


def _message(lines: Sequence[Line]) -> str:
    return _shortened("\n".join(" " * line.indent + line.text for line in lines))


def _shortened(text: str) -> str:
    if len(text) <= _MOST_CHARACTERS:
        return text
    return text[:_MOST_CHARACTERS].rpartition("\n")[0] + "\n……"


def _show(text: str, title: str, *, failed: bool) -> None:
    """A message box of the system; where there is none, the terminal."""
    try:
        from tkinter import messagebox

        with _on_top() as root:
            (messagebox.showerror if failed else messagebox.showinfo)(title, text, parent=root)
    except Exception:
        print(f"{title}\n{text}", file=sys.stderr)


def _ask(question: str, title: str) -> bool:
    """A question in a message box; where there is none, the answer is no."""
    try:
        from tkinter import messagebox

        with _on_top() as root:
            return messagebox.askyesno(title, question, parent=root)
    except Exception:
        return False


@contextmanager
def _on_top() -> Iterator[Tk]:
    """An invisible window that message boxes belong to, before all others."""
    from tkinter import Tk

    root = Tk()
    try:
        root.withdraw()
        root.attributes("-topmost", True)
        yield root
    finally:
        root.destroy()


if __name__ == "__main__":
    sys.exit(main())
