"""Parts and zip members: nothing untouched changes, and what is no workbook is called by its name."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xltools.model.errors import XltoolsError
from xltools.office.package import Package


def zipped(parts: dict[str, bytes], **options) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


class Unseekable(io.RawIOBase):
    """A stream zipfile cannot go back in, so it writes data descriptors behind each member."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += data
        return len(data)


class TestUntouched:
    def test_the_whole_file_is_the_same(self, dressed):
        assert Package.from_bytes(dressed, "x.xlsx").to_bytes() == dressed

    def test_other_members_keep_their_compressed_bytes(self, dressed):
        package = Package.from_bytes(dressed, "x.xlsx")
        package.write("xl/styles.xml", package.read("xl/styles.xml") + b"\n")
        written = package.to_bytes()
        before, after = zipfile.ZipFile(io.BytesIO(dressed)), zipfile.ZipFile(io.BytesIO(written))
        assert after.namelist() == before.namelist()
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            if old.filename == "xl/styles.xml":
                continue
            assert (old.CRC, old.compress_size, old.date_time) == (new.CRC, new.compress_size, new.date_time)
            assert raw(dressed, old) == raw(written, new)

    def test_same_input_same_bytes(self, dressed):
        def made() -> bytes:
            package = Package.from_bytes(dressed, "x.xlsx")
            package.write("xl/新.xml", "<a>甲</a>".encode())
            package.add_relationship("xl/workbook.xml", "customXml", "xl/新.xml")
            package.add_override("xl/新.xml", "application/xml")
            return package.to_bytes()

        assert made() == made()

    def test_a_copy_is_independent(self, dressed):
        package = Package.from_bytes(dressed, "x.xlsx")
        twin = package.copy()
        twin.write("xl/styles.xml", b"<styleSheet/>")
        twin.remove("xl/theme/theme1.xml")
        twin.add_relationship("xl/workbook.xml", "x", "xl/styles.xml")
        assert package.to_bytes() == dressed
        assert twin.read("xl/styles.xml") == b"<styleSheet/>"


def raw(data: bytes, info: zipfile.ZipInfo) -> bytes:
    head = data[info.header_offset : info.header_offset + 30]
    start = (
        info.header_offset
        + 30
        + int.from_bytes(head[26:28], "little")
        + int.from_bytes(head[28:30], "little")
    )
    return data[start : start + info.compress_size]


class TestUnusualArchives:
    def test_data_descriptors_and_stored_members(self, dressed):
        stream = Unseekable()
        with zipfile.ZipFile(stream, "w") as archive:  # type: ignore[call-overload]
            for index, (name, data) in enumerate(parts_of(dressed).items()):
                archive.writestr(name, data, zipfile.ZIP_STORED if index % 2 else zipfile.ZIP_DEFLATED)
        package = Package.from_bytes(bytes(stream.data), "x.xlsx")
        package.write("xl/theme/theme1.xml", package.read("xl/theme/theme1.xml"))
        assert parts_of(package.to_bytes()) == parts_of(dressed)

    def test_folders_and_other_case(self, dressed):
        parts: dict[str, bytes] = {"xl/": b"", **parts_of(dressed)}
        parts["xl/SharedStrings.xml"] = parts.pop("xl/sharedStrings.xml")
        package = Package.from_bytes(zipped(parts), "x.xlsx")
        links = package.relationships("xl/workbook.xml").values()
        assert all(package.has(link.target) for link in links)
        assert package.read("xl/sharedStrings.xml") == package.read("xl/SharedStrings.xml")

    def test_content_types_first(self, dressed):
        parts = parts_of(dressed)
        types = parts.pop("[Content_Types].xml")
        package = Package.from_bytes(zipped({**parts, "[Content_Types].xml": types}), "x.xlsx")
        package.write("xl/theme/theme1.xml", b"<a/>")
        assert next(iter(parts_of(package.to_bytes()))) == "[Content_Types].xml"


class TestRelationships:
    def test_targets_are_part_names(self, dressed):
        package = Package.from_bytes(dressed, "x.xlsx")
        links = package.relationships("xl/worksheets/sheet1.xml").values()
        assert {link.kind: link.target for link in links if link.kind in ("drawing", "comments")} == {
            "drawing": "xl/drawings/drawing1.xml",
            "comments": "xl/comments1.xml",
        }
        [outside] = [
            link for link in package.relationships("xl/worksheets/sheet2.xml").values() if link.external
        ]
        assert outside.target == "https://example.com/a?b=1&c=2"

    def test_added_links_read_back_alike(self, dressed):
        package = Package.from_bytes(dressed, "x.xlsx")
        id_ = package.add_relationship("xl/worksheets/sheet2.xml", "comments", "xl/a & b/评.xml")
        package.write("xl/a & b/评.xml", b"<comments/>")
        package.add_override("xl/a & b/评.xml", "application/xml")
        again = Package.from_bytes(package.to_bytes(), "x.xlsx")
        link = again.relationships("xl/worksheets/sheet2.xml")[id_]
        assert (link.target, link.kind, link.external) == ("xl/a & b/评.xml", "comments", False)
        assert again.content_type("xl/a & b/评.xml") == "application/xml"

    def test_removing_takes_links_and_type_along(self, dressed):
        package = Package.from_bytes(dressed, "x.xlsx")
        package.remove("xl/drawings/drawing1.xml")
        names = parts_of(package.to_bytes())
        assert "xl/drawings/drawing1.xml" not in names
        assert "xl/drawings/_rels/drawing1.xml.rels" not in names
        assert b"drawing1.xml" not in names["[Content_Types].xml"]


class TestWhatItIsInstead:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "空文件"),
            (b"%PDF-1.7", "PDF"),
            (b"\xef\xbb\xbf<html><table>", "HTML"),
            (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "2003"),
            ("科目,金额\n201,5\n".encode("gbk"), "CSV"),
            ("科目\t金额\n".encode(), "CSV"),
            (b"\x89PNG\r\n\x1a\n", "图片"),
            (b"\x00\x01\x02\x03" * 50, "不是 .xlsx 工作簿"),
            (b"PK\x03\x04" + b"x" * 200, "已损坏"),
            (zipped({"a.txt": b"x"}), "压缩包"),
            (zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}), "OpenDocument"),
        ],
    )
    def test_the_sentence_says_so(self, data, said):
        with pytest.raises(XltoolsError) as caught:
            Package.from_bytes(data, "预算.xlsx")
        assert said in str(caught.value)
        assert "预算.xlsx" in str(caught.value)
        str(caught.value).encode("gbk")

    def test_a_word_document(self):
        types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        rels = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="a" Type="' + kind + b'" Target="word/document.xml"/></Relationships>'
        )
        data = zipped({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": b"<a/>"})
        with pytest.raises(XltoolsError, match="Word"):
            Package.from_bytes(data, "x.xlsx")

    def test_truncated(self, dressed):
        with pytest.raises(XltoolsError, match="已损坏"):
            Package.from_bytes(dressed[: len(dressed) // 2], "x.xlsx")

    def test_a_damaged_member_is_named(self, dressed):
        info = zipfile.ZipFile(io.BytesIO(dressed)).getinfo("xl/styles.xml")
        data = bytearray(dressed)
        middle = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
        data[middle : middle + 8] = b"\0" * 8
        with pytest.raises(XltoolsError, match=r"styles\.xml 已损坏"):
            Package.from_bytes(bytes(data), "x.xlsx").read("xl/styles.xml")

    def test_a_bomb_is_not_unpacked(self, dressed):
        parts = parts_of(dressed)
        data = bytearray(zipped({**parts, "xl/bomb.xml": b"0" * 2_000_000}))
        size = (2_000_000).to_bytes(4, "little")
        at = data.rindex(size)
        data[at : at + 4] = (100).to_bytes(4, "little")
        with pytest.raises(XltoolsError, match="已损坏"):
            Package.from_bytes(bytes(data), "x.xlsx").read("xl/bomb.xml")

    def test_missing_and_folder(self, tmp_path):
        with pytest.raises(XltoolsError, match="找不到"):
            Package.open(tmp_path / "无.xlsx")
        with pytest.raises(XltoolsError, match="文件夹"):
            Package.open(tmp_path)

    def test_a_macro_workbook_is_one(self, dressed):
        parts = parts_of(dressed)
        macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(plain, macro)
        assert macro in parts["[Content_Types].xml"]
        assert Package.from_bytes(zipped(parts), "x.xlsm").main_part() == "xl/workbook.xml"

    def test_opens_what_openpyxl_saved(self, tmp_path):
        path = Path(tmp_path, "由.xlsx")
        openpyxl.Workbook().save(path)
        assert Package.open(path).main_part() == "xl/workbook.xml"
