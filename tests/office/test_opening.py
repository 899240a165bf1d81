"""Old workbooks and workbooks with a password, read to be checked; LibreOffice writes the old ones."""

import io
import random
import subprocess
from decimal import Decimal

import openpyxl
import pytest

from office.gate.archives import small_workbook, zipped
from office.gate.compound_files import compound_file
from xltools.model.contents import Active, ActiveContent
from xltools.model.errors import XltoolsError
from xltools.office.cells import ErrorValue
from xltools.office.gate.kinds import Kind, kind_of
from xltools.office.legacy.biff import is_encrypted, stream_contents
from xltools.office.number_formats import NumberFormats
from xltools.office.opening import open_to_read
from xltools.office.ranges import Range
from xltools.office.workbook import Workbook

PASSWORD = "密码Ab1"
PICTURE = random.Random(1).randbytes(9000)
"""msoffcrypto encrypts nothing smaller so that it can be read again."""
SOUND = {**small_workbook(), "xl/media/a.bin": PICTURE}


def encrypted(data: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    result = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, result)
    return result.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("XLTOOLS_PASSWORD", raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def old(libreoffice, tmp_path_factory):
    """A workbook of every kind of cell, saved by LibreOffice as .xls."""
    folder = tmp_path_factory.mktemp("old")
    book = openpyxl.Workbook()
    page = book.active
    page.title = "表1 收支总表"
    page.append(["一、一般公共预算\n第二行", 948.41, -3, True, 0.125])
    page.append([None, "=#N/A", "007", "=1+1"])
    page["E1"].number_format = "0.00%"
    page["B1"].number_format = "#,##0.00"
    page["A5"] = "末行"
    page.merge_cells("A5:C6")
    book.create_sheet("隐藏").sheet_state = "hidden"
    source = folder / "old.xlsx"
    book.save(source)
    return libreoffice.to_xls(source, folder)


class TestOld:
    def test_values_formats_and_merged_ranges(self, old):
        opened = open_to_read(old)
        book = opened.workbook
        assert book.sheet_names == ["表1 收支总表", "隐藏"]
        assert [tab.state for tab in book.tabs] == ["visible", "hidden"]
        sheet = book.sheet("表1 收支总表")
        first = [sheet.cell(1, column).value for column in range(1, 6)]
        assert first == ["一、一般公共预算\n第二行", Decimal("948.41"), Decimal(-3), True, Decimal("0.125")]
        second = [sheet.cell(2, column).value for column in range(1, 5)]
        assert second == [None, ErrorValue("#N/A"), "007", Decimal(2)]
        assert sheet.merges == [Range(5, 1, 6, 3)]
        assert all(cell.formula is None for _, cells in sheet.iter_rows() for cell in cells.values())
        formats = NumberFormats(book.package)
        assert formats.shown(Decimal("0.125"), sheet.cell(1, 5).style).endswith("%")
        assert not formats.shown(Decimal("948.41"), sheet.cell(1, 2).style).endswith("%")

    def test_it_is_told_that_it_is_old(self, old):
        assert open_to_read(old).contents == (ActiveContent(Active.OLD_FORMAT, ".xls"),)

    def test_what_is_written_is_not_opened(self, old):
        with pytest.raises(XltoolsError, match=r"Excel 97-2003.*不能标错和填充"):
            Workbook.open(old)

    @pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8, 0.99])
    def test_cut_off(self, old, tmp_path, share):
        """Read as far as it goes or refused; never anything but a sentence."""
        data = old.read_bytes()
        path = tmp_path / "cut.xls"
        path.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(XltoolsError) as caught:
            open_to_read(path)
        assert "\n" not in str(caught.value)


class TestPassword:
    def test_the_right_one(self, folder):
        path = folder / "a.xlsx"
        path.write_bytes(encrypted(zipped(SOUND), PASSWORD))
        assert kind_of(path.read_bytes()) is Kind.ENCRYPTED
        assert open_to_read(path, password=PASSWORD).workbook.sheet_names == ["表1 收支总表"]
        assert [each.name for each in folder.iterdir()] == ["a.xlsx"]

    @pytest.mark.parametrize(("password", "said"), [("错", "打开密码不对"), (None, "--password")])
    def test_a_wrong_one_and_none(self, folder, password, said):
        path = folder / "a.xlsx"
        path.write_bytes(encrypted(zipped(SOUND), PASSWORD))
        with pytest.raises(XltoolsError, match=said):
            open_to_read(path, password=password)

    def test_one_that_excel_opens_unasked(self, folder):
        path = folder / "a.xlsx"
        path.write_bytes(encrypted(zipped(SOUND), "VelvetSweatshop"))
        assert open_to_read(path).workbook.sheet_names == ["表1 收支总表"]

    def test_what_is_inside_goes_through_the_gate(self, folder):
        path = folder / "a.xlsx"
        path.write_bytes(encrypted(zipped({**SOUND, "../evil": b""}), PASSWORD))
        with pytest.raises(XltoolsError, match="名称不合规"):
            open_to_read(path, password=PASSWORD)

    def test_it_is_no_argument_of_a_process(self, folder, monkeypatch):
        """Other users see the arguments of every process."""
        from xltools.office import isolation

        real, seen = subprocess.run, []

        def watched(command, **options):
            seen.append((command, options["env"]))
            return real(command, **options)

        monkeypatch.setattr(isolation.subprocess, "run", watched)
        path = folder / "a.xlsx"
        path.write_bytes(encrypted(zipped(SOUND), PASSWORD))
        open_to_read(path, password=PASSWORD)
        assert seen
        assert PASSWORD not in str(seen)


class TestOldRecords:
    """Streams written by hand after [MS-XLS] 2.4.28 (BoundSheet8) and 2.4.271 (SupBook)."""

    BOF = bytes.fromhex("0908100000060500000000000000000000000000")
    EOF = bytes.fromhex("0A000000")

    def stream(self, *records: tuple[int, bytes]) -> bytes:
        body = b"".join(
            kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data for kind, data in records
        )
        return self.BOF + body + self.EOF

    def sheet(self, name: str, kind: int, visible: int = 0) -> tuple[int, bytes]:
        return 0x85, bytes(4) + bytes((visible, kind, len(name), 1)) + name.encode("utf-16-le")

    def link(self, target: str) -> tuple[int, bytes]:
        return 0x1AE, b"\1\0" + len(target).to_bytes(2, "little") + b"\1" + target.encode("utf-16-le")

    def test_what_acts(self):
        stream = self.stream(
            self.sheet("表1", 0),
            self.sheet("宏1", 1),
            self.sheet("很深", 0, 2),
            self.link("\x01\x01C甲.xls"),
            self.link("cmd\x03/c calc"),
            (0x1AE, b"\1\0\1\4"),
        )
        assert list(stream_contents(stream)) == [
            ActiveContent(Active.MACRO_SHEET, "宏1"),
            ActiveContent(Active.HIDDEN_SHEET, "很深"),
            ActiveContent(Active.EXTERNAL_LINK, "C甲.xls"),
            ActiveContent(Active.DDE, "cmd|/c calc"),
        ]
        assert not is_encrypted(stream)

    def test_a_password(self):
        assert is_encrypted(self.stream((0x2F, b"\1\0\1\0")))

    @pytest.mark.parametrize("length", range(0, 60, 3))
    def test_cut_anywhere(self, length):
        list(stream_contents(self.stream(self.sheet("宏1", 1), self.link("cmd\x03/c"))[:length]))

    def test_a_wps_file_is_called_so(self, tmp_path):
        path = tmp_path / "a.xlsx"
        path.write_bytes(compound_file({"Workbook": self.stream(), "ETExtData": b""}))
        with pytest.raises(XltoolsError, match=r"WPS 表格（\.et）"):
            Workbook.open(path)
