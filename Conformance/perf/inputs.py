"""Flat files of years and of any size, made once into `Fixtures/.cache`. The scripts of this folder
share it.
"""

import concurrent.futures
import datetime
import itertools
import random

from benchmark import command  # first: it makes the modules of `readers` known
from seaweedfs import generate, weekdays

CACHE = command.FIXTURES / ".cache"
FIRST = "2024-01-02"
WALK = 40  # bars, after which the price starts anew
LETTERS = generate.LETTERS


def write_day(place):
    recipe, path = place
    generate.write_file(recipe, path)


def days(name, count, data_type, first=FIRST, **shape):
    """The folder `name` of the cache with a compressed flat file for each of `count` weekdays. Each
    has rows of its own.
    """
    missing = []
    for date in itertools.islice(weekdays(first), count):
        path = CACHE / name / f"{date}.csv.gz"
        seed = datetime.date.fromisoformat(date).toordinal()
        if not path.exists():
            recipe = {"data_type": data_type, "date": date, "seed": seed, **shape}
            missing.append((recipe, path))
    with concurrent.futures.ProcessPoolExecutor() as pool:
        list(pool.map(write_day, missing))
    return CACHE / name


def ticker(number, count):
    """One of `count` distinct names of four letters, in order."""
    left, letters = number * (26**4 // count), ""
    for _ in range(4):
        left, letter = divmod(left, 26)
        letters = LETTERS[letter] + letters
    return letters


def write_bars(place):
    """Writes stock minutes of FIRST, row after row of each symbol. All columns but the ticker are the
    same whatever the number of symbols, and a file of more rows begins with those of the others: so
    symbols may have several bars of one minute.
    """
    (rows, symbols), path = place
    start = generate.new_york_midnight(datetime.date.fromisoformat(FIRST))
    start += generate.SESSION_START * generate.MINUTE
    draw = random.Random(7).random
    bars = generate.Bars(draw, 0.7)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("w") as file:
        file.write(generate.HEADER + "\n")
        for number in range(rows):
            if number % WALK == 0:
                price, busy = 10_000 + int(4_990_000 * draw() ** 3), 20 + int(3_000 * draw() ** 3)
            stamp = start + number % generate.SESSION_MINUTES * generate.MINUTE
            text, price = bars.record(
                ticker(number * symbols // rows, symbols), price, 0.002, busy, stamp)
            file.write(text + "\n")
    partial.replace(path)


def bars(shapes):
    """The paths of files with so many rows of so many symbols, by those two."""
    paths = {shape: CACHE / "growth" / "rows-{}-symbols-{}.csv".format(*shape) for shape in shapes}
    missing = [(shape, path) for shape, path in paths.items() if not path.exists()]
    with concurrent.futures.ProcessPoolExecutor() as pool:
        list(pool.map(write_bars, missing))
    return paths
