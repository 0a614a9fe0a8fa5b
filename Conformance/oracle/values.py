"""Converts the bytes of a field to a cell: TYPE-2 to TYPE-9, TYPE-13 and TYPE-14.

A cell is None for null, otherwise the text of `expected.ndjson`: integers in decimal,
floating-point values as bit patterns, days as YYYY-MM-DD, timestamps as counts of their unit.
"""

import re

import calendar_days
import exact
from problem import Mismatch

NULL_TOKENS = (b"", b"NA", b"NULL", b"NaN")
INTEGER_LIMITS = {"int32": 2**31 - 1, "uint32": 2**32 - 1, "uint64": 2**64 - 1}
WIDTHS = {"float32": exact.BINARY32, "float64": exact.BINARY64}

STAMP = re.compile(
    rb"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    rb"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    rb"(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?)?\Z"
)


def trimmed(text):
    return text.strip(b" \t")


def number(text):
    """The number in a numeric field; None for a null token."""
    text = trimmed(text)
    if text in NULL_TOKENS:
        return None
    parsed = exact.parse(text)
    if parsed is None:
        raise Mismatch("bad_number")
    return parsed


def price(text, kind):
    parsed = number(text)
    return None if parsed is None else floating(parsed, kind)


def floating(parsed, kind):
    width = WIDTHS[kind]
    pattern = exact.bits(parsed, width)
    if pattern is None:
        raise Mismatch("out_of_range")
    return exact.hexadecimal(pattern, width)


def amount(text, kind, rounds):
    """The cell of volume or transactions, and whether a fraction was rounded."""
    parsed = number(text)
    if parsed is None:
        return None, False
    negative, digits, exponent = parsed
    if negative and digits != 0:
        raise Mismatch("out_of_range")
    parsed = (False, digits, exponent)
    if kind == "float64":
        return floating(parsed, kind), False
    evaluated = exact.integer(parsed)
    if evaluated is None:
        raise Mismatch("out_of_range")
    value, is_exact = evaluated
    if not is_exact and not rounds:
        raise Mismatch("bad_number")
    if value > INTEGER_LIMITS[kind]:
        raise Mismatch("out_of_range")
    return str(value), not is_exact


def window_start(text):
    """The instant in nanoseconds since 1970. An empty field is `null_key`."""
    text = trimmed(text)
    if text == b"":
        raise Mismatch("null_key")
    instant = instant_of(text)
    if instant is None:
        raise Mismatch("bad_timestamp")
    return instant


def instant_of(text):
    """Nanoseconds since 1970 of a trimmed text; None if it has neither the form of TYPE-8 nor of
    TYPE-9.
    """
    if re.match(rb"[+-]?[0-9]+\Z", text):
        instant = int(text)
    else:
        instant = iso_instant(text)
    if instant is None or not -(2**63) <= instant < 2**63:
        return None
    return instant


def iso_instant(text):
    match = STAMP.match(text)
    if match is None:
        return None
    day, hour, minute, second, fraction, _, sign, zone_hour, zone_minute = match.groups()
    parts = calendar_days.of_text(day)
    if parts is None:
        return None
    hour, minute, second = int(hour or 0), int(minute or 0), int(second or 0)
    zone_hour, zone_minute = int(zone_hour or 0), int(zone_minute or 0)
    if hour > 23 or minute > 59 or second > 59 or zone_hour > 23 or zone_minute > 59:
        return None
    zone = (zone_hour * 60 + zone_minute) * (-1 if sign == b"-" else 1)
    minutes = calendar_days.days_since_1970(*parts) * 1440 + hour * 60 + minute - zone
    return (minutes * 60 + second) * 10**9 + int((fraction or b"").ljust(9, b"0"))


def stamp_cell(instant, kind):
    if kind == "timestamp[ns, UTC]":
        return str(instant)
    if instant % 1000 != 0:
        return None
    return str(instant // 1000)


def day_cell(text):
    parts = calendar_days.of_text(trimmed(text))
    if parts is None:
        raise Mismatch("bad_timestamp")
    return calendar_days.iso(*parts)


def contract_kind(text):
    spelled = {b"call": "call", b"C": "call", b"put": "put", b"P": "put"}.get(trimmed(text))
    if spelled is None:
        raise Mismatch("bad_number")
    return spelled


def contract(ticker):
    """(underlying, day, kind, strike as a number) of a contract's ticker, or None: TYPE-14."""
    match = re.match(rb"O:(.+)([0-9]{6})([CP])([0-9]{8})\Z", ticker, re.DOTALL)
    if match is None:
        return None
    root, day, kind, strike = match.groups()
    root = root.rstrip(b" \t")
    if root == b"":
        return None
    parts = calendar_days.of_text(b"20%s-%s-%s" % (day[:2], day[2:4], day[4:]))
    if parts is None:
        return None
    return (
        root.decode(),
        calendar_days.iso(*parts),
        "call" if kind == b"C" else "put",
        (False, int(strike), -3),
    )


def extra(text, kind, stored_type):
    """The cell of an extra column (CSV-9). A value that does not fit is `bad_number`."""
    if kind == "string":
        return text.decode() or None
    text = trimmed(text)
    if text == b"" or (kind in ("int64", "double") and text in NULL_TOKENS):
        return None
    cell = extra_cell(text, kind, stored_type)
    if cell is None:
        raise Mismatch("bad_number")
    return cell


def extra_cell(text, kind, stored_type):
    if kind == "bool":
        return {b"true": "true", b"1": "true", b"false": "false", b"0": "false"}.get(text.lower())
    if kind == "date":
        parts = calendar_days.of_text(text)
        return None if parts is None else calendar_days.iso(*parts)
    if kind == "timestamp":
        instant = instant_of(text)
        return None if instant is None else stamp_cell(instant, stored_type)
    parsed = exact.parse(text)
    if parsed is None:
        return None
    if kind == "double":
        pattern = exact.bits(parsed, exact.BINARY64)
        return None if pattern is None else exact.hexadecimal(pattern, exact.BINARY64)
    evaluated = exact.integer(parsed)
    if evaluated is None or not evaluated[1]:
        return None
    value = -evaluated[0] if parsed[0] else evaluated[0]
    return str(value) if -(2**63) <= value < 2**63 else None
