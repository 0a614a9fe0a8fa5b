"""Finds doubtful bars among the written rows, in the order of the input: BAR-1 and BAR-3."""

import struct

import shapes
from problem import Problem

# Fewer rows are not judged as a whole.
JUDGED_ROWS = 10

KEYS = ("repeated_keys", "unordered_rows", "inconsistent_bars", "wrong_type_rows")


class Doubts:
    """The written rows so far, as (ticker, instant, whether the row is doubtful by itself)."""

    def __init__(self, data_type):
        self.data_type = data_type
        self.rows = []
        self.last = {}
        self.counts = dict.fromkeys(KEYS, 0)

    def add(self, ticker, instant, prices):
        """Counts a row. Returns whether it is doubtful, by itself or together with earlier rows."""
        earlier = self.last.get(ticker)
        before = self.rows[-1][0] if self.rows else None
        found = {
            "repeated_keys": earlier is not None
            and (not shapes.is_minute(self.data_type) or earlier == instant),
            "unordered_rows": earlier is not None and (before != ticker or instant < earlier),
            "inconsistent_bars": is_inconsistent(*map(number, prices)),
            "wrong_type_rows": not shapes.is_option(self.data_type) and ticker.startswith("O:"),
        }
        for key, is_so in found.items():
            self.counts[key] += is_so
        self.rows.append((ticker, instant))
        self.last[ticker] = instant
        return any(found.values())

    def is_of_other_frequency(self):
        """Whether the rows as a whole look like those of another data type: BAR-1.7 and BAR-1.8."""
        if len(self.rows) < JUDGED_ROWS:
            return False
        if not shapes.is_minute(self.data_type):
            return 2 * self.counts["repeated_keys"] > len(self.rows)
        instants = {instant for _, instant in self.rows}
        return len(self.last) == len(self.rows) and len(instants) == 1

    def total(self):
        if self.is_of_other_frequency():
            return self.counts | {"wrong_type_rows": len(self.rows)}
        return self.counts

    def check(self):
        """The error of BAR-3.2, in a call with `strict_bars`."""
        if self.is_of_other_frequency():
            raise Problem("doubtful_bar")


def number(cell):
    """The number of a price's bit pattern; None for null."""
    if cell is None:
        return None
    bits = bytes.fromhex(cell.removeprefix("0x"))
    return struct.unpack(">f" if len(bits) == 4 else ">d", bits)[0]


def is_inconsistent(opened, high, low, close):
    if None in (opened, high, low, close):
        return True
    return min(opened, high, low, close) < 0 or not (
        low <= opened <= high and low <= close <= high
    )
