#!/usr/bin/env python3
"""Measures how time and memory grow with rows, symbols, threads and dates, and draws it.

    growth.py ".build/release/barlake" [--rounds 5] [--rows 400000] [--only FIGURE]
              [--json growth.json] [--svg FOLDER] [--image-folder /dev/shm]
    growth.py --draw growth.json [--svg FOLDER]

The figures:

- rows: 1, 2, 4, 8 and 16 times `--rows`, of 10,000 symbols, into one file;
- symbols: `--rows` rows of 1 to 100,000 symbols, by date and by symbol. All columns but the ticker
  are the same;
- threads: four times `--rows` with 1 to 8 threads. `streaming` uses two at most;
- dates: 1 to 1,000 days of 1,000 rows, .csv.gz, in one command; Polars loops in one process.

Every run is a whole process that writes to a file system of its own, as in `years.py`. In each round
every program runs once for every point. `--json` receives all figures; `--only` replaces those of one
figure there. `--svg` receives a plot of each figure, `growth-FIGURE.svg`, of medians and ranges.
`--draw` draws again and measures nothing.
"""

import argparse
import contextlib
import dataclasses
import json
import math
import os
import pathlib
import platform
import re
import statistics
import sys
from importlib.metadata import version

import benchmark
import inputs
import plots
from jobs import Bench, Job
from volumes import add_image_folder

PEERS = {"polars-eager": "Polars eager", "polars-lazy": "Polars lazy"}
OWN = {"polars": "barlake polars", "streaming": "barlake streaming"}
LABELS = OWN | PEERS  # in the order of columns and colours
MEASURES = {"wall": ("wall time", "s"), "cpu": ("processor time", "s"), "peak": ("peak memory", "MB")}
FACTORS = (1, 2, 4, 8, 16)
SYMBOLS = (1, 10, 100, 1_000, 10_000, 100_000)
USUAL_SYMBOLS = 10_000
THREADS = range(1, 9)
THREADS_FACTOR = 4
STREAMING_THREADS = 2
DATES = (1, 10, 100, 1_000)
DAY = {"data_type": "stocks_daily", "symbols": 1_000, "first": "2020-01-02"}  # of `dates`


@dataclasses.dataclass
class Point:
    """A program that does a job, and the place of the figures on the axis."""

    program: str
    x: int
    job: Job


def points_of(jobs, programs):
    """The points of programs that do the same jobs, which are by x."""
    return [Point(program, x, job) for x, job in jobs.items() for program in programs]


def lines(bench, rounds, points):
    """Measures points; returns, by program, the runs at each x."""
    found = {}
    for source in {point.job.source for point in points}:
        files = sorted(source.iterdir()) if source.is_dir() else [source]
        bench.measured(["cat", *files])  # into the page cache
    for first in {point.program: point for point in reversed(points)}.values():
        bench.run(first.program, first.job)
    for number in range(rounds):
        for point in reversed(points) if number % 2 else points:
            run = bench.run(point.program, point.job)
            found.setdefault(point.program, {}).setdefault(point.x, []).append(
                {"wall": round(run["wall"], 4), "cpu": round(run["cpu"], 4),
                 "peak": round(run["peak_kib"] * 1024 / 1e6, 1)})
            print(f"{number + 1}: {LABELS[point.program]}, {point.x:,}: {run['wall']:.2f} s",
                  file=sys.stderr, flush=True)
    return [
        {"program": program, "points": [
            {"x": x, **{key: [run[key] for run in runs] for key in MEASURES}}
            for x, runs in found[program].items()]}
        for program in LABELS if program in found]


def bars_jobs(shapes, **way):
    """Jobs of stock minutes with so many rows of so many symbols, by these two."""
    paths = inputs.bars(shapes)
    return {shape: Job("stocks_minute", paths[shape], inputs.FIRST, **way) for shape in shapes}


def rows(bench, options):
    found = bars_jobs([(factor * options.rows, USUAL_SYMBOLS) for factor in FACTORS])
    jobs = {count: job for (count, _), job in found.items()}
    return {
        "title": "Time and memory by rows",
        "across": "rows", "is_logarithmic": True, "ticks": list(jobs),
        "about": f"stock minutes of {USUAL_SYMBOLS:,} symbols, .csv, one file per date",
        "groups": [{"heading": "", "lines": lines(bench, options.rounds, points_of(jobs, LABELS))}]}


def symbols(bench, options):
    groups = []
    for partition, peer in (("date", "polars-eager"), ("symbol", "polars-lazy")):
        found = bars_jobs([(options.rows, count) for count in SYMBOLS], partition=partition)
        jobs = {count: job for (_, count), job in found.items()}
        groups.append({
            "heading": f"by {partition}",
            "lines": lines(bench, options.rounds, points_of(jobs, (*OWN, peer)))})
    return {
        "title": "Time and memory by symbols, with the same number of rows",
        "across": "symbols", "is_logarithmic": True, "ticks": list(SYMBOLS),
        "about": f"{options.rows:,} rows of stock minutes, .csv; one file per date above, one file per "
                 "symbol below", "groups": groups}


def threads(bench, options):
    count = THREADS_FACTOR * options.rows
    job, = bars_jobs([(count, USUAL_SYMBOLS)]).values()
    jobs = {number: dataclasses.replace(job, threads=number) for number in THREADS}
    few = {number: job for number, job in jobs.items() if number <= STREAMING_THREADS}
    found = points_of(jobs, ("polars", "polars-eager")) + points_of(few, ("streaming",))
    found.sort(key=lambda point: point.x)
    return {
        "title": "Time and memory by threads",
        "across": "threads", "is_logarithmic": False, "ticks": list(THREADS),
        "about": f"{count:,} rows of stock minutes, .csv, one file per date; streaming uses two threads "
                 "at most",
        "cores": len(os.sched_getaffinity(0)),
        "groups": [{"heading": "", "lines": lines(bench, options.rounds, found)}]}


def dates(bench, options):
    jobs = {
        count: Job(DAY["data_type"], inputs.days(f"growth-stocks-daily-{count}", count, **DAY))
        for count in DATES}
    found = points_of(jobs, (*OWN, "polars-eager"))
    return {
        "title": "Time and memory by dates, in one command",
        "across": "dates", "is_logarithmic": True, "ticks": list(DATES),
        "about": f"stock days of {DAY['symbols']:,} rows, .csv.gz, one file per date",
        "groups": [{"heading": "", "lines": lines(bench, options.rounds, found)}]}


FIGURES = {"rows": rows, "symbols": symbols, "threads": threads, "dates": dates}


def panel(found, group, key):
    """The panel of one measure."""
    heading, unit = MEASURES[key]
    lines = []
    for line in group["lines"]:
        points = [
            (point["x"], statistics.median(point[key]), min(point[key]), max(point[key]))
            for point in line["points"]]
        lines.append(plots.Line(
            LABELS[line["program"]], list(LABELS).index(line["program"]),
            line["program"] in PEERS, points))
    cores = found.get("cores", math.inf)
    return plots.Panel(
        f"{heading}, {group['heading']}" if group["heading"] else heading, unit, found["across"],
        found["ticks"], found["is_logarithmic"], lines,
        shade=cores if cores < found["ticks"][-1] else None)


def draw(data, folder):
    """Writes the plots of figures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in data.items():
        rows = [[panel(found, group, key) for key in MEASURES] for group in found["groups"]]
        count = found["rounds"]
        runs = f"medians of {count} runs, with ranges" if count > 1 else "one run of each"
        notes = [f"{found['about']}; {runs}", found["machine"]]
        if any(panel.shade for row in rows for panel in row):
            notes.append(f"Shaded: simulated, with more threads than the {found['cores']} cores.")
        (folder / f"growth-{name}.svg").write_text(plots.figure(found["title"], notes, rows))


def cell(line, x):
    """The medians of a program at an x: wall and processor time, and memory."""
    for point in line["points"]:
        if point["x"] == x:
            wall, cpu, peak = (statistics.median(point[key]) for key in MEASURES)
            return f"{wall:.3g} / {cpu:.3g} / {peak:.0f}"
    return ""


def table(found):
    """Prints the medians of a figure."""
    print(f"\n### {found['title']}\n\n{found['about']}. Wall time, s / processor time, s / peak, MB:")
    for group in found["groups"]:
        across = f"{found['across']}, {group['heading']}" if group["heading"] else found["across"]
        titles = [across] + [LABELS[line["program"]] for line in group["lines"]]
        print("\n| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
        for x in found["ticks"]:
            cells = [f"{x:,}"] + [cell(line, x) for line in group["lines"]]
            print("| " + " | ".join(cells) + " |", flush=True)


def saved(data):
    """The JSON of figures, with the runs of a measure on one line."""
    lists = re.compile(r"\[[\s\d.,]+\]")
    text = json.dumps(data, indent=1)
    return lists.sub(lambda found: f"[{' '.join(found[0][1:-1].split())}]", text) + "\n"


def measure(options):
    """The figures that are asked for, and those of others that `--json` has."""
    data = json.loads(options.json.read_text()) if options.only and options.json.exists() else {}
    with contextlib.closing(Bench(options.command, options.image_folder)) as bench:
        machine = f"{benchmark.processors()}, {platform.system()}; Polars {version('polars')}"
        print(f"{benchmark.machine()}; profile classic, {options.rounds} rounds; {bench.volumes.note}")
        for name, figure in FIGURES.items():
            if options.only and name not in options.only:
                continue
            data[name] = {"machine": machine, "rounds": options.rounds} | figure(bench, options)
            table(data[name])
            options.json.write_text(saved(data))
    return data


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?")
    parser.add_argument("--draw", type=pathlib.Path, metavar="JSON")
    parser.add_argument("--json", type=pathlib.Path, default=pathlib.Path("growth.json"))
    parser.add_argument("--svg", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--only", choices=list(FIGURES), action="append", metavar="FIGURE")
    add_image_folder(parser)
    options = parser.parse_args()
    if (options.command is None) == (options.draw is None):
        parser.error("either the command line of barlake, or --draw")
    data = json.loads(options.draw.read_text()) if options.draw else measure(options)
    if options.svg or options.draw:
        draw(data, options.svg or pathlib.Path.cwd())
    return 0


if __name__ == "__main__":
    sys.exit(main())
