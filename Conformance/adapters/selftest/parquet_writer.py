"""A table of the suite as the bytes of a Parquet file, with the standard library alone.

One PLAIN page a chunk, all fields OPTIONAL, row groups of 100,000 rows. Snappy is a frame around bytes as they
stand (one literal), which every reader inflates; there is nothing here that makes files small.

Sources: parquet-format `parquet.thrift`, `Encodings.md`, `LogicalTypes.md`; Thrift's compact protocol; Snappy's
`format_description.txt`.
"""

import datetime
import struct
import zlib

MAGIC = b"PAR1"
ROW_GROUP_ROWS = 100_000
CREATED_BY = "barlake-selftest version 1.0.0 (build selftest)"
EPOCH = datetime.date(1970, 1, 1)

# Thrift's compact types.
TRUE, FALSE, BYTE, I32, I64, BINARY, LIST, STRUCT = 1, 2, 3, 5, 6, 8, 9, 12
BOOLEAN, INT32, INT64, FLOAT, DOUBLE, BYTE_ARRAY = 0, 1, 2, 4, 5, 6
PLAIN, RLE, SNAPPY, OPTIONAL, DATA_PAGE = 0, 3, 1, 1, 0


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def zigzag(number):
    return varint(number * 2 if number >= 0 else -number * 2 - 1)


def thrift(*fields):
    """A Thrift structure of the fields `(id, type, value)`, in the order of ids; None is left out. The value of a
    list is `(type, values)`, that of a structure its bytes."""
    out, last = bytearray(), 0
    for number, kind, value in fields:
        if value is None:
            continue
        if kind == TRUE and not value:
            kind = FALSE
        # No two ids of the structures here are 16 or more apart, so the short form is always right.
        out += bytes([number - last << 4 | kind]) + thrift_value(kind, value)
        last = number
    return bytes(out) + b"\0"


def thrift_value(kind, value):
    if kind in (TRUE, FALSE):
        return b""
    if kind == BYTE:
        return struct.pack("b", value)
    if kind in (I32, I64):
        return zigzag(value)
    if kind == BINARY:
        return varint(len(value)) + value
    if kind == STRUCT:
        return value
    item, values = value
    head = bytes([len(values) << 4 | item]) if len(values) < 15 else bytes([0xF0 | item]) + varint(len(values))
    return head + b"".join(thrift_value(item, each) for each in values)


def logical(number, value=b"\0"):
    """The union LogicalType with the member `number`."""
    return thrift((number, STRUCT, value))


def integer_type(width, is_signed):
    return logical(10, thrift((1, BYTE, width), (2, TRUE, is_signed)))


def timestamp_type(unit):
    return logical(8, thrift((1, TRUE, True), (2, STRUCT, logical(unit))))


# By the tables' names of types: physical type, converted type, logical type, struct code of a value.
TYPES = {
    "string": (BYTE_ARRAY, 0, logical(1), None),
    "bool": (BOOLEAN, None, None, None),
    "uint8": (INT32, 11, integer_type(8, False), "I"),
    "uint16": (INT32, 12, integer_type(16, False), "I"),
    "uint32": (INT32, 13, integer_type(32, False), "I"),
    "uint64": (INT64, 14, integer_type(64, False), "Q"),
    "int8": (INT32, 15, integer_type(8, True), "i"),
    "int16": (INT32, 16, integer_type(16, True), "i"),
    "int32": (INT32, None, None, "i"),
    "int64": (INT64, None, None, "q"),
    "float32": (FLOAT, None, None, "f"),
    "float64": (DOUBLE, None, None, "d"),
    "date32": (INT32, 6, logical(6), "i"),
    "timestamp[us, UTC]": (INT64, 10, timestamp_type(2), "q"),
    "timestamp[ns, UTC]": (INT64, None, timestamp_type(3), "q"),
}


def value_of(cell, kind):
    """A cell of the suite's tables as the value that is written; floating-point numbers stay their bytes, since
    a conversion may change a NaN."""
    if kind == "string":
        return cell.encode()
    if kind == "bool":
        return cell == "true"
    if kind in ("float32", "float64"):
        return int(cell, 16).to_bytes(4 if kind == "float32" else 8, "little")
    if kind == "date32":
        return (datetime.date.fromisoformat(cell) - EPOCH).days
    return int(cell)


def plain(values, kind):
    physical, _, _, code = TYPES[kind]
    if physical == BYTE_ARRAY:
        return b"".join(struct.pack("<I", len(value)) + value for value in values)
    if physical == BOOLEAN:
        return bits(values)
    return b"".join(values) if physical in (FLOAT, DOUBLE) else struct.pack(f"<{len(values)}{code}", *values)


def bits(flags):
    packed = bytearray((len(flags) + 7) // 8)
    for number, flag in enumerate(flags):
        packed[number // 8] |= flag << number % 8
    return bytes(packed)


def levels(cells):
    """Definition levels: one run where all are there or all are null, else bit-packed in groups of eight."""
    present = [cell is not None for cell in cells]
    if len(set(present)) == 1:
        runs = varint(len(cells) << 1) + bytes([present[0]])
    else:
        runs = varint((len(cells) + 7) // 8 << 1 | 1) + bits(present)
    return struct.pack("<I", len(runs)) + runs


def snappy(content):
    """One literal, with its length less one in four bytes."""
    return varint(len(content)) + b"\xFC" + struct.pack("<I", len(content) - 1) + content


def statistics(values, null_count, kind):
    code = TYPES[kind][3]
    if kind in ("float32", "float64"):
        numbers = [each for each in (struct.unpack("<" + code, value)[0] for value in values) if each == each]
        # A zero may stand for either sign, so the bounds have the outer one.
        least, greatest = (min(numbers) or -0.0, max(numbers) or 0.0) if numbers else (None, None)
    else:
        least, greatest = (min(values), max(values)) if values else (None, None)

    def bound(value):
        if value is None or kind == "string":
            return value
        return bytes([value]) if kind == "bool" else struct.pack("<" + code, value)

    return thrift((3, I64, null_count), (5, BINARY, bound(greatest)), (6, BINARY, bound(least)))


def column_chunk(name, kind, cells, offset):
    """The bytes of a chunk that begins at `offset`, and its ColumnChunk with the sizes of both forms."""
    values = [value_of(cell, kind) for cell in cells if cell is not None]
    content = levels(cells) + plain(values, kind)
    compressed = snappy(content)
    header = thrift(
        (1, I32, DATA_PAGE), (2, I32, len(content)), (3, I32, len(compressed)),
        (4, I32, struct.unpack("<i", struct.pack("<I", zlib.crc32(compressed)))[0]),
        (5, STRUCT, thrift((1, I32, len(cells)), (2, I32, PLAIN), (3, I32, RLE), (4, I32, RLE))))
    plain_size, size = len(header) + len(content), len(header) + len(compressed)
    metadata = thrift(
        (1, I32, TYPES[kind][0]), (2, LIST, (I32, [PLAIN, RLE])), (3, LIST, (BINARY, [name.encode()])),
        (4, I32, SNAPPY), (5, I64, len(cells)), (6, I64, plain_size), (7, I64, size), (9, I64, offset),
        (12, STRUCT, statistics(values, len(cells) - len(values), kind)))
    return header + compressed, thrift((2, I64, 0), (3, STRUCT, metadata)), plain_size, size


def parquet(columns, rows, metadata):
    """The file with `columns`, pairs of name and type, `rows` of cells and the key-value `metadata`."""
    out, row_groups = bytearray(MAGIC), []
    for start in range(0, len(rows), ROW_GROUP_ROWS):
        part = rows[start:start + ROW_GROUP_ROWS]
        chunks, plain_size, size = [], 0, 0
        for (name, kind), cells in zip(columns, zip(*part)):
            content, chunk, *sizes = column_chunk(name, kind, cells, len(out))
            out += content
            chunks.append(chunk)
            plain_size, size = plain_size + sizes[0], size + sizes[1]
        row_groups.append(thrift((1, LIST, (STRUCT, chunks)), (2, I64, plain_size), (3, I64, len(part)),
                                 (6, I64, size)))
    schema = [thrift((4, BINARY, b"schema"), (5, I32, len(columns)))]
    for name, kind in columns:
        physical, converted, logical_type, _ = TYPES[kind]
        schema.append(thrift((1, I32, physical), (3, I32, OPTIONAL), (4, BINARY, name.encode()),
                             (6, I32, converted), (10, STRUCT, logical_type)))
    pairs = [thrift((1, BINARY, key.encode()), (2, BINARY, value.encode())) for key, value in metadata.items()]
    footer = thrift(
        (1, I32, 1), (2, LIST, (STRUCT, schema)), (3, I64, len(rows)), (4, LIST, (STRUCT, row_groups)),
        (5, LIST, (STRUCT, pairs) if pairs else None), (6, BINARY, CREATED_BY.encode()),
        (7, LIST, (STRUCT, [logical(1)] * len(columns))))
    return bytes(out) + footer + struct.pack("<I", len(footer)) + MAGIC
