"""The window for one workbook: what it is, a button for each action, what came of the last one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tkinter import Event, Misc, StringVar, Tk, filedialog, ttk
from types import TracebackType

from xltools.budget.actions import ACTIONS, Action
from xltools.tasks.lines import Line
from xltools.tasks.outcome_text import trouble_lines
from xltools.window import actions, desktop
from xltools.window.actions import Outcome
from xltools.window.header import Header, Tool
from xltools.window.looks import prepare
from xltools.window.question import Question
from xltools.window.results import Results
from xltools.window.worker import Asking, Worker

_TITLE = "xltools 部门预算公开"
_WORKBOOKS = (("工作簿", "*.xlsx *.xlsm"), ("所有文件", "*"))
_HINTS = (
    Line("工作簿请先在 Excel 或 WPS 中保存并关闭，再点按钮。"),
    Line("会改动工作簿的按钮，先在它旁边的“备份”文件夹里留一份原样。"),
)
_FIRST_KEY = 2
"""The first action has the key F2; F1 is for help everywhere."""
_COLUMNS = 2
_WIDTH = 54
"""Of the window, in Chinese characters, where the screen has room."""


class MainWindow:
    """The window and everything that happens in it."""

    def __init__(self, root: Tk, path: Path | None) -> None:
        self._root = root
        self._path = path
        self._looks = prepare(root)
        self._worker: Worker[Outcome] = Worker(root)
        self._asking: Asking | None = None
        self._closes_when_done = False
        self._progress = StringVar(root)
        self._actions: list[ttk.Button] = []
        self._lay_out()
        self._bind_keys()
        root.protocol("WM_DELETE_WINDOW", self._close)
        root.report_callback_exception = self._failed
        self._results.show(_HINTS)
        self._show_path()

    # --- layout ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        root, gap = self._root, self._looks.gap
        root.columnconfigure(0, weight=1)
        root.rowconfigure(0, weight=1)
        frame = ttk.Frame(root, padding=2 * gap)
        frame.grid(sticky="nsew")
        width = min(_WIDTH * self._looks.plain.measure("　"), root.winfo_screenwidth() - 6 * gap)
        frame.columnconfigure(0, weight=1, minsize=width)
        frame.rowconfigure(4, weight=1)
        self._header = Header(frame, self._looks, self._tools())
        self._question = Question(frame, self._looks)
        self._busy = self._progress_row(frame)
        self._results = Results(frame, self._looks)
        self._header.grid(row=0, sticky="ew")
        self._buttons(frame).grid(row=1, sticky="ew", pady=2 * gap)
        for row, hidden in ((2, self._question), (3, self._busy)):
            hidden.grid(row=row, sticky="ew", pady=(0, gap))
            hidden.grid_remove()
        self._results.grid(row=4, sticky="nsew")
        root.update_idletasks()
        # A size of its own: questions and progress take their room from the results.
        width, height = root.winfo_reqwidth(), root.winfo_reqheight()
        root.geometry(f"{width}x{min(height, root.winfo_screenheight() - 6 * self._looks.line)}")
        root.minsize(width, min(height, root.winfo_screenheight()) // 2)

    def _tools(self) -> tuple[Tool, ...]:
        return (
            ("选择工作簿", "o", self._choose),
            ("打开工作簿", "w", partial(self._hand_over, desktop.open_file)),
            ("打开所在文件夹", "d", partial(self._hand_over, desktop.open_folder_of)),
            ("复制结果", "c", self._copy),
        )

    def _buttons(self, parent: Misc) -> ttk.Frame:
        """The actions in two columns, read downwards."""
        grid, gap = ttk.Frame(parent), self._looks.gap
        rows = -(-len(ACTIONS) // _COLUMNS)
        for number, action in enumerate(ACTIONS):
            column, row = divmod(number, rows)
            button = ttk.Button(
                grid,
                text=f"{action.caption}  F{_FIRST_KEY + number}",
                style="Action.TButton",
                width=12,
                command=partial(self._start, action),
            )
            button.grid(row=row, column=2 * column, sticky="ew", pady=gap // 4)
            purpose = ttk.Label(grid, text=action.purpose, style="Faint.TLabel")
            purpose.grid(row=row, column=2 * column + 1, sticky="w", padx=(gap, 2 * gap))
            grid.columnconfigure(2 * column + 1, weight=1)
            self._actions.append(button)
        return grid

    def _progress_row(self, parent: Misc) -> ttk.Frame:
        row = ttk.Frame(parent)
        row.columnconfigure(1, weight=1)
        ttk.Label(row, textvariable=self._progress).grid(row=0, column=0, padx=(0, self._looks.gap))
        self._bar = ttk.Progressbar(row, mode="indeterminate")
        self._bar.grid(row=0, column=1, sticky="ew")
        return row

    def _bind_keys(self) -> None:
        root = self._root
        modifiers = ("Command", "Alt") if sys.platform == "darwin" else ("Alt",)
        for button, (_, letter, _act) in zip(self._header.buttons, self._tools(), strict=True):
            for modifier in modifiers:
                root.bind(f"<{modifier}-{letter}>", partial(_press, button))
        for number, button in enumerate(self._actions):
            root.bind(f"<F{_FIRST_KEY + number}>", partial(_press, button))
        for button in (*self._actions, *self._header.buttons):
            button.bind("<Return>", partial(_press, button))
        root.bind("<Escape>", self._escape)

    # --- the workbook ------------------------------------------------------------------------------------------

    def _show_path(self) -> None:
        path = self._path
        self._header.show(path)
        self._root.title(f"{path.name} - {_TITLE}" if path else _TITLE)
        self._allow()

    def _allow(self) -> None:
        """Buttons can be pressed where they can do something."""
        idle, chosen = not self._worker.is_busy, self._path is not None
        choose, show, show_folder, _copy = self._header.buttons
        _enable(idle, choose)
        _enable(chosen, show, show_folder)
        _enable(chosen and idle, *self._actions)

    def _choose(self) -> None:
        chosen = filedialog.askopenfilename(
            parent=self._root,
            title="选择工作簿",
            initialdir=self._path.parent if self._path else Path.cwd(),
            filetypes=_WORKBOOKS,
        )
        if chosen:
            self._path = Path(chosen)
            self._results.show(_HINTS)
            self._show_path()

    def _hand_over(self, to_desktop: Callable[[Path], None]) -> None:
        if self._path is None:
            return
        try:
            to_desktop(self._path)
        except Exception as error:
            self._results.show(list(trouble_lines(error)))

    def _copy(self) -> None:
        self._root.clipboard_clear()
        self._root.clipboard_append(self._results.plain_text())

    # --- actions -----------------------------------------------------------------------------------------------

    def _start(self, action: Action) -> None:
        path = self._path
        if path is None or self._worker.is_busy:
            return
        if actions.is_blocked(action.name, path):
            self._ask_about_other_program(action, path)
        else:
            self._run(action, path)

    def _ask_about_other_program(self, action: Action, path: Path) -> None:
        self._question.ask(
            f"“{path.name}”正在 Excel、WPS 或 LibreOffice 中打开。请先在那里保存并关闭，再点“重试”；"
            "也可以不动它，把结果另存在旁边（不含还没有保存的改动）。",
            (
                ("重试", partial(self._start, action)),
                ("另存在旁边", partial(self._run, action, path)),
                ("取消", _nothing),
            ),
        )

    def _run(self, action: Action, path: Path, output: Path | None = None) -> None:
        if self._question.is_open:
            self._question.withdraw()
        self._results.show(())
        self._busy.grid()
        self._bar.start()
        self._worker.start(
            partial(actions.run, action.name, path, output),
            lambda seconds: self._progress.set(f"正在{action.caption}……{seconds:.0f} 秒"),
            self._asked,
            partial(self._done, action, path),
        )
        self._allow()

    def _asked(self, asking: Asking) -> None:
        """The work itself asks; whoever closes the window instead of answering does not agree."""
        self._asking = asking
        self._question.ask(
            asking.words, (("是", partial(self._answer, True)), ("否", partial(self._answer, False)))
        )

    def _answer(self, agreed: bool) -> None:
        if self._asking is not None:
            self._asking.answer(agreed)
            self._asking = None

    def _done(self, action: Action, path: Path, outcome: Outcome) -> None:
        if self._closes_when_done:
            self._root.destroy()
            return
        self._bar.stop()
        self._busy.grid_remove()
        if self._question.is_open:  # It asked whether to close in spite of the work.
            self._question.withdraw()
        self._path = outcome.opened or path
        self._show_path()
        if outcome.wants_output:
            self._ask_for_output(action, path)
        else:
            self._results.show(outcome.lines)

    def _ask_for_output(self, action: Action, path: Path) -> None:
        output = actions.suggested_output(path)
        self._question.ask(
            f"“{path.name}”里只有填报数据，没有预算公开的各表，它不会改动。要用它生成一个新的工作簿吗？",
            (
                (f"生成“{output.name}”", partial(self._run, action, path, output)),
                ("换个名称或位置…", partial(self._choose_output, action, path, output)),
                ("取消", _nothing),
            ),
        )

    def _choose_output(self, action: Action, path: Path, output: Path) -> None:
        chosen = filedialog.asksaveasfilename(
            parent=self._root,
            title="新工作簿的名称和位置",
            initialdir=output.parent,
            initialfile=output.name,
            defaultextension=".xlsx",
            filetypes=_WORKBOOKS[:1],
        )
        if chosen:
            self._run(action, path, Path(chosen))

    # --- leaving -----------------------------------------------------------------------------------------------

    def _escape(self, _event: Event[Misc]) -> None:
        if self._question.is_open:
            self._question.escape()
        else:
            self._close()

    def _close(self) -> None:
        if not self._worker.is_busy:
            self._root.destroy()
            return
        self._answer(False)
        self._question.ask(
            "还没有做完。等它做完再关闭吗？马上关闭的话，这一步就不做了，工作簿保持原样。",
            (
                ("做完后关闭", self._close_when_done),
                ("马上关闭", self._root.destroy),
                ("不关闭", _nothing),
            ),
        )

    def _close_when_done(self) -> None:
        self._closes_when_done = True

    def _failed(
        self, _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
    ) -> None:
        """What nobody foresaw, in a call from Tk."""
        if isinstance(error, Exception):
            self._results.show(list(trouble_lines(error)))
        else:
            self._root.destroy()


def _press(button: ttk.Button, _event: Event[Misc]) -> None:
    button.invoke()


def _enable(enabled: bool, *buttons: ttk.Button) -> None:
    for button in buttons:
        button.state(["!disabled" if enabled else "disabled"])


def _nothing() -> None:
    """The answer that changes nothing."""
