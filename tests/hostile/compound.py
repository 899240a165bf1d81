"""Compound files, old workbooks, and files that are no workbooks at all."""

from __future__ import annotations

import random
import struct
from functools import partial

from hostile.cases import Case, Cases, Parts
from office.gate.compound_files import compound_file

BOF = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
EOF = struct.pack("<HH", 0x000A, 0)
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AGILE = struct.pack("<HHI", 4, 4, 0x40)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
KEY = (
    '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
    'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
    '<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
    'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/>'
    '<dataIntegrity encryptedHmacKey="AAAA" encryptedHmacValue="AAAA"/><keyEncryptors><keyEncryptor '
    'uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="2147483647" '
    'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
    'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA==" '
    'encryptedVerifierHashInput="AAAAAAAAAAAAAAAAAAAAAA==" encryptedVerifierHashValue="AAAAAAAAAAAAAAAAAAAAAA==" '
    'encryptedKeyValue="AAAAAAAAAAAAAAAAAAAAAA=="/></keyEncryptor></keyEncryptors></encryption>'
)


def _old(*records: bytes, cyclic: bool = False) -> Case:
    data = compound_file({"Workbook": BOF + b"".join(records) + EOF}, cyclic=cyclic)
    return Case(lambda _: data, "", ".xls")


def _record(kind: int, body: bytes, length: int | None = None) -> bytes:
    return struct.pack("<HH", kind, len(body) if length is None else length) + body


def _encrypted(info: bytes) -> Case:
    data = compound_file({"EncryptionInfo": info, "EncryptedPackage": bytes(5000)})
    return Case(lambda _: data, "")


def _noise(seed: int, beginning: bytes, _: Parts) -> bytes:
    return beginning + random.Random(seed).randbytes(50_000)


def _is(data: bytes, said: str, suffix: str = ".xlsx") -> Case:
    return Case(lambda _: data, said, suffix)


SHEET = struct.pack("<iBBBB", 0x7FFFFFF0, 0, 0, 4, 0) + b"evil"
STRINGS = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + b"\xff\xff\x01"
ITSELF = struct.pack("<iBBBB", 0, 0, 0, 4, 0) + b"self"

CASES: Cases = {
    "noise after a compound head": Case(partial(_noise, 1, MAGIC), "旧版", ".xls"),
    "compound head alone": _is(MAGIC, "旧版", ".xls"),
    "compound head of zeros": _is(MAGIC + bytes(504), "旧版", ".xls"),
    "chains in circles": _old(cyclic=True),
    "chains in circles, encrypted": Case(
        lambda _: compound_file({"EncryptionInfo": AGILE, "EncryptedPackage": b"x"}, cyclic=True), ""
    ),
    "old workbook without sheets": _old(),
    "old sheet beyond the end": _old(_record(0x85, SHEET)),
    "old sheet that is the workbook": _old(*[_record(0x85, ITSELF)] * 500),
    "4,294,967,295 old strings": _old(_record(0xFC, STRINGS)),
    "old record beyond the end": _old(_record(0xFC, b"x", 0xFFFF)),
    "old records of nothing": _old(*[_record(0x3C, b"")] * 100_000),
    "noise for an old workbook": Case(
        lambda _: compound_file({"Workbook": BOF + random.Random(2).randbytes(100_000)}), "", ".xls"
    ),
    "old password record that is none": _old(_record(0x2F, b"\x01")),
    "laughs in the encryption": _encrypted(AGILE + f"{LAUGHS}]><x>&i;</x>".encode()),
    "2,147,483,647 rounds of a password": _encrypted(AGILE + KEY.encode()),
    "encryption that is none": _encrypted(b"\xff" * 100),
    "Excel 4 workbook": _is(b"\x09\x04\x06\x00\x00\x04\x10\x00" + bytes(100), "Excel 5.0 以前", ".xls"),
    "empty file": _is(b"", "空文件"),
    "PDF": _is(b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
    "web page": _is("<html><table><tr><td>=cmd|'/c calc'!A0".encode("gbk"), "HTML", ".xls"),
    "web page in one file": _is(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHTML", ".xls"),
    "table of 2003": _is(
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "2003",
        ".xls",
    ),
    "table of commas": _is("科目,金额\n=1+1,5\n".encode("gbk"), "CSV", ".xls"),
    "program": _is(b"MZ\x90\x00" + bytes(1000), "程序"),
    "noise": Case(partial(_noise, 3, b"\0"), "不是 .xlsx"),
    "a letter": _is(b"P", "文本"),
}
