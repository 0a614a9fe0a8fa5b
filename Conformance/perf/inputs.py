"""Flat files of many days, made once into `Fixtures/.cache`. The scripts of this folder share it."""

import concurrent.futures
import datetime
import itertools

from benchmark import command  # first: it makes the modules of `readers` known
from seaweedfs import generate, weekdays

FIRST = "2024-01-02"


def write_day(place):
    recipe, path = place
    generate.write_file(recipe, path)


def days(name, count, data_type, **shape):
    """The folder `name` of the cache with a compressed flat file for each of `count` weekdays. Each
    has rows of its own.
    """
    folder = command.FIXTURES / ".cache" / name
    missing = []
    for date in itertools.islice(weekdays(FIRST), count):
        path = folder / f"{date}.csv.gz"
        seed = datetime.date.fromisoformat(date).toordinal()
        if not path.exists():
            recipe = {"data_type": data_type, "date": date, "seed": seed, **shape}
            missing.append((recipe, path))
    with concurrent.futures.ProcessPoolExecutor() as pool:
        list(pool.map(write_day, missing))
    return folder
