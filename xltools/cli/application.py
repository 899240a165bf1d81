"""The `xltools` command: its groups and commands, and the exit code of whatever happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from xltools.cli import (
    batch_commands,
    batch_document_commands,
    buttons_commands,
    check_commands,
    commands,
    console,
    narrate_commands,
    pdf_commands,
    publish_commands,
    read_commands,
    send_commands,
    window_commands,
)
from xltools.cli.help import Group, describe
from xltools.model.errors import XltoolsError
from xltools.tasks.version import version

_OK = 0
_COULD_NOT_RUN = 2
_INTERRUPTED = 130


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        console.result(f"xltools {version()}")
        ctx.exit(_OK)


@click.group(
    cls=Group,
    help="""部门预算公开：从支出明细和项目清单到可公开、可审核的 Excel 工作簿。

第一次使用可先看示例：xltools demo
每个命令的用法：xltools 命令 --help""",
    examples=["xltools fill 我的部门 -o 部门预算公开2025.xlsx"],
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="显示版本",
)
def application() -> None:
    """The group; its commands do the work."""


for command in (
    commands.demo,
    commands.init,
    commands.fill,
    commands.targets,
    check_commands.check,
    check_commands.mark,
    check_commands.clear,
    check_commands.rules,
    check_commands.rule,
    narrate_commands.narrate,
    pdf_commands.pdf,
    publish_commands.publish,
    read_commands.read,
    send_commands.send,
    window_commands.open_command,
    buttons_commands.install_buttons,
    batch_commands.batch,
    commands.doctor,
):
    application.add_command(command)
for command in (batch_document_commands.narrate, batch_document_commands.publish):
    batch_commands.batch.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line (None: the one of the process) and returns its exit code; nothing is raised."""
    console.prepare()
    try:
        code = application.main(arguments, prog_name="xltools", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        console.remark(describe(error))
        return _COULD_NOT_RUN
    except XltoolsError as error:
        console.show_trouble(error)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        console.remark("已中断。")
        return _INTERRUPTED
    except BrokenPipeError:
        return _reader_went_away()
    except Exception as error:
        console.show_trouble(error)
        return _COULD_NOT_RUN
    return code if isinstance(code, int) else _OK


def _reader_went_away() -> int:
    """`xltools … | head` is no error; Python would complain once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _OK
