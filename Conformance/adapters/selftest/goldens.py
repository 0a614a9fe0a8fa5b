"""The cases of the suite: which of them a call may belong to, and what they expect of it."""

import functools
import json
import os
import pathlib
import re

import inputs

CALLS = ("ingest", "ingest_batch", "statistics", "reset_statistics")
MATRIX = {"entry": ["polars", "streaming", "lazy"], "chunk_size": [1, 7, 100_000], "threads": [1, 2],
          "line_ending": ["as-is"], "quoting": ["as-is"]}
# What a later step removes or truncates must be there, whatever it holds.
STAND_IN = bytes(1 << 16)


def load(suite):
    """All cases under the folder `suite`."""
    return [Case(path.parent) for path in sorted(pathlib.Path(suite, "cases").glob("*/*/case.json"))]


@functools.lru_cache(maxsize=8)
def table(path):
    """Columns, pairs of name and type, and rows of a table."""
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
    """Tells `true` from 1 and 1 from 1.0, as `==` does not."""
    return json.dumps(value, sort_keys=True)


def mentions(config, option):
    """Whether a key at any depth is `option`, or is a dotted one that ends in it: then the suite sets none."""
    return isinstance(config, dict) and any(
        key == option or key.endswith(f".{option}") or mentions(value, option)
        for key, value in config.items())


class Case:
    def __init__(self, folder):
        self.folder = str(folder)
        document = json.loads((folder / "case.json").read_bytes())
        self.steps, self.matrix = document["steps"], document.get("matrix", {})
        self.expect = document["expect"]

    def row(self, name):
        return tuple(self.matrix.get(name, MATRIX[name]))

    def expectation(self, index):
        """All that is said of the step `index`."""
        said = dict(self.steps[index].get("expect", {}))
        if index == len(self.steps) - 1:
            said |= self.expect
        return said or {"status": "success"}

    def next_call(self, index, root):
        """The index of the first call from `index` on, and how many changes of files before it are seen to have
        been made under `root`; None if there is no call, or a change is not to be seen."""
        for number, step in enumerate(self.steps[index:]):
            if step["op"] in CALLS:
                return index + number, number
            path = os.path.join(root, step["path"])
            is_file = os.path.isfile(path)
            if step["op"] == "put":
                is_seen = is_file and pathlib.Path(path).read_bytes() == step["text"].encode()
            elif step["op"] == "remove":
                is_seen = not is_file
            else:
                is_seen = is_file and os.path.getsize(path) == step["bytes"]
            if not is_seen:
                return None
        return None

    def is_called(self, index, call, ingestor):
        """Whether the step `index` is this call of this ingestor."""
        step = self.steps[index]
        if step["op"] != call["op"]:
            return False
        if step["op"] in ("statistics", "reset_statistics"):
            return True
        if step["data_type"] != ingestor["data_type"] or step.get("symbols") != call["symbols"]:
            return False
        if step.get("root", ingestor["out"]) != ingestor["out"] or not self.has_config(step, call, ingestor):
            return False
        if step["op"] == "ingest":
            return step["date"] == call["date"] and call["given"].is_of(self, step["input"])
        return step["dates"] == call["dates"] and step["data"].keys() == call["data"].keys() and all(
            call["given"][date].is_of(self, name) for date, name in step["data"].items())

    def is_exact(self, index, call):
        """Whether the inputs are those of the step byte for byte: one that is gzip may inflate to another case's."""
        step = self.steps[index]
        names = {"": step["input"]} if "input" in step else step.get("data", {})
        given = call["given"] if isinstance(call.get("given"), dict) else {"": call.get("given")}
        return all(given[date].is_exactly(self, name) for date, name in names.items())

    def has_config(self, step, call, ingestor):
        """Whether entry and configuration are those of the step, with an option that the matrix adds."""
        entry = "lazy" if call.get("entry") == "ingest_lazy" else ingestor["kind"]
        if entry not in ([step["entry"]] if "entry" in step else self.row("entry")):
            return False
        option = "chunk_size" if entry == "streaming" else "threads"
        forms = [step["config"]]
        if not mentions(step["config"], option):
            forms += [step["config"] | {option: value} for value in self.row(option)]
        return exact(ingestor["config"]) in map(exact, forms)

    def files(self, index):
        """The files after the step `index`, by path: a table, the bytes of a stand-in, or None where any content
        will do. Second, whether these are all. Where nothing is said of them, those of its dates that a later
        step is told of, since that may ask for them as they were."""
        said, later = self.expectation(index), range(index + 1, len(self.steps))
        found = self.told(index) if "tree" in said or "together" in said else {}
        if not found and said["status"] == "success" and "tree" not in said:
            for number in later:
                if self.makes_others(number, index):
                    break
                found = {path: content for path, content in self.told(number).items()
                         if self.is_of_dates(path, index)}
                if found:
                    break
        for number in later:
            # What is to be there unchanged at a later step is told there at the latest.
            if self.expectation(number).get("unchanged_since", len(self.steps)) <= index + 1:
                told = self.told(number)
                found = {path: content or told.get(path) for path, content in (told | found).items()
                         if path in found or "tree" not in said and self.is_of_dates(path, index)}
            path = self.steps[number].get("path", "")
            if self.steps[number]["op"] == "put":
                found = {other: content for other, content in found.items()
                         if "tree" in said or not f"{path}/".startswith(f"{other}/")}
            elif path.startswith((".", "_")) or "tree" not in said and self.is_of_dates(path, index):
                found.setdefault(path, STAND_IN)
        return found, "tree" in said

    def dates(self, index):
        return self.steps[index].get("dates", [self.steps[index].get("date")])

    def is_of_dates(self, path, index):
        return any(path.endswith(f"/date={date}.parquet") for date in self.dates(index))

    def makes_others(self, index, earlier):
        """Whether a call may make other files of the dates of an earlier one."""
        if self.steps[index]["op"] not in ("ingest", "ingest_batch"):
            return False
        step, other = ({key: value for key, value in self.steps[number].items() if key not in ("entry", "expect")}
                       for number in (index, earlier))
        return (self.expectation(index)["status"] == "success" and step != other
                and not set(self.dates(index)).isdisjoint(self.dates(earlier)))

    def told(self, index):
        """Files that the expectation of a step names or implies."""
        said = self.expectation(index)
        files = {path: name and table(f"{self.folder}/{name}") for path, name in said.get("tree", {}).items()}
        for date, name in said.get("together", {}).items():
            data_type = [step["data_type"] for number, step in enumerate(self.steps[:index + 1])
                         if date in self.dates(number) and step["data_type"].endswith("minute")][-1]
            files |= partitions(data_type, date, *table(f"{self.folder}/{name}"))
        return files


def partitions(data_type, date, columns, rows):
    """The table of a date as files of a symbol or underlying each."""
    names = [name for name, _ in columns]
    index = names.index("symbol" if "symbol" in names else "underlying")
    parts = {}
    for row in rows:
        parts.setdefault(row[index], []).append(row[:index] + row[index + 1:])
    folder = f"{data_type}/year={date[:4]}/month={date[5:7]}/{names[index]}="
    rest = columns[:index] + columns[index + 1:]
    return {f"{folder}{encoded(value)}/date={date}.parquet": (rest, part) for value, part in parts.items()}


def encoded(value):
    """A symbol as the name of a folder has it (PART-4)."""
    if value in (".", ".."):
        return value.replace(".", "%2E")
    return re.sub(rb"[^A-Z0-9._-]", lambda byte: b"%%%02X" % byte.group()[0], value.encode()).decode()
