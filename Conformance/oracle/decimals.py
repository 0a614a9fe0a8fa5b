"""Writes decimal texts with the bit patterns to which they round, for tests of number parsers.

A line of binary32.tsv or binary64.tsv is a text, a tab, and the pattern in hexadecimal, or `inf` if
the text rounds to infinity. The generator is seeded; the patterns are exact (exact.py).
"""

import random
from fractions import Fraction

import exact

COUNT = 3_000
FIXED = (
    "0", "-0", "0.0", "-0.0", "+0", "00", "0e99999", "-0e-99999", "1", "-1", "+1", "01", "1.", ".1",
    ".5e1", "5.E-1", "1e0", "1E+0", "1e-0", "0001", "0.1", "0.2", "0.3", "1e22", "1e23", "1e-5",
    "9007199254740993", "9007199254740992.5", "9007199254740991", "16777217", "16777219",
    "16777216", "4294967295", "4294967296", "18446744073709551615", "18446744073709551616",
    "745123.45", "1.000000059604644775390625", "1.00000005960464477539062500000000000001",
    "1.00000005960464477539062499999999999999", "2.2250738585072011e-308",
    "2.2250738585072014e-308", "6.631236846766476e-316", "5e-324", "2.4703282292062327e-324",
    "2.4703282292062328e-324", "3e-324", "1.7976931348623157e308", "1.7976931348623158e308",
    "1.7976931348623159e308", "1e308", "1e309", "3.4028234663852886e38", "3.4028235677973366e38",
    "3.4028235677973365e38", "3.40282357e38", "1e38", "1e39", "-1e39", "1e-45",
    "7.006492321624085e-46", "7.0064923216240853e-46", "7.0064923216240854e-46",
    "1.401298464324817e-45", "1.1754942e-38", "1.17549435e-38", "1.1754943508222875e-38", "1e400",
    "-1e400", "1e-400", "-1e-400", "1e2147483648", "1e-2147483649", "1e99999999999999999999",
    "1e-99999999999999999999", "0.000000000000000000000000000000000001e36",
)


def decimal_text(value):
    """The exact decimal text of a Fraction whose denominator is a power of two."""
    places = value.denominator.bit_length() - 1
    digits = str(value.numerator * 5**places)
    if places == 0:
        return digits
    digits = digits.rjust(places + 1, "0")
    return digits[:-places] + "." + digits[-places:]


def scientific(text, generator):
    """The same value with the decimal point moved and an exponent."""
    whole, _, fraction = text.partition(".")
    digits = (whole + fraction).lstrip("0") or "0"
    exponent = -len(fraction)
    point = generator.randrange(0, min(len(digits), 20) + 1)
    exponent += len(digits) - point
    return "%s.%s%s%d" % (digits[:point], digits[point:] or "0", generator.choice("eE"), exponent)


def halfway(significand, place):
    """The value in the middle between two adjacent floats, which are 2^place apart."""
    return (Fraction(significand) + Fraction(1, 2)) * Fraction(2) ** place


def nudged(text, generator):
    """The text slightly above or below: with a one in a digit far behind the last."""
    if "." not in text:
        text += "."
    zeros = "0" * generator.randrange(0, 40)
    if generator.random() < 0.5:
        return text + zeros + "1"
    digits = text.replace(".", "")
    lowered = str(int(digits) - 1).rjust(len(digits), "0")
    point = text.index(".")
    return lowered[:point] + "." + lowered[point:] + "9" * (len(zeros) + 1)


def price(generator):
    """A price or volume as vendors print it."""
    shape = generator.randrange(5)
    if shape == 0:
        return "%d.%02d" % (generator.randrange(1000), generator.randrange(100))
    if shape == 1:
        return "%d.%04d" % (generator.randrange(100), generator.randrange(10_000))
    if shape == 2:
        return "%d.%06d" % (generator.randrange(10_000_000), generator.randrange(1_000_000))
    if shape == 3:
        return "%d" % generator.randrange(10**generator.randrange(1, 12))
    return "%d.%d" % (generator.randrange(800_000), generator.randrange(1, 100))


def digit_string(generator, longest):
    length = generator.randrange(1, longest)
    digits = "".join(generator.choice("0123456789") for _ in range(length))
    point = generator.randrange(0, length + 1)
    text = digits[:point] + "." + digits[point:] if generator.random() < 0.8 else digits
    return text if text != "." else "0."


def texts(width, generator):
    """COUNT different texts for one width."""
    precision, least, infinity, _ = width
    largest = infinity >> (precision - 1)
    seen = dict.fromkeys(FIXED)
    while len(seen) < COUNT:
        kind = generator.randrange(8)
        if kind < 3:
            exponent = generator.randrange(least, largest + least - 1)
            if kind == 2 or generator.random() < 0.3:
                exponent = generator.randrange(-40, 60)
            significand = generator.randrange(1 << (precision - 1), 1 << precision)
            if generator.random() < 0.2:
                exponent, significand = least, generator.randrange(0, 1 << (precision - 1))
            text = decimal_text(halfway(significand, exponent - precision + 1))
            if len(text) < 780 and generator.random() < 0.6:
                text = nudged(text, generator)
            if generator.random() < 0.4:
                text = scientific(text, generator)
        elif kind == 3:
            limit = least - precision - 3 + generator.randrange(0, precision + 6)
            value = generator.randrange(1, 1 << 30) * Fraction(2) ** (limit - 30)
            text = scientific(decimal_text(value), generator)
            exponent = text[text.upper().index("E") :]
            text = text[: generator.randrange(3, 20)].rstrip("eE-.") + exponent
        elif kind == 4:
            text = digit_string(generator, 800 if generator.random() < 0.1 else 40)
        elif kind == 5:
            reach = 50 if precision == 24 else 340
            exponent = generator.randrange(-reach, reach)
            text = "%se%d" % (digit_string(generator, 25), exponent)
        else:
            text = price(generator)
        if len(text) <= 800 and exact.parse(text.encode()) is not None:
            seen[generator.choice(("", "", "", "-")) + text if text[0] not in "+-" else text] = None
    return list(seen)


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, width in (("binary32", exact.BINARY32), ("binary64", exact.BINARY64)):
        generator = random.Random(20240102 + width[0])
        with open(folder / (name + ".tsv"), "w", encoding="ascii", newline="\n") as file:
            for text in texts(width, generator):
                pattern = exact.bits(exact.parse(text.encode()), width)
                shown = "inf" if pattern is None else exact.hexadecimal(pattern, width)
                file.write("%s\t%s\n" % (text, shown))
    return 0
