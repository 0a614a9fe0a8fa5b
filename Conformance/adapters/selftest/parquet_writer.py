"""Writes a table of the suite as a Parquet file, with the standard library alone.

A chunk has one PLAIN page, and all fields are OPTIONAL. Snappy data is one literal, which every reader
inflates, so files are not small.

Sources: parquet-format `parquet.thrift`, `Encodings.md`, `LogicalTypes.md`; Thrift's compact protocol; Snappy's
`format_description.txt`.
"""

import datetime
import struct
import zlib

MAGIC = b"PAR1"
ROW_GROUP_ROWS = 100_000
CREATED_BY = b"barlake-selftest version 1.0.0 (build selftest)"
# Thrift's compact types, and numbers of the format.
TRUE, FALSE, BYTE, I32, I64, BINARY, LIST, STRUCT = 1, 2, 3, 5, 6, 8, 9, 12
BOOLEAN, INT32, INT64, FLOAT, DOUBLE, BYTE_ARRAY = 0, 1, 2, 4, 5, 6
PLAIN, RLE, SNAPPY, OPTIONAL, DATA_PAGE = 0, 3, 1, 1, 0


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])


def thrift(*fields):
    """A structure of the fields `(id, type, value)`, in the order of their ids, which differ by less than 16.

    A field with None is left out. The value of a list is `(type, values)`; that of a structure is its bytes.
    """
    out, last = bytearray(), 0
    for number, kind, value in fields:
        if value is not None:
            out.append(number - last << 4 | (FALSE if kind == TRUE and not value else kind))
            out += thrift_value(kind, value)
            last = number
    return bytes(out) + b"\0"


def thrift_value(kind, value):
    if kind == TRUE:
        return b""
    if kind == BYTE:
        return bytes([value])
    if kind in (I32, I64):
        return varint(value * 2 if value >= 0 else -value * 2 - 1)
    if kind == BINARY:
        return varint(len(value)) + value
    if kind == STRUCT:
        return value
    item, values = value
    count = len(values)
    head = bytes([count << 4 | item]) if count < 15 else bytes([0xF0 | item]) + varint(count)
    return head + b"".join(thrift_value(item, each) for each in values)


def union(number, *fields):
    """A union with the member `number`, which has these fields."""
    return thrift((number, STRUCT, thrift(*fields)))


def integer(width, is_signed):
    return union(10, (1, BYTE, width), (2, TRUE, is_signed))


def timestamp(unit):
    return union(8, (1, TRUE, True), (2, STRUCT, union(unit)))


# By type name of the tables: physical type, converted type, logical type, and `struct`'s letter for a value.
TYPES = {
    "string": (BYTE_ARRAY, 0, union(1), ""), "bool": (BOOLEAN, None, None, "?"),
    "int8": (INT32, 15, integer(8, True), "i"), "int16": (INT32, 16, integer(16, True), "i"),
    "uint32": (INT32, 13, integer(32, False), "I"), "uint64": (INT64, 14, integer(64, False), "Q"),
    "int32": (INT32, None, None, "i"), "int64": (INT64, None, None, "q"),
    "float32": (FLOAT, None, None, "f"), "float64": (DOUBLE, None, None, "d"),
    "date32": (INT32, 6, union(6), "i"), "timestamp[us, UTC]": (INT64, 10, timestamp(2), "q"),
    "timestamp[ns, UTC]": (INT64, None, timestamp(3), "q"),
}


def bits_of(cell):
    """A floating-point number stays in its bits, because a conversion and back may change a NaN."""
    return bytes.fromhex(cell[2:])[::-1]


EPOCH = datetime.date(1970, 1, 1)
CELLS = {"string": str.encode, "bool": "true".__eq__, "float32": bits_of, "float64": bits_of,
         "date32": lambda cell: (datetime.date.fromisoformat(cell) - EPOCH).days}


def bits(flags):
    packed = bytearray((len(flags) + 7) // 8)
    for number, flag in enumerate(flags):
        packed[number // 8] |= flag << number % 8
    return bytes(packed)


def levels(cells):
    """Definition levels: one run if all values exist or all are null, otherwise bit-packed in groups of
    eight.
    """
    present = [cell is not None for cell in cells]
    if len(set(present)) == 1:
        runs = varint(len(cells) << 1) + bytes([present[0]])
    else:
        runs = varint((len(cells) + 7) // 8 << 1 | 1) + bits(present)
    return struct.pack("<I", len(runs)) + runs


def encoded(values, kind):
    """The values in PLAIN encoding, and their minimum and maximum in the form of statistics."""
    physical, _, _, letter = TYPES[kind]
    if physical == BYTE_ARRAY:
        content = b"".join(struct.pack("<I", len(value)) + value for value in values)
    elif physical == BOOLEAN:
        content = bits(values)
    elif physical in (FLOAT, DOUBLE):
        content = b"".join(values)
        numbers = struct.unpack(f"<{len(values)}{letter}", content)
        values = [number for number in numbers if number == number]
    else:
        content = struct.pack(f"<{len(values)}{letter}", *values)
    if not values:
        return content, None, None
    bounds = [min(values), max(values)]
    if physical in (FLOAT, DOUBLE):
        # A zero may have either sign, so a bound has the sign that covers both.
        bounds = [bounds[0] or -0.0, bounds[1] or 0.0]
    if physical != BYTE_ARRAY:
        bounds = [struct.pack("<" + letter, bound) for bound in bounds]
    return content, *bounds


def column_chunk(name, kind, cells, offset):
    """The bytes of a chunk that begins at `offset`, its ColumnChunk, and its uncompressed size."""
    convert = CELLS.get(kind, int)
    values = [convert(cell) for cell in cells if cell is not None]
    content, least, greatest = encoded(values, kind)
    content = levels(cells) + content
    # One literal, with its length minus one in four bytes.
    compressed = varint(len(content)) + b"\xFC" + struct.pack("<I", len(content) - 1) + content
    checksum = zlib.crc32(compressed)
    header = thrift(
        (1, I32, DATA_PAGE), (2, I32, len(content)), (3, I32, len(compressed)),
        (4, I32, checksum - (checksum >> 31 << 32)),
        (5, STRUCT, thrift((1, I32, len(cells)), (2, I32, PLAIN), (3, I32, RLE), (4, I32, RLE))))
    plain_size, size = len(header) + len(content), len(header) + len(compressed)
    statistics = thrift((3, I64, len(cells) - len(values)), (5, BINARY, greatest), (6, BINARY, least))
    metadata = thrift(
        (1, I32, TYPES[kind][0]), (2, LIST, (I32, [PLAIN, RLE])), (3, LIST, (BINARY, [name.encode()])),
        (4, I32, SNAPPY), (5, I64, len(cells)), (6, I64, plain_size), (7, I64, size), (9, I64, offset),
        (12, STRUCT, statistics))
    return header + compressed, thrift((2, I64, 0), (3, STRUCT, metadata)), plain_size


def parquet(columns, rows, metadata):
    """The file with `columns`, pairs of name and type, `rows` of cells and the key-value `metadata`."""
    out, row_groups = bytearray(MAGIC), []
    for start in range(0, len(rows), ROW_GROUP_ROWS):
        part, offset = rows[start:start + ROW_GROUP_ROWS], len(out)
        chunks, plain_size = [], 0
        for (name, kind), cells in zip(columns, zip(*part)):
            content, chunk, chunk_size = column_chunk(name, kind, cells, len(out))
            out += content
            chunks.append(chunk)
            plain_size += chunk_size
        row_groups.append(thrift((1, LIST, (STRUCT, chunks)), (2, I64, plain_size), (3, I64, len(part)),
                                 (6, I64, len(out) - offset)))
    schema = [thrift((4, BINARY, b"schema"), (5, I32, len(columns)))]
    for name, kind in columns:
        physical, converted, logical, _ = TYPES[kind]
        schema.append(thrift((1, I32, physical), (3, I32, OPTIONAL), (4, BINARY, name.encode()),
                             (6, I32, converted), (10, STRUCT, logical)))
    pairs = [thrift((1, BINARY, key.encode()), (2, BINARY, text.encode())) for key, text in metadata.items()]
    footer = thrift(
        (1, I32, 1), (2, LIST, (STRUCT, schema)), (3, I64, len(rows)), (4, LIST, (STRUCT, row_groups)),
        (5, LIST, (STRUCT, pairs) if pairs else None), (6, BINARY, CREATED_BY),
        (7, LIST, (STRUCT, [union(1)] * len(columns))))
    return bytes(out) + footer + struct.pack("<I", len(footer)) + MAGIC
