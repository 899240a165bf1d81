"""The clerk's reasons: nothing of them lost, nothing said twice, one line."""

from dataclasses import replace

import pytest

from oracles.expected_tables import SAMPLE
from xltools.budget.exact import expected, filled
from xltools.budget.form import prepare
from xltools.budget.narrative.grounds import Grounds
from xltools.budget.narrative.reasons import reason
from xltools.budget.narrative.wording import paragraph
from xltools.tasks.read_input import read_input

LEDGER = read_input(SAMPLE).ledger
FACT = "变动原因/支出"


def said(words: str, way: str = "减少") -> str:
    department = replace(LEDGER.department, values={**LEDGER.department.values, FACT: words})
    prepared = prepare(replace(LEDGER, department=department))
    return paragraph(reason(Grounds(filled(prepared, expected(prepared))), FACT, way, subject="支出")).text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("项目减少", "项目减少"),
        ("由于项目减少。", "项目减少"),
        ("支出减少的主要原因是：由于项目减少；", "项目减少"),
        ("支出减少主要是机构改革，人员划转", "机构改革，人员划转"),
        ("原因为项目减少，", "项目减少"),
        ("项目减少.", "项目减少"),
        ("项目减少；。\n\n", "项目减少"),
        (" 项目减少 \r\n 人员减少 ", "项目减少；人员减少"),
        ("一是项目减少，\n二是人员减少。", "一是项目减少，二是人员减少"),
        ("项目减少主要是机构改革", "项目减少主要是机构改革"),
        ("人员减少是主要原因", "人员减少是主要原因"),
        ("支出项目减少", "支出项目减少"),
        ("比上年减少，主要是厉行节约", "比上年减少，主要是厉行节约"),
    ],
)
def test_a_reason_in_its_sentence(written, read):
    assert said(written) == f"支出减少的主要原因是：{read}。"


def test_words_where_nothing_changed():
    assert said("项目有增有减。", "持平") == "支出相关情况：项目有增有减。"
    assert said(" \n", "持平") == ""


@pytest.mark.parametrize(
    "written", [" \n", "无", "无。", "。", "/", "——", "主要原因是", "支出减少的主要原因是："]
)
def test_a_field_without_a_reason_is_a_marker(written):
    assert said(written) == "支出减少的主要原因是：【请说明变动原因】。"
    assert said(written, "持平") == ""
