"""check_narrative, rule by rule: texts that are right by themselves stay silent, each planted error is found.

The workbook knows nothing of what these texts state, unless they say so: they are held against themselves.
"""

import textwrap

import pytest

import xltools
from oracles.expected_tables import SAMPLE

RIGHT = {
    # N-2: shares of one whole.
    "shares_colon": "甲基金收入200.00万元，其中：门票收入50.00万元，占25.00%；租金收入150.00万元，占75.00%。",
    "shares_turn": "甲基金分为两部分，门票和租金分别占25.00%和75.00%。",
    "shares_third": "乙基金按来源分：门票占33.33%，租金占33.33%，捐赠占33.33%。",
    "shares_some": "丙基金支出90.00万元，其中：修缮支出占30.00%，布展支出占20.00%。",
    "shares_known": "基本支出占支出总计的33.66%，项目支出占支出总计的66.34%。",
    "shares_nested": "丁基金300.00万元，其中：门票100.00万元，占33.33%（其中成人票80.00万元，占80.00%）；"
    "租金200.00万元，占66.67%。",
    "shares_hardly": "丁基金按用途分：甲类占51.69%；乙类占48.29%；丙类占比不到万分之一；"
    "丁类占比不到万分之一。",
    # N-3 and N-4: this year against last.
    "nothing": "（五）门票\n门票收入0万元，与上年相比增加0万元，增长0%。",
    "one_decimal": "甲馆经费110.00万元，比上年100.90万元增加9.10万元，增长9.0%，主要原因是人员增加。",
    "flat_whole": "五、一般公共预算支出\n展览费20.00万元，与上年持平。其中：布展费15.00万元，比上年增加5.00万元；"
    "运输费5.00万元，比上年减少5.00万元。",
    "reasons_below": "五、一般公共预算支出\n展览费20.00万元，比上年15.00万元增加5.00万元。\n（一）布展费\n"
    "增加的主要原因是新馆开放。",
    "behind_a_list": "二、收入\n2025年部门收入预算981.20万元，其中：本年收入948.41万元，占96.66%；"
    "上年结转32.79万元，占3.34%。较2024年减少103.9万元，下降9.58%，主要是一次性项目减少。",
    "behind_parts": "三、支出\n支出预算981.20万元，其中：基本支出330.29万元，项目支出650.91万元。"
    "与上年相比减少103.90万元，主要是一次性项目减少。",
    "last_year_named": "五、一般公共预算支出\n一般公共预算支出948.41万元，比2024年1037.49万元减少89.08万元，下降8.59%，"
    "主要是一次性项目减少。",
    "other_year": "五、一般公共预算支出\n一般公共预算支出948.41万元，比2023年1000.00万元减少51.59万元，下降5.16%，"
    "主要是一次性项目减少。",
    "other_year_alone": "五、一般公共预算支出\n一般公共预算支出948.41万元，比2023年减少51.59万元，下降5.16%，"
    "主要是一次性项目减少。",
    "of_this_year": "二、收入\n部门收入预算981.20万元，其中：当年预算安排948.41万元，占96.66%；"
    "上年结转32.79万元，占3.34%。",
    "sign": "五、一般公共预算支出\n一般公共预算支出948.41万元，比上年减少89.08万元，下降8.59%，主要是一次性项目减少。",
    "all_from": "二、收入\n2025年，本部门预算收入总计981.20万元。\n本年收入948.41万元，全部来自一般公共预算。",
    # N-5: parts of a change.
    "change_parts": "六、基本支出\n基本支出比上年增加17.27万元，其中人员经费增加13.54万元，公用经费增加3.73万元，"
    "主要是人员增加。",
    "change_reasons": "甲馆经费60.00万元，比上年50.00万元增加10.00万元，主要原因是：新馆开放增加运行费12.00万元，"
    "取消展览减少2.00万元。",
    "change_some": "甲馆经费60.00万元，比上年50.00万元增加10.00万元，主要原因是人员增加增支3.00万元、"
    "水电费增加2.00万元。",
    "change_net": "甲馆经费60.00万元，比上年50.00万元增加10.00万元，主要原因：一是展览增加15.00万元；"
    "二是会议减少5.00万元，增减相抵净增加10.00万元。",
    "change_percent": "甲馆经费60.00万元，比上年50.00万元增加10.00万元，主要原因是：运行费压减10%，新馆增加15.00万元，"
    "展览增加8.00万元，增减相抵后增加10.00万元。",
    "change_words": "甲馆经费60.00万元，比上年50.00万元增加10.00万元，主要原因是：新馆增加15.00万元，展览增加8.00万元，"
    "会议费有所减少。",
    # N-6: sub-totals.
    "list": "甲馆共有展厅7个，其中：常设展厅4个，临时展厅3个。",
    "list_behind": "甲馆有常设展厅4个、临时展厅3个，共7个。",
    "list_nested": "甲馆共有展厅9个，其中：常设展厅6个（其中：一楼2个，二楼4个），临时展厅3个。",
    "list_money": "展览经费100.00万元，其中：布展费60.00万元，运输费40.00万元。",
    "list_semicolons": "展览经费100.00万元，包括：布展费60.00万元，其中材料费20.00万元、人工费40.00万元；"
    "运输费40.00万元。",
    "list_two_measures": "安排展览3个，涉及金额90.00万元，其中：常设展览1个，涉及金额50.00万元；"
    "临时展览2个，涉及金额40.00万元。",
    "list_some": "展览经费100.00万元，其中布展费60.00万元，另安排修缮工程70.00万元。",
    "list_next": "展览经费100.00万元。其中：布展费60.00万元，运输费40.00万元。",
    "list_traits": "甲馆有讲解员20名，其中：党员15名，研究生学历10名。",
    "list_twice": "展览经费100.00万元，其中：布展费60.00万元，运输费40.00万元；"
    "按地点分：本馆30.00万元，分馆70.00万元。",
    "list_rounding": "展览经费100.01万元，其中：布展费60.00万元，运输费40.00万元。",
    # N-7: said twice.
    "twice": "甲馆内设机构8个。\n二、概况\n甲馆内设机构8个。",
    "twice_other_body": "（一）甲中心\n离休人员2名。\n（二）乙中心\n离休人员3名。",
    "twice_other_year": "2023年离退休人员15名。\n2024年离退休人员16名。",
    "twice_other_whole": "展览经费100.00万元，其中：会议费20.00万元。\n培训经费80.00万元，其中：会议费30.00万元。",
    "staff": "本部门编制人数31名，在职人员27名。",
    "staff_of_parts": "组织部机关编制20名，在职人员18名；人才服务中心编制11名，在职人员9名。",
    "sheets": "十、绩效管理\n编报项目绩效目标表17张。",
    "projects": "项目概况 为甲馆聘用讲解人员4名，保障开放。\n项目概况 为甲馆聘用讲解人员6名，在职人员5名。",
    "projects_indicators": "数量指标 聘用讲解人员4名\n数量指标 聘用讲解人员6名",
    "twice_headed": "三、支出\n支出合计981.20万元。\n检察(款)：支出合计100.00万元。\n1.住房公积金(项)：支出26.71万元。",
    "to_be_bought": "十一、国有资产\n公务用车4辆。\n年内计划购置车辆0辆，购置其他公务用车0辆。",
    # N-8: purchases. The workbook says 1.50 of goods and 3.00 of services.
    "purchases": "九、政府采购\n政府采购预算4.50万元，其中：货物1.50万元，工程0万元，服务3.00万元。",
    "purchases_parts": "九、政府采购\n政府采购货物预算1.50万元。政府采购服务预算3.00万元。政府采购预算合计4.50万元。",
    "purchases_planned": "九、政府采购\n政府采购支出预算总额4.50万元，其中：拟采购货物支出1.50万元、"
    "拟采购工程支出0万元、拟购买服务支出3.00万元。",
    # N-9: names of classifications.
    "names": "五、一般公共预算支出\n一般公共服务支出857.32万元；社会保障和就业支出51.35万元。",
    "names_levels": "五、一般公共预算支出\n一般公共服务支出（类）组织事务（款）行政运行（项）149.34万元。",
    "names_code": "五、一般公共预算支出\n行政运行（2013201）149.34万元，2013202一般行政管理事务474.58万元。",
    "names_short": "五、一般公共预算支出\n社会保障和就业（类）51.35万元。",
    "names_list": "六、基本支出\n人员经费295.92万元，主要包括：基本工资、津贴补贴、奖金、离休费、生活补助等。",
}
WRONG = [
    ("shares_hardly", "48.29%", "47.29%", "N-2"),
    ("sign", "下降8.59%", "下降-8.59%", "N-4"),
    ("all_from", "来自一般公共预算", "来自政府性基金预算", "N-1"),
    ("behind_a_list", "下降9.58%", "下降9.85%", "N-3"),
    ("behind_a_list", "减少103.9万", "减少109.3万", "N-1"),
    ("behind_a_list", "减少103.9万", "增加103.9万", "N-4"),
    ("last_year_named", "比2024年", "比2023年", "N-4"),
    ("last_year_named", "比2024年1037.49万元", "比2023年", "N-4"),
    ("of_this_year", "安排948.41", "安排981.20", "N-1"),
    ("projects", "项目概况 为", "为", "N-7"),
    ("projects_indicators", "数量指标 ", "", "N-7"),
    ("nothing", "增长0%", "增长10%", "N-3"),
    ("one_decimal", "增长9.0%", "增长9.1%", "N-3"),
    ("reasons_below", "增加的主要原因是新馆开放", "布展费列入预算", "N-4"),
    ("flat_whole", "展览费20.00万元，与上年持平", "展览费20.00万元，比上年21.00万元减少1.00万元", "N-4"),
    ("twice_headed", "公积金(项)：支出26.71", "公积金(项)：支出27.61", "N-1"),
    ("to_be_bought", "公务用车4辆", "公务用车3辆", "N-1"),
    ("purchases_planned", "服务支出3.00", "服务支出3.30", "N-8"),
    ("shares_colon", "占25.00%", "占52.00%", "N-2"),
    ("shares_turn", "和75.00%", "和57.00%", "N-2"),
    ("shares_third", "捐赠占33.33%", "捐赠占38.33%", "N-2"),
    ("shares_third", "捐赠占33.33%", "捐赠占23.33%", "N-2"),
    ("shares_known", "66.34%", "63.34%", "N-2"),
    ("shares_nested", "占66.67%", "占67.67%", "N-2"),
    ("change_parts", "公用经费增加3.73", "公用经费增加7.33", "N-1"),
    ("change_reasons", "运行费12.00", "运行费1.20", "N-5"),
    ("change_some", "水电费增加2.00", "水电费增加20.00", "N-5"),
    ("change_net", "会议减少5.00", "会议减少8.00", "N-5"),
    ("list", "临时展厅3个", "临时展厅2个", "N-6"),
    ("list", "常设展厅4个", "常设展厅5个", "N-6"),
    ("list_behind", "共7个", "共8个", "N-6"),
    ("list_money", "运输费40.00", "运输费44.00", "N-6"),
    ("list_next", "运输费40.00", "运输费400.00", "N-6"),
    ("list_two_measures", "常设展览1个", "常设展览2个", "N-6"),
    ("list_two_measures", "金额40.00", "金额60.00", "N-6"),
    ("list_nested", "一楼2个", "一楼3个", "N-6"),
    ("twice", "概况\n甲馆内设机构8个", "概况\n甲馆内设机构9个", "N-7"),
    ("staff", "编制人数31名", "编制人数13名", "N-1"),
    ("staff", "在职人员27名", "在职人员72名", "N-1"),
    ("sheets", "17张", "16张", "N-1"),
    ("purchases", "货物1.50", "货物2.50", "N-8"),
    ("purchases_parts", "合计4.50", "合计5.50", "N-8"),
    ("names", "社会保障和就业支出", "社会保障与就业支出", "N-9"),
    ("names_levels", "组织事务（款）", "组识事务（款）", "N-9"),
    ("names_levels", "行政运行（项）", "行政云行（项）", "N-9"),
    ("names_code", "行政运行（2013201）", "行政经费（2013201）", "N-9"),
    ("names_code", "2013202一般行政管理事务", "2013202一般管理事务", "N-9"),
    ("names_list", "津贴补贴", "津补贴贴", "N-9"),
]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    return xltools.fill(SAMPLE, tmp_path_factory.mktemp("sample") / "部门预算公开.xlsx").path


@pytest.fixture
def found(workbook, tmp_path):
    def check(text):
        path = tmp_path / "说明.txt"
        path.write_text(text, encoding="utf-8")
        report = xltools.check_narrative(path, workbook)
        return [finding for finding in report.findings if finding.severity != "info"]

    return check


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_text_is_left_alone(found, name):
    assert found(RIGHT[name]) == []


@pytest.mark.parametrize(("name", "right", "wrong", "rule"), WRONG)
def test_a_planted_error_is_found(found, name, right, wrong, rule):
    text = RIGHT[name].replace(right, wrong)
    assert text != RIGHT[name]
    assert rule in {finding.rule for finding in found(text)}


@pytest.mark.parametrize("name", ["twice", "list_behind", "shares_third", "change_some", "names_code"])
def test_the_sentence_is_quoted(found, name):
    (right, wrong), *_ = [(right, wrong) for each, right, wrong, _ in WRONG if each == name]
    (finding,) = found(RIGHT[name].replace(right, wrong))
    quoted = finding.message.split("”：")[0]
    assert wrong.replace("（", "(").replace("）", ")").split("\n")[-1] in quoted


PAGES = """二、收入预算情况说明
2025年，本部门预算收入总计981.20万元，其中：本年收入948.41万元，占96.66%；上年结转32.79万元，占3.34%。
四、财政拨款收支预算总体情况说明
财政拨款支出按支出功能分类：一般公共服务支出890.11万元，占90.72%；社会保障和就业支出51.35万元，占5.23%；卫生健康支出13.03万元，占1.33%；住房保障支出26.71万元，占2.72%。
五、一般公共预算支出情况说明
一般公共预算支出948.41万元，其中：基本支出330.29万元，比上年313.02万元增加17.27万元；项目支出618.12万元，比上年724.47万元减少106.35万元，主要是一次性项目减少。
"""


def wrapped(text, width, indent):
    return "\n—1—\n".join(
        "\n".join(textwrap.wrap(line, width, initial_indent=indent)) for line in text.splitlines()
    )


@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("width", range(20, 60, 3))
def test_lines_broken_anywhere_are_read_as_paragraphs(found, width, indent):
    assert found(wrapped(PAGES, width, indent)) == []


@pytest.mark.parametrize(
    ("right", "wrong"), [("26.71", "27.61"), ("占3.34%", "占4.34%"), ("106.35", "160.35")]
)
def test_errors_in_broken_lines_are_found(found, right, wrong):
    assert PAGES.count(right) == 1
    assert {"error"} <= {finding.severity for finding in found(wrapped(PAGES.replace(right, wrong), 38, ""))}


def test_a_page_that_breaks_a_sentence_is_read_over(found):
    assert found(PAGES.replace("住房保障支出26", "住房保障\n— 3 —\n支出26")) == []
