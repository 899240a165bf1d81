"""The built-in classification: well formed, every code below its parent, named as the sample prints it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from xltools.budget.classification import (
    CatalogueEntry,
    department_economic_names,
    economic_classes,
    function_classes,
    function_names,
    government_economic_names,
    purchase_catalogue,
    revenue_names,
)

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY / "xltools" / "budget" / "data"
SAMPLE = REPOSITORY / "samples" / "organization_department"

CODE_LISTS = ["function_codes", "department_economic_codes", "government_economic_codes", "revenue_codes"]
FILES = [*CODE_LISTS, "function_classes", "economic_classes", "purchase_catalogue"]

Names = Callable[[], Mapping[str, str]]
LISTS = pytest.mark.parametrize(
    ("names", "first_digits", "lengths"),
    [
        (function_names, "2", {3, 5, 7}),
        (department_economic_names, "3", {3, 5}),
        (government_economic_names, "5", {3, 5}),
        (revenue_names, "1", {3, 5, 7, 9}),
    ],
    ids=CODE_LISTS,
)


def sample_rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def names_in(rows: list[dict[str, str]], code: str, name: str) -> dict[str, str]:
    return {row[code]: row[name] for row in rows}


@pytest.mark.parametrize("name", FILES)
def test_file_is_plain_utf8_with_sorted_unique_codes(name: str) -> None:
    content = (DATA / f"{name}.csv").read_bytes()
    text = content.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    codes = [row[0] for row in csv.reader(text.splitlines()[1:])]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("name", CODE_LISTS)
def test_code_list_has_code_and_name_columns(name: str) -> None:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert header == ["编码", "名称"]
    assert {len(row) for row in rows} == {2}


@LISTS
def test_codes_are_ascii_digits_of_their_lengths(names: Names, first_digits: str, lengths: set[int]) -> None:
    assert {len(code) for code in names()} == lengths
    for code in names():
        assert re.fullmatch(r"[0-9]+", code), code
        assert code.startswith(first_digits)


@LISTS
def test_every_code_has_its_parent(names: Names, first_digits: str, lengths: set[int]) -> None:
    orphans = [code for code in names() if len(code) > 3 and code[:-2] not in names()]
    assert orphans == []


@LISTS
def test_names_are_chinese_without_stray_characters(
    names: Names, first_digits: str, lengths: set[int]
) -> None:
    """No spaces, Latin letters, half-width punctuation or full-width digits; brackets and quotes in pairs."""
    for code, name in names().items():
        assert re.fullmatch(r"[\u4e00-\u9fff（）“”、]+", name), (code, name)
        assert name.count("（") == name.count("）"), (code, name)
        assert name.count("“") == name.count("”"), (code, name)
        name.encode("gbk")


@LISTS
def test_siblings_have_different_names(names: Names, first_digits: str, lengths: set[int]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for code, name in names().items():
        other = seen.setdefault((code[:-2], name), code)
        assert other == code, f"{other} and {code} are both {name}"


def test_items_common_to_all_sections_keep_their_number() -> None:
    numbers = {"行政运行": "01", "一般行政管理事务": "02", "机关服务": "03"}
    for code, name in function_names().items():
        if name in numbers:
            assert code[5:] == numbers[name], (code, name)


def test_remainder_item_says_other() -> None:
    for code, name in [*function_names().items(), *department_economic_names().items()]:
        if len(code) > 3 and code.endswith("99"):
            assert "其他" in name, (code, name)


def test_contains_the_sample_functions() -> None:
    expected = names_in(sample_rows("functional_classification"), "编码", "名称")
    assert {code: function_names().get(code) for code in expected} == expected


def test_function_classes_are_the_30_printed_ones() -> None:
    printed = [tuple(row.values()) for row in sample_rows("function_classes")]
    assert [(entry.code, entry.name, entry.printed_name) for entry in function_classes()] == printed
    assert len(printed) == 30


def test_function_classes_and_names_agree() -> None:
    assert {code: name for code, name in function_names().items() if len(code) == 3} == {
        entry.code: entry.name for entry in function_classes()
    }


def test_sample_basic_expenditure_is_named_as_the_classification() -> None:
    rows = sample_rows("basic_expenditure")
    for prefix, known in [
        ("功能科目", function_names()),
        ("部门经济科目", department_economic_names()),
        ("政府经济科目", government_economic_names()),
    ]:
        used = names_in(rows, f"{prefix}编码", f"{prefix}名称")
        assert {code: known.get(code) for code in used} == used


def test_sample_basic_expenditure_agrees_with_its_economic_class() -> None:
    for row in sample_rows("basic_expenditure"):
        economic_class = economic_classes()[row["部门经济科目编码"][:3]]
        assert (economic_class.name, economic_class.expense_type) == (row["部门经济科目类"], row["经费类型"])


def test_sample_project_functions_are_known() -> None:
    assert {row["功能科目编码"] for row in sample_rows("projects")} <= function_names().keys()


def test_economic_classes_are_the_classes_of_the_departmental_list() -> None:
    assert {entry.code: entry.name for entry in economic_classes().values()} == {
        code: name for code, name in department_economic_names().items() if len(code) == 3
    }


def test_purchase_catalogue_is_the_sample_one() -> None:
    assert list(purchase_catalogue()) == [
        CatalogueEntry(*row.values()) for row in sample_rows("purchase_catalogue")
    ]


def test_purchase_catalogue_entry_fills_its_own_level_below_its_parents() -> None:
    codes = {entry.code for entry in purchase_catalogue()}
    for entry in purchase_catalogue():
        levels = (entry.level1, entry.level2, entry.level3)
        own = {1: 0, 3: 1, 5: 2}[len(entry.code)]
        assert [bool(level) for level in levels] == [index == own for index in range(3)]
        assert own == 0 or entry.code[: 2 * own - 1] in codes


@pytest.mark.parametrize(
    ("names", "code", "name"),
    [
        # 财政部关于修订2025年政府收支分类科目的通知, 财预〔2025〕41号
        (revenue_names, "1030184", "中央金融机构注资特别国债财务基金收入"),
        (function_names, "2170404", "中央金融机构注资特别国债支出"),
        (function_names, "22911", "中央金融机构注资特别国债财务基金支出"),
        (function_names, "23107", "中央金融机构注资特别国债还本支出"),
        # 财政部关于对2024年政府收支分类科目进行个别增补的通知, 2024-03-29
        (revenue_names, "1030182", "耕地保护考核奖惩基金收入"),
        (function_names, "22006", "耕地保护考核奖惩基金支出"),
        (function_names, "2300412", "自然资源海洋气象等"),
        # As departments published them for 2024 and 2025
        (function_names, "2013999", "其他社会工作事务支出"),
        (function_names, "2120199", "其他城乡社区管理事务支出"),
        (function_names, "2200199", "其他自然资源事务支出"),
        (function_names, "2219899", "其他住房保障支出"),
        (department_economic_names, "30311", "代缴社会保险费"),
    ],
)
def test_names_as_published(names: Names, code: str, name: str) -> None:
    assert names()[code] == name


@LISTS
def test_lists_cannot_be_changed_by_a_caller(names: Names, first_digits: str, lengths: set[int]) -> None:
    with pytest.raises(TypeError):
        names()["2010101"] = "改"  # type: ignore[index]


def test_counts_in_the_readme_are_the_files() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            count = sum(1 for _ in csv.reader(lines)) - 1
        assert re.search(rf"\| `{name}\.csv` \|.*\| {count:,} ", readme), f"{name}: {count:,}"
