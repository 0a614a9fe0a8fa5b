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
import json
import math
import os
import pathlib
import platform
import re
import statistics
import sys
import tempfile
from importlib.metadata import version

import benchmark
import inputs
import plots
from benchmark import command
from volumes import Volumes

PEERS = {"polars-eager": "Polars eager", "polars-lazy": "Polars lazy"}
OWN = {"polars": "barlake polars", "streaming": "barlake streaming"}
LABELS = OWN | PEERS
MEASURES = {"wall": ("wall time", "s"), "cpu": ("processor time", "s"), "peak": ("peak memory", "MB")}
FACTORS = (1, 2, 4, 8, 16)
SYMBOLS = (1, 10, 100, 1_000, 10_000, 100_000)
USUAL_SYMBOLS = 10_000
THREADS = range(1, 9)
THREADS_FACTOR = 4
DATES = (1, 10, 100, 1_000)
DAY = {"data_type": "stocks_daily", "symbols": 1_000, "first": "2020-01-02"}  # of `dates`


class Growth:
    """What is measured, and where."""

    def __init__(self, options, launcher, volumes):
        self.options, self.launcher, self.volumes = options, launcher, volumes

    def words(self, program, source, folder, partition="date", threads=None):
        """The command line of a program."""
        is_folder = source.is_dir()
        data_type = DAY["data_type"] if is_folder else "stocks_minute"
        date = "each" if is_folder else inputs.FIRST
        if program in PEERS:
            target = [folder / "out", "symbol"] if partition == "symbol" else [
                folder if is_folder else folder / "out.parquet"]
            setting = ["env", f"POLARS_MAX_THREADS={threads}"] if threads else []
            return [*setting, sys.executable, benchmark.HERE / "peers.py", program, data_type,
                    "classic", date, source, *target]
        arguments = ["--engine", program, "--profile", "classic", "--partition-by", partition,
                     "--quiet"]
        arguments += [] if is_folder else ["--date", date]
        arguments += ["--threads", threads] if threads else []
        return command.Command(self.options.command).ingest_words(
            data_type, folder / "lake", *arguments, source)

    def run(self, program, source, **way):
        with self.volumes.fresh() as folder:
            os.sync()  # otherwise the next sync also waits for the writes of the previous run
            run = self.launcher.measure(self.words(program, source, folder, **way))
        if run["status"]:
            sys.exit(f"{program} ended with {run['status']}")
        return {"wall": round(run["wall"], 4), "cpu": round(run["cpu"], 4),
                "peak": round(run["peak_kib"] * 1024 / 1e6, 1)}

    def lines(self, points):
        """Measures points, each of them a program, its x, a source, and the way; returns, by program,
        the runs at each x.
        """
        found = {}
        for source in {source for _, _, source, _ in points}:
            files = sorted(source.iterdir()) if source.is_dir() else [source]
            self.launcher.measure(["cat", *files])  # into the page cache
        for program, (_, x, source, way) in {point[0]: point for point in reversed(points)}.items():
            self.run(program, source, **way)
        for number in range(self.options.rounds):
            for program, x, source, way in points:
                run = self.run(program, source, **way)
                runs = found.setdefault(program, {}).setdefault(x, [])
                runs.append(run)
                print(f"{number + 1}: {LABELS[program]}, {x}, {way}: {run['wall']:.2f} s, "
                      f"{run['peak']:.0f} MB", file=sys.stderr, flush=True)
        return [
            {"program": program, "points": [
                {"x": x, **{key: [run[key] for run in runs] for key in MEASURES}}
                for x, runs in by_x.items()]}
            for program, by_x in found.items()]

    def rows(self):
        shapes = [(factor * self.options.rows, USUAL_SYMBOLS) for factor in FACTORS]
        sources = inputs.bars(shapes)
        points = [(program, rows, sources[rows, symbols], {})
                  for rows, symbols in shapes for program in LABELS]
        return {
            "title": "Time and memory by rows",
            "across": "rows", "is_logarithmic": True, "ticks": [rows for rows, _ in shapes],
            "about": f"stock minutes of {USUAL_SYMBOLS:,} symbols, .csv, one file per date",
            "groups": [{"heading": "", "lines": self.lines(points)}]}

    def symbols(self):
        shapes = [(self.options.rows, count) for count in SYMBOLS]
        sources = inputs.bars(shapes)
        groups = []
        for partition, peer in (("date", "polars-eager"), ("symbol", "polars-lazy")):
            points = [(program, symbols, sources[rows, symbols], {"partition": partition})
                      for rows, symbols in shapes for program in (*OWN, peer)]
            groups.append({"heading": f"by {partition}", "lines": self.lines(points)})
        return {
            "title": "Time and memory by symbols, with the same number of rows",
            "across": "symbols", "is_logarithmic": True, "ticks": list(SYMBOLS),
            "about": f"{self.options.rows:,} rows of stock minutes, .csv; one file per date above, one "
                     "file per symbol below", "groups": groups}

    def threads(self):
        shape = (THREADS_FACTOR * self.options.rows, USUAL_SYMBOLS)
        source = inputs.bars([shape])[shape]
        points = [(program, count, source, {"threads": count}) for count in THREADS
                  for program in (*OWN, "polars-eager") if program != "streaming" or count <= 2]
        return {
            "title": "Time and memory by threads",
            "across": "threads", "is_logarithmic": False, "ticks": list(THREADS),
            "about": f"{shape[0]:,} rows of stock minutes, .csv, one file per date; streaming uses two "
                     "threads at most",
            "cores": len(os.sched_getaffinity(0)),
            "groups": [{"heading": "", "lines": self.lines(points)}]}

    def dates(self):
        sources = {count: inputs.days(f"growth-stocks-daily-{count}", count, **DAY) for count in DATES}
        points = [(program, count, source, {}) for count, source in sources.items()
                  for program in (*OWN, "polars-eager")]
        return {
            "title": "Time and memory by dates, in one command",
            "across": "dates", "is_logarithmic": True, "ticks": list(DATES),
            "about": f"stock days of {DAY['symbols']:,} rows, .csv.gz, one file per date",
            "groups": [{"heading": "", "lines": self.lines(points)}]}


FIGURES = {
    "rows": Growth.rows, "symbols": Growth.symbols, "threads": Growth.threads, "dates": Growth.dates}


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
    launcher = benchmark.Launcher()
    with contextlib.closing(Volumes(options.image_folder)) as volumes:
        machine = f"{benchmark.processors()}, {platform.system()}; Polars {version('polars')}"
        print(f"{benchmark.machine()}; profile classic, {options.rounds} rounds; {volumes.note}")
        growth = Growth(options, launcher, volumes)
        for name, figure in FIGURES.items():
            if options.only and name not in options.only:
                continue
            data[name] = {"machine": machine, "rounds": options.rounds} | figure(growth)
            table(data[name])
            options.json.write_text(saved(data))
    launcher.close()
    return data


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    memory = pathlib.Path("/dev/shm")
    parser.add_argument("command", nargs="?")
    parser.add_argument("--draw", type=pathlib.Path, metavar="JSON")
    parser.add_argument("--json", type=pathlib.Path, default=pathlib.Path("growth.json"))
    parser.add_argument("--svg", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--only", choices=list(FIGURES), action="append", metavar="FIGURE")
    parser.add_argument("--image-folder", type=pathlib.Path,
                        default=memory if memory.is_dir() else tempfile.gettempdir())
    options = parser.parse_args()
    if (options.command is None) == (options.draw is None):
        parser.error("either the command line of barlake, or --draw")
    data = json.loads(options.draw.read_text()) if options.draw else measure(options)
    if options.svg or options.draw:
        draw(data, options.svg or pathlib.Path.cwd())
    return 0


if __name__ == "__main__":
    sys.exit(main())
