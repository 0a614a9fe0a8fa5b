#!/usr/bin/env python3
"""Writes the malformed files of this folder, and `expected.json` with the result of each ingest.

Each file is ingested as stocks_daily for 2024-01-02. The error rules of the specification define
`column` and `token`; a missing key is null. Compressed bytes depend on the version of zlib, so the
committed files are kept, and this script describes them. Standard library only.
"""

import gzip
import io
import json
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "Conformance" / "oracle"))
import shapes  # noqa: E402

HEADER = shapes.HEADER.encode() + b"\n"
ROWS = (
    b"A,9373,138.29,138.14,138.73,137.81,1704171600000000000,124\n"
    b"AA,19542,33.8472,34.06,34.22,33.74,1704171600000000000,198\n"
    b"AAp,1701,17,16.824,17.0466,16.8041,1704171600000000000,16\n"
)
GOOD = HEADER + ROWS

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")
HTML = b"<!DOCTYPE html>\n<html><head><title>503</title></head>\n<body>Unavailable</body></html>\n"
XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>\n")
JSON = b'{"status":"ERROR","request_id":"5f1a","error":"Unknown API Key"}\n'
TRADES = (
    b"ticker,conditions,correction,exchange,id,participant_timestamp,price,sequence_number,size\n"
    b"A,12,0,4,1,1704204000000000000,138.3,101,50\n")


def packed(data, name=""):
    """`data` as gzip, without a time in the header."""
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", compresslevel=6, fileobj=out, mtime=0) as stream:
        stream.write(data)
    return out.getvalue()


def zipped(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("2024-01-02.csv"), data)
    return out.getvalue()


def changed(data, index, value):
    """`data` with one byte replaced; a negative index counts from the end."""
    copy = bytearray(data)
    copy[index] = value
    return bytes(copy)


def error(code, line=None, **rest):
    return {"status": "error", "code": code, "line": line,
            **{key: rest.get(key) for key in ("column", "token", "offset")}}


EMPTY = {"status": "success", "records": 0}
GZIP = packed(GOOD)
LATIN = GOOD.replace(b"AAp", b"A\xc9p")
INSIDE_NUL = GOOD.replace(b"AA,", b"A\0A,")

FILES = {
    # Empty
    "empty.csv": (b"", error("empty_input", 1)),
    "mark-only.csv": (b"\xef\xbb\xbf", error("empty_input", 1)),
    "blanks-only.csv": (b"\n \t \r\n\r \n", error("empty_input", 1)),
    "empty.csv.gz": (packed(b""), error("empty_input", 1)),
    "header-only.csv": (HEADER, EMPTY),
    "header-only-no-newline.csv.gz": (packed(HEADER.strip()), EMPTY),
    # Not a flat file
    "picture.csv": (PNG, error("bad_encoding", 1, offset=0)),
    "error-page-html.csv": (HTML, error("missing_column", 1, token=shapes.HEADER)),
    "error-page-xml.csv": (XML, error("bad_quote", 1)),
    "error-page-json.csv": (JSON, error("bad_quote", 1)),
    "archive-zip.csv": (zipped(GOOD), error("nul_byte", 1, offset=5)),
    "gzip-in-gzip.csv.gz": (packed(GZIP), error("nul_byte", 1, offset=3)),
    "other-schema.csv": (TRADES, error(
        "missing_column", 1, token=",".join(shapes.VENDOR_ORDER[1:]))),
    "semicolons.csv": (GOOD.replace(b",", b";"), error("missing_column", 1, token=shapes.HEADER)),
    "no-header.csv": (ROWS, error("missing_column", 1, token=shapes.HEADER)),
    # Other encodings
    "utf-16-le.csv": (b"\xff\xfe" + GOOD.decode().encode("utf-16-le"),
                      error("bad_encoding", 1, offset=0)),
    "utf-16-be.csv": (b"\xfe\xff" + GOOD.decode().encode("utf-16-be"),
                      error("bad_encoding", 1, offset=0)),
    "utf-16-no-mark.csv": (GOOD.decode().encode("utf-16-le"), error("nul_byte", 1, offset=1)),
    "latin-1.csv": (LATIN, error("bad_encoding", 4, offset=LATIN.index(b"\xc9"))),
    "nul-inside.csv": (INSIDE_NUL, error("nul_byte", 3, offset=INSIDE_NUL.index(b"\0"))),
    # Truncated or damaged
    "cut-in-record.csv": (GOOD[:-30], error("ragged_row", 4)),
    "open-quote.csv": (GOOD.replace(b"AA,", b'"AA,'), error("bad_quote", 3)),
    "header-twice.csv": (HEADER + ROWS + HEADER, error(
        "bad_number", 5, column="volume", token="volume")),
    "truncated.csv.gz": (GZIP[: len(GZIP) // 2], error("gzip_corrupt")),
    "truncated-trailer.csv.gz": (GZIP[:-1], error("gzip_corrupt")),
    "magic-only.csv.gz": (GZIP[:2], error("gzip_corrupt")),
    "bad-checksum.csv.gz": (changed(GZIP, -8, GZIP[-8] ^ 1), error("gzip_corrupt")),
    "bad-size.csv.gz": (changed(GZIP, -4, GZIP[-4] ^ 1), error("gzip_corrupt")),
    "reserved-flag.csv.gz": (changed(GZIP, 3, 0x80), error("gzip_corrupt")),
    "trailing-bytes.csv.gz": (GZIP + b"\0\0\0\0", error("gzip_corrupt")),
    "second-member-cut.csv.gz": (packed(HEADER) + packed(ROWS)[:-3], error("gzip_corrupt")),
    "damaged-and-ragged.csv.gz": (packed(GOOD[:-30])[:-2], error("gzip_corrupt")),
}


def main():
    for name, (data, _) in FILES.items():
        (HERE / name).write_bytes(data)
    lines = [f"  {json.dumps(name)}: {json.dumps(answer)}" for name, (_, answer) in FILES.items()]
    (HERE / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
