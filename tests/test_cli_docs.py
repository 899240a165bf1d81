"""The documentation: every command is in it, every example runs as printed, every column is explained."""

import re
import shlex

import pytest

from command_line import ROOT, copy_of_sample, xltools
from xltools.budget.department import FACTS
from xltools.budget.inputs import INPUT_SHEETS
from xltools.cli.application import application
from xltools.cli.batch_commands import batch
from xltools.cli.help import Group

COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
INPUTS_PAGE = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")


def commands(group=application, words=()):
    """Every command by its words."""
    for name, command in group.commands.items():
        if isinstance(command, Group):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


def examples_in_docs():
    blocks = re.findall(r"^```sh\n(.*?)^```", COMMANDS_PAGE, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def test_the_examples_run_as_printed(tmp_path):
    for folder in ("我的部门", "各部门/甲局", "各部门/乙局"):
        copy_of_sample(tmp_path / folder)
    (tmp_path / "地址表.csv").write_text("部门,收件人\n甲局,caizheng@example.gov.cn\n", encoding="utf-8")
    for line in examples_in_docs():
        program, *arguments = shlex.split(line)
        assert program == "xltools"
        if arguments[0] == "open":  # It stays open; tests/window opens it.
            continue
        run = xltools(*arguments, cwd=tmp_path)
        assert run.code == 0, f"{line}\n{run.text}"
    for made in ("demo/部门预算公开2025.xlsx", "部门预算公开2025.xlsx", "只改绩效.xlsx", "成品/甲局.xlsx"):
        assert (tmp_path / made).exists()


@pytest.mark.parametrize("command", [application, batch, *(command for _, command in commands())])
def test_the_examples_of_the_help_are_on_the_page(command):
    assert set(command.examples) <= set(examples_in_docs())


@pytest.mark.parametrize("words", [words for words, _ in commands()])
def test_every_command_has_a_section_with_an_example(words):
    assert f"\n## {words}\n" in COMMANDS_PAGE
    section = COMMANDS_PAGE[COMMANDS_PAGE.index(f"\n## {words}\n") + 1 :].split("\n## ")[0]
    assert re.search(rf"^```sh\nxltools {words}\b", section, flags=re.MULTILINE)


@pytest.mark.parametrize("words", [words for words, _ in commands()])
def test_every_option_is_in_the_page(words):
    command = dict(commands())[words]
    for param in command.params:
        for option in param.opts:
            if option.startswith("--") and option != "--output":
                assert option in COMMANDS_PAGE


@pytest.mark.parametrize("sheet", INPUT_SHEETS, ids=lambda sheet: sheet.key)
def test_every_column_is_explained(sheet):
    title = f"\n## {sheet.file}（{sheet.name}）\n"
    assert title in INPUTS_PAGE
    section = INPUTS_PAGE[INPUTS_PAGE.index(title) + 1 :].split("\n## ")[0]
    need = {}
    for row in re.findall(r"^\| (.+?) \| (必填|可空|选填) \|", section, flags=re.MULTILINE):
        need |= dict.fromkeys(row[0].split("、"), row[1])
    assert need == {
        column.file_heading: "选填" if not column.required else "可空" if column.blank else "必填"
        for column in sheet.file_columns
    }
    for column in sheet.file_columns:
        # 资金来源 and 年度 are explained where they first come; 收入明细 takes two of five sources.
        if sheet.key in ("basic", "indicators", "units", "three_public"):
            assert all(choice in section for choice in column.choices)


def test_which_files_are_needed():
    rows = re.findall(r"^\| `(\S+)` \| (\S+) \| .* \| (必填|选填) \|$", INPUTS_PAGE, flags=re.MULTILINE)
    assert {file: (name, need) for file, name, need in rows} == {"unit.json": ("单位信息", "必填")} | {
        sheet.file: (sheet.name, "必填" if sheet.required else "选填") for sheet in INPUT_SHEETS
    }


def test_every_fact_is_explained():
    section = INPUTS_PAGE[INPUTS_PAGE.index("\n## unit.json") + 1 :].split("\n## ")[0]
    for fact in FACTS:
        assert fact.item in section
        assert all(part in section for part in fact.path)
