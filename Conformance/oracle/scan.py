"""Reads records from inflated bytes, one byte at a time: CSV-1 to CSV-6, CSV-11 and CSV-13."""

from problem import Problem

LF, CR, COMMA, QUOTE, SPACE, TAB = 0x0A, 0x0D, 0x2C, 0x22, 0x20, 0x09

LONGEST_RECORD = 1_048_576
MOST_FIELDS = 1_024


class Record:
    """A record that is not blank: its line, its position, and its unquoted fields."""

    def __init__(self, line, start):
        self.line = line
        self.start = start
        self.end = start
        self.fields = []
        self.misquoted = False


def records(data):
    """Yields every record that is not blank, in order. Blank input is `empty_input`.

    A blank record that is too long is yielded too, and `check` refuses it.
    """
    for mark in (b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(mark):
            raise Problem("bad_encoding", line=1, offset=0)
    position = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    line = 1
    found = False
    while position < len(data):
        record, position, line_ends, blank = read(data, position, line)
        line += line_ends
        if not blank or record.end - record.start > LONGEST_RECORD:
            found = True
            yield record
    if not found:
        raise Problem("empty_input", line=1)


def read(data, start, line):
    """(record, position after its terminator, number of physical lines that end in it, is
    blank).
    """
    record = Record(line, start)
    field = bytearray()
    state = "start"
    position = start
    line_ends = 0
    blank = True
    while position < len(data):
        byte = data[position]
        if byte in (LF, CR):
            width = 2 if data[position : position + 2] == b"\r\n" else 1
            line_ends += 1
            if state != "quoted":
                record.end = position
                position += width
                break
            field += data[position : position + width]
            position += width
            continue
        blank = blank and byte in (SPACE, TAB)
        position += 1
        if state == "quoted":
            if byte == QUOTE:
                state = "closed"
            else:
                field.append(byte)
        elif byte == COMMA:
            record.fields.append(bytes(field))
            field.clear()
            state = "start"
        elif byte == QUOTE and state == "start":
            state = "quoted"
        elif byte == QUOTE and state == "closed":
            field.append(byte)
            state = "quoted"
        else:
            record.misquoted = record.misquoted or byte == QUOTE or state == "closed"
            field.append(byte)
            state = "unquoted"
    else:
        record.end = position
    record.misquoted = record.misquoted or state == "quoted"
    record.fields.append(bytes(field))
    return record, position, line_ends, blank


def check(record, data, field_count):
    """Checks the rules of one record, in the order of ERR-3. `field_count` is None for the
    header.
    """
    text = data[record.start : record.end]
    if len(text) > LONGEST_RECORD or len(record.fields) > MOST_FIELDS:
        raise Problem("record_too_long", line=record.line)
    nul = text.find(b"\0")
    if nul >= 0:
        raise Problem("nul_byte", line=record.line, offset=record.start + nul)
    malformed = first_malformed(text)
    if malformed is not None:
        raise Problem("bad_encoding", line=record.line, offset=record.start + malformed)
    if record.misquoted:
        raise Problem("bad_quote", line=record.line)
    if field_count is not None and len(record.fields) != field_count:
        raise Problem("ragged_row", line=record.line)


def first_malformed(text):
    """The position of the first sequence that is not well-formed UTF-8, or None (Unicode, 3-7)."""
    position = len(text) if text.isascii() else 0
    while position < len(text):
        length = sequence_length(text[position : position + 4])
        if length is None:
            return position
        position += length
    return None


def sequence_length(head):
    lead = head[0]
    if lead < 0x80:
        return 1
    for first, last, length in ((0xC0, 0xDF, 2), (0xE0, 0xEF, 3), (0xF0, 0xF7, 4)):
        if first <= lead <= last:
            break
    else:
        return None
    if len(head) < length or any(byte & 0xC0 != 0x80 for byte in head[1:length]):
        return None
    scalar = lead & (0x7F >> length)
    for byte in head[1:length]:
        scalar = scalar << 6 | byte & 0x3F
    least = {2: 0x80, 3: 0x800, 4: 0x10000}[length]
    if scalar < least or scalar > 0x10FFFF or 0xD800 <= scalar <= 0xDFFF:
        return None
    return length
