"""What a lake must hold for a flat file, worked out from its text alone.

Independent of the core and of every data-frame library: records by Python's `csv` module, numbers
by exact rational arithmetic where rounding could matter. A table is a list of `Column`; cells are
plain Python: text, integers, bit patterns of floats, days since 1970, nanoseconds since 1970, None.
"""

import csv
import dataclasses
import datetime
import fractions
import functools
import gzip
import io
import re
import struct

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


# Columns of a stored file, in order; year and month stand where a lake that embeds them has them.
ORDERS = {
    ("stocks_daily", "portable"): "year month symbol date timestamp",
    ("stocks_daily", "classic"): "year month symbol date timestamp",
    ("stocks_minute", "portable"): "symbol year month date timestamp",
    ("stocks_minute", "classic"): "symbol year month timestamp",
    ("options_daily", "portable"):
        "underlying year month ticker date timestamp expiration_date contract_type strike_price",
    ("options_daily", "classic"):
        "underlying year month ticker date timestamp expiration_date contract_type strike_price",
    ("options_minute", "portable"):
        "underlying date ticker timestamp expiration_date contract_type strike_price",
    ("options_minute", "classic"):
        "underlying date ticker timestamp expiration_date contract_type strike_price",
}
BARS = "open high low close volume transactions"


def kind_of(name, data_type, profile):
    portable = profile == "portable"
    if name in ("symbol", "underlying", "ticker", "contract_type"):
        return "string"
    if name in ("date", "expiration_date"):
        return "date"
    if name == "timestamp":
        return "timestamp"
    if name in ("year", "month"):
        return "int32" if portable else {"year": "int16", "month": "int8"}[name]
    if name == "volume":
        return "float64" if portable else "uint64" if data_type == "stocks_daily" else "uint32"
    if name == "transactions":
        return "int32" if portable else "uint32"
    return "float64" if portable else "float32"


def column_names(data_type, profile, embed):
    names = f"{ORDERS[data_type, profile]} {BARS}".split()
    return [name for name in names if embed or name not in ("year", "month")]


# Cells


def bits64(value):
    return struct.unpack("<q", struct.pack("<d", value))[0]


def bits32(value):
    return struct.unpack("<i", struct.pack("<f", value))[0]


@functools.cache
def binary64(text):
    """The bit pattern of the nearest binary64: Python's `float` rounds decimal text correctly."""
    return bits64(float(text))


@functools.cache
def binary32(text):
    """The bit pattern of the binary32 nearest to the decimal text, ties to even, rounded once."""
    exact = fractions.Fraction(text.strip())
    near = bits32(float(text))
    magnitudes = [near + step for step in (-1, 0, 1) if (near + step) & 0x7FFFFFFF < 0x7F800000]
    values = [(struct.unpack("<f", struct.pack("<i", bits))[0], bits) for bits in magnitudes]
    distance, _, bits = min((abs(fractions.Fraction(v) - exact), b & 1, b) for v, b in values)
    return bits


@functools.cache
def rounded_integer(text):
    """The integer nearest to the decimal text, ties to even, and whether there was a fraction."""
    exact = fractions.Fraction(text)
    return round(exact), exact.denominator != 1


def nanoseconds(text):
    """An integer of nanoseconds, or an ISO-8601 instant (no offset means UTC)."""
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
    """Underlying, expiry in days, type and strike text of a contract; None where there is none."""
    match = CONTRACT.fullmatch(ticker)
    if match:
        root, expiry, side, strike = match.groups()
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


def expected(data, data_type, profile, date, embed=False):
    """The table that ingesting `data` (plain bytes) for `date` stores, fractions rounded."""
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
