"""Reads the records of a flat file: inflates gzip, scans, and checks the text."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from refusal import Refusal

BLANKS = b" \t"
RECORD_BYTES = 1 << 20
RECORD_FIELDS = 1024
LINE_END = re.compile(rb"\r\n|\r|\n")
FIELD_END = re.compile(rb"[,\r\n]|\Z")


@dataclass
class Record:
    line: int
    fields: list[bytes]


def inflate(data: bytes) -> bytes:
    """The content of all members of a gzip input; other input is unchanged (CSV-10)."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    parts = []
    while data:
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        try:  # zlib refuses reserved flags, other methods, and a wrong CRC or size
            parts.append(member.decompress(data))
        except zlib.error as error:
            raise Refusal("gzip_corrupt", str(error)) from None
        if not member.eof:
            raise Refusal("gzip_corrupt", "the last gzip member is cut off")
        data = member.unused_data
    return b"".join(parts)


def records(text: bytes) -> Iterator[Record]:
    """The records that are not blank, in order. The first is the header.

    The error of a record is raised when its turn comes, so errors in fields of earlier records come first
    (ERR-3.4). The order within a record is that of ERR-3.5.
    """
    if text.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        raise Refusal("bad_encoding", "a byte order mark of UTF-16 or UTF-32", line=1, offset=0)
    start = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    line, width = 1, None
    while start < len(text):
        terminator = LINE_END.search(text, start)
        end = terminator.start() if terminator else len(text)
        if text.find(b'"', start, end) < 0:
            fields, is_misquoted = text[start:end].split(b","), False
        else:
            fields, end, is_misquoted = quoted_fields(text, start)
            terminator = LINE_END.match(text, end)
        raw = text[start:end]
        check_size(raw, fields, line)
        if raw.strip(BLANKS):
            check_zeros(raw, line, start)
            check_encoding(raw, line, start)
            if is_misquoted:
                raise Refusal("bad_quote", f"a misplaced quote in the record on line {line}", line=line)
            width = width or len(fields)
            check_width(fields, width, line)
            yield Record(line, fields)
        line += 1 + len(LINE_END.findall(raw))
        start = terminator.end() if terminator else len(text)
    if width is None:
        raise Refusal("empty_input", "there is no header", line=1)


def quoted_fields(text: bytes, start: int) -> tuple[list[bytes], int, bool]:
    """The fields of the record at `start`, its end, and whether a quote is at a wrong place (CSV-11)."""
    fields = []
    is_misquoted = False
    while True:
        if text.startswith(b'"', start):
            value, after, is_closed = quoted_text(text, start + 1)
            if not is_closed:
                return fields + [value], len(text), True
            end = FIELD_END.search(text, after).start()
            is_misquoted |= end > after  # text after the closing quote
        else:
            end = FIELD_END.search(text, start).start()
            value = text[start:end]
            is_misquoted |= b'"' in value
        fields.append(value)
        if not text.startswith(b",", end):
            return fields, end, is_misquoted
        start = end + 1


def quoted_text(text: bytes, position: int) -> tuple[bytes, int, bool]:
    """The quoted text from `position` on, the position after it, and whether the quote is closed."""
    parts = []
    while True:
        quote = text.find(b'"', position)
        if quote < 0:
            return b"", len(text), False
        parts.append(text[position:quote])
        if not text.startswith(b'""', quote):
            return b'"'.join(parts), quote + 1, True
        position = quote + 2


def check_size(raw: bytes, fields: list[bytes], line: int) -> None:
    """CSV-13, also for blank records."""
    if len(raw) > RECORD_BYTES or len(fields) > RECORD_FIELDS:
        raise Refusal("record_too_long", f"the record on line {line} is too long", line=line)


def check_zeros(raw: bytes, line: int, start: int) -> None:
    """CSV-3."""
    zero = raw.find(b"\0")
    if zero >= 0:
        raise Refusal("nul_byte", f"a byte 0 on line {line}", line=line, offset=start + zero)


def check_encoding(raw: bytes, line: int, start: int) -> None:
    """CSV-2.3."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = start + error.start
        raise Refusal("bad_encoding", f"no UTF-8 on line {line}", line=line, offset=offset) from None


def check_width(fields: list[bytes], width: int, line: int) -> None:
    """CSV-6."""
    if len(fields) != width:
        message = f"the record on line {line} has {len(fields)} fields, not {width}"
        raise Refusal("ragged_row", message, line=line)
