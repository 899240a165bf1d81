"""check_narrative: wordings of other hands are read, wrong numbers found, right ones left alone."""

import re
import unicodedata
from dataclasses import replace

import pytest

import xltools
from oracles.expected_tables import SAMPLE
from xltools.budget.narrative_reading.rules import NARRATIVE_RULES
from xltools.model.errors import XltoolsError
from xltools.office.documents.paragraphs import TextParagraph, read_document
from xltools.office.opening import open_to_read
from xltools.tasks.auditing.sentences import sections_of
from xltools.tasks.check_narrative import audit
from xltools.tasks.reading.disclosure import read_disclosure

BUREAU = """第三部分 2025年部门预算情况说明
一、2025年部门预算收支总体情况说明
2025年本部门收支总预算981.20万元，比上年减少103.90万元，下降9.58%，主要原因是一次性项目减少。
二、收入预算情况说明
2025年收入预算981.20万元，其中：一般公共预算拨款收入948.41万元，占96.66%；上年结转收入32.79万元，占3.34%。
三、支出预算情况说明
2025年支出预算981.20万元，其中：基本支出330.29万元，占33.66%；项目支出650.91万元，占66.34%。
四、财政拨款收支总体情况说明
2025年财政拨款收支总预算981.20万元。收入包括：一般公共预算当年拨款收入948.41万元，上年结转32.79万元；支出包括：一般公共服务支出890.11万元，社会保障和就业支出51.35万元，卫生健康支出13.03万元，住房保障支出26.71万元。
五、一般公共预算支出情况说明
（一）一般公共预算当年拨款规模变化情况
2025年一般公共预算当年拨款948.41万元，比上年减少89.08万元，下降8.59%，主要原因是一次性项目减少。
（二）一般公共预算当年拨款结构情况
一般公共服务支出857.32万元，占90.40%；社会保障和就业支出51.35万元，占5.41%；卫生健康支出13.03万元，占1.37%；住房保障支出26.71万元，占2.82%。
（三）一般公共预算当年拨款具体使用情况
1.一般公共服务（类）组织事务（款）行政运行（项）2025年预算数为149.34万元。
2.一般公共服务（类）组织事务（款）一般行政管理事务（项）2025年预算数为474.58万元。
六、一般公共预算基本支出情况说明
2025年一般公共预算基本支出330.29万元，其中：人员经费295.92万元，主要包括：基本工资、津贴补贴、奖金等；公用经费34.37万元，主要包括：办公费、印刷费等。
七、“三公”经费预算情况说明
2025年“三公”经费预算数为0万元，与上年持平。其中：因公出国（境）费0万元，公务接待费0万元，公务用车购置及运行费0万元（其中公务用车购置费0万元，公务用车运行维护费0万元）。
八、机关运行经费情况说明
2025年本部门机关运行经费财政拨款预算34.37万元，比2024年预算增加3.83万元，增长12.54%，主要原因是在职人员增加。
九、政府采购情况说明
2025年本部门政府采购预算总额4.5万元，其中：政府采购货物预算1.5万元、政府采购工程预算0万元、政府采购服务预算3万元。
十、绩效管理情况说明
2025年本部门实行绩效目标管理的项目17个，涉及一般公共预算当年拨款618.12万元。
十一、国有资产占有使用情况说明
截至2024年12月31日，本部门共有车辆4辆，其中：领导用车0辆、其他公务用车4辆。单位价值50万元以上通用设备0台（套）。
十二、其他说明
2025年本部门无政府性基金预算支出，无国有资本经营预算支出。
第四部分 名词解释
机关运行经费：指为保障单位运行的经费，标准为每人12.00万元。
"""
OFFICE = """# 2025年部门预算说明
## 一、收支总体情况
按照综合预算的原则，我部2025年收入总预算为981.2万元，与2024年相比减少103.9万元，降低9.58%。其中：当年财政拨款收入948.41万元，上年结转结余32.79万元。支出总预算为981.2万元，包括基本支出330.29万元和项目支出650.91万元，分别占支出总预算的33.66%和66.34%。减少原因为一次性项目减少。
## 二、财政拨款情况
我部2025年财政拨款支出总预算981.20万元。按功能科目划分：一般公共服务支出890.11万元，占财政拨款支出的90.72%；社会保障和就业支出51.35万元，占5.23%；卫生健康支出13.03万元，占1.33%；住房保障支出26.71万元，占2.72%。
## 三、一般公共预算
受一次性项目减少影响，2025年度一般公共预算支出为9484100元，同比下降8.59%（上年为1037.49万元）。
其中人员经费占基本支出的89.59%，公用经费占10.41%。
## 四、机关运行经费
机关运行经费预算34.37万元，同比增长12.5%，增加3.83万元，系在职人员增加。
## 五、“三公”经费
我部2025年未安排“三公”经费，与上年一致。
## 六、政府采购
2025年政府采购预算4.50万元：货物1.50万元，服务3.00万元，工程0.00万元。
## 七、绩效
纳入绩效目标管理的项目共17个，其中其他运转类7个127.38万元，特定目标类10个490.74万元。
"""
PLAIN = """组织部二〇二五年预算说明
2025年度，我单位收支总预算981.20万元，较去年减少103.90万元，减幅9.58%，主要是压缩了一次性项目。
2025年一般公共预算支出948.41万元，去年为1037.49万元，减少89.08万元，减幅8.59%；其中，基本支出330.29万元，占一般公共预算支出的34.83%，项目支出618.12万元，占一般公共预算支出的65.17%。
基本支出中，人员经费、公用经费分别为295.92万元、34.37万元。
2025年机关运行经费34.37万元，去年为30.54万元，同比增加3.83万元，增幅12.54%，主要是人员增加。
2025年政府采购预算共4.50万元，其中政府采购货物1.50万元、政府采购服务3.00万元。
我单位没有政府性基金预算支出，没有因公出国（境）费，也没有公务接待费。
"""
WORDINGS = {"局.txt": BUREAU, "办.md": OFFICE, "所.txt": PLAIN}
NOT_DUE = {"局.txt": {"N-5"}, "办.md": {"N-5", "N-7"}, "所.txt": {"N-5", "N-7", "N-9"}}
"""The rules of whose kind the three state nothing."""
NOT_CHECKED = {
    "局.txt": {},
    "办.md": {},
    "所.txt": {"N-10": "只检查了占位文字；文中不像有完整的情况说明，没有检查应有的部分是否齐全"},
}
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?=万元|%|个|辆|元)")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sample") / "部门预算公开.xlsx").path


@pytest.fixture
def check(workbook, tmp_path):
    def run(text, name="说明.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return xltools.check_narrative(path, workbook)

    return run


@pytest.mark.parametrize("name", WORDINGS)
def test_a_right_narrative_of_another_hand_has_no_error_and_is_understood(check, name):
    report = check(WORDINGS[name], name)
    assert [finding.message for finding in report.findings if finding.severity != "warning"] == []
    assert report.count("error") == 0
    assert reasons(report) == NOT_CHECKED[name]
    assert report.obligations.required == len(NARRATIVE_RULES) - len(NOT_DUE[name])
    assert report.obligations.checked == report.obligations.required - len(NOT_CHECKED[name])


def columns(letter):
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def broken(text, width):
    """The lines of a text broken where they are so many columns wide, as on a page."""
    for line in text.splitlines():
        room = 0
        for letter in line:
            room += columns(letter)
            if room > width:
                yield "\n"
                room = columns(letter)
            yield letter
        yield "\n"


@pytest.mark.parametrize("width", [44, 60, 83])
def test_text_copied_from_pages_is_read_like_the_same_in_paragraphs(check, width):
    """Broken in the middle of words and numbers."""
    report = check("".join(broken(BUREAU, width)))
    assert report.findings == ()
    assert reasons(report) == NOT_CHECKED["局.txt"]
    assert report.obligations.checked == len(NARRATIVE_RULES) - len(NOT_DUE["局.txt"])


def reasons(report):
    """Of each rule that was not checked, why; never two reasons for one."""
    entries = report.obligations.not_checked
    assert len({entry.rule for entry in entries}) == len(entries)
    return {entry.rule: entry.why for entry in entries}


@pytest.mark.parametrize(
    ("text", "rule", "why"),
    [
        ("本部门负责全区的组织工作。", "N-1", "文中没有金额、个数"),
        ("收支总预算981.20万元。", "N-4", "文中没有与上年的比较"),
        ("收支总预算981.20万元。", "N-10", "文中不像有完整的情况说明"),
        ("", "N-10", "文中没有文字"),
        # In part.
        ("协会会费12.00万元。协会另有20.00万元。", "N-1", "有 2 个数没有核对"),
        ("协会会费占30.00%。", "N-2", "有 1 个占比没有核对"),
        ("协会会费12.00万元，比上年增加2.00万元。", "N-4", "有 1 处增减没有核对方向"),
        ("协会会费增长30.00%。", "N-3", "有 1 个增减率没有核对"),
        ("九、政府采购\n政府采购货物1.50万元。", "N-8", "有 1 处政府采购没有核对（缺总额"),
        ("我单位没有协会会费。", "N-11", "有 1 处“没有”没有核对"),
    ],
)
def test_what_was_not_compared_was_not_checked(check, text, rule, why):
    report = check(text + "\n")
    assert reasons(report)[rule].startswith(why) or why in reasons(report)[rule]
    assert report.obligations.checked == report.obligations.required - len(reasons(report))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("收支总预算981.20万元。", {"N-1", "N-4", "N-10"}),
        ("收支总预算981.20万元，比上年减少103.90万元。", {"N-1", "N-4", "N-10"}),
        ("收支总预算981.20万元，下降9.58%。", {"N-1", "N-3", "N-4", "N-10"}),
        ("项目支出占支出总计的66.34%。", {"N-1", "N-2", "N-4", "N-10"}),
    ],
)
def test_only_what_the_text_states_is_required(check, text, due):
    assert check(text + "\n").obligations.required == len(due)


def changes(text):
    """The text with one digit of one number changed, for every number."""
    for match in NUMBER.finditer(text.split("第四部分")[0]):
        if text[match.end() :].startswith(("万元以上", "年")):
            continue
        digit = match.end() - 1 if "." in match[0] else match.start()
        changed = str((int(text[digit]) + 3) % 10)
        yield match[0], text[:digit] + changed + text[digit + 1 :]


def test_changed_digits_are_found(workbook, tmp_path):
    """Of three hands at least 95 in a hundred are errors; the others are said to be unchecked, none passes."""
    planted = [(name, *change) for name, text in WORDINGS.items() for change in changes(text)]
    assert len(planted) > 100
    disclosure = read_disclosure(open_to_read(workbook).workbook, workbook)
    reports = []
    for name, _, text in planted:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        reports.append(audit(sections_of(read_document(path)), disclosure, name))
    missed = [report for report in reports if not report.count("error")]
    assert len(missed) <= len(planted) * 0.05
    assert all("N-1" in reasons(report) for report in missed)


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "said"),
    [
        ("比上年减少103.90万元", "比上年增加103.90万元", "N-4", "是减少，文中写成了增加"),
        ("下降9.58%", "增长9.58%", "N-4", "是减少"),
        ("下降9.58%", "下降10.59%", "N-3", "像是以本年数为基数"),
        ("基本支出330.29万元，占33.66%", "基本支出330.29万元，占34.83%", "N-2", "应为 33.66%"),
        ("采购预算总额4.5万元", "采购预算总额5.5万元", "N-8", "4.50万元"),
        ("收支总预算981.20万元", "收支总预算918.20万元", "N-1", "981.20万元"),
        ("无政府性基金预算支出", "无一般公共预算支出", "N-11", "948.41万元"),
        ("数为0万元，与上年持平", "数为XX万元，与上年持平", "N-10", "XX"),
        ("比上年减少103.90万元", "比上年增加（减少）103.90万元", "N-10", "增加(减少)"),
    ],
)
def test_what_is_wrong_is_said(check, right, wrong, rule, said):
    assert right in BUREAU
    report = check(BUREAU.replace(right, wrong, 1))
    found = [finding for finding in report.findings if finding.severity == "error"]
    assert any(finding.rule == rule and said in finding.message for finding in found), report.findings


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        # Nothing of this is in the workbook, so the text is held against itself.
        (
            "五、一般公共预算支出\n甲中心支出90.00万元，比上年100.00万元减少10.00万元，下降11.11%。\n",
            "N-3",
            "error",
        ),
        ("甲中心支出90.00万元，比上年100.00万元减少11.00万元。\n", "N-1", "error"),
        ("甲中心经费90.00万元，其中：办公用品60.00万元，外出学习40.00万元。\n", "N-6", "error"),
        ("甲中心有馆舍5个，其中：东馆3个，西馆4个。\n", "N-6", "error"),
        ("五、一般公共预算支出\n2013201一般行政事务149.34万元。\n", "N-9", "warning"),
        ("六、基本支出\n人员经费295.92万元，包括：基本工资、津贴补助、奖金。\n", "N-9", "warning"),
    ],
)
def test_what_the_text_says_against_itself(check, text, rule, severity):
    found = [finding for finding in check(text).findings if finding.severity != "info"]
    assert (rule, severity) in {(finding.rule, finding.severity) for finding in found}, found


def test_a_fact_that_the_workbook_does_not_give_is_the_same_twice(check, workbook):
    """Without its input sheets the workbook knows no vehicles."""
    disclosure = replace(read_disclosure(open_to_read(workbook).workbook, workbook), ledger=None)
    lines = ("十一、国有资产", "特种专业技术用车2辆。", "本部门特种专业技术用车3辆。")
    report = audit(sections_of(map(TextParagraph, lines)), disclosure, "说明.txt")
    (finding,) = [finding for finding in report.findings if finding.severity == "warning"]
    assert finding.rule == "N-7"
    assert "写的是 3辆，前面写的是 2辆" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "甲中心支出90.00万元，比上年100.00万元减少10.00万元，下降10.00%，主要原因是厉行节约。\n",
        "甲中心支出90.00万元，比上年减少10.00万元，下降10.00%，主要原因是厉行节约。\n",
        "甲中心经费90.00万元，其中：办公用品60.00万元，外出学习20.00万元。\n",
        "甲中心有馆舍7个，其中：东馆3个，西馆4个。\n",
        "六、基本支出\n公用经费34.37万元，包括：办公费、无形资产购置等。\n",
        "全年接待12批次，98人次，人均0.01万元。\n",
        "单价50万元以上的设备由财政局统一采购。\n",
    ],
)
def test_what_is_right_by_itself_is_left_alone(check, text):
    assert [finding for finding in check(text).findings if finding.severity != "info"] == []


def test_a_finding_quotes_its_sentence_and_names_the_cell(check, workbook):
    report = check(BUREAU.replace("收支总预算981.20", "收支总预算918.20", 1))
    (finding,) = [finding for finding in report.findings if finding.severity == "error"]
    assert "2025年本部门收支总预算918.20万元" in finding.message
    assert (finding.value, finding.expected) == ("918.20万元", "981.20万元")
    assert finding.sheet == "一、2025年部门预算收支总体情况说明"
    assert finding.cell is None
    assert finding.cells[0].sheet.startswith("表1")


def test_what_is_not_understood_is_listed_and_no_error(check):
    report = check("七、其他\n本部门另有下属协会会费支出12.00万元，占30.00%。\n")
    assert report.count("error") == 0
    (finding,) = [finding for finding in report.findings if finding.severity == "info"]
    assert "12.00万元、30.00% 未核对" in finding.message
    assert {"N-1", "N-2"} <= reasons(report).keys()


def test_amounts_in_reasons_are_no_errors(check):
    text = BUREAU.replace(
        "主要原因是一次性项目减少", "主要原因是基本支出增加5.00万元，项目支出减少108.90万元"
    )
    assert check(text).count("error") == 0


def test_a_section_that_is_missing_is_a_warning(check):
    text = re.sub(r"九、政府采购.*?(?=十、)", "", BUREAU, flags=re.DOTALL)
    (finding,) = [finding for finding in check(text).findings if finding.severity == "warning"]
    assert finding.rule == "N-10"
    assert "政府采购" in finding.message


def test_the_rules_of_a_workbook_are_not_asked_for_more(workbook):
    report = xltools.check(workbook)
    assert not any(entry.rule.startswith("N-") for entry in report.obligations.not_checked)
    assert report.obligations.required == report.obligations.checked == 70


def test_files_that_cannot_be_read(check, workbook, tmp_path):
    with pytest.raises(XltoolsError, match="找不到"):
        xltools.check_narrative(tmp_path / "没有.docx", workbook)
    assert "已经是工作簿" in xltools.check_narrative(workbook, workbook).trouble
    path = tmp_path / "说明.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    assert "PDF" in xltools.check_narrative(path, workbook).trouble
    path = tmp_path / "坏.docx"
    path.write_bytes(workbook.read_bytes()[:2000])
    assert xltools.check_narrative(path, workbook).status == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        f"收支总预算{'9' * 60}万元，比上年减少{'1' * 40}.{'3' * 40}万元，下降{'7' * 50}%。",
        "收支总预算" * 4000 + "981.20万元",
        "六、基本支出\n公用经费34.37万元，包括：" + "办" * 20_000 + "。",
        "占" * 5000 + "33.66%，" + "（" * 2000 + "上年" * 2000 + "12.00万元",
    ],
    ids=["digits", "words", "names", "brackets"],
)
def test_absurd_texts_are_read_to_the_end(check, text):
    assert check(text).status in ("clean", "findings")
