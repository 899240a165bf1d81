"""A DOCTYPE is refused in every XML part, in every encoding, also in those that nobody reads."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.gate.archives import small_workbook, zipped
from xltools.model.errors import XltoolsError
from xltools.office.package import Package

BOMB = '<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def opened(content: bytes, name: str = "docProps/app.xml") -> Package:
    return Package.from_bytes(zipped({**small_workbook(), name: content}), "预算.xlsx")


@pytest.mark.parametrize("document", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    "coded",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: ('<?xml version="1.0"?>\n' + text).encode(),
        lambda text: ("<!-- a --><?pi x?><!-- b > -->\n" + text).encode(),
        lambda text: ("<!--" + "x" * 5000 + "-->" + text).encode(),
        lambda text: (" " * 3000 + text).encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
    ],
)
@pytest.mark.parametrize("name", ["docProps/app.xml", "xl/drawings/vmlDrawing1.vml", "customXml/item1.bin"])
def test_refused(document, coded, name):
    with pytest.raises(XltoolsError, match="带有 DOCTYPE 声明"):
        opened(coded(document), name)


@pytest.mark.parametrize("encoding", ["UTF-7", "EBCDIC-CP-US", "utf-8-variant", "hz"])
def test_encodings_that_hide_one(encoding):
    with pytest.raises(XltoolsError, match="不常见的编码"):
        opened(f'<?xml version="1.0" encoding="{encoding}"?>+ADwAIQ-DOCTYPE'.encode())


def test_a_prolog_without_end():
    with pytest.raises(XltoolsError, match="已拒绝读取"):
        opened(b"<!--" + b"x" * 100_000)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"<a>&lt;!DOCTYPE a&gt;</a>",
        b"<?xml version='1.0' encoding='gb18030'?><a/>",
        b"\x89PNG\r\n<!DOCTYPE a>",
        b"<a/>" * 1000,
    ],
)
def test_let_in(content):
    assert opened(content).read("docProps/app.xml") == content


@given(st.text(alphabet=st.sampled_from("<!->? \na"), max_size=60))
def test_a_parser_finds_no_doctype_where_the_gate_saw_none(before):
    """expat is the judge: it never reports a DOCTYPE in what was let in."""
    from xml.parsers import expat

    content = (before + "<!DOCTYPE a><a/>").encode()
    seen = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append(True)
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(content, True)
    try:
        opened(content)
    except XltoolsError:
        return
    assert not seen
