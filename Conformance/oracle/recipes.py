#!/usr/bin/env python3
"""Computes the length and SHA-256 of the files with which memory is measured, again.

    recipes.py --check [ID…]     compare with what the cases record
    recipes.py --update [ID…]    record them

The suite makes these files itself (`Sources/ConformanceKit/BarRecipe.swift`); this script shares no
code with it. Standard library only; a case takes about half a minute.
"""

import concurrent.futures
import hashlib
import json
import math
import pathlib
import re
import sys

MEMORY = pathlib.Path(__file__).resolve().parent.parent / "cases" / "memory"
MASK = (1 << 64) - 1
DAY_START = 1_704_153_600_000_000  # 2024-01-02 in microseconds
DAY = 86_400_000_000
HEADER = "ticker,volume,open,close,high,low,window_start,transactions"


def mixed(bits: int) -> int:
    """SplitMix64's function of a number."""
    bits = ((bits ^ bits >> 30) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ bits >> 27) * 0x94D049BB133111EB) & MASK
    return bits ^ bits >> 31


def price(value: int) -> str:
    """Ten-thousandths as a decimal without zeros at the end."""
    whole, rest = divmod(value, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0") if rest else str(whole)


def ticker(number: int) -> str:
    letters = ""
    for _ in range(4):
        number, letter = divmod(number, 26)
        letters = chr(65 + letter) + letters
    return letters


def records(recipe: dict, times: int):
    """The lines of the file."""
    note = recipe.get("note_bytes", 0)
    yield HEADER + (",note\n" if note else "\n")
    each = recipe["rows_per_symbol"] * times
    count = recipe["symbols"] * each
    stride = max(1, count // 1000 * 618) | 1
    while math.gcd(stride, count) != 1:
        stride += 2
    names = [ticker(number) for number in range(recipe["symbols"])]
    for row in range(count):
        place = row if recipe["order"] == "sorted" else (row * stride + count // 3) % count
        symbol, number = divmod(place, each)
        bits = mixed((recipe["seed"] + place * 0x9E3779B97F4A7C15) & MASK)
        opened = 10_000 + bits % 9_000_000
        closed = max(1, opened - 5_000 + (bits >> 11) % 10_001)
        high = max(opened, closed) + (bits >> 22) % 3_000
        low = max(1, min(opened, closed) - (bits >> 33) % 3_000)
        volume, trades = 1 + (bits >> 5) % 400_000, 1 + (bits >> 44) % 5_000
        instant = (DAY_START + number * (DAY // each)) * 1000
        line = (f"{names[symbol]},{volume},{price(opened)},{price(closed)},{price(high)},{price(low)},"
                f"{instant},{trades}")
        if note:
            word = f"N{place}"
            line += "," + (word * (note // len(word) + 1))[:note]
        yield line + "\n"


def summary(recipe: dict, times: int) -> tuple[int, str]:
    digest, size, part = hashlib.sha256(), 0, []
    for line in records(recipe, times):
        part.append(line)
        if len(part) == 1000:
            text = "".join(part).encode()
            digest.update(text)
            size, part = size + len(text), []
    text = "".join(part).encode()
    digest.update(text)
    return size + len(text), digest.hexdigest()


def main() -> int:
    if sys.argv[1:2] not in (["--check"], ["--update"]):
        sys.exit(__doc__)
    paths = [path for path in sorted(MEMORY.glob("budget-*/case.json"))
             if not sys.argv[2:] or f"memory.{path.parent.name}" in sys.argv[2:]]
    jobs = []
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for path in paths:
            budget = json.loads(path.read_text("utf-8"))["budget"]
            for given in budget["inputs"]:
                jobs.append((path, given, pool.submit(summary, budget["recipe"], given["times"])))
        status = 0
        for path, given, job in jobs:
            size, digest = job.result()
            if (size, digest) == (given["bytes"], given["sha256"]):
                continue
            print(f"{path.parent.name}, {given['times']} times: {size} bytes, {digest}")
            if sys.argv[1] == "--check":
                status = 1
                continue
            text = path.read_text("utf-8")
            wanted = f'{{"times": {given["times"]}, "bytes": {size}, "sha256": "{digest}"}}'
            old = re.compile(r'\{"times": %d, "bytes": \d+, "sha256": "[0-9a-f]*"\}' % given["times"])
            path.write_text(old.sub(wanted, text, count=1), "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
