#!/usr/bin/env python3
"""Validates what the command prints with --json, and files that it writes, against docs/schemas: `check_json.py BARLAKE`.

A new schema is a file there and at least one line in CALLS. Every command that has --json must be called, every form
and member that a schema has must be seen, and no object may have a key that its schema does not list. Needs jsonschema.
"""

import collections
import datetime
import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import referencing

import bucket

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "docs" / "schemas"
SUFFIX = ".schema.json"
# Schemas that others refer to.
SHARED = {"common", "error"}
# What the command writes, by its schema: the files, and whether each of their lines is a value.
FILES = [
    ("manifest", "l*/.barlake/manifests/*/*.json", False),
    ("sync-record", "*/.barlake/syncs/*.json", False),
    ("events", "events", True),
]
# Only some file systems cannot sync a folder.
UNSEEN = {("common", "synced")}
INGEST = "ingest --lake lake --json --type"
DOWNLOAD = "download --endpoint {endpoint} --raw mirror --json --type stocks_daily"
PLAN = "plan --endpoint {endpoint} --lake lake-s3 --type stocks_daily"
SYNC = "sync --endpoint {endpoint} --lake lake-s3 --events events --json --type stocks_daily"
RUN_TASK = "run-task --endpoint {endpoint} --plan plan --events events --json"
RANGE = "--since 2024-01-02 --until 2024-01-09"
FOLDER = f"--lake lake-folder --type stocks_daily {RANGE}"
OPTIONS = ("--engine streaming --chunk-size 1000 --threads 1 --profile classic --partition-by symbol --symbols A,AA "
           "--fractional-volume round --extra-columns note:string --max-memory-gb 1.5 --embed-partition-columns")
# The schema, the arguments, and the exit status; in the order in which they are called. What a plan prints is the file
# plan of the calls after it.
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
    ("plan", f"{PLAN} --bucket first {RANGE}", 0),
    ("plan", f"{PLAN} --bucket first --since {{today}} --until {{soon}}", 0),
    ("sync", f"{SYNC} --bucket first --since {{today}} --until {{soon}}", 75),
    ("sync", f"{SYNC} --bucket first {RANGE}", 1),
    ("plan", f"{PLAN} --bucket second --date 2024-01-02", 0),
    ("sync", f"{SYNC} --bucket second --date 2024-01-02", 0),
    ("plan", f"{PLAN} --bucket second --date 2024-01-02 --on-existing update", 0),
    ("sync", f"{SYNC} --bucket second --date 2024-01-02 --on-existing update", 0),
    ("sync", f"{RUN_TASK} --bucket second", 0),
    ("plan", f"{PLAN} --bucket second --date 2024-01-02 --on-existing overwrite", 0),
    ("sync", f"{RUN_TASK} --bucket second", 0),
    ("plan", f"plan --source folder {FOLDER}", 0),
    ("sync", f"sync --source changed --engine streaming --json {FOLDER}", 0),
    ("sync", f"{RUN_TASK} --shard 1/2", 0),
    ("sync", f"{RUN_TASK} --index 9", 1),
    ("plan", f"plan --source folder {FOLDER}", 0),
    ("sync", f"sync --source folder --json {FOLDER}", 1),
    ("sync", f"sync --source wrong --json {FOLDER}", 1),
    ("plan", f"sync --source minutes --lake lake-minutes --type stocks_minute --last 1 --dry-run --json {OPTIONS}", 0),
    ("sync", f"sync --source nowhere --json {FOLDER}", 1),
    ("sync", f"{SYNC} --bucket nowhere {RANGE}", 1),
    ("sync", "sync --lake lake-folder --json --type bonds --last 1", 1),
]


def noting(noted: set[tuple[int, str]]) -> type[jsonschema.Draft202012Validator]:
    """The class of validators that also note which members an object has, beside the list of the schema's."""
    plain = jsonschema.Draft202012Validator.VALIDATORS["properties"]

    def properties(validator, listed, value, schema):
        if validator.is_type(value, "object"):
            noted.update((id(listed), name) for name in listed.keys() & value.keys())
        return plain(validator, listed, value, schema)

    # As the class of the dialect, since schemas that are referred to name that.
    return jsonschema.validators.validates("2020-12")(
        jsonschema.validators.extend(jsonschema.Draft202012Validator, {"properties": properties}))


def validators(noted: set[tuple[int, str]]) -> dict[str, jsonschema.Draft202012Validator]:
    noting_validator = noting(noted)
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in sorted(SCHEMAS.glob(f"*{SUFFIX}"))}
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items())
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        if schema["$id"] != name:
            raise SystemExit(f"the $id of docs/schemas/{name} is {schema['$id']}")
    return {name.removesuffix(SUFFIX): noting_validator(schema, registry=registry) for name, schema in schemas.items()}


class Judge:
    def __init__(self) -> None:
        # Members of values that are, or are not, of the form that is looked at; and those of valid values.
        self.noted: set[tuple[int, str]] = set()
        self.members: set[tuple[int, str]] = set()
        self.known = validators(self.noted)
        self.seen: collections.Counter[tuple[str, int]] = collections.Counter()
        self.failures: list[str] = []

    def check(self, name: str, value: object, where: str) -> None:
        validator = self.known[name]
        forms = validator.schema.get("anyOf", [validator.schema])
        valid = []
        for number, form in enumerate(forms):
            self.noted.clear()
            if validator.evolve(schema=form).is_valid(value):
                valid.append(number)
                self.members |= self.noted
        self.seen.update((name, number) for number in valid)
        if len(valid) != 1:
            # Of the form that fits best.
            found = [list(validator.evolve(schema=form).iter_errors(value)) for form in forms]
            errors = [error.message[:300] for error in min(found, key=len)[:3]]
            self.failures.append(f"{where}: {len(valid)} forms of {name} fit it: {errors}\n  {json.dumps(value)[:300]}")
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
        for name, validator in self.known.items():
            self.failures += [
                f"the member {member} of {name} was not seen" for listed in member_lists(validator.schema)
                for member in listed if (id(listed), member) not in self.members and (name, member) not in UNSEEN]


def member_lists(schema: object):
    """The members that a schema lists, each list as the dictionary that it is in the schema."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema["properties"]
        for key, part in schema.items():
            # A member may have the name of a keyword.
            parts = part.values() if key in ("properties", "$defs") else [part]
            for part in parts:
                yield from member_lists(part)
    if isinstance(schema, list):
        for part in schema:
            yield from member_lists(part)


def with_unknown_keys(value: object):
    """Copies of a value of JSON, each with a new key in another of its objects; one of a list stands for all."""
    if isinstance(value, dict):
        yield value | {"unknown key": 0}
        for key, part in value.items():
            yield from (value | {key: changed} for changed in with_unknown_keys(part))
    if isinstance(value, list) and value:
        yield from ([changed, *value[1:]] for changed in with_unknown_keys(value[0]))


def buckets() -> bucket.Buckets:
    """One for downloads, and two for syncs, of which the second has later files of the same days."""
    content = (ROOT / "Fixtures" / "raw" / "stocks_daily" / "2024-01-02.csv.gz").read_bytes()
    header, row, *_ = gzip.decompress(content).decode().splitlines(keepends=True)
    # Longer than what is asked for at once, so that the first rows are read while the last bytes are held back.
    rows = [row.replace("A", f"A{number}", 1) for number in range(40_000)]
    long = gzip.compress("".join([header, *rows]).encode(), compresslevel=0)
    # Longer than the time between two events of progress, by more than a busy machine is late.
    seconds = 7
    month = "us_stocks_sip/day_aggs_v1/2024/01/"
    first = {
        "2024-01-02": bucket.Object(content),
        "2024-01-03": bucket.Object(long, seconds=seconds, held_from=len(long) - 1),
        "2024-01-04": bucket.Object(content, seconds=seconds),
        "2024-01-05": bucket.Object(content, is_forbidden=True),
        "2024-01-08": bucket.Object(content, replaced_by='"2"'),
    }
    files = {f"{month}{date}.csv.gz": value for date, value in first.items()}
    day = f"{month}2024-01-02.csv.gz"
    return {
        "flatfiles": {day: bucket.Object(content)},
        "first": files | {f"{month}notes.txt": bucket.Object(b"no bars")},
        "second": {day: bucket.Object(content, etag='"2"')},
    }


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
    # Two files of one date, and a file that has changed.
    (place / "folder" / "again").mkdir(parents=True)
    shutil.copy(sample, place / "folder")
    for path in ("folder", "folder/again"):
        shutil.copy(place / "2024-01-03.csv", place / path)
    (place / "changed").mkdir()
    shutil.copy(place / "2024-01-03.csv", place / "changed" / "2024-01-02.csv")
    (place / "minutes").mkdir()
    damaged = place / "damaged"
    days = [place / f"2024-01-{day:02}.csv" for day in range(8, 18)]
    for day in days:
        shutil.copy(place / "2024-01-03.csv", day)
    ingest(barlake, damaged, "--type", "stocks_daily", *days)
    month = damaged / "stocks_daily" / "year=2024" / "month=01"
    (month / "date=2024-01-08.parquet").unlink()
    with (month / "date=2024-01-09.parquet").open("ab") as file:
        file.write(b"x")
    (damaged / "stocks_daily" / "notes.txt").touch()
    (damaged / ".barlake" / "staging" / "stocks_daily.2024-01-18.left").mkdir(parents=True)
    (damaged / "stocks_minute").mkdir()
    # A lake without its own folder, of which one file is no date's, and one date has some symbols only.
    lost = place / "lost"
    ingest(barlake, lost, "--type", "stocks_minute", "--symbols", "A", place / sample.name)
    shutil.rmtree(lost / ".barlake")
    shutil.copytree(month.parent.parent, lost / "stocks_daily")
    (lost / "stocks_daily" / "year=2024" / "month=01" / "date=2024-01-08.parquet").write_bytes(b"no Parquet")


def ingest(barlake: str, lake: pathlib.Path, *words: str | pathlib.Path) -> None:
    subprocess.run([barlake, "ingest", "--lake", lake, *words], check=True, capture_output=True)


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
    today = datetime.datetime.now(datetime.UTC).date()
    with tempfile.TemporaryDirectory() as text, bucket.serving(buckets()) as endpoint:
        place = pathlib.Path(text)
        # Each range of so many days has a trading day, and the files of days to come are not there yet.
        words_of_today = {"endpoint": endpoint, "today": today, "soon": today + datetime.timedelta(days=7)}
        prepare(place, barlake)
        for name, words, status in CALLS:
            words = words.format(**words_of_today)
            done = subprocess.run(
                [barlake, *words.split()], cwd=place, input="", capture_output=True, text=True, timeout=120)
            if done.returncode != status or not done.stdout:
                judge.failures.append(f"barlake {words} ended with {done.returncode}: {(done.stdout + done.stderr).strip()}")
            for line in done.stdout.splitlines():
                judge.check(name, json.loads(line), words)
            if name == "plan":
                (place / "plan").write_text(done.stdout, "utf-8")
        for name, pattern, is_of_lines in FILES:
            for path in sorted(place.glob(pattern)):
                text = path.read_text("utf-8")
                for value in text.splitlines() if is_of_lines else [text]:
                    judge.check(name, json.loads(value), str(path.relative_to(place)))
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
