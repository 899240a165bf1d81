"""What doctor says of the buttons and the window; the rest is in tests/test_cli_commands.py."""

from pathlib import Path

import pytest

from fake_registry import PLAIN_EXCEL, FakeRegistry
from xltools.tasks.doctor import doctor
from xltools.tasks.examining import buttons, finding
from xltools.tasks.examining.computer import Computer
from xltools.tasks.examining.finding import Finding, State
from xltools.tasks.examining.office_programs import office_suite


def test_the_buttons_are_looked_at_too():
    subjects = [each.subject for each in doctor()]
    assert subjects[:2] == ["Python", "程序包"], "the essential first"
    assert {"按钮用的 Python", "xlwings", "窗口组件"} <= set(subjects)
    assert len(subjects) == len(set(subjects))


def test_what_the_buttons_need_never_stops_the_work():
    for subject, probe in buttons.button_probes():
        assert not probe(subject).essential


def test_one_odd_thing_does_not_hide_the_others():
    def fail(_subject: str) -> Finding:
        raise RuntimeError("怪事")

    found = finding.guarded("按钮", fail)
    assert found.state is State.BROKEN
    assert "RuntimeError 怪事" in found.detail


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        (["Excel.Application"], "Excel"),
        (["KET.Application"], "WPS 表格"),
        (["ET.Application", "KET.Application"], "WPS 表格"),
        (["Excel.Application", "ET.Application"], "Excel、WPS 表格"),
    ],
)
def test_the_programs_windows_knows(programs, said):
    registry = FakeRegistry({("HKEY_CLASSES_ROOT", rf"{name}\CLSID", ""): "{…}" for name in programs})
    assert office_suite("Excel 或 WPS", registry).detail == said


@pytest.mark.parametrize("entries", [PLAIN_EXCEL, {}])
def test_the_settings_of_excel_are_looked_at_where_there_is_excel(entries):
    computer = Computer("windows", Path("python.exe"), FakeRegistry(entries))
    subjects = [subject for subject, _ in buttons.button_probes(computer)]
    assert ("Excel 的宏" in subjects) == bool(entries)
