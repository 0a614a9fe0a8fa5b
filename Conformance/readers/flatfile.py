"""Computes the expected content of a lake from the text of a flat file.

It is independent of BarLake and of every data-frame library. Python's `csv` module reads the
records, and rational arithmetic is used where rounding could matter. Only the names and types of
columns come from the oracle. A table is a list of `Column`. Cells are Python objects: text,
integers, bit patterns of floats, days since 1970, nanoseconds since 1970, None.
"""

import csv
import dataclasses
import datetime
import fractions
import functools
import gzip
import io
import pathlib
import re
import struct
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
import shapes  # noqa: E402

NULLS = ("", "NA", "NULL", "NaN")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
DAY = 86_400 * 10**9
CONTRACT = re.compile(r"O:(.+)(\d{6})([CP])(\d{8})", re.ASCII)
MINUTE_TYPES = ("stocks_minute", "options_minute")


@dataclasses.dataclass
class Column:
    """`kind`: string, date, timestamp, float32, float64, or an integer type such as uint32."""

    name: str
    kind: str
    cells: list


HEADER = shapes.HEADER


def kind_of(name, data_type, profile):
    kind = shapes.column_type(name, data_type, profile)
    return "date" if kind == "date32" else kind.split("[")[0]


def column_names(data_type, profile, embed):
    names = shapes.all_names(data_type, profile)
    return [name for name in names if embed or name not in shapes.DIRECTORIES]


# Cells


def bits64(value):
    return struct.unpack("<q", struct.pack("<d", value))[0]


def bits32(value):
    return struct.unpack("<i", struct.pack("<f", value))[0]


def double(bits):
    """The value of a binary64's bit pattern."""
    return struct.unpack("<d", struct.pack("<q", bits))[0]


def single(bits):
    """The value of a binary32's bit pattern."""
    return struct.unpack("<f", struct.pack("<i", bits))[0]


@functools.cache
def binary64(text):
    """The bit pattern of the nearest binary64: Python's `float` rounds decimal text correctly."""
    return bits64(float(text))


@functools.cache
def binary32(text):
    """The bit pattern of the nearest binary32 of the decimal text, ties to even, rounded once."""
    exact = fractions.Fraction(text.strip())
    near = bits32(float(text))
    magnitudes = [near + step for step in (-1, 0, 1) if (near + step) & 0x7FFFFFFF < 0x7F800000]
    values = [(single(bits), bits) for bits in magnitudes]
    distance, _, bits = min((abs(fractions.Fraction(v) - exact), b & 1, b) for v, b in values)
    return bits


@functools.cache
def rounded_integer(text):
    """The integer nearest to the decimal text, ties to even, and whether there was a fraction."""
    exact = fractions.Fraction(text)
    return round(exact), exact.denominator != 1


def nanoseconds(text):
    """Nanoseconds since 1970 of an integer or of an ISO 8601 instant; without an offset it is
    UTC.
    """
    try:
        return int(text)
    except ValueError:
        pass
    instant = datetime.datetime.fromisoformat(text)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=datetime.timezone.utc)
    return (instant - EPOCH) // datetime.timedelta(microseconds=1) * 1000


def days(day):
    return (day - EPOCH.date()).days


@functools.cache
def contract(ticker):
    """Underlying, expiry in days, type and strike text of a contract; None if it is not one."""
    match = CONTRACT.fullmatch(ticker)
    if match:
        root, expiry, side, strike = match.groups()
        root = root.rstrip(" \t")
        if not root:
            return None
        try:
            year, month, day = 2000 + int(expiry[:2]), int(expiry[2:4]), int(expiry[4:])
            expiration = days(datetime.date(year, month, day))
        except ValueError:
            return None
        return root, expiration, {"C": "call", "P": "put"}[side], f"{strike[:5]}.{strike[5:]}"
    return None


# Tables


def read_plain(path):
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


@dataclasses.dataclass
class Expected:
    """The stored table of one flat file, and the counts of the result."""

    columns: list
    counts: dict


def doubtful_rows(fields, stamps, data_type):
    """The counts of doubtful bars of a whole file.

    Prices are compared as binary64, also if a narrower type would make them equal.
    """
    last, previous = {}, None
    repeated = unordered = inconsistent = 0
    for ticker, stamp in zip(fields["ticker"], stamps):
        if ticker in last:
            repeated += data_type not in MINUTE_TYPES or last[ticker] == stamp
            unordered += previous != ticker or stamp < last[ticker]
        last[ticker] = stamp
        previous = ticker
    for texts in zip(*(fields[name] for name in ("open", "close", "low", "high"))):
        if any(text in NULLS for text in texts):
            inconsistent += 1
            continue
        opened, close, low, high = map(float, texts)
        inconsistent += not (0 <= low <= min(opened, close) and max(opened, close) <= high)
    rows, wrong = len(stamps), 0
    if not data_type.startswith("options"):
        wrong = sum(ticker.startswith("O:") for ticker in fields["ticker"])
    if rows >= 10:
        is_minute = data_type in MINUTE_TYPES
        is_other = len(last) == rows and len(set(stamps)) == 1 if is_minute else 2 * repeated > rows
        wrong = rows if is_other else wrong
    return {
        "repeated_keys": repeated,
        "unordered_rows": unordered,
        "inconsistent_bars": inconsistent,
        "wrong_type_rows": wrong,
    }


def expected(data, data_type, profile, date, embed=False):
    """The table that an ingest of `data` (plain bytes) for `date` stores. Fractional volumes are
    rounded.
    """
    day = datetime.date.fromisoformat(date)
    records = csv.reader(io.StringIO(data.decode(), newline=""))
    header = next(records)
    fields = dict(zip(header, map(list, zip(*records))))
    rows = len(fields["ticker"])
    single = profile == "classic"
    price = binary32 if single else binary64
    stamps = [nanoseconds(text) for text in fields["window_start"]]
    start = days(day) * DAY
    counts = {
        "records": rows,
        "date_mismatch_rows": sum(not start <= s < start + DAY + 5 * 3600 * 10**9 for s in stamps),
        "unparsed_contracts": 0,
        "rounded_volumes": 0,
        **doubtful_rows(fields, stamps, data_type),
        "plain_text_chunks": 0,
    }
    cells = {
        "symbol": fields["ticker"],
        "ticker": fields["ticker"],
        "date": [days(day)] * rows,
        "year": [day.year] * rows,
        "month": [day.month] * rows,
        "timestamp": stamps,
        "transactions": [None if t in NULLS else int(t) for t in fields["transactions"]],
    }
    for name in ("open", "high", "low", "close"):
        cells[name] = [None if text in NULLS else price(text) for text in fields[name]]
    if single:
        volumes = [(None, False) if t in NULLS else rounded_integer(t) for t in fields["volume"]]
        cells["volume"] = [value for value, _ in volumes]
        counts["rounded_volumes"] = sum(fraction for _, fraction in volumes)
    else:
        cells["volume"] = [None if t in NULLS else binary64(t) for t in fields["volume"]]
    if data_type.startswith("options"):
        parsed = [contract(ticker) for ticker in fields["ticker"]]
        counts["unparsed_contracts"] = parsed.count(None)
        whole = [p or (t, None, None, None) for p, t in zip(parsed, fields["ticker"])]
        cells["underlying"] = [p[0] for p in whole]
        cells["expiration_date"] = [p[1] for p in whole]
        cells["contract_type"] = [p[2] for p in whole]
        cells["strike_price"] = [p[3] and price(p[3]) for p in whole]
    names = column_names(data_type, profile, embed)
    columns = [Column(name, kind_of(name, data_type, profile), cells[name]) for name in names]
    return Expected(columns, counts)
