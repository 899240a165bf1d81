"""The commands that send mail: `send` and `batch send`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltools.cli import console
from xltools.cli.batch_commands import batch, jobs_option, output_option
from xltools.cli.commands import PATH
from xltools.cli.help import Argument, Command, positive_integer
from xltools.cli.report import show_outcome
from xltools.cli.send_questions import asker, decider

if TYPE_CHECKING:
    from xltools.batch import DepartmentResult
    from xltools.batch.send import SendSummary

NOT_FULLY_SENT = 4
_ADDRESS_OPTIONS = ("--to", "--cc")
_FILES = (".xlsx", ".xlsm", ".docx", ".pdf")


class SendCommand(Command):
    """A command whose `--to` and `--cc` take every address that follows: `--to a@x.cn b@x.cn`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _one_address_each(args))


def _one_address_each(args: Sequence[str]) -> list[str]:
    spelled: list[str] = []
    option = ""
    for index, arg in enumerate(args):
        if arg in _ADDRESS_OPTIONS:
            option = arg
        elif arg.startswith("-") or not _is_address(arg):
            option = ""
        elif option and args[index - 1] != option:
            spelled.append(option)
        spelled.append(arg)
    return spelled


def _is_address(arg: str) -> bool:
    return "@" in arg and not arg.lower().endswith(_FILES)


force_option = click.option("--force", is_flag=True, help="有逻辑性错误的工作簿也发送，邮件中会写明")
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="演练：不发送，把邮件写成 .eml 文件，\n不需要服务器和密码"
)
again_option = click.option("--again", is_flag=True, help="同样的附件发过的，再发一次")
resend_option = click.option("--resend-unknown", is_flag=True, help="上次不知道对方是否收到的，再发一次")
skip_option = click.option("--skip-unknown", is_flag=True, help="上次不知道对方是否收到的，不发也不问")
settings_option = click.option(
    "--config",
    type=PATH,
    metavar="xltools.toml",
    help="设置文件，默认为当前文件夹的 xltools.toml",
)


@click.command(
    cls=SendCommand,
    help="""用邮件发送做好的文件：.xlsx、.xlsm、.docx、.pdf。

每个收件人一封，发过的不会再发；工作簿先校验，有逻辑性错误的不发。
发信服务器写在 xltools.toml 中，密码放在系统的钥匙串或环境变量中。""",
    examples=[
        "xltools send 部门预算公开2025.xlsx --to caizheng@example.gov.cn --dry-run",
    ],
)
@click.argument(
    "files",
    type=PATH,
    nargs=-1,
    required=True,
    metavar="文件…",
    cls=Argument,
    explanation="要发送的文件，可以有几个",
)
@click.option("--to", multiple=True, required=True, metavar="地址…", help="收件人，可以有几个")
@click.option("--cc", multiple=True, metavar="地址…", help="抄送，可以有几个")
@click.option("--subject", metavar="主题", help="邮件主题，默认按设置")
@click.option("--body-file", type=PATH, metavar="正文.txt", help="邮件正文，默认按设置")
@dry_run_option
@click.option("--out", type=PATH, metavar="文件夹", help=".eml 文件放在哪里，默认当前文件夹")
@force_option
@again_option
@resend_option
@skip_option
@settings_option
def send(
    files: tuple[Path, ...],
    to: tuple[str, ...],
    cc: tuple[str, ...],
    subject: str | None,
    body_file: Path | None,
    dry_run: bool,
    out: Path | None,
    force: bool,
    again: bool,
    resend_unknown: bool,
    skip_unknown: bool,
    config: Path | None,
) -> int:
    from xltools.tasks.posting.outcome import delivery_line, sent_lines
    from xltools.tasks.posting.templates import read_body
    from xltools.tasks.send import send as run

    if out and not dry_run:
        raise click.UsageError("“--out”只与“--dry-run”一起用。", click.get_current_context())
    sent = run(
        files,
        to,
        cc=cc,
        subject=subject,
        body=read_body(body_file) if body_file else None,
        config=config,
        dry_run=dry_run,
        out=out,
        force=force,
        again=again,
        unknown=decider(resend_unknown, skip_unknown),
        ask_password=asker(),
        told=lambda delivery: show_outcome([delivery_line(delivery)]),
    )
    show_outcome(sent_lines(sent, listed=False))
    return 0 if sent.complete else NOT_FULLY_SENT


@batch.command(
    "send",
    cls=Command,
    help="""按地址表，把文件夹中各部门的文件用邮件发给各自的收件人。

地址表是 CSV 文件，各列为：部门（或文件名）、收件人、抄送。
每封之间按设置的快慢间隔；中断以后再运行一次，发过的不会再发。
汇总另存为 summary.json。""",
    examples=["xltools batch send 成品 -o 发送结果 --addresses 地址表.csv --dry-run"],
)
@click.argument(
    "in_dir",
    type=PATH,
    metavar="输入文件夹",
    cls=Argument,
    explanation="其中以部门命名的文件，或各部门的子文件夹",
)
@output_option
@click.option("--addresses", type=PATH, metavar="地址表.csv", required=True, help="哪个部门的文件发给谁")
@click.option(
    "--per-minute",
    callback=positive_integer,
    metavar="封数",
    help="每分钟最多发几封，默认按设置；设置中没有时为 20",
)
@dry_run_option
@force_option
@resend_option
@skip_option
@click.option("--resume", is_flag=True, help="接着上次中断的地方发；不加也是这样")
@jobs_option
@settings_option
def batch_send(
    in_dir: Path,
    out_dir: Path,
    addresses: Path,
    per_minute: int | None,
    dry_run: bool,
    force: bool,
    resend_unknown: bool,
    skip_unknown: bool,
    resume: bool,
    jobs: int | None,
    config: Path | None,
) -> int:
    from xltools.batch.send import SendOptions, send_batch

    options = SendOptions(
        config=config,
        dry_run=dry_run,
        force=force,
        per_minute=per_minute,
        unknown=decider(resend_unknown, skip_unknown),
        ask_password=asker(),
        jobs=jobs,
    )
    summary = send_batch(in_dir, addresses, out_dir, options, _told)
    _show_batch(summary)
    return 0 if summary.complete else NOT_FULLY_SENT


def _told(result: DepartmentResult, done: int, total: int) -> None:
    told = "未发送" if result.failed else "完成"
    console.remark(f"[{done}/{total}] {result.name}：{told}{f'，{result.message}' if result.message else ''}")


def _show_batch(summary: SendSummary) -> None:
    found = summary.batch
    for remark in summary.remarks:
        console.remark(remark)
    console.table(
        ("名称", "结论", *found.labels.values(), "说明"),
        [
            (
                result.name,
                found.statuses[result.status],
                *(str(result.counts.get(key, "")) for key in found.labels),
                result.message,
            )
            for result in found.results
        ],
        right=frozenset(found.labels.values()),
    )
    counted = "，".join(f"{word} {found.total(key)} 封" for key, word in found.labels.items())
    console.result(f"\n共 {len(found.results)} 行：{counted}。")
    journal = f"发送记录：{summary.journal}。" if summary.journal else ""
    console.result(f"{journal}汇总：{found.path}")
