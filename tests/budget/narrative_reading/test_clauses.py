"""What the words before a number say of it."""

import pytest

from xltools.budget.narrative_reading.clauses import (
    Claim,
    Reader,
    gives_reasons,
    listed_names,
    shares_in_turn,
    stated_whole,
)
from xltools.budget.narrative_reading.quantities import quantities


@pytest.mark.parametrize(
    ("text", "claim", "subject", "direction"),
    [
        ("本部门收入总计981.20万元", Claim.AMOUNT, "本部门收入总计", 0),
        ("，其中：基本支出330.29万元", Claim.AMOUNT, "基本支出", 0),
        ("，比上年1037.49万元", Claim.LAST_YEAR, "", 0),
        ("与上年收支总计1085.10万元", Claim.LAST_YEAR, "收支总计", 0),
        ("（2024年为30.54万元", Claim.LAST_YEAR, "", 0),
        ("上年结转32.79万元", Claim.AMOUNT, "上年结转", 0),
        ("，比2024年预算增加3.83万元", Claim.CHANGE, "", 1),
        ("，机关运行经费较上年减少3.83万元", Claim.CHANGE, "机关运行经费", -1),
        ("基本支出上年没有安排，比上年增加3.83万元", Claim.CHANGE, "基本支出", 1),
        ("，下降8.59%", Claim.RATE, "", -1),
        ("，增幅为8.59%", Claim.RATE, "", 1),
        ("，占33.66%", Claim.SHARE, "", 0),
        ("，公用经费占10.41%", Claim.SHARE, "公用经费", 0),
        ("组织事务（款）行政运行（项）149.34万元", Claim.AMOUNT, "行政运行", 0),
    ],
)
def test_claims(text, claim, subject, direction):
    text = text.replace("（", "(").replace("）", ")")
    (quantity,) = quantities(text)
    clause = Reader(2025).clause(text[: quantity.start], quantity)
    assert (clause.claim, clause.subject, clause.direction) == (claim, subject, direction)


def test_the_whole_that_a_share_names():
    (quantity,) = quantities("，占基本支出的89.59%")
    assert Reader(2025).clause("，占基本支出的", quantity).whole == "基本支出"


def test_a_change_after_other_words_is_doubtful():
    (quantity,) = quantities("，厉行节约，压减100万元")
    assert Reader(2025).clause("，厉行节约，压减", quantity).doubtful


def test_reasons():
    assert gives_reasons("，主要原因是人员增加，经费增加")
    assert not gives_reasons("，因公出国境费")


def test_lists():
    assert listed_names("人员经费、公用经费分别为") == ["人员经费", "公用经费"]
    assert listed_names("人员经费为") == []
    text = "分别占支出的33.66%和66.34%，下降1.00%"
    assert shares_in_turn(text, text.index("33")) == 2


def test_a_whole_without_an_amount():
    assert stated_whole("预算支出按支出功能分类：一般公共服务支出") == "预算支出"
    assert stated_whole("，其中：基本支出") == ""
