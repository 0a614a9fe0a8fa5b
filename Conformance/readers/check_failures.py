#!/usr/bin/env python3
"""Checks what `barlake` does with wrong input and wrong usage, from outside.

    check_failures.py ".build/release/barlake"

The input is: the malformed files of `Fixtures/malformed`; a small gzip file, cut at every byte and
with every single bit flipped, for which Python's zlib gives the expected result; missing files and
folders; and files of other formats. The script also checks the errors and exit statuses of the
command line, and interruption. A failure must leave nothing in the lake and nothing in the staging
folder.
"""

import bz2
import gzip
import io
import json
import lzma
import pathlib
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

import flatfile
from command import FIXTURES, Command, Tally, published, staged

DATE = "2024-01-02"
STORED = f"stocks_daily/year=2024/month=01/date={DATE}.parquet"
HEADER = flatfile.HEADER + "\n"
ROW = "A,1,2,2,2,2,1704171600000000000,1\n"
ENGINES = ("polars", "streaming", "lazy")


def inflated(data):
    """The content of all members of a gzip file that Python's zlib accepts, or None."""
    content = b""
    while data:
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            content += member.decompress(data) + member.flush()
        except zlib.error:
            return None
        if not member.eof:
            return None
        data = member.unused_data
    return content


class Failures:
    """The checks. Each method is one group."""

    def __init__(self, command, scratch):
        self.command = command
        self.scratch = scratch
        self.tally = Tally()
        self.lakes = 0

    def lake(self):
        """The path of a new lake. The command makes the folder."""
        self.lakes += 1
        return self.scratch / f"lake{self.lakes}"

    def left(self, lake):
        """What a failed run left behind, as text; empty if nothing."""
        rest = published(lake) + staged(lake)
        return f"left behind: {rest}" if rest else ""

    def ingest(self, path, engine, *arguments):
        lake = self.lake()
        status, results = self.command.ingest(
            "stocks_daily", lake, "--date", DATE, "--engine", engine, *arguments, path)
        if len(results) != 1:
            raise AssertionError(f"{len(results)} results")
        return lake, status, results[0]

    def rejected(self, path, engine, *arguments, **wanted):
        """The problem with a run that must fail with these keys of an error and leave nothing."""
        lake, status, result = self.ingest(path, engine, *arguments)
        wrong = {key: result.get(key) for key in wanted if result.get(key) != wanted[key]}
        if status != 1 or result.get("status") != "error" or wrong:
            return f"exit status {status}, {wrong or result}, expected {wanted}"
        return self.left(lake)

    # Malformed files

    def malformed(self):
        answers = json.loads((FIXTURES / "malformed/expected.json").read_text())
        for name, answer in answers.items():
            for engine in ENGINES:
                path = FIXTURES / "malformed" / name
                self.tally.guard(f"malformed/{name} {engine}",
                                 lambda: self.one_malformed(path, engine, answer))

    def one_malformed(self, path, engine, answer):
        if answer["status"] == "error":
            return self.rejected(path, engine, **answer)
        lake, status, result = self.ingest(path, engine)
        if status or result["status"] != "success" or result["records"] or result["files"]:
            return f"exit status {status}, {result}"
        return self.left(lake)

    def absent(self):
        nulls = dict.fromkeys(("line", "column", "token", "offset"))
        for engine in ENGINES:
            self.tally.guard(f"missing input {engine}", lambda: self.rejected(
                self.scratch / "absent.csv", engine, code="io_error", **nulls))
            # A folder's files have dates of their own.
            self.tally.guard(f"folder input {engine}", lambda: self.rejected(
                FIXTURES, engine, code="invalid_argument"))

    # Other formats

    def foreign(self):
        """Files of other programs: the message must name the format, and the code is that of the
        dialect.
        """
        folder = self.scratch / "foreign"
        folder.mkdir()
        text = (HEADER + ROW).encode()
        table = io.BytesIO()
        with zipfile.ZipFile(table, "w") as archive:
            archive.writestr("bars.csv", text)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            entry = tarfile.TarInfo("bars.csv")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
        rows = pyarrow.table({"ticker": ["A"], "volume": [1]})
        parquet = io.BytesIO()
        pyarrow.parquet.write_table(rows, parquet)
        arrow = {}
        for kind, writer in (("file", pyarrow.ipc.new_file), ("stream", pyarrow.ipc.new_stream)):
            arrow[kind] = io.BytesIO()
            with writer(arrow[kind], rows.schema) as sink:
                sink.write_table(rows)
        files = {
            "a zip archive": table.getvalue(),
            "a tar archive": packed.getvalue(),
            "compressed with bzip2": bz2.compress(text),
            "compressed with xz": lzma.compress(text),
            "compressed with zstd": pyarrow.compress(text, "zstd", asbytes=True),
            "compressed with lz4": pyarrow.compress(text, "lz4", asbytes=True),
            "a zlib stream": zlib.compress(text),
            "a Parquet file": parquet.getvalue(),
            "an Arrow IPC file": arrow["file"].getvalue(),
            "an Arrow IPC stream": arrow["stream"].getvalue(),
            "an HTML page": b"<!DOCTYPE html><html><title>Sign in</title></html>",
            "NoSuchKey": b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>'
                         b"<Message>The specified key does not exist.</Message></Error>",
            "JSON": b'{"status":"ERROR","error":"Unknown API Key"}',
            "UTF-16": text.decode().encode("utf-16"),
            "UTF-32": text.decode().encode("utf-32"),
        }
        codes = ("missing_column", "nul_byte", "bad_encoding", "bad_quote", "ragged_row")
        for name, data in files.items():
            for form, content in (("plain", data), ("gzip", gzip.compress(data))):
                path = folder / "in"
                path.write_bytes(content)
                for engine in ENGINES:
                    self.tally.guard(f"foreign {name} {form} {engine}",
                                     lambda: self.one_foreign(path, engine, name, codes))

    def one_foreign(self, path, engine, name, codes):
        lake, status, result = self.ingest(path, engine)
        if status != 1 or result.get("code") not in codes or name not in result["message"]:
            return f"exit status {status}, {result}"
        return self.left(lake)

    # A damaged gzip

    def small_gzip(self):
        """The bytes of a small gzip file, so that one run per bit is possible, and its content."""
        content = (HEADER + ROW + ROW.replace("A", "AA")).encode()
        packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        return packer.compress(content) + packer.flush(), content

    def cuts(self):
        data, _ = self.small_gzip()
        path = self.scratch / "cut.csv.gz"
        for length in range(len(data)):
            path.write_bytes(data[:length])
            code = {0: "empty_input", 1: "missing_column"}.get(length, "gzip_corrupt")
            for engine in ENGINES:
                self.tally.guard(f"gzip cut after {length} bytes {engine}",
                                 lambda: self.rejected(path, engine, code=code))

    def flips(self):
        data, content = self.small_gzip()
        path = self.scratch / "flip.csv.gz"
        path.write_bytes(data)
        lake, status, result = self.ingest(path, "polars")
        if status:
            raise AssertionError(f"the undamaged file is refused: {result}")
        good = (lake / STORED).read_bytes()
        for bit in range(len(data) * 8):
            flipped = bytearray(data)
            flipped[bit // 8] ^= 1 << bit % 8
            path.write_bytes(flipped)
            same = flipped[:2] == b"\x1f\x8b" and inflated(bytes(flipped)) == content
            for engine in ENGINES:
                self.tally.guard(f"gzip with bit {bit} flipped {engine}",
                                 lambda: self.one_flip(path, engine, same, good))

    def one_flip(self, path, engine, same, good):
        lake, status, result = self.ingest(path, engine)
        if not same:
            wrong = status != 1 or result.get("status") != "error"
            return f"accepted: {result}" if wrong else self.left(lake)
        if status:
            return f"refused, though zlib verifies the same content: {result}"
        return None if (lake / STORED).read_bytes() == good else "the file differs"

    # The command line

    def coded_arguments(self):
        path = self.scratch / f"{DATE}.csv"
        path.write_text(HEADER + ROW)
        cases = {
            "unknown type": ("unknown_data_type", "stocks_hourly", []),
            "impossible date": ("invalid_date", "stocks_daily", ["--date", "2024-02-30"]),
            "short date": ("invalid_date", "stocks_daily", ["--date", "2024-1-2"]),
            "chunk size 0": ("invalid_argument", "stocks_daily", [
                "--engine", "streaming", "--chunk-size", "0"]),
            "no threads": ("invalid_argument", "stocks_daily", ["--threads", "0"]),
            "no memory": ("invalid_argument", "stocks_daily", ["--max-memory-gb", "0"]),
            "symbol partitions of days": ("invalid_argument", "stocks_daily", [
                "--partition-by", "symbol"]),
        }
        for name, (code, data_type, arguments) in cases.items():
            self.tally.guard(f"argument: {name}",
                             lambda: self.one_argument(code, data_type, arguments, path))

    def one_argument(self, code, data_type, arguments, path):
        lake = self.lake()
        done = self.command.run(
            "ingest", "--json", "--type", data_type, "--lake", lake, *arguments, path)
        if done.returncode != 1 or code not in done.stdout + done.stderr:
            return f"exit status {done.returncode}: {done.stdout}{done.stderr}"
        return self.left(lake)

    def usage(self):
        good = self.scratch / f"{DATE}.csv"
        other = self.scratch / "bars.csv"
        for path in (good, other):
            path.write_text(HEADER + ROW)
        lake = self.lake()
        known = ["ingest", "--type", "stocks_daily", "--lake", lake]
        cases = {
            "no input": known,
            "no type": ["ingest", "--lake", lake, good],
            "unknown option": [*known, "--fast", good],
            "standard input without a date": [*known, "-"],
            "a date for two inputs": [*known, "--date", DATE, good, other],
            "chunk size of another engine": [*known, "--engine", "polars", "--chunk-size", 7, good],
            "unknown engine": [*known, "--engine", "pandas", good],
        }
        for name, arguments in cases.items():
            def one():
                done = self.command.run(*arguments)
                if done.returncode != 64:
                    return f"exit status {done.returncode}: {done.stdout}{done.stderr}"
                return self.left(lake)

            self.tally.guard(f"usage: {name}", one)

    def odd(self):
        """One of 61 inputs without a date, and two of one date, stop none of the others."""
        folder = self.scratch / "odd"
        (folder / "twins").mkdir(parents=True)
        dates = [f"2024-{month:02}-{day:02}" for month in (3, 5) for day in range(1, 31)]
        paths = [folder / f"{date}.csv" for date in dates]
        paths[7:7] = [folder / "bars.csv"]
        for path in [*paths, folder / "twins" / f"{dates[0]}.csv.gz"]:
            path.write_text(HEADER + ROW)

        def one():
            lake = self.lake()
            status, results = self.command.ingest("stocks_daily", lake, *paths)
            codes = [result.get("code") for result in results]
            if status != 1 or len(published(lake)) != 60 or codes.count("invalid_argument") != 1:
                return f"exit status {status}, {codes}"
            # The same as a folder, where the odd name is none, and one date has two files.
            lake = self.lake()
            status, results = self.command.ingest("stocks_daily", lake, folder)
            found = [(result["date"], result.get("code")) for result in results]
            wanted = [(date, "invalid_argument" if date == dates[0] else None) for date in dates]
            if status != 1 or found != wanted or len(published(lake)) != 59:
                return f"exit status {status}, {found}"
            return None

        self.tally.guard("an odd name among 61, and twins", one)

    # Several dates, again, and interrupted

    def batch(self):
        names = ("2024-01-02.csv", "2024-01-03.csv", "2024-01-04.csv.gz")
        paths = [self.scratch / "batch" / name for name in names]
        paths[0].parent.mkdir()
        paths[0].write_text(HEADER + ROW)
        paths[1].write_text(HEADER + ROW[:9])
        paths[2].write_bytes(self.small_gzip()[0])
        for engine in ENGINES:
            self.tally.guard(f"batch {engine}", lambda: self.one_batch(paths, engine))

    def one_batch(self, paths, engine):
        lake = self.lake()
        status, results = self.command.ingest("stocks_daily", lake, "--engine", engine, *paths)
        found = [(result["date"], result["status"]) for result in results]
        wanted = [("2024-01-02", "success"), ("2024-01-03", "error"), ("2024-01-04", "success")]
        if status != 1 or found != wanted or results[1]["code"] != "ragged_row":
            return f"exit status {status}, {results}"
        if len(published(lake)) != 2 or staged(lake):
            return f"files {published(lake)}, staged {staged(lake)}"
        before = {path: (lake / path).read_bytes() for path in published(lake)}
        status, results = self.command.ingest(
            "stocks_daily", lake, "--engine", engine, paths[0], paths[2])
        answers = [(result["status"], result.get("reason")) for result in results]
        if status or answers != [("skipped", "output_exists")] * 2:
            return f"again: exit status {status}, {results}"
        after = {path: (lake / path).read_bytes() for path in published(lake)}
        return None if before == after else "skipping changed a file"

    def interrupted(self):
        for engine in ENGINES:
            self.tally.guard(f"interrupted {engine}", lambda: self.one_interruption(engine))
            self.tally.guard(f"deaf {engine}", lambda: self.one_interruption(engine, True))

    def one_interruption(self, engine, is_deaf=False):
        """SIGINT ends a run, which leaves nothing. A run that was started with SIGINT ignored, like
        a background job of a shell, continues.
        """
        lake = self.lake()
        words = self.command.ingest_words(
            "stocks_daily", lake, "--date", DATE, "--engine", engine, "-")
        child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, preexec_fn=ignore if is_deaf else None)
        child.stdin.write((HEADER + ROW * 200_000).encode())
        child.stdin.flush()
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        if is_deaf:
            child.stdin.close()
        try:
            status = child.wait(timeout=20)
        finally:
            child.kill()
            child.stdin.close()
        if is_deaf:
            return "" if status == 0 else f"exit status {status}"
        return self.left(lake) if status == 130 else f"exit status {status}"


def ignore():
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    # Children inherit ignored signals, and this script may itself be a background job.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        checks = Failures(Command(sys.argv[1]), pathlib.Path(folder))
        for group in (checks.malformed, checks.absent, checks.foreign, checks.cuts, checks.flips,
                      checks.coded_arguments, checks.usage, checks.odd, checks.batch,
                      checks.interrupted):
            with checks.tally.group(group.__name__):
                checks.tally.guard(group.__name__, group)
    return checks.tally.close()


if __name__ == "__main__":
    sys.exit(main())
