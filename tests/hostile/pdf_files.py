"""PDF files from strangers: circles, bombs, lies about counts, passwords, pages without end."""

from __future__ import annotations

import io
import zlib
from functools import partial

import pypdf

from hostile.cases import Case, Cases, Parts

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F1 12 Tf 72 700 Td (Total 981.20) Tj ET"


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        trailer,
        start,
    )
    return bytes(data)


def stream(data: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data) if length is None else length, data)


def packed(data: bytes, more: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + more)


def page(
    content: bytes, *more: bytes, font: bytes = FONT, resources: bytes = b"", keys: bytes = b""
) -> bytes:
    """A file of one page; object 4 is its content, 5 its font, `more` from 6 on."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % keys,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>%s>>>>" % resources,
        content,
        font,
        *more,
    )


def _is(data: bytes, said: str | None) -> Case:
    return Case(lambda _: data, said, ".pdf")


def _encrypted(_: Parts) -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(page(stream(TEXT)))))
    writer.encrypt("secret")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _bomb(size: int, beginning: bytes, _: Parts) -> bytes:
    """Made in pieces: it never stands in the memory of the test."""
    packer = zlib.compressobj(1)
    data = packer.compress(beginning)
    zeros = b" " * (1 << 20)
    data += b"".join(packer.compress(zeros) for _ in range(size)) + packer.flush()
    return page(stream(data, b"/Filter/FlateDecode"))


CASES: Cases = {
    "head alone": _is(b"%PDF-1.7\n", "已损坏"),
    "cut off": _is(page(packed(TEXT * 50))[:400], "已损坏"),
    "noise": _is(b"%PDF-1.7\n" + bytes(range(256)) * 200, "已损坏"),
    "no pages": _is(pdf(b"<</Type/Catalog>>"), "没有"),
    "pages in a circle": _is(
        pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), ""
    ),
    "pages in a long circle": _is(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
            b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>",
        ),
        "",
    ),
    "pages doubled thirty times": _is(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            *(b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (n, n) for n in range(3, 33)),
            b"<</Type/Page/MediaBox[0 0 9 9]>>",
        ),
        "",
    ),
    "a page 50,000 times": _is(
        pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 50000/Kids[" + b"3 0 R " * 50_000 + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ),
        "",
    ),
    "a count without end": _is(page(stream(TEXT)).replace(b"/Count 1", b"/Count 99999999999999999999"), ""),
    "contents in a circle": _is(page(b"[4 0 R 4 0 R]"), ""),
    "a length in a circle": _is(page(b"<</Length 4 0 R>>stream\n" + TEXT + b"\nendstream"), ""),
    "a length without end": _is(page(stream(TEXT, length=2**60)), "没有文字"),
    "tables of places in a circle": _is(
        page(stream(TEXT)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9"), ""
    ),
    "stream of 1 GB": Case(partial(_bomb, 1024, TEXT), "", ".pdf"),
    "drawing in a circle": _is(
        page(
            stream(b"/X Do"),
            stream(
                b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
            ),
            resources=b"/XObject<</X 6 0 R>>",
        ),
        "没有文字",
    ),
    "a page of a thousand miles": _is(
        page(stream(TEXT)).replace(b"[0 0 595 842]", b"[-1e300 -1e300 1e300 1e300]"), "已损坏"
    ),
    "a page of nothing": _is(page(stream(TEXT)).replace(b"[0 0 595 842]", b"[/a (b) null 7]"), ""),
    "predictor without end": _is(
        page(packed(TEXT, b"/DecodeParms<</Predictor 15/Columns 2000000000/Colors 4>>")), ""
    ),
    "programs and links": _is(
        page(
            stream(TEXT),
            b"<</S/JavaScript/JS(app.launchURL('http://evil.example'))>>",
            keys=b"/OpenAction 6 0 R/URI<</Base(http://evil.example/)>>/AA<</WC<</S/URI/URI(http://evil.example)>>>>",
        ),
        "没有读到表格",
    ),
    "content in another file": _is(page(b"<</Length 0/F(/etc/passwd)>>stream\n\nendstream"), "已损坏"),
    "a password": Case(_encrypted, "打开密码", ".pdf"),
    "a password of no kind": _is(
        page(stream(TEXT)).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Evil/V 99>>"), ""
    ),
}
ENDLESS: Cases = {
    "an object that is itself": _is(pdf(b"1 0 R"), "已损坏"),
    "drawing doubled thirty times": _is(
        page(
            stream(b"/X Do"),
            *(
                stream(
                    b"/X Do /X Do",
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1),
                )
                for n in range(6, 36)
            ),
            stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
            resources=b"/XObject<</X 6 0 R>>",
        ),
        "",
    ),
}
"""These are read until the time is over."""
