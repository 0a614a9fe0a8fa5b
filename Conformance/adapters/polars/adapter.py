"""Flat files to a lake, as a user of Polars may write that in an evening. An adapter is one file that can be
copied: what is not of the library, `Ingestor.ingest` and `main` above all, is the same lines in all three."""

import datetime
import json
import os
import pathlib
import re
import shutil
import sys

import polars as pl

NAME, VERSION = "polars", pl.__version__
SUPPORTS = ["stocks_daily", "stocks_minute", "options_daily", "options_minute", "gzip", "filter", "portable",
            "symbol-partitions", "lazy", "streaming"]
INPUT = {"ticker": pl.String, "window_start": pl.Int64, "transactions": pl.Int32,
         **dict.fromkeys(["volume", "open", "close", "high", "low"], pl.Float64)}
BAR = ["open", "high", "low", "close", "volume", "transactions"]
STOCK = ["symbol", "date", "timestamp", *BAR]
CONTRACT = ["timestamp", "expiration_date", "contract_type", "strike_price", *BAR]
COLUMNS = {"stocks_daily": STOCK, "stocks_minute": STOCK,
           "options_daily": ["underlying", "ticker", "date", *CONTRACT],
           "options_minute": ["underlying", "date", "ticker", *CONTRACT]}
TICKER = r"^O:(.+?) *([0-9]{6})([CP])([0-9]{8})$"
# What Polars says, and the nearest code.
PARSE = r"could not parse `(?P<token>.*?)` as dtype `\w+` at column "
MESSAGES = {PARSE + "'(?P<column>window_start)'": "bad_timestamp", PARSE + "'(?P<column>.*?)'": "bad_number",
            r'unable to find column "(?P<token>.*?)"': "missing_column", "empty CSV": "empty_input",
            "more fields than": "ragged_row", "utf-8": "bad_encoding", "duplicate": "duplicate_column",
            "gzip|deflate|corrupt|unexpected end": "gzip_corrupt"}


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

    def write(self, folder, name, day, path, symbols, is_lazy):
        is_lazy, engine = (True, "streaming") if self.kind == "streaming" else (is_lazy, "auto")
        frame = (pl.scan_csv if is_lazy else pl.read_csv)(path, schema_overrides=INPUT).lazy()
        bars = self.bars(frame, day, symbols).collect(engine=engine)
        parts = {folder / name: bars} if bars.height else {}
        if self.by == "symbol":
            key = bars.columns[0]
            parts = {folder / f"{key}={encoded(value)}" / name: part for (value,), part
                     in bars.partition_by(key, as_dict=True, include_key=False, maintain_order=True).items()}
        if len(parts) > 131_072:
            raise Failure(code="out_of_range", message=f"{len(parts)} partitions")
        for file, part in parts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_parquet(file, compression="snappy", statistics="full", row_group_size=100_000)
        return bars.height

    def bars(self, frame, day, symbols):
        frame = frame.select(list(INPUT)).with_columns(
            timestamp=pl.col("window_start").cast(pl.Datetime("ns", "UTC")).dt.cast_time_unit("us"), date=day)
        if self.type.startswith("stocks"):
            frame, names = frame.rename({"ticker": "symbol"}), ["symbol"]
        else:
            parts, names = pl.col("ticker").str.extract_groups(TICKER).struct, ["ticker", "underlying"]
            frame = frame.with_columns(
                underlying=parts.field("1").fill_null(pl.col("ticker")),
                expiration_date=parts.field("2").str.to_date("%y%m%d", strict=False),
                contract_type=parts.field("3").replace({"C": "call", "P": "put"}),
                strike_price=parts.field("4").cast(pl.Int64) / 1000)
        if symbols:
            frame = frame.filter(pl.any_horizontal(pl.col(names).is_in(symbols)))
        return frame.select(COLUMNS[self.type])


def encoded(value):
    return re.sub(rb"[^A-Z0-9._-]", lambda byte: b"%%%02X" % byte.group()[0], value.encode()).decode()


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
