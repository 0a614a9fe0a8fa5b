"""Reads the values of fields.

Each function takes the bytes of a field and returns the value, or None for null. It raises `Unfit` if the field
does not fit its column.
"""

import datetime
import math
import re
import struct
from decimal import Decimal
from typing import NamedTuple

from records import BLANKS
from refusal import Unfit

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


class Number(NamedTuple):
    """`digits` × 10 to the power of `exponent`. `digits` has no zeros at its ends, and is empty for 0."""

    text: bytes
    is_negative: bool
    digits: str
    exponent: int

    def has_fraction(self) -> bool:
        return self.digits != "" and self.exponent < 0


def number(field: bytes) -> Number | None:
    """TYPE-2 and TYPE-3."""
    text = field.strip(BLANKS)
    if text in (b"", b"NA", b"NULL", b"NaN"):
        return None
    match = NUMBER.fullmatch(text)
    if not match:
        raise Unfit("bad_number", "no number")
    sign, whole, fraction, only_fraction, exponent_sign, power = match.groups(b"")
    fraction += only_fraction
    # No record is long enough to outweigh an exponent of more than nine digits.
    exponent = int(power.lstrip(b"0")[:9] or b"0") * (-1 if exponent_sign == b"-" else 1)
    digits = (whole + fraction).decode().lstrip("0")
    exponent += len(digits) - len(digits.rstrip("0")) - len(fraction)
    return Number(text, sign == b"-", digits.rstrip("0"), exponent)


def integer(field: bytes, bounds: tuple[int, int], rounds: bool = False) -> int | None:
    """TYPE-4: exact in any notation. A fraction is accepted only if it is rounded (TYPE-4.11)."""
    parsed = number(field)
    if parsed is None:
        return None
    if bounds[0] == 0:
        check_sign(parsed)  # even if it has a fraction (TYPE-4.5)
    if parsed.has_fraction() and not rounds:
        raise Unfit("bad_number", "a fraction in a column of integers")
    is_long = parsed.digits != "" and len(parsed.digits) + parsed.exponent > 20
    if is_long or not bounds[0] <= rounded(parsed) <= bounds[1]:
        raise Unfit("out_of_range", "outside the column's range")
    return rounded(parsed)


def check_sign(parsed: Number) -> None:
    """TYPE-4.5."""
    if parsed.is_negative and parsed.digits:
        raise Unfit("out_of_range", "below zero")


def rounded(parsed: Number) -> int:
    """The nearest integer, half to even, of a number with at most 20 digits before the point."""
    point = len(parsed.digits) + parsed.exponent
    if not parsed.digits or point < 0:
        return 0
    value = int(parsed.digits[:point].ljust(point, "0") or "0")
    rest = parsed.digits[point:]
    # The digits do not end in zeros, so "5" alone is one half, and a greater text is more than that.
    value += rest > "5" or (rest == "5" and value % 2 == 1)
    return -value if parsed.is_negative else value


def real(field: bytes, width: int) -> float | None:
    """TYPE-5 and TYPE-6: the nearest number of `width` bits."""
    parsed = number(field)
    if parsed is None:
        return None
    value = float(parsed.text)  # rounds once, half to even, however long the text is
    if width == 32 and math.isfinite(value):
        value = nearest32(parsed, value)
    if math.isinf(value):
        raise Unfit("out_of_range", f"rounds to infinity in {width} bits")
    return value


def nearest32(parsed: Number, nearest64: float) -> float:
    """The binary32 number that is nearest to the text.

    Rounding to 64 bits and then to 32 is wrong if the first result is a tie of the second rounding. This cannot
    happen if the first rounds to odd: an inexact number becomes the neighbour whose last bit is 1.
    """
    exact = Decimal(parsed.text.decode()) if abs(parsed.exponent) < 10**8 else Decimal(0)
    near = Decimal(nearest64)
    if exact != near and struct.pack("<d", nearest64)[0] % 2 == 0:
        nearest64 = math.nextafter(nearest64, math.inf if exact > near else -math.inf)
    try:
        return struct.unpack("<f", struct.pack("<f", nearest64))[0]
    except OverflowError:
        return math.inf


def volume64(field: bytes) -> float | None:
    """TYPE-4.5 to TYPE-4.7: the fraction is kept, the value is never below zero, and zero has no sign."""
    parsed = number(field)
    if parsed is None:
        return None
    check_sign(parsed)
    return abs(real(field, 64))


def day(text: bytes) -> int:
    """PART-1.1: the number of days since 1970-01-01."""
    match = DAY.fullmatch(text)
    try:
        return datetime.date(*map(int, match.groups())).toordinal() - EPOCH
    except (AttributeError, ValueError):
        raise Unfit("bad_timestamp", "no real day of the years 0001 to 9999") from None


def instant(field: bytes) -> int:
    """TYPE-8 and TYPE-9: nanoseconds since 1970-01-01T00:00:00Z, in 64 bits."""
    text = field.strip(BLANKS)
    if not text:
        raise Unfit("null_key", "no instant")
    count = COUNT.fullmatch(text)
    if count:  # twenty digits are too many for 64 bits, and Python refuses to read thousands
        value = int(count[2].lstrip(b"0")[:20] or b"0") * (-1 if count[1] == b"-" else 1)
    else:
        value = written_instant(text)
    if not INT64[0] <= value <= INT64[1]:
        raise Unfit("bad_timestamp", "does not fit into 64 bits of nanoseconds")
    return value


def written_instant(text: bytes) -> int:
    """TYPE-9."""
    match = INSTANT.fullmatch(text)
    if not match:
        raise Unfit("bad_timestamp", "no instant")
    fraction = int((match[7] or b"").ljust(9, b"0"))
    hour, minute, second, offset_hour, offset_minute = (int(match[i] or b"0") for i in (4, 5, 6, 9, 10))
    if max(hour, offset_hour) > 23 or max(minute, second, offset_minute) > 59:
        raise Unfit("bad_timestamp", "an hour above 23, or a minute or second above 59")
    offset = (offset_hour * 60 + offset_minute) * (-1 if match[8] == b"-" else 1)
    seconds = (hour * 60 + minute - offset) * 60 + second
    return day(text[:10]) * DAY_NANOSECONDS + seconds * SECOND + fraction


def stored_instant(nanoseconds: int, profile: str) -> int:
    """In the unit of the profile's column (SCHEMA-2.3)."""
    if profile == "classic":
        return nanoseconds
    if nanoseconds % 1000:
        raise Unfit("bad_timestamp", "no whole microsecond")
    return nanoseconds // 1000


def contract(ticker: bytes, width: int) -> dict[str, object] | None:
    """TYPE-14.2 to TYPE-14.4: the parts of a contract's ticker, or None if it is not one."""
    match = CONTRACT.fullmatch(ticker)
    root = match[1].rstrip(BLANKS) if match else b""
    if not root:
        return None
    try:
        expiration = day(b"20%b-%b-%b" % (match[2][:2], match[2][2:4], match[2][4:]))
    except Unfit:
        return None
    return {
        "underlying": root,
        "expiration_date": expiration,
        "contract_type": "call" if match[3] == b"C" else "put",
        "strike_price": real(match[4] + b"e-3", width),
    }


def contract_type(field: bytes) -> str | None:
    """TYPE-13.5."""
    kinds = {b"": None, b"call": "call", b"C": "call", b"put": "put", b"P": "put"}
    text = field.strip(BLANKS)
    if text not in kinds:
        raise Unfit("bad_number", "neither call nor put")
    return kinds[text]


def expiration_date(field: bytes) -> int | None:
    """TYPE-13.4."""
    text = field.strip(BLANKS)
    return day(text) if text else None


def extra(field: bytes, kind: str, profile: str) -> object:
    """CSV-9.6 to CSV-9.12: a value that does not fit is `bad_number`."""
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
        return {b"true": True, b"1": True, b"false": False, b"0": False}[text.lower()]
    except (Unfit, KeyError) as error:
        raise Unfit("bad_number", f"no {kind}: {error}") from None
