#!/usr/bin/env python3
"""Writes the flat files for tests and measurements from committed recipes, in the vendor's form.

    generate.py                     write every committed sample again, by its recipe
    generate.py NAME… [--gzip]      write these recipes into the cache folder and print their paths
    generate.py --check [NAME…]     compare samples, or these recipes, with their recorded digests
    generate.py --check --all       the same for every recipe, including the large ones
    generate.py --list              name, size class, rows and bytes of every recipe
    generate.py --update [NAME…]    record the rows, bytes and digests anew

A recipe has a seed, a shape, and the SHA-256 of the uncompressed file. The script uses only
`random.Random.random()` and integer or single floating-point operations. Python promises the same
sequence for the same seed in every version, so a recipe gives the same bytes on every machine.
Compressed bytes depend on the version of zlib, so digests are those of the plain text. Standard
library only.
"""

import argparse
import concurrent.futures
import datetime
import gzip
import hashlib
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
RECIPES = HERE / "recipes"
CACHE = HERE / ".cache"

sys.path.append(str(HERE.parent / "Conformance" / "oracle"))
from shapes import HEADER  # noqa: E402

MINUTE = 60_000_000_000  # nanoseconds
SESSION_START = 4 * 60  # 04:00, minutes after New York midnight
SESSION_MINUTES = 16 * 60  # until 20:00
REGULAR = range(9 * 60 + 30 - SESSION_START, 16 * 60 - SESSION_START)

# Tickers that readers, type guessers and file systems get wrong, with their price in dollars.
AWKWARD = {
    "A": 138.75, "AA": 33.58, "AApB": 61.02, "AAAP": 81.61, "AAP": 62.4, "AAp": 17.125,
    "NA": 4.51, "NAN": 11.62, "TRUE": 3.44, "INF": 24.05, "CON": 19.87, "BRK.A": 745123.45,
    "BRK.B": 362.46, "BF.A": 58.9, "GME.WS": 2.31, "BACpB": 25.61, "NUL": 0.0312,
}
WELL_KNOWN = {
    "AAPL": 185.64, "AMD": 138.58, "AMZN": 149.93, "BAC": 33.9, "C": 52.51, "F": 12.09,
    "GE": 127.98, "GME": 16.73, "GOOG": 139.56, "INTC": 47.8, "IWM": 198.81, "JPM": 171.99,
    "META": 346.29, "MSFT": 370.87, "NVDA": 481.68, "PLTR": 16.58, "QQQ": 402.59, "SDS": 33.2,
    "SPY": 472.65, "T": 17.25, "TSLA": 248.42, "V": 258.87, "X": 47.99, "XOM": 102.36,
}
SUFFIXES = ("pA", "pB", "pC", ".A", ".B", ".U", ".WS", "w", "r")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


# Time


def new_york_midnight(day):
    """Nanoseconds since 1970 of midnight in New York on `day`, by the United States rule of 2007.

    Daylight-saving time runs from the second Sunday of March to the first Sunday of November; it
    starts and ends at 02:00, so midnight of the changing day still has the old offset.
    """

    def sunday(month, nth):
        first = datetime.date(day.year, month, 1)
        return first + datetime.timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))

    summer = sunday(3, 2) < day <= sunday(11, 1)
    days = (day - datetime.date(1970, 1, 1)).days
    return (days * 24 + (4 if summer else 5)) * 3600 * 1_000_000_000


def fridays(day, count):
    """The first `count` Fridays on or after `day`."""
    first = day + datetime.timedelta(days=(4 - day.weekday()) % 7)
    return [first + datetime.timedelta(days=7 * week) for week in range(count)]


# Names


def vendor_order(ticker):
    """The sort key of a ticker in the vendor's order: root, then suffix (A, AA, AApB, AAAP)."""
    length = 0
    while length < len(ticker) and "A" <= ticker[length] <= "Z":
        length += 1
    return ticker[:length], ticker[length:]


def stock_prices(draw, count):
    """`count` tickers in the vendor's order, each with a price in ten-thousandths of a dollar."""
    prices = {**AWKWARD, **WELL_KNOWN}
    lengths = (1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5)
    while len(prices) < count:
        length = lengths[int(draw() * len(lengths))]
        root = "".join(LETTERS[int(draw() * 26)] for _ in range(length))
        if root in prices:
            continue
        # A mantissa from 1 to 9.9 and a power of ten from dimes to thousands.
        scale = (0.1, 1, 1, 10, 10, 10, 10, 10, 100, 100)[int(draw() * 10)]
        prices[root] = (1 + draw() * 8.9) * scale
        if draw() < 0.08 and len(prices) < count:
            prices[root + SUFFIXES[int(draw() * len(SUFFIXES))]] = 5 + draw() * 25
    names = sorted(prices, key=vendor_order)
    return [(name, int(prices[name] * 10_000 + 0.5)) for name in names]


def contracts(draw, day, underlyings, spread, listed):
    """Option contracts as (ticker, premium in ten-thousandths of a dollar), in the vendor's order.

    An underlying has about `spread` contracts; the `listed` ones come first.
    """
    expiries = fridays(day + datetime.timedelta(days=1), 30)
    extra = {}
    for ticker in listed:
        extra.setdefault(ticker[2:-15], []).append(ticker)
    for root, price in underlyings:
        found = {ticker: 500 + int(draw() * 40_000) for ticker in extra.get(root, [])}
        step = 500 if price < 250_000 else 2_500 if price < 2_000_000 else 5_000
        weight = draw()
        for _ in range(1 + int(spread * weight * weight * weight * 4)):
            nearness = draw()
            expiry = expiries[int(nearness * nearness * len(expiries))]
            strike = max(step, int(price * (0.7 + 0.6 * draw()) / 10 / step) * step)
            ticker = f"O:{root}{expiry:%y%m%d}{'CP'[int(draw() * 2)]}{strike:08d}"
            found[ticker] = 100 + int(price * draw() * draw() * 0.2) // 100 * 100
        yield from sorted(found.items())


# Numbers


def price_text(value):
    """The text of a price in ten-thousandths of a dollar, as the vendor prints it: without zeros at
    the end.
    """
    whole, part = divmod(value, 10_000)
    return f"{whole}.{part:04d}".rstrip("0") if part else str(whole)


class Bars:
    """Makes the bars of one file. Prices walk, and volumes have a long tail.

    `cents` is the share of prices in whole cents; the others have up to four decimals.
    """

    def __init__(self, draw, cents, fractional=False):
        self.draw = draw
        self.cents = cents
        self.fractional = fractional

    def record(self, ticker, price, wobble, busy, stamp):
        """One record, and the price at which the next bar opens. `wobble` is the relative move."""
        draw = self.draw
        if price >= 10_000 and draw() < self.cents:
            price = price // 100 * 100
        close = max(1, price + int(price * wobble * (draw() - 0.5)))
        high = max(price, close) + int(price * wobble * 0.2 * draw())
        low = max(1, min(price, close) - int(price * wobble * 0.2 * draw()))
        if draw() < self.cents:
            close = close // 100 * 100 or close
            high = (high + 99) // 100 * 100
            low = min(low // 100 * 100 or low, close)
        tail = draw()
        volume = 1 + int(busy * tail / (1.0002 - tail))
        trades = max(1, int(volume / (20 + 100 * draw())))
        amount = str(volume)
        if self.fractional:
            part = int(draw() * 1_000_000) if draw() < 0.85 else 0
            amount = f"{volume}.{part:06d}"
        text = (
            f"{ticker},{amount},{price_text(price)},{price_text(close)},"
            f"{price_text(high)},{price_text(low)},{stamp},{trades}"
        )
        return text, close


def chosen(draw, count, slots):
    """`count` of `slots`, in order, each equally likely (selection sampling)."""
    left = len(slots)
    for slot in slots:
        if draw() * left < count:
            count -= 1
            yield slot
        left -= 1


# Files


def stocks_daily(recipe, day, draw):
    midnight = new_york_midnight(day)
    bars = Bars(draw, 0.7, recipe.get("fractional", False))
    for ticker, price in stock_prices(draw, recipe["symbols"]):
        busy = 200 + int(400_000 * draw() * draw() * draw())
        exact = price if ticker == "BRK.A" else max(1, price + int(price * 0.02 * (draw() - 0.5)))
        yield bars.record(ticker, exact, 0.03, busy, midnight)[0]


def stocks_minute(recipe, day, draw):
    first = new_york_midnight(day) + SESSION_START * MINUTE
    bars = Bars(draw, 0.7, recipe.get("fractional", False))
    names = recipe.get("tickers")
    prices = stock_prices(draw, recipe["symbols"])
    extended = [slot for slot in range(SESSION_MINUTES) if slot not in REGULAR]
    for ticker, price in prices:
        if names and ticker not in names:
            continue
        weight = draw()
        count = 1 + int((SESSION_MINUTES - 1) * weight * weight * weight * weight * weight)
        if ticker in ("AAPL", "SPY", "NVDA", "TSLA"):
            count = SESSION_MINUTES
        elif names:
            count = min(SESSION_MINUTES, count + 60)
        count = min(count, recipe.get("minutes", SESSION_MINUTES))
        regular = min(len(REGULAR), count - count // 7)
        slots = list(chosen(draw, regular, REGULAR))
        slots += chosen(draw, count - regular, extended)
        busy = 20 + int(3_000 * weight * weight * weight)
        for slot in sorted(slots):
            text, price = bars.record(ticker, price, 0.002, busy, first + slot * MINUTE)
            yield text


def options_daily(recipe, day, draw):
    midnight = new_york_midnight(day)
    bars = Bars(draw, 0.98)
    for ticker, premium in option_chain(recipe, day, draw):
        yield bars.record(ticker, premium, 0.2, 40, midnight)[0]


def options_minute(recipe, day, draw):
    open_bell = new_york_midnight(day) + (9 * 60 + 30) * MINUTE
    bars = Bars(draw, 0.98)
    for ticker, premium in option_chain(recipe, day, draw):
        busy = draw() < 0.03
        count = int(1 + 389 * draw()) if busy else 1 + int(12 * draw() * draw())
        for slot in chosen(draw, count, range(390)):
            text, premium = bars.record(ticker, premium, 0.05, 8, open_bell + slot * MINUTE)
            yield text


def option_chain(recipe, day, draw):
    prices = [item for item in stock_prices(draw, recipe["symbols"]) if item[0].isalnum()]
    roots = set(ticker[2:-15] for ticker in recipe.get("listed", []))
    prices += [(root, 52_500) for root in roots if root not in dict(prices)]
    prices.sort(key=lambda item: vendor_order(item[0]))
    return contracts(draw, day, prices, recipe["spread"], recipe.get("listed", []))


def literal(recipe, day, draw):
    return iter(recipe["records"])


KINDS = {
    "stocks_daily": stocks_daily,
    "stocks_minute": stocks_minute,
    "options_daily": options_daily,
    "options_minute": options_minute,
}


def blocks(recipe):
    """Yields the plain bytes of the file that `recipe` describes, in blocks of a few megabytes."""
    day = datetime.date.fromisoformat(recipe["date"])
    draw = random.Random(recipe["seed"]).random
    kind = literal if "records" in recipe else KINDS[recipe["data_type"]]
    repeat = recipe.get("repeat", 1)
    records = kind(recipe, day, draw)
    if recipe.get("order") == "shuffled" or repeat > 1:
        records = list(records)
    if recipe.get("order") == "shuffled":
        for last in range(len(records) - 1, 0, -1):
            other = int(draw() * (last + 1))
            records[last], records[other] = records[other], records[last]
    piece = [HEADER]
    for _ in range(repeat):
        for record in records:
            if len(piece) == 50_000:
                yield ("\n".join(piece) + "\n").encode()
                piece = []
            piece.append(record)
    end = "\n" if recipe.get("final_newline", True) else ""
    yield ("\n".join(piece) + end).encode()


def measure(recipe, write=None):
    """The rows, bytes and SHA-256 of the plain file. `write` receives its blocks."""
    digest, size, lines = hashlib.sha256(), 0, 0
    for block in blocks(recipe):
        digest.update(block)
        size += len(block)
        lines += block.count(b"\n")
        if write:
            write(block)
    rows = lines - 1 if recipe.get("final_newline", True) else lines
    return {"rows": rows, "bytes": size, "sha256": digest.hexdigest()}


def write_file(recipe, path):
    """Writes the file to a temporary name and renames it. A path that ends in `.gz` is
    compressed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as raw:
        if path.suffix == ".gz":
            with gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
                found = measure(recipe, packed.write)
        else:
            found = measure(recipe, raw.write)
    partial.replace(path)
    return found


# Commands


def read_recipes():
    found = {}
    for path in sorted(RECIPES.glob("*.json")):
        found[path.stem] = json.loads(path.read_text())
    return found


def cached(name, recipe, compressed, cache=CACHE):
    """The path of a recipe's file in the cache folder. The file is written if it is missing."""
    suffix = ".csv.gz" if compressed else ".csv"
    path = cache / name / (recipe["date"] + suffix)
    if not path.exists():
        found = write_file(recipe, path)
        if found["sha256"] != recipe["sha256"]:
            path.unlink()
            sys.exit(f"{name}: the generated bytes do not have the recipe's SHA-256")
    return path


def check(name, recipe):
    """The differences between a recipe, its generated file and the committed file; empty if
    none.
    """
    wrong = []
    for key, value in measure(recipe).items():
        if recipe.get(key) != value:
            wrong.append(f"{key} is {value}, the recipe says {recipe.get(key)}")
    if "committed" in recipe:
        data = (HERE / recipe["committed"]).read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        if hashlib.sha256(data).hexdigest() != recipe["sha256"]:
            wrong.append(f"{recipe['committed']} does not have the recipe's SHA-256")
    return wrong


def check_all(recipes):
    """Checks the recipes on all processors, prints the differences, and returns the exit status."""
    failed = 0
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for name, wrong in zip(recipes, pool.map(check, recipes, recipes.values())):
            failed += bool(wrong)
            print(f"{'wrong' if wrong else 'right':6}{name}", *wrong, sep="\n      ")
    print(f"{len(recipes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE)
    options = parser.parse_args()

    recipes = read_recipes()
    unknown = [name for name in options.names if name not in recipes]
    if unknown:
        parser.error("no such recipe: " + ", ".join(unknown))
    names = options.names or [
        name for name in recipes if options.all or "committed" in recipes[name]]

    if options.list:
        for name, recipe in recipes.items():
            print(f"{name:28} {recipe['class']:8} {recipe['rows']:>9,} rows {recipe['bytes']:>12,}")
        return 0

    if options.check:
        return check_all({name: recipes[name] for name in names})

    for name in names:
        recipe = recipes[name]
        if options.update:
            recipe.update(measure(recipe))
            (RECIPES / (name + ".json")).write_text(json.dumps(recipe, indent=2) + "\n")
            if "committed" in recipe:
                write_file(recipe, HERE / recipe["committed"])
            print(name, recipe["rows"], recipe["bytes"])
        elif options.names:
            print(cached(name, recipe, options.gzip, options.cache))
        else:
            write_file(recipe, HERE / recipe["committed"])
            print(HERE / recipe["committed"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
