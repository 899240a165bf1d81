"""Whatever a task does to its process, its caller gets a sentence and goes on."""

import multiprocessing
import sys

import pytest

from office import crashing
from xltools.model.errors import XltoolsError
from xltools.office import isolation
from xltools.office.isolation import isolated

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


def test_arguments_go_there_and_the_result_comes_back():
    values = ("部门", b"\x00\xff" * 100_000, None, 12.5)
    assert isolated(crashing.give_back, *values, name="x") == values


def test_what_it_prints_reaches_nobody(capfd):
    assert isolated(crashing.chatter, name="x") == "说完"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (crashing.abort, "崩溃"),
        (crashing.leave, "崩溃"),
        (crashing.recurse, "已损坏或内容不合规"),
        (crashing.stumble, "已损坏或内容不合规"),
        (crashing.refuse, "里面不对"),
        pytest.param(crashing.fill_memory, "需要的内存超过 768 MB", marks=linux_only),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_trouble_is_one_sentence(task, said, capfd):
    with pytest.raises(XltoolsError, match=said) as caught:
        isolated(task, name="预算.xls")
    sentence = str(caught.value)
    assert sentence.endswith("。")
    assert "\n" not in sentence
    assert type(caught.value) is XltoolsError
    assert capfd.readouterr() == ("", "")


def test_one_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(isolation, "SECONDS", 1.0)
    with pytest.raises(XltoolsError, match=r"“预算\.xls”读了 1 秒还没有读完"):
        isolated(crashing.hang, name="预算.xls")


def test_in_a_worker_of_a_batch_it_is_called_at_once(monkeypatch):
    """Such a process has limits already."""
    monkeypatch.setattr(multiprocessing, "current_process", lambda: type("Worker", (), {"daemon": True}))
    monkeypatch.setattr(isolation.subprocess, "run", None)
    assert isolated(crashing.give_back, 1, name="x") == (1,)
    with pytest.raises(XltoolsError, match="已损坏或内容不合规"):
        isolated(crashing.stumble, name="x")
