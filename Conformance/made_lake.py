"""Makes lakes of invented bars by the command `barlake`, with all that can become of a day.

The numbers of rows are as a market has them; the bars are not looked at by anybody. Standard library only.
"""

import contextlib
import datetime
import json
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "Fixtures"))
from generate import HEADER, new_york_midnight  # noqa: E402

MINUTE = 60_000_000_000


class MadeLake:
    """A lake that is made date by date."""

    def __init__(self, barlake: str, path: pathlib.Path):
        self.barlake = barlake
        self.path = path
        self.chance = random.Random(7)

    def call(self, *words: str, **options) -> subprocess.CompletedProcess:
        done = subprocess.run([self.barlake, *map(str, words)], capture_output=True, timeout=300, **options)
        if done.returncode != 0:
            raise SystemExit(f"{words}: {done.stderr.decode()}")
        return done

    def ingest(self, data_type: str, rows: dict[str, int], *words: str) -> None:
        """Ingests dates with these numbers of rows."""
        with tempfile.TemporaryDirectory() as folder:
            for date, count in rows.items():
                (pathlib.Path(folder) / f"{date}.csv").write_text(self.bars(data_type, date, count), "ascii")
            self.call("ingest", "--type", data_type, "--lake", self.path, "--quiet", *words, folder)

    def bars(self, data_type: str, date: str, count: int, doubtful: int = 0) -> str:
        """A flat file of so many rows, and of doubtful ones: a ticker twice, in a daily type."""
        midnight = new_york_midnight(datetime.date.fromisoformat(date))
        start = midnight if data_type.endswith("daily") else midnight + 570 * MINUTE
        symbols = 1 if data_type.endswith("daily") else 20
        lines = [HEADER]
        for row in range(count):
            number, bar = (row, 0) if symbols == 1 else (row // (count // symbols + 1), row % (count // symbols + 1))
            ticker = self.ticker(data_type, number)
            lines.append(f"{ticker},{100 + row % 977},10.5,10.25,11,10,{start + bar * MINUTE},{1 + row % 99}")
        lines += [lines[-1]] * doubtful
        return "\n".join(lines) + "\n"

    @staticmethod
    def ticker(data_type: str, number: int) -> str:
        letters = "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))
        return f"O:{letters}240119C{number + 1:05}000" if data_type.startswith("options") else letters

    def trading_days(self, data_type: str, first: str, last: str) -> list[str]:
        """The trading days from `first`, which is done, to `last`."""
        done = self.call("status", self.path, "--type", data_type, "--gaps", "--until", last)
        return [first, *done.stdout.decode().split()]

    def fill(self, data_type: str, first: str, last: str, rows: int, changed: dict[str, float | None], *words: str):
        """Ingests all trading days with about so many rows, a little more each day. A day that is `changed` has so
        many times the rows; none is left out."""
        self.ingest(data_type, {first: rows}, *words)
        days = self.trading_days(data_type, first, last)[1:]
        counts = {}
        for place, date in enumerate(days):
            times = changed.get(date, 1.0)
            if times is not None:
                usual = rows * (1 + place / 4000) * self.chance.uniform(0.995, 1.005)
                counts[date] = round(usual * times)
        self.ingest(data_type, counts, *words)

    def ingest_doubtful(self, data_type: str, date: str, rows: int, doubtful: int) -> None:
        self.call(
            "ingest", "--type", data_type, "--lake", self.path, "--date", date, "-",
            input=self.bars(data_type, date, rows, doubtful).encode())

    def write_record(self, data_type: str, **members) -> None:
        """The record of a sync, as a sync leaves it."""
        record = {"data_type": data_type, "is_whole": True, "ingested": 0}
        record |= {name: [] for name in ("replaced", "reissued", "not_published", "not_yet_published", "forbidden", "failed")}
        path = self.path / ".barlake" / "syncs" / f"{data_type}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(record | members), "utf-8")

    def break_date(self, data_type: str, date: str) -> None:
        """Makes a date unfinished: one of its files is gone."""
        next(self.path.glob(f"{data_type}/year=*/month=*/**/date={date}.parquet")).unlink()

    @contextlib.contextmanager
    def in_progress(self, data_type: str, date: str):
        """While an ingest of the date waits for the rest of its input."""
        words = [self.barlake, "ingest", "--type", data_type, "--lake", self.path, "--date", date, "-"]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            process.stdin.write(self.bars(data_type, date, 1).encode())
            process.stdin.flush()
            while not any(self.path.glob(f".barlake/staging/{data_type}.{date}.*")):
                if process.poll() is not None:
                    raise SystemExit(process.stderr.read().decode())
            yield
        finally:
            process.terminate()
            process.communicate()


def make(barlake: str, path: pathlib.Path, rows: int = 60) -> MadeLake:
    """A lake of stocks by day and by minute with days of each kind, expected up to 2024-06-28."""
    lake = MadeLake(barlake, path)
    changed = {
        "2023-03-14": None, "2023-03-15": None, "2024-02-20": 0.52, "2023-09-19": 1.4, "2023-06-07": None,
        "2024-04-09": None, "2024-05-21": None, "2024-06-28": None,
    }
    lake.fill("stocks_daily", "2022-09-12", "2024-06-28", rows, changed)
    # A holiday on which somebody ingested a file all the same.
    lake.ingest("stocks_daily", {"2024-05-27": 3})
    lake.ingest("stocks_daily", {"2023-06-07": rows}, "--symbols", "AAA,AAB,ZZZ")
    lake.ingest_doubtful("stocks_daily", "2024-04-09", rows, 3)
    lake.break_date("stocks_daily", "2023-11-09")
    lake.write_record(
        "stocks_daily", ended="2024-06-29T11:02:40Z", source="files.example.com flatfiles", since="2024-05-01",
        until="2024-06-28", ingested=18, replaced=["2024-06-05"], reissued=["2024-05-09", "2024-05-10"],
        not_published=["2024-05-21"], not_yet_published=["2024-06-28"])
    lake.fill("stocks_minute", "2024-03-04", "2024-06-27", rows * 2, {"2024-05-15": None})
    lake.break_date("stocks_minute", "2024-05-16")
    return lake
