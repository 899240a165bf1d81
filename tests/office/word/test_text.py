"""Text as a Word document takes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xltools.office.word.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一\x00二\x1f三\x7f四\x9f", "一二三四"),
        ("一\r\n二\r三\v四\u2028五\u0085六", "一\n二\n三\n四\n五\n六"),
        ("左\u202e右\u2066\ufffe\uffff\ud800", "左右"),
        ("表\t格 \U0001f600 e\u0301 <&>", "表\t格 \U0001f600 e\u0301 <&>"),
    ],
)
def test_what_is_left_out(text, shown):
    assert printable(text) == shown


@given(st.text(st.characters(), max_size=60))
def test_it_is_always_text_for_xml(text):
    element = etree.Element("t")
    element.text = printable(text)
    assert etree.fromstring(etree.tostring(element)).text in (element.text, None)
