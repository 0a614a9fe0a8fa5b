"""Inflates a gzip container member by member (RFC 1952). zlib inflates only the deflate streams."""

import zlib

from problem import Problem

TEXT, HEADER_CRC, EXTRA, NAME, COMMENT, RESERVED = 0x01, 0x02, 0x04, 0x08, 0x10, 0xE0


def is_gzip(data):
    return data[:2] == b"\x1f\x8b"


def inflate(data):
    """The content of all members. Any damage is `gzip_corrupt`."""
    content = bytearray()
    position = 0
    while position < len(data):
        position = member(data, position, content)
    return bytes(content)


def damaged():
    return Problem("gzip_corrupt")


def member(data, start, content):
    position = header(data, start)
    stream = zlib.decompressobj(wbits=-15)
    try:
        inflated = stream.decompress(data[position:]) + stream.flush()
    except zlib.error:
        raise damaged() from None
    if not stream.eof:
        raise damaged()
    position = len(data) - len(stream.unused_data)
    trailer = data[position : position + 8]
    if len(trailer) < 8:
        raise damaged()
    if int.from_bytes(trailer[:4], "little") != zlib.crc32(inflated):
        raise damaged()
    if int.from_bytes(trailer[4:], "little") != len(inflated) % (1 << 32):
        raise damaged()
    content += inflated
    return position + 8


def header(data, start):
    """The position after the header of the member."""
    if len(data) - start < 10 or data[start : start + 3] != b"\x1f\x8b\x08":
        raise damaged()
    flags = data[start + 3]
    if flags & RESERVED:
        raise damaged()
    position = start + 10
    if flags & EXTRA:
        if position + 2 > len(data):
            raise damaged()
        position += 2 + int.from_bytes(data[position : position + 2], "little")
    for flag in (NAME, COMMENT):
        if flags & flag:
            end = data.find(b"\0", position)
            if end < 0:
                raise damaged()
            position = end + 1
    if flags & HEADER_CRC:
        given = data[position : position + 2]
        computed = zlib.crc32(data[start:position]) & 0xFFFF
        if len(given) < 2 or int.from_bytes(given, "little") != computed:
            raise damaged()
        position += 2
    if position > len(data):
        raise damaged()
    return position
