"""Flat files of invented minute bars, from which the lakes of this folder are made."""

import gzip
import pathlib
import random
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "readers"))
from flatfile import HEADER  # noqa: E402

DATE = "2024-07-02"
OTHER_DATE = "2024-07-01"
# The dates of one call, in its order.
GROUP = (DATE, "2024-07-03", "2024-07-05")
# 09:30 in New York, in nanoseconds since 1970.
OPENING = {date: 1719840600 * 10**9 + number * 86_400 * 10**9
           for date, number in zip((OTHER_DATE, *GROUP), (0, 1, 2, 4))}


def bars(date, symbols, bar_count, seed=1):
    """The text of a day: `bar_count` bars per symbol, a second apart, one symbol after the other.

    Prices are random, so they compress badly.
    """
    chance = random.Random(seed)
    lines = [HEADER + "\n"]
    for symbol in symbols:
        for second in range(bar_count):
            low = chance.randrange(100_000, 900_000)
            opened, closed = low + chance.randrange(999), low + chance.randrange(999)
            stamp = OPENING[date] + second * 10**9
            opened, closed, high, low = map(decimal, (opened, closed, low + 999, low))
            lines.append(f"{symbol},{chance.randrange(10**6)},{opened},{closed},{high},{low},{stamp},"
                         f"{chance.randrange(1, 5000)}\n")
    return "".join(lines)


def decimal(price):
    """The text of a price that is given in hundredths of a cent."""
    return f"{price // 10_000}.{price % 10_000:04}"


def write(path, text):
    """Writes a flat file, with gzip if its name ends in `.gz`, and returns its path."""
    data = text.encode()
    path.write_bytes(gzip.compress(data, 6, mtime=0) if path.suffix == ".gz" else data)
    return path
