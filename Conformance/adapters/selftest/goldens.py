"""The cases of the suite: the calls that may belong to them, and the outcomes that they expect."""

import functools
import json
import pathlib
import re

import inputs

CALLS = ("ingest", "ingest_batch", "statistics", "reset_statistics")
# The defaults of the matrix.
MATRIX = {"entry": ["polars", "streaming", "lazy"], "chunk_size": [1, 7, 100_000], "threads": [1, 2],
          "line_ending": ["as-is"], "quoting": ["as-is"]}
# A file that a later step removes or truncates must exist, with any content.
STAND_IN = bytes(1 << 16)


def load(suite):
    """All cases under the folder `suite`."""
    cases = [Case(path.parent) for path in sorted(pathlib.Path(suite, "cases").glob("*/*/case.json"))]
    return [case for case in cases if case.steps]  # what has a budget has no steps


@functools.lru_cache(maxsize=8)
def table(path):
    """The columns of a table, as pairs of name and type, and its rows."""
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = [json.loads(line) for line in file.read().split("\n") if line]
    rows = []
    for line in lines[1:]:
        if isinstance(line, list):
            rows.append(line)
            continue
        for number in range(line["times"]):
            rows += [[cell and inputs.numbered(cell, number) for cell in row] for row in line["rows"]]
    return [(column["name"], column["type"]) for column in lines[0]["columns"]], rows


def exact(value):
    """A text that differs for `true`, 1 and 1.0, which `==` treats as equal."""
    return json.dumps(value, sort_keys=True)


def mentions(config, option):
    """Whether a key at any depth is `option`, or is dotted and ends in it. The suite does not set it then."""
    return isinstance(config, dict) and any(
        f".{key}".endswith(f".{option}") or mentions(value, option) for key, value in config.items())


class Case:
    def __init__(self, folder):
        self.folder = str(folder)
        document = json.loads((folder / "case.json").read_bytes())
        self.steps, self.matrix = document.get("steps", []), document.get("matrix", {})
        self.expect = document.get("expect", {})

    def row(self, name):
        return tuple(self.matrix.get(name, MATRIX[name]))

    def expectation(self, index):
        """The whole expectation of the step `index`."""
        said = dict(self.steps[index].get("expect", {}))
        if index == len(self.steps) - 1:
            said |= self.expect
        return said or {"status": "success"}

    def next_call(self, index, root):
        """The index of the first call from `index` on, and the number of changes of files before it.

        None if there is no call, or if one of these changes has not been made below `root`.
        """
        for number, step in enumerate(self.steps[index:]):
            if step["op"] in CALLS:
                return index + number, number
            if step["op"] == "schema":  # the feature is not claimed
                return None
            path = pathlib.Path(root, step["path"])
            content = path.read_bytes() if path.is_file() else None
            if {"put": content != step.get("text", "").encode(), "remove": content is not None,
                    "truncate": content is None or len(content) != step.get("bytes")}[step["op"]]:
                return None
        return None

    def likeness(self, index, call, ingestor):
        """How well this call of this ingestor matches the step `index`.

        2 if it may be that step, 1 if it may be but for the gzip input of another case, 0 if it is not.
        """
        step = self.steps[index]
        if step["op"] != call["op"]:
            return 0
        if "data_type" not in step:
            return 2
        asked = [ingestor["data_type"], call["symbols"], call.get("date"), call.get("dates"), ingestor["out"]]
        wanted = [step.get(key) for key in ("data_type", "symbols", "date", "dates")]
        if asked != [*wanted, step.get("root", ingestor["out"])] or not self.has_config(step, call, ingestor):
            return 0
        names = step.get("data", {"": step.get("input")})
        if names.keys() != call["given"].keys():
            return 0
        return min((call["given"][date].likeness(self, name) for date, name in names.items()), default=2)

    def has_config(self, step, call, ingestor):
        """Whether entry and configuration are those of the step, with an option that the matrix may add."""
        entry = "lazy" if call.get("entry") == "ingest_lazy" else ingestor["kind"]
        if entry not in ([step["entry"]] if "entry" in step else self.row("entry")):
            return False
        config = step.get("config", {})
        option, forms = "chunk_size" if entry == "streaming" else "threads", [config]
        if not mentions(config, option):
            forms += [config | {option: value} for value in self.row(option)]
        return exact(ingestor["config"]) in map(exact, forms)

    def files(self, index):
        """The files after the step `index`, whether these are all, and hints of later steps.

        A file is given by its path, with a table, the bytes of a stand-in, or None if any content is right.
        Hints are contents that later steps expect of files that may be unchanged until then.
        """
        found, is_all, hints = self.told(index), "tree" in self.expectation(index), {}
        for number in range(index + 1, len(self.steps)):
            told, path = self.told(number), self.steps[number].get("path", "")
            hints = {name: content for name, content in told.items() if content} | hints
            names = told if self.expectation(number).get("unchanged_since", number + 1) <= index + 1 else ()
            for name in (*names, *([path] if self.steps[number]["op"] in ("remove", "truncate") else ())):
                if name.startswith(".") or not is_all and self.is_of_dates(name, index):
                    found.setdefault(name, STAND_IN)
        return found, is_all, hints

    def dates(self, index):
        return self.steps[index].get("dates", [self.steps[index].get("date")])

    def is_of_dates(self, path, index):
        return any(path.endswith(f"/date={date}.parquet") for date in self.dates(index))

    def told(self, index):
        """The files that the expectation of a step names or implies."""
        said = self.expectation(index)
        files = {path: name and table(f"{self.folder}/{name}") for path, name in said.get("tree", {}).items()}
        for date, name in said.get("together", {}).items():
            data_type = [step["data_type"] for number, step in enumerate(self.steps[:index + 1])
                         if date in self.dates(number) and step["data_type"].endswith("minute")][-1]
            files |= partitions(data_type, date, *table(f"{self.folder}/{name}"))
        return files


def partitions(data_type, date, columns, rows):
    """The table of a date, split into one file per symbol or underlying."""
    names = [name for name, _ in columns]
    index = names.index("symbol" if "symbol" in names else "underlying")
    parts = {}
    for row in rows:
        parts.setdefault(row[index], []).append(row[:index] + row[index + 1:])
    folder = f"{data_type}/year={date[:4]}/month={date[5:7]}/{names[index]}="
    rest = columns[:index] + columns[index + 1:]
    return {f"{folder}{encoded(value)}/date={date}.parquet": (rest, part) for value, part in parts.items()}


def encoded(value):
    """The name of a symbol's folder (PART-4)."""
    if value in (".", ".."):
        return value.replace(".", "%2E")
    return re.sub(rb"[^A-Z0-9._-]", lambda byte: b"%%%02X" % byte.group()[0], value.encode()).decode()
