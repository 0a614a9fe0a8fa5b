"""Reads numbers from decimal text with rational arithmetic, without floating point.

A number is (negative, digits, exponent) with the value ±digits × 10^exponent, where digits is an
int ≥ 0. The grammar is that of TYPE-2. Numbers are rounded as in IEEE 754, to nearest, ties to
even, from the rational value.
"""

import functools
import re
import sys
from fractions import Fraction

sys.set_int_max_str_digits(0)

GRAMMAR = re.compile(rb"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?\Z")

# precision in bits, least exponent of a normal value, bits of the infinity
BINARY32 = (24, -126, 0x7F800000, 8)
BINARY64 = (53, -1022, 0x7FF0000000000000, 16)

# No binary64 is as large as 10^400 or, unless it rounds to zero, as small as 10^-400.
FAR = 400


def parse(text):
    """The number in `text` (trimmed bytes), or None if it is not a number."""
    match = GRAMMAR.match(text)
    if match is None:
        return None
    sign, whole, fraction, only_fraction, exponent = match.groups()
    fraction = (fraction if whole is not None else only_fraction) or b""
    digits = int((whole or b"") + fraction)
    return sign == b"-", digits, int(exponent or b"0") - len(fraction)


def is_zero(number):
    return number[1] == 0


def magnitude(number):
    """m with 10^(m-1) ≤ |value| < 10^m. The value must not be zero."""
    return len(str(number[1])) + number[2]


def rational(number):
    """The absolute value as a Fraction. The exponent must be small."""
    _, digits, exponent = number
    return Fraction(digits) * Fraction(10) ** exponent


def integer(number):
    """The absolute value rounded half to even, and whether it is exact; None if it is 10^FAR or
    more.
    """
    if is_zero(number):
        return 0, True
    if magnitude(number) > FAR:
        return None
    if magnitude(number) < -FAR:
        return 0, False
    value = rational(number)
    return half_even(value), value.denominator == 1


def half_even(value):
    """The integer nearest to the Fraction `value` ≥ 0; ties to even."""
    whole, rest = divmod(value.numerator, value.denominator)
    twice = 2 * rest
    if twice > value.denominator or (twice == value.denominator and whole % 2 == 1):
        whole += 1
    return whole


@functools.lru_cache(maxsize=10_000)
def bits(number, width):
    """The bits of `number`, rounded once to `width`, with its sign; None if the result is
    infinite.
    """
    precision, least, infinity, _ = width
    negative = number[0]
    if is_zero(number) or magnitude(number) < -FAR:
        pattern = 0
    elif magnitude(number) > FAR:
        return None
    else:
        value = rational(number)
        exponent = value.numerator.bit_length() - value.denominator.bit_length()
        if Fraction(2) ** exponent > value:
            exponent -= 1
        # 2^exponent ≤ value < 2^(exponent+1); the last place is worth 2^place.
        place = max(exponent, least) - (precision - 1)
        significand = half_even(value / Fraction(2) ** place)
        hidden = 1 << (precision - 1)
        if significand < hidden:
            pattern = significand
        else:
            # A carry to 2^precision increments the exponent field, which is correct.
            biased = place + (precision - 1) - least + 1
            pattern = (biased << (precision - 1)) + (significand - hidden)
        if pattern >= infinity:
            return None
    if negative:
        pattern |= infinity + (1 << (precision - 1))
    return pattern


def hexadecimal(pattern, width):
    return "0x" + format(pattern, "0%dx" % width[3])
