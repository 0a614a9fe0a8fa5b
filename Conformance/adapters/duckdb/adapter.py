"""Flat files to a lake, as a user of DuckDB may write that in an evening. An adapter is one file that can be
copied: what is not of the library, `Ingestor.ingest` and `main` above all, is the same lines in all three."""

import datetime
import json
import os
import pathlib
import re
import shutil
import sys

import duckdb

NAME, VERSION = "duckdb", duckdb.__version__
SUPPORTS = ["stocks_daily", "stocks_minute", "options_daily", "options_minute", "gzip", "filter", "portable",
            "symbol-partitions"]
INPUT = {"ticker": "VARCHAR", "window_start": "BIGINT", "transactions": "INTEGER",
         **dict.fromkeys(["volume", "open", "close", "high", "low"], "DOUBLE")}
BAR = ["open", "high", "low", "close", "volume", "transactions"]
STOCK = ["symbol", "date", "timestamp", *BAR]
CONTRACT = ["timestamp", "expiration_date", "contract_type", "strike_price", *BAR]
COLUMNS = {"stocks_daily": STOCK, "stocks_minute": STOCK,
           "options_daily": ["underlying", "ticker", "date", *CONTRACT],
           "options_minute": ["underlying", "date", "ticker", *CONTRACT]}
TICKER = r"^O:(.+?) *([0-9]{6})([CP])([0-9]{8})$"
TIMES = "$day::DATE AS date, make_timestamp(window_start // 1000) AT TIME ZONE 'UTC' AS timestamp"
# `expiry` is empty where the ticker is no contract's.
PARTS = f"regexp_extract(ticker, '{TICKER}', ['root', 'expiry', 'type', 'strike'])"
CONTRACTS = """coalesce(nullif(part.root, ''), ticker) AS underlying,
    try_strptime('20' || part.expiry, '%Y%m%d')::DATE AS expiration_date,
    CASE part.type WHEN 'C' THEN 'call' WHEN 'P' THEN 'put' END AS contract_type,
    try_cast(part.strike AS BIGINT) / 1000 AS strike_price"""
# What DuckDB says, and the nearest code.
VALUE = r'on Line: (?P<line>\d+).*column "(?P<column>{})"\. Could not convert string "(?P<token>.*?)" to'
MESSAGES = {VALUE.format("window_start"): "bad_timestamp", VALUE.format("[^\n]*?"): "bad_number",
            r"on Line: (?P<line>\d+).*not utf-8": "bad_encoding", "GZIP": "gzip_corrupt",
            r"on Line: (?P<line>\d+).*unterminated quote": "bad_quote",
            r"on Line: (?P<line>\d+).*Expected Number of Columns": "ragged_row",
            "COLUMN_TYPES error|not found in FROM": "missing_column", "IO Error": "io_error"}


class Failure(Exception):
    def __init__(self, **reply):
        self.reply = {"status": "error", **reply}


class Ingestor:
    def __init__(self, request):
        self.type, self.kind, self.config = request["data_type"], request["kind"], request["config"]
        if self.type not in COLUMNS:
            raise Failure(code="unknown_data_type", message="unknown data type", token=self.type)
        self.by = self.config.get("partitioning") or ("symbol" if self.type.endswith("_minute") else "date")
        if self.config.get("profile") == "classic" or self.config.get("extra_columns"):
            feature = "extra-columns" if self.config.get("extra_columns") else "classic"
            raise Failure(status="unsupported", feature=feature)
        self.root = pathlib.Path(request["out"])

    def ingest(self, date, path, symbols, is_lazy):
        try:
            day = datetime.date.fromisoformat(date)
        except ValueError as error:
            raise Failure(code="invalid_date", message=str(error), token=date)
        folder, name = f"{self.type}/year={day:%Y}/month={day:%m}", f"date={date}.parquet"
        if any(self.root.glob(f"{folder}/*=*/{name}" if self.by == "symbol" else f"{folder}/{name}")):
            if self.config.get("on_existing") == "error":
                raise Failure(code="output_conflict", message=f"{date} is there already")
            if self.config.get("on_existing") != "overwrite":
                return {"status": "skipped", "records": 0, "files": [], "reason": "output_exists"}
        staging = self.root / ".staging"
        try:
            records = self.write(staging / folder, name, day, path, symbols, is_lazy)
            files = sorted(str(file.relative_to(staging)) for file in staging.rglob("*.parquet"))
            for file in files:
                (self.root / file).parent.mkdir(parents=True, exist_ok=True)
                os.replace(staging / file, self.root / file)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return {"status": "success", "records": records, "files": files}

    def write(self, folder, name, day, path, symbols, _):
        with open(path, "rb") as file:
            compression = "gzip" if file.read(2) == b"\x1F\x8B" else "none"
        is_stock, columns = self.type.startswith("stocks"), COLUMNS[self.type]
        database = duckdb.connect(config={"threads": self.config.get("threads") or 2})
        database.execute(f"""
            CREATE TABLE bars AS SELECT {", ".join(columns)} FROM (
                SELECT *, {TIMES}, {"ticker AS symbol" if is_stock else CONTRACTS} FROM (
                    SELECT *, {PARTS} AS part FROM read_csv($path, header = true, delim = ',', quote = '"',
                        escape = '"', compression = $compression, types = {INPUT})))
            WHERE len($symbols::VARCHAR[]) = 0
                OR list_has_any($symbols::VARCHAR[], [{"symbol" if is_stock else "ticker, underlying"}])
            """, {"day": day, "path": path, "compression": compression, "symbols": symbols or []})
        counts = f"SELECT count(*), count(DISTINCT {columns[0]}) FROM bars"
        records, parts = database.execute(counts).fetchone()
        if self.by == "symbol" and parts > 131_072:
            raise Failure(code="out_of_range", message=f"{parts} partitions")
        target = folder if self.by == "symbol" else folder / name
        options = f", PARTITION_BY ({columns[0]})" if self.by == "symbol" else ""
        if records:
            target.parent.mkdir(parents=True, exist_ok=True)
            database.execute(f"""COPY bars TO '{str(target).replace("'", "''")}'
                (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 100000{options})""")
        for file in list(folder.glob("*/*.parquet")):
            file.rename(file.with_name(name))  # DuckDB's own name, with a number, is none of a lake.
        return records


def failure(error):
    """The nearest code for what the library says, which tells no line."""
    if isinstance(error, Failure):
        return error.reply
    reply = {"status": "error", "code": "io_error" if isinstance(error, OSError) else "internal",
             "message": repr(error)}
    for pattern, code in MESSAGES.items():
        if found := re.search(pattern, str(error), re.DOTALL):
            details = {key: int(text) if key == "line" else text for key, text in found.groupdict().items()}
            return {**reply, "code": code, **details}
    return reply


def main():
    # Whatever a library prints goes to standard error: standard output is for replies.
    replies, ingestors = os.fdopen(os.dup(1), "w", encoding="utf-8"), {}
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        operation, reply = request.get("op"), {"status": "success"}
        try:
            if request.get("type") == "hello":
                reply = {"type": "ready", "protocol": 1, "adapter": {"name": NAME, "version": "1.0"},
                         "engine": {"name": NAME, "version": VERSION}, "supports": SUPPORTS}
            elif operation == "open":
                ingestors[request["ingestor"]] = Ingestor(request)
            elif operation == "ingest":
                reply["result"] = ingestors[request["ingestor"]].ingest(
                    request["date"], request["input"], request["symbols"], request["entry"] == "ingest_lazy")
            elif operation not in ("close", "settle", "bye"):
                feature = {"ingest_batch": "batch", "schema": "schema"}.get(operation, "statistics")
                reply = {"status": "unsupported", "feature": feature}
        except BaseException as error:  # A panic of a library in Rust is no Exception.
            reply = failure(error)
        reply = {"id": request["id"], **reply} if "id" in request else reply
        print(json.dumps(reply), file=replies, flush=True)
        if operation == "bye":
            return


if __name__ == "__main__":
    main()
