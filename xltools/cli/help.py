"""Help and usage errors in Chinese, from what click knows of a command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from xltools.cli import console
from xltools.tasks.wrapping import cells

_INDENT = "  "


class Argument(click.Argument):
    """A positional parameter with a line of explanation."""

    def __init__(self, declarations: Sequence[str], *, explanation: str, **attributes: Any) -> None:
        super().__init__(declarations, **attributes)
        self.explanation = explanation


def positive_integer(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A callback for an option that takes a whole number from 1."""
    if value is None:
        return None
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"“{value}”不是 1 以上的整数", ctx, param)
    return int(value)


def _show_help(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        # Not by click's own echo, which turns to UTF-8 where a console says it knows ASCII only.
        console.result(ctx.get_help())
        ctx.exit()


class MissingCommandError(click.UsageError):
    """A group without a command; the message is its help."""


class _ChineseHelp(click.Command):
    """What commands and groups have in common: their help and its option. `examples` are command lines that work."""

    def __init__(self, name: str | None, *, examples: Sequence[str], **attributes: Any) -> None:
        super().__init__(name, add_help_option=False, **attributes)
        self.examples = examples
        self.params.append(
            click.Option(
                ["-h", "--help"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
                help="显示这份说明",
            )
        )

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections = [(self.help or "").strip(), f"用法：{_usage(self, ctx)}"]
        for title, rows in (
            ("参数", self._argument_rows()),
            ("命令", self._command_rows(ctx)),
            ("选项", self._option_rows()),
        ):
            if rows:
                sections.append(f"{title}：\n{_columns(rows)}")
        sections.append("\n".join(["例子：", *(_INDENT + example for example in self.examples)]))
        formatter.write("\n\n".join(sections) + "\n")

    def _argument_rows(self) -> list[tuple[str, str]]:
        return [(_metavar(each), each.explanation) for each in self.params if isinstance(each, Argument)]

    def _command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        return []

    def _option_rows(self) -> list[tuple[str, str]]:
        options = [option for option in self.params if isinstance(option, click.Option) and not option.hidden]
        return [(_spelling(option), option.help or "") for option in options]


class Command(_ChineseHelp):
    """A command that does something."""

    # Left to parse_args below, which refuses them in Chinese.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            # The parser does not always say which command it was parsing.
            error.ctx = error.ctx or ctx
            raise
        if ctx.args:
            raise click.UsageError(f"多出了“{' '.join(ctx.args)}”；名称中有空格时请用双引号括起。", ctx)
        return rest


class Group(_ChineseHelp, click.Group):
    """A command that has commands of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args:
            raise MissingCommandError(self.get_help(ctx), ctx)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            known = "、".join(self.list_commands(ctx))
            raise click.UsageError(f"没有命令“{name}”；可用的命令：{known}。", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order they were declared: as a clerk uses them."""
        return list(self.commands)

    def _command_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        return [(name, _first_line(self.commands[name].help)) for name in self.list_commands(ctx)]


def describe(error: click.UsageError) -> str:
    """A usage error as one Chinese sentence and how to get help."""
    if isinstance(error, MissingCommandError):
        return error.message
    return f"{_reason(error)}\n{_hint(error.ctx)}"


def _reason(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=click.Option() as option):
            return f"缺少选项“{option.opts[0]} {_metavar(option)}”。"
        case click.MissingParameter(param=click.Argument() as argument):
            return f"缺少“{_metavar(argument)}”。"
        case click.NoSuchOption():
            likely = "、".join(f"“{name}”" for name in error.possibilities or ())
            return f"没有选项“{error.option_name}”" + (f"；是否应为{likely}？" if likely else "。")
        case click.BadOptionUsage():
            return _option_misuse(error)
        case click.BadParameter(param=click.Parameter() as param):
            named = f"选项“{param.opts[-1]}”" if isinstance(param, click.Option) else f"“{_metavar(param)}”"
            return f"{named}不对：{error.message}。"
        case _:
            return error.message if not error.message.isascii() else "命令写得不对。"


def _option_misuse(error: click.BadOptionUsage) -> str:
    option = next(
        (
            param
            for param in (error.ctx.command.params if error.ctx else ())
            if isinstance(param, click.Option) and error.option_name in param.opts
        ),
        None,
    )
    if option is None or option.is_flag:
        return f"选项“{error.option_name}”后面不应有内容。"
    return f"选项“{error.option_name}”后面缺少{_metavar(option)}。"


def _hint(ctx: click.Context | None) -> str:
    command = ctx.command_path if ctx else "xltools"
    return f"用法见：{command} --help"


def _usage(command: click.Command, ctx: click.Context) -> str:
    pieces = [ctx.command_path]
    if isinstance(command, click.Group):
        pieces += ["命令 …"]
    for param in command.params:
        if isinstance(param, click.Argument):
            pieces.append(_metavar(param) if param.required else f"[{_metavar(param)}]")
        elif isinstance(param, click.Option) and not param.hidden and not param.is_eager:
            spelling = f"{param.opts[0]} {_metavar(param)}" if not param.is_flag else param.opts[0]
            pieces.append(spelling if param.required else f"[{spelling}]")
    return " ".join(pieces)


def _spelling(option: click.Option) -> str:
    names = "，".join(option.opts)
    return names if option.is_flag else f"{names} {_metavar(option)}"


def _metavar(param: click.Parameter) -> str:
    return param.metavar or (param.name or "").upper()


def _columns(rows: Sequence[tuple[str, str]]) -> str:
    """Two columns; lines of an explanation after the first stand below it."""
    width = max(cells(left) for left, _ in rows) + 2
    lines: list[str] = []
    for left, right in rows:
        first, *others = right.splitlines() or [""]
        lines.append(f"{_INDENT}{left}{' ' * (width - cells(left))}{first}".rstrip())
        lines += [_INDENT + " " * width + line.strip() for line in others]
    return "\n".join(lines)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].rstrip("。")
