"""Archives that no office program wrote are refused before anything in them is inflated."""

import io
import struct
import zipfile

import pytest

from office.gate.archives import small_workbook, with_stated_place, with_stated_size, zipped
from xltools.model.errors import XltoolsError
from xltools.office.gate.zip_rules import MAX_ENTRIES, MAX_PART_SIZE, MAX_RATIO, RATIO_FROM
from xltools.office.package import Package


def refused(data: bytes) -> str:
    with pytest.raises(XltoolsError) as caught:
        Package.from_bytes(data, "预算.xlsx")
    sentence = str(caught.value)
    assert sentence.startswith("“预算.xlsx”")
    assert sentence.endswith("。")
    sentence.encode("gbk")
    return sentence


def more(parts):
    return zipped({**small_workbook(), **parts})


def test_as_many_members_as_allowed_and_one_more():
    room = MAX_ENTRIES - len(small_workbook())
    many = {f"xl/media/{number}.png": b"" for number in range(room)}
    assert len(Package.from_bytes(more(many), "x.xlsx").part_names) == MAX_ENTRIES
    assert f"有 {MAX_ENTRIES + 1} 个部件" in refused(more({**many, "xl/media/x.png": b""}))


def test_a_directory_too_long_to_be_read():
    entry = struct.pack("<IHHHHIIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 50_000
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 50_000, 50_000, len(directory), 0, 0)
    assert "50000 个部件" in refused(b"PK\x03\x04" + directory + end)


def test_the_ratio_counts_only_beyond_a_size():
    """A sheet of equal cells packs 200 to 1; that alone is no crime."""
    zeros = bytes(RATIO_FROM // 2)
    assert len(Package.from_bytes(more({"xl/a.bin": zeros}), "x.xlsx").read("xl/a.bin")) == len(zeros)
    sentence = refused(more({"xl/a.bin": zeros, "xl/b.bin": zeros, "xl/c.bin": b"0"}))
    assert "解压后有 64 MB" in sentence
    assert "压缩炸弹" in sentence


def test_large_but_honest():
    """The same size, not packed: nothing is wrong with it."""
    data = zipped({**small_workbook(), "xl/a.bin": bytes(RATIO_FROM + 1)}, compresslevel=0)
    assert len(data) * MAX_RATIO > RATIO_FROM
    assert Package.from_bytes(data, "x.xlsx").has("xl/a.bin")


def test_a_member_that_says_it_is_too_large():
    data = with_stated_size(more({"xl/a.bin": b"0" * 100}), "xl/a.bin", MAX_PART_SIZE + 1)
    assert "“xl/a.bin”解压后有 256 MB" in refused(data)


def test_a_member_that_says_it_is_small(monkeypatch):
    """The header says 10 bytes, the content is 20 MB: eleven bytes are inflated, and the member is damaged."""
    import zlib

    from xltools.office import archive

    inflated = []
    real = zlib.decompressobj

    class Counting:
        def __init__(self, bits):
            self._inner = real(bits)

        def decompress(self, data, count):
            result = self._inner.decompress(data, count)
            inflated.append(len(result))
            return result

    monkeypatch.setattr(archive.zlib, "decompressobj", Counting)
    data = with_stated_size(more({"xl/a.bin": bytes(20_000_000)}), "xl/a.bin", 10)
    package = Package.from_bytes(data, "预算.xlsx")
    with pytest.raises(XltoolsError, match=r"xl/a\.bin 已损坏"):
        package.read("xl/a.bin")
    assert max(inflated) < 2_000


@pytest.mark.parametrize(
    "name",
    [
        "../evil.xml",
        "xl/../../evil.xml",
        "/xl/evil.xml",
        "xl\\evil.xml",
        "..\\evil.xml",
        "C:/evil.xml",
        "c:evil.xml",
        "xl//evil.xml",
        "xl/./evil.xml",
        "xl/evil\x01.xml",
        "xl/..",
    ],
)
def test_names_that_leave_the_folder(name):
    assert "名称不合规" in refused(more({name: b"<a/>"}))


def test_a_name_that_ends_early():
    """zipfile ends a name at NUL; other programs do not."""
    data = more({"xl/evilX.xml": b"<a/>"}).replace(b"evilX", b"evil\0")
    assert "名称不合规" in refused(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["xl/workbook.xml", "XL/Workbook.XML", "[content_types].xml"])
def test_names_that_repeat(name):
    file = io.BytesIO(zipped(small_workbook()))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "<a/>")
    assert "重名" in refused(file.getvalue())


def test_members_that_share_their_bytes():
    data = more({"xl/a.bin": b"0" * 5000, "xl/b.bin": b"0" * 5000})
    place = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/a.bin").header_offset
    assert "重叠" in refused(with_stated_place(data, "xl/b.bin", place))


def test_a_member_in_the_directory():
    data = more({"xl/a.bin": b"0" * 5000})
    place = zipfile.ZipFile(io.BytesIO(data)).start_dir
    assert "重叠" in refused(with_stated_place(data, "xl/a.bin", place - 10))


def test_two_names_for_one_member():
    data = more({"xl/aaaa.bin": b"0"})
    assert "已损坏" in refused(data.replace(b"xl/aaaa.bin", b"xl/bbbb.bin", 1))


def test_an_archive_with_a_password():
    data = bytearray(more({}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "加密的压缩包" in refused(bytes(data))
