"""From the text of a field to its value. Each function takes the bytes of a field, trimmed or not,
returns the value or None for null, and raises `Unfit` for what its column does not take."""

from __future__ import annotations

import datetime
import math
import re
import struct
from dataclasses import dataclass
from decimal import Decimal

from records import BLANKS
from refusal import Unfit

NULL_TOKENS = (b"", b"NA", b"NULL", b"NaN")
NUMBER = re.compile(rb"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?)([0-9]+))?")
COUNT = re.compile(rb"([+-]?)([0-9]+)")
DAY = re.compile(rb"([0-9]{4})-([0-9]{2})-([0-9]{2})")
INSTANT = re.compile(
    DAY.pattern + rb"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    rb"(?:Z|([+-])([0-9]{2}):([0-9]{2}))?)?"
)
CONTRACT = re.compile(rb"O:(.+)([0-9]{6})([CP])([0-9]{8})", re.DOTALL)

INT64 = (-(1 << 63), (1 << 63) - 1)
EPOCH = datetime.date(1970, 1, 1).toordinal()
SECOND = 1_000_000_000
DAY_NANOSECONDS = 86_400 * SECOND


# Numbers.


@dataclass
class Number:
    """`digits` × 10 to the power of `exponent`. There are no zeros around the digits, and no digits in 0."""

    text: bytes
    is_negative: bool
    digits: str
    exponent: int


def number(field: bytes) -> Number | None:
    """TYPE-2 and TYPE-3."""
    text = field.strip(BLANKS)
    if text in NULL_TOKENS:
        return None
    match = NUMBER.fullmatch(text)
    if not match:
        raise Unfit("bad_number", "no number")
    sign, whole, fraction, only_fraction, exponent_sign, power = match.groups()
    fraction = fraction or only_fraction or b""
    # No record is long enough for an exponent of more than nine digits to meet as many digits.
    exponent = int((power or b"0").lstrip(b"0")[:9] or b"0")
    if exponent_sign == b"-":
        exponent = -exponent
    digits = ((whole or b"") + fraction).decode().lstrip("0")
    exponent += len(digits) - len(digits.rstrip("0")) - len(fraction)
    return Number(text, sign == b"-", digits.rstrip("0"), exponent)


def integer(field: bytes, bounds: tuple[int, int], rounds: bool = False) -> int | None:
    """TYPE-4: exact, whatever the notation; a fraction only where it is rounded (TYPE-4.11)."""
    parsed = number(field)
    if parsed is None:
        return None
    least, most = bounds
    if parsed.is_negative and parsed.digits and least == 0:
        raise Unfit("out_of_range", "below zero")  # also where it has a fraction (TYPE-4.5)
    if has_fraction(parsed) and not rounds:
        raise Unfit("bad_number", "a fraction in a column of integers")
    if parsed.digits and len(parsed.digits) + parsed.exponent > 20:
        raise Unfit("out_of_range", "too large")
    value = rounded(parsed)
    if not least <= value <= most:
        raise Unfit("out_of_range", "outside the column's range")
    return value


def has_fraction(parsed: Number) -> bool:
    return bool(parsed.digits) and parsed.exponent < 0


def rounded(parsed: Number) -> int:
    """The nearest integer, half to even; the number has 20 digits at most before the point."""
    point = len(parsed.digits) + parsed.exponent
    if not parsed.digits or point < 0:
        return 0
    value = int(parsed.digits[:point].ljust(point, "0") or "0")
    rest = parsed.digits[point:]
    # As no zeros end the digits, "5" alone is one half, and what is greater as a text is more.
    if rest > "5" or (rest == "5" and value % 2 == 1):
        value += 1
    return -value if parsed.is_negative else value


def real(field: bytes, width: int) -> float | None:
    """TYPE-5 and TYPE-6: the nearest number of `width` bits."""
    parsed = number(field)
    if parsed is None:
        return None
    return nearest(parsed, width)


def nearest(parsed: Number, width: int) -> float:
    value = float(parsed.text)  # rounds once, half to even, however long the text is
    if width == 32 and math.isfinite(value):
        value = nearest32(parsed, value)
    if math.isinf(value):
        raise Unfit("out_of_range", f"rounds to infinity in {width} bits")
    return value


def nearest32(parsed: Number, nearest64: float) -> float:
    """The binary32 number that is nearest to the text, and not only to its binary64 number.

    Rounding to 32 bits after rounding to 64 goes wrong where the first ends on a tie of the second.
    It cannot if the first rounds to odd: an inexact number takes the neighbour whose last bit is 1.
    """
    exact = Decimal(parsed.text.decode()) if abs(parsed.exponent) < 10**8 else Decimal(0)
    odd = nearest64
    if exact != Decimal(nearest64) and struct.pack("<d", nearest64)[0] % 2 == 0:
        odd = math.nextafter(nearest64, math.inf if exact > Decimal(nearest64) else -math.inf)
    try:
        return struct.unpack("<f", struct.pack("<f", odd))[0]
    except OverflowError:
        return math.inf


def volume64(field: bytes) -> float | None:
    """TYPE-4.5 to TYPE-4.7: with its fraction, never below zero, and zero without a sign."""
    parsed = number(field)
    if parsed is None:
        return None
    if parsed.is_negative and parsed.digits:
        raise Unfit("out_of_range", "below zero")
    return abs(nearest(parsed, 64))


# Days and instants.


def day(text: bytes) -> int:
    """PART-1.1: the count of days since 1970-01-01."""
    match = DAY.fullmatch(text)
    return day_number(*match.groups()) if match else no_day()


def day_number(year: bytes, month: bytes, day_of_month: bytes) -> int:
    try:
        return datetime.date(int(year), int(month), int(day_of_month)).toordinal() - EPOCH
    except ValueError:
        return no_day()


def no_day() -> int:
    raise Unfit("bad_timestamp", "no real day of the years 0001 to 9999")


def instant(field: bytes) -> int:
    """TYPE-8 and TYPE-9: nanoseconds since 1970-01-01T00:00:00Z, in 64 bits."""
    text = field.strip(BLANKS)
    if not text:
        raise Unfit("null_key", "no instant")
    count = COUNT.fullmatch(text)
    value = counted_instant(*count.groups()) if count else written_instant(text)
    if not INT64[0] <= value <= INT64[1]:
        raise Unfit("bad_timestamp", "does not fit into 64 bits of nanoseconds")
    return value


def counted_instant(sign: bytes, digits: bytes) -> int:
    # Twenty digits are too many in any case, and Python refuses to read thousands.
    value = int(digits.lstrip(b"0")[:20] or b"0")
    return -value if sign == b"-" else value


def written_instant(text: bytes) -> int:
    match = INSTANT.fullmatch(text)
    if not match:
        raise Unfit("bad_timestamp", "no instant")
    year, month, day_of_month, hour, minute, second, fraction, sign, offset_hour, offset_minute = match.groups()
    if any(int(part or b"0") > 59 for part in (minute, second, offset_minute)):
        raise Unfit("bad_timestamp", "a minute or second above 59")
    if any(int(part or b"0") > 23 for part in (hour, offset_hour)):
        raise Unfit("bad_timestamp", "an hour above 23")
    offset = int(offset_hour or b"0") * 60 + int(offset_minute or b"0")
    minutes = int(hour or b"0") * 60 + int(minute or b"0") - (-offset if sign == b"-" else offset)
    return (
        day_number(year, month, day_of_month) * DAY_NANOSECONDS
        + (minutes * 60 + int(second or b"0")) * SECOND
        + int((fraction or b"").ljust(9, b"0"))
    )


def stored_instant(nanoseconds: int, profile: str) -> int:
    """In the unit of the profile's column (SCHEMA-2.3)."""
    if profile == "classic":
        return nanoseconds
    if nanoseconds % 1000:
        raise Unfit("bad_timestamp", "no whole microsecond")
    return nanoseconds // 1000


# Contracts.


@dataclass
class Contract:
    underlying: bytes
    expiration_date: int
    contract_type: str
    strike_price: Number


def contract(ticker: bytes) -> Contract | None:
    """TYPE-14.2 to TYPE-14.4: what a contract's ticker says, None if it is none's."""
    match = CONTRACT.fullmatch(ticker)
    if not match:
        return None
    root, digits, letter, strike = match.groups()
    root = root.rstrip(BLANKS)
    try:
        expiration = day_number(b"20" + digits[:2], digits[2:4], digits[4:])
    except Unfit:
        return None
    if not root:
        return None
    return Contract(
        root, expiration, "call" if letter == b"C" else "put", number(strike[:5] + b"." + strike[5:])
    )


def contract_type(field: bytes) -> str | None:
    """TYPE-13.5."""
    text = field.strip(BLANKS)
    if not text:
        return None
    kinds = {b"call": "call", b"C": "call", b"put": "put", b"P": "put"}
    if text not in kinds:
        raise Unfit("bad_number", "neither call nor put")
    return kinds[text]


def expiration_date(field: bytes) -> int | None:
    """TYPE-13.4."""
    text = field.strip(BLANKS)
    return day(text) if text else None


# Extra columns.


def extra(field: bytes, kind: str, profile: str) -> object:
    """CSV-9.6 to CSV-9.12: whatever does not fit is `bad_number`."""
    if kind == "string":
        return field.decode() if field else None
    text = field.strip(BLANKS)
    if not text:
        return None
    try:
        if kind == "int64":
            return integer(text, INT64)
        if kind == "double":
            return real(text, 64)
        if kind == "date":
            return day(text)
        if kind == "timestamp":
            return stored_instant(instant(text), profile)
    except Unfit as unfit:
        raise Unfit("bad_number", str(unfit)) from None
    booleans = {b"true": True, b"1": True, b"false": False, b"0": False}
    if text.lower() not in booleans:
        raise Unfit("bad_number", "neither true nor false")
    return booleans[text.lower()]
