"""A workbook wearing everything Excel users put into one, made by XlsxWriter."""

import io
import struct
import zlib

import xlsxwriter

MAIN = "表1 收支总表"
OTHER = "It's & 其他"


def dressed_workbook() -> bytes:
    """MAIN holds figures in A1:F30 (row × 10 + column, from 0) and everything around; OTHER points at it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        bold = book.add_format({"bold": True})
        red = book.add_format({"bg_color": "#FF0000"})
        sheet, other = book.add_worksheet(MAIN), book.add_worksheet(OTHER)
        for row in range(30):
            for column in range(6):
                sheet.write_number(row, column, row * 10 + column, bold if column == 0 else None)
        sheet.write_string("A1", "标题 <&>")
        sheet.write_formula("G5", "=SUM(A3:A20)", None, 1890)
        sheet.write_formula("G6", "=G5+$A$20", None, 2080)
        sheet.write_array_formula("H3:H6", "{=A3:A6*2}", None, 40)
        for row, value in zip(range(3, 6), (60, 80, 100), strict=True):
            sheet.write_number(row, 7, value)
        other.write_formula("A1", f"='{MAIN}'!A10+SUM('{MAIN}'!A5:A15)", None, 1080)
        other.write_formula("A2", "=A1", None, 1080)
        sheet.merge_range("B22:D23", "合并", bold)
        sheet.insert_image("J8", "x.png", {"image_data": io.BytesIO(_png())})
        sheet.insert_image("J25", "y.png", {"image_data": io.BytesIO(_png()), "object_position": 3})
        sheet.insert_textbox("J15", "文本框", {"textlink": "=$A$10"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{MAIN}'!$A$5:$A$15", "categories": f"='{MAIN}'!$B$5:$B$15"})
        sheet.insert_chart("L20", chart)
        other_chart = book.add_chart({"type": "line"})
        other_chart.add_series({"values": f"='{MAIN}'!$A$5:$A$15"})
        other.insert_chart("C3", other_chart)
        sheet.add_sparkline("I10", {"range": f"'{MAIN}'!A10:F10"})
        sheet.add_sparkline("I3", {"range": f"'{MAIN}'!A3:F3"})
        sheet.write_comment("C4", "批注四")
        sheet.write_comment("C14", "批注十四")
        sheet.insert_button("N10", {"macro": "go", "caption": "Go"})
        sheet.data_validation("A5:A15", {"validate": "list", "source": "='It''s & 其他'!$A$1:$A$5"})
        sheet.data_validation("B10", {"validate": "integer", "criteria": ">", "value": "=$A$10"})
        sheet.conditional_format("A10:F20", {"type": "formula", "criteria": "=$A10>5", "format": red})
        sheet.conditional_format("B10:B20", {"type": "data_bar", "data_bar_2010": True})
        columns = [{"header": "甲"}, {"header": "乙"}, {"header": "丙", "formula": "=$A$20"}]
        sheet.add_table("P5:R10", {"name": "Tab", "columns": columns})
        for row in range(6, 11):
            sheet.write_formula(f"R{row}", "=$A$20", None, 190)
        sheet.autofilter("A9:F25")
        sheet.print_area("A1:G25")
        sheet.repeat_rows(0, 2)
        sheet.set_h_pagebreaks([12, 20])
        sheet.freeze_panes(3, 1)
        sheet.write_url("E10", "internal:'It''s & 其他'!A1")
        other.write_url("B1", f"internal:'{MAIN}'!A11")
        other.write_url("B2", "https://example.com/a?b=1&c=2")
        sheet.set_header("&L&G", {"image_left": "h.png", "image_data_left": io.BytesIO(_png())})
        sheet.ignore_errors({"number_stored_as_text": "A10:A20"})
        sheet.protect()
        sheet.unprotect_range("A10:A12", "range")
        sheet.set_row(9, 30, bold)
        book.define_name("区域", f"='{MAIN}'!$A$5:$A$15")
        book.define_name("It's & 其他!loc", "='It''s & 其他'!$A$1")
    return file.getvalue()


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff\0\0" * 4 for _ in range(4))
    header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
