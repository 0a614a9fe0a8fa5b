#!/usr/bin/env python3
"""Validates what the command prints with --json, and manifests, against docs/schemas: `check_json.py BARLAKE`.

A new schema is a file there and at least one line in CALLS. Every command that has --json must be called, every form
that a schema has must be seen, and no object may have a key that its schema does not list. Needs jsonschema.
"""

import collections
import gzip
import http.server
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import xml.sax.saxutils

import jsonschema
import referencing

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "docs" / "schemas"
SUFFIX = ".schema.json"
# Schemas that others refer to, and one of files.
SHARED, MANIFEST = {"common", "error"}, "manifest"
INGEST = "ingest --lake lake --json --type"
DOWNLOAD = "download --endpoint {endpoint} --raw mirror --json --type stocks_daily"
# The schema, the arguments, and the exit status; in the order in which they are called.
CALLS = [
    ("ingest", f"{INGEST} stocks_daily 2024-01-02.csv.gz 2024-01-03.csv", 0),
    ("ingest", f"{INGEST} stocks_daily 2024-01-02.csv.gz wrong/2024-01-04.csv wrong/2024-01-05.csv", 1),
    ("ingest", f"{INGEST} stocks_daily --symbols A,NOBODY --extra-columns note:string --date 2024-01-08 -", 1),
    ("ingest", f"{INGEST} stocks_minute --engine streaming --symbols A,NOBODY --extra-columns note:date,more:int64 "
               "2024-01-02.csv.gz", 0),
    ("ingest", f"{INGEST} options_minute --date 2024-01-02 options.csv.gz", 0),
    ("status", "status lake --json", 0),
    ("status", "status damaged --sizes --json", 0),
    ("status", "status . --json", 1),
    ("status-calendar", "status lake --calendar --json --until 2024-02-01", 0),
    ("status-calendar", "status damaged --calendar --json --until 2024-02-01", 0),
    ("status-calendar", "status lake --calendar --json --until yesterday", 1),
    ("verify", "verify lake --json", 0),
    ("verify", "verify damaged --json", 1),
    ("verify", "verify earlier --json", 0),
    ("verify", "verify nowhere --json", 1),
    ("ingest-dry-run", f"{INGEST} stocks_daily --dry-run 2024-01-02.csv.gz 2024-01-09.csv", 0),
    ("ingest-dry-run", f"{INGEST} stocks_daily --dry-run --on-existing overwrite 2024-01-02.csv.gz", 0),
    ("ingest-dry-run", f"{INGEST} stocks_daily --dry-run --profile classic 2024-01-02.csv.gz", 1),
    ("adopt", "adopt lost --json --dry-run", 1),
    ("adopt", "adopt lost --json", 1),
    ("adopt", "adopt nowhere --json", 1),
    ("verify", "verify lost --json", 1),
    ("clean", "clean damaged --json --dry-run", 0),
    ("clean", "clean damaged --json", 0),
    ("clean", "clean nowhere --json", 1),
    ("remove", "remove damaged --type stocks_daily --date 2024-01-10 --date 2024-01-11 --json", 0),
    ("remove", "remove damaged --type stocks_daily --date 2024-02-01 --json", 1),
    ("convert", "convert lake converted --json --type stocks_minute --partition-by date", 0),
    ("convert", "convert lake converted --json --type stocks_minute", 0),
    ("convert", "convert lake converted --json --type stocks_minute --partition-by symbol", 1),
    ("inspect", "inspect --json lake/stocks_daily/year=2024/month=01/date=2024-01-02.parquet", 0),
    *(("inspect", f"inspect --json {path.relative_to(ROOT)}", 0)
      for path in sorted((ROOT / "Fixtures" / "parquet").rglob("*.parquet")) if path.parent.name != "not-supported"),
    ("inspect", "inspect --json 2024-01-03.csv", 1),
    *(("schema-show", f"schema show {name} --json", 0) for name in ("stocks_daily", "options_minute --profile classic")),
    ("schema-show", "schema show bonds --json", 1),
    ("schema-detect", "schema detect --json 2024-01-02.csv.gz", 0),
    ("schema-detect", "schema detect --json nowhere.csv", 1),
    ("config-show", "config show --json", 0),
    ("config-show", "config show --json --endpoint nowhere", 1),
    ("download", f"{DOWNLOAD} --date 2024-01-02 --dry-run", 0),
    ("download", f"{DOWNLOAD} --since 2024-01-02 --until 2024-01-05", 1),
    ("download", f"{DOWNLOAD} --since 2024-01-02 --until 2024-01-05 --dry-run", 0),
    ("download", f"{DOWNLOAD} --date 2024-01-32", 1),
]


def validators() -> dict[str, jsonschema.Draft202012Validator]:
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in sorted(SCHEMAS.glob(f"*{SUFFIX}"))}
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items())
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        if schema["$id"] != name:
            raise SystemExit(f"the $id of docs/schemas/{name} is {schema['$id']}")
    return {name.removesuffix(SUFFIX): jsonschema.Draft202012Validator(schema, registry=registry)
            for name, schema in schemas.items()}


class Judge:
    def __init__(self) -> None:
        self.known = validators()
        self.seen: collections.Counter[tuple[str, int]] = collections.Counter()
        self.failures: list[str] = []

    def check(self, name: str, value: object, where: str) -> None:
        validator = self.known[name]
        forms = validator.schema.get("anyOf", [validator.schema])
        valid = [number for number, form in enumerate(forms) if validator.evolve(schema=form).is_valid(value)]
        self.seen.update((name, number) for number in valid)
        if len(valid) != 1:
            errors = [error.message[:300] for form in forms for error in validator.evolve(schema=form).iter_errors(value)]
            self.failures.append(f"{where}: {len(valid)} forms of {name} fit it: {errors[:3]}\n  {json.dumps(value)[:300]}")
            return
        # A key that no schema lists is found, wherever it is.
        for changed in with_unknown_keys(value):
            if validator.is_valid(changed):
                self.failures.append(f"{name} allows an unknown key: {json.dumps(changed)[:300]}")

    def finish(self) -> None:
        for name in sorted(self.known.keys() - SHARED):
            forms = self.known[name].schema.get("anyOf", [None])
            self.failures += [f"{where} was not seen" for number in range(len(forms))
                              if not self.seen[name, number] for where in [f"form {number} of {name}"]]


def with_unknown_keys(value: object):
    """Copies of a value of JSON, each with a new key in another of its objects; one of a list stands for all."""
    if isinstance(value, dict):
        yield value | {"unknown key": 0}
        for key, part in value.items():
            yield from (value | {key: changed} for changed in with_unknown_keys(part))
    if isinstance(value, list) and value:
        yield from ([changed, *value[1:]] for changed in with_unknown_keys(value[0]))


class Bucket(http.server.BaseHTTPRequestHandler):
    """A bucket with one file, without any check of who asks."""

    key = "us_stocks_sip/day_aggs_v1/2024/01/2024-01-02.csv.gz"
    content = (ROOT / "Fixtures" / "raw" / "stocks_daily" / "2024-01-02.csv.gz").read_bytes()

    def do_GET(self) -> None:
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        if "list-type" in query:
            entry = (f"<Contents><Key>{self.key}</Key><LastModified>2024-01-03T16:00:00.000Z</LastModified>"
                     f"<ETag>&quot;1&quot;</ETag><Size>{len(self.content)}</Size></Contents>")
            entry = entry if self.key.startswith(query["prefix"]) else ""
            text = (f"<ListBucketResult><Name>flatfiles</Name><Prefix>{xml.sax.saxutils.escape(query['prefix'])}</Prefix>"
                    f"<KeyCount>{int(bool(entry))}</KeyCount><IsTruncated>false</IsTruncated>{entry}</ListBucketResult>")
            self.answer(200, text.encode(), {"Content-Type": "application/xml"})
        elif address.path.endswith(self.key):
            first, last = map(int, re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"]).groups())
            part = self.content[first:last + 1]
            span = f"bytes {first}-{first + len(part) - 1}/{len(self.content)}"
            self.answer(206, part, {"ETag": '"1"', "Content-Range": span})
        else:
            self.answer(404, b"", {})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def prepare(place: pathlib.Path, barlake: str) -> None:
    """Inputs, right and wrong; a lake of the first specification; and one with damage of several kinds."""
    raw = ROOT / "Fixtures" / "raw"
    sample = raw / "stocks_daily" / "2024-01-02.csv.gz"
    shutil.copy(sample, place / sample.name)
    shutil.copy(raw / "options_minute" / "2024-01-02.csv.gz", place / "options.csv.gz")
    lines = gzip.decompress(sample.read_bytes()).decode().splitlines(keepends=True)
    # A key twice is doubtful.
    (place / "2024-01-03.csv").write_text("".join(lines[:9] + lines[1:3]), "utf-8")
    (place / "wrong").mkdir()
    (place / "wrong" / "2024-01-04.csv").write_text(lines[0] + lines[1].replace(",", ",x", 1), "utf-8")
    (place / "wrong" / "2024-01-05.csv").write_bytes(lines[0].encode() + b"A\0,1,1,1,1,1,1,1\n")
    (place / "Fixtures").symlink_to(ROOT / "Fixtures")
    shutil.copytree(ROOT / "Fixtures" / "lakes" / "1.0" / "classic-by-date", place / "earlier")
    (place / "config").mkdir()
    (place / "config" / "credentials.yaml").write_text(
        "polygon:\n  s3:\n    access_key_id: someone\n    secret_access_key: unguessable\n", "utf-8")
    damaged = place / "damaged"
    days = [place / f"2024-01-{day:02}.csv" for day in range(8, 18)]
    for day in days:
        shutil.copy(place / "2024-01-03.csv", day)
    subprocess.run(
        [barlake, "ingest", "--type", "stocks_daily", "--lake", damaged, *days], check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    month = damaged / "stocks_daily" / "year=2024" / "month=01"
    (month / "date=2024-01-08.parquet").unlink()
    with (month / "date=2024-01-09.parquet").open("ab") as file:
        file.write(b"x")
    (damaged / "stocks_daily" / "notes.txt").touch()
    (damaged / ".barlake" / "staging" / "stocks_daily.2024-01-18.left").mkdir(parents=True)
    (damaged / "stocks_minute").mkdir()
    # A lake without its own folder, of which one file is no date's.
    lost = place / "lost"
    shutil.copytree(month.parent.parent, lost / "stocks_daily")
    (lost / "stocks_daily" / "year=2024" / "month=01" / "date=2024-01-08.parquet").write_bytes(b"no Parquet")


def commands(parsed: dict, path: tuple[str, ...] = ()):
    """The commands that have --json, as their words."""
    for command in parsed.get("subcommands", []):
        own = (*path, command["commandName"])
        names = [name["name"] for argument in command.get("arguments", []) for name in argument.get("names", [])]
        if "json" in names:
            yield own
        yield from commands(command, own)


def main() -> int:
    barlake = str(pathlib.Path(sys.argv[1]).resolve())
    judge = Judge()
    parsed = subprocess.run([barlake, "--experimental-dump-help"], check=True, capture_output=True, text=True).stdout
    called = [tuple(words.split()) for _, words, _ in CALLS]
    judge.failures += [f"no call of barlake {' '.join(words)}" for words in commands(json.loads(parsed)["command"])
                       if words not in {call[:len(words)] for call in called}]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as text:
        place = pathlib.Path(text)
        prepare(place, barlake)
        for name, words, status in CALLS:
            words = words.format(endpoint=f"http://127.0.0.1:{server.server_port}")
            done = subprocess.run(
                [barlake, *words.split()], cwd=place, input="", capture_output=True, text=True, timeout=120)
            if done.returncode != status or not done.stdout:
                judge.failures.append(f"barlake {words} ended with {done.returncode}: {(done.stdout + done.stderr).strip()}")
            for line in done.stdout.splitlines():
                judge.check(name, json.loads(line), words)
        for path in sorted(place.glob("l*/.barlake/manifests/*/*.json")):
            judge.check(MANIFEST, json.loads(path.read_text("utf-8")), path.name)
    judge.finish()
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    judge.failures += [f"docs/json.md does not list {name}" for name in judge.known
                       if f"| [{name}](schemas/{name}{SUFFIX}) |" not in page]
    for line in judge.failures[:20]:
        print(line)
    print(f"{sum(judge.seen.values())} values of {len(judge.known) - len(SHARED)} schemas, {len(judge.failures)} failures")
    return 1 if judge.failures else 0


if __name__ == "__main__":
    sys.exit(main())
