"""The bytes of a message: headers nobody can break out of, names and contents that other programs read back."""

import email
import io
import re
import zipfile
from datetime import UTC, datetime
from email import policy
from random import Random

import mailparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.posting import PDF, letter
from xltools.model.errors import XltoolsError
from xltools.office.file_names import safe_file_name
from xltools.office.mail.addresses import parse_mailbox, parse_mailboxes
from xltools.office.mail.attachments import MEDIA_TYPES, Attachment, packed, read_attachments
from xltools.office.mail.failures import DeliveryError
from xltools.office.mail.message import Letter, compose, identity, message_id
from xltools.tasks.posting.post import address, wire_bytes

DATE = datetime(2025, 1, 3, 10, 0, tzinfo=UTC)
POLICIES = [policy.compat32, policy.default, policy.SMTP]
NAMES = [
    "部门预算公开2025.xlsx",
    "中国共产党长治市上党区委员会组织部2025年部门预算公开（定稿）.xlsx",
    "plain.pdf",
    "with space (1).pdf",
    "引号'和“双引号”；分号;逗号,等于=百分%.docx",
    "𠮷野家㎡①.xlsm",
    "É naïve.pdf",
    safe_file_name("很长" * 60, ".xlsx"),
]


def composed(*attachments, **changes):
    one = letter(attachments=attachments or (PDF,))
    fields = {name: getattr(one, name) for name in Letter.__slots__} | changes
    return compose(Letter(**fields), fields["attachments"], "<id@example.gov.cn>", DATE)


def attached(data, rules):
    return [part for part in email.message_from_bytes(data, policy=rules).walk() if part.get_filename()]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_attachment_comes_back(name):
    data = composed(Attachment(name, PDF.data, "pdf"))
    for rules in POLICIES:
        (part,) = attached(data, rules)
        assert part.get_filename() == name
        assert part.get_payload(decode=True) == PDF.data
        assert part.defects == []
    (other,) = mailparser.parse_from_bytes(data).attachments
    assert other["filename"] == name
    assert (
        email.header.make_header(
            email.header.decode_header(attached(data, policy.compat32)[0].get_param("name"))
        )
        == name
    )


@pytest.mark.parametrize("name", NAMES)
def test_one_name_of_each_kind(name):
    """RFC 2047 in `name`, for programs of old; one `filename*` as RFC 2231 has it, not cut into pieces."""
    header = (
        composed(Attachment(name, PDF.data, "pdf"))
        .partition(b"\r\nContent-Type: application/")[2]
        .partition(b"\r\n\r\n")[0]
    )
    assert len(re.findall(rb"\bname=", header)) == 1
    assert len(re.findall(rb"filename\*?\d*\*?=", header)) == 1
    if name.isascii():
        assert b'filename="' in header
    else:
        assert len(re.findall(rb"filename\*=utf-8''[!-~]+", header)) == 1
        assert b'name="=?utf-8?b?' in header


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_ascii_and_not_too_long(name):
    data = composed(Attachment(name, PDF.data, "pdf"), subject=name * 3)
    assert data.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(map(len, data.split(b"\r\n"))) <= 998


HOSTILE = st.text(
    st.sampled_from("a部\r\n\x00\x0b\x0c\x1c\x85\u2028\u202e\t :;=?<>\"',%\\") | st.characters(), max_size=40
)


@settings(deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_typed_adds_a_header(subject, sender, file):
    plain = set(email.message_from_bytes(composed()).keys())
    injected = "\r\nBcc: thief@example.com\r\n\r\nbody"
    data = composed(
        Attachment(safe_file_name(file + injected, ".pdf"), PDF.data, "pdf"),
        subject=subject + injected + subject,
        sender=parse_mailbox(f"{sender.replace('<', '').replace('>', '')} <a@example.com>"),
    )
    message = email.message_from_bytes(data, policy=policy.default)
    assert set(message.keys()) == plain
    assert message["from"].addresses[0].addr_spec == "a@example.com"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "application/pdf"]
    assert "请查收" in message.get_body().get_content()


def test_the_letter_reads_as_it_was_written():
    one = letter("财政局预算股 <yusuan@example.gov.cn>", "b@example.gov.cn", attachments=(PDF,))
    data = compose(one, (PDF,), "<id@example.gov.cn>", DATE)
    assert mailparser.parse_from_bytes(data).subject == "部门预算公开"
    message = email.message_from_bytes(data, policy=policy.default)
    assert message["subject"] == "部门预算公开"
    assert [each.display_name for each in message["to"].addresses] == ["财政局预算股", ""]
    assert message["from"].addresses[0].display_name == "财务科"
    assert message.get_body().get_content().splitlines() == ["您好：", "请查收。"]
    assert message["date"].datetime == DATE
    assert message["message-id"] == "<id@example.gov.cn>"


# --- who gets what ---------------------------------------------------------------------------------------------


def test_the_message_id_is_of_recipient_and_attachments():
    a, b = parse_mailboxes(["a@example.gov.cn", "b@example.gov.cn"])
    other = Attachment(PDF.name, PDF.data + b"x", "pdf")
    renamed = Attachment("另名.pdf", PDF.data, "pdf")
    found = [identity(a, [PDF]), identity(b, [PDF]), identity(a, [other]), identity(a, [renamed])]
    found += [identity(a, [PDF, other]), identity(a, [PDF], 1)]
    assert len(set(found)) == len(found)
    assert identity(parse_mailbox("甲 <A@Example.gov.cn>"), [PDF]) == found[0]
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.gov\.cn>", message_id(a, found[0]))


def test_everybody_gets_one_message():
    to, cc = parse_mailboxes(["a@x.cn，B@x.cn；b@X.cn"]), parse_mailboxes(["a@x.cn", "c@x.cn"])
    one = Letter(parse_mailbox("s@x.cn"), to, cc, "", "", (PDF,))
    assert [each.recipient.address for each in address(one)] == ["a@x.cn", "B@x.cn", "c@x.cn"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("caiwu", "没有“@”"),
        ("caiwu＠example。gov。cn", "是否应为“caiwu@example.gov.cn”"),
        ("ｃａｉｗｕ@example.gov.cn", "是否应为“caiwu@example.gov.cn”"),
        ("财务@example.gov.cn", "中文或全角字符"),
        ("a@qq", "请核对"),
        ("a b@qq.com", "是否应为“ab@qq.com”"),
        ("a..b@qq.com", "请核对"),
        ("a@qq.com\x00", "请核对"),
        ("<a@qq.com", "请核对"),
        ("a@-qq.com", "请核对"),
        ("@qq.com", "请核对"),
        ("x" * 250 + "@qq.com", "请核对"),
    ],
)
def test_what_is_no_address(typed, said):
    with pytest.raises(XltoolsError, match=re.escape(said)) as raised:
        parse_mailbox(typed)
    assert str(raised.value).endswith("。")
    assert "\x00" not in str(raised.value)


# --- files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", MEDIA_TYPES)
def test_what_can_be_sent(tmp_path, suffix):
    path = tmp_path / f"公开{suffix.upper()}"
    path.write_bytes(b"x")
    (one,) = read_attachments([path, path])
    assert one.name == f"公开{suffix}"


def test_what_cannot(tmp_path):
    (tmp_path / "空.pdf").touch()
    (tmp_path / "夹.pdf").mkdir()
    for name, said in [
        ("旧.xls", "不能发送"),
        ("无.pdf", "找不到"),
        ("空.pdf", "空文件"),
        ("夹.pdf", "文件夹"),
        ("", "文件夹"),
    ]:
        with pytest.raises(XltoolsError, match=said):
            read_attachments([tmp_path / name])


def test_files_of_one_name_are_told_apart(tmp_path):
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "公开.pdf").write_text(folder)
    found = read_attachments([tmp_path / "甲" / "公开.pdf", tmp_path / "乙" / "公开.pdf"])
    assert [each.name for each in found] == ["公开.pdf", "公开-2.pdf"]


def unzipped(attachment):
    with zipfile.ZipFile(io.BytesIO(attachment.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_many_files_go_as_one_zip():
    files = tuple(Attachment(f"附表{index}.pdf", Random(index).randbytes(100), "pdf") for index in range(11))
    assert packed(files[:10]) == files[:10]
    (archive,) = packed(files)
    assert archive.name == "附表0.zip"
    assert unzipped(archive) == {each.name: each.data for each in files}
    assert packed(files) == (archive,)


def test_a_file_that_shrinks_goes_zipped():
    big = Attachment("大.pdf", b"0123456789" * 200_000, "pdf")
    (archive,) = packed((big,))
    assert unzipped(archive) == {"大.pdf": big.data}
    noise = Attachment("噪.pdf", Random(1).randbytes(2_000_000), "pdf")
    assert packed((noise,)) == (noise,)


def test_what_fits_only_zipped_is_zipped():
    loose = Attachment("松.pdf", b"0123456789" * 1000, "pdf")
    (message,) = address(letter(attachments=(loose,)))
    assert b"application/pdf" in wire_bytes(message, 100_000)
    assert b"application/zip" in wire_bytes(message, 3_000)
    with pytest.raises(DeliveryError, match="超过服务器允许的"):
        wire_bytes(message, 300)
