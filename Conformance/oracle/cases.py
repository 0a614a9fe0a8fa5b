"""Loads case folders, lists the permutations of a matrix, and plays the steps on the oracle's
lake.
"""

import gzip
import itertools
import json
import pathlib
import re

import scan
from lake import Ingestor, Lake
from problem import Problem

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "cases"
DEFAULTS = {
    "entry": ["polars", "streaming", "lazy"],
    "encoding": ["plain", "gzip"],
    "chunk_size": [1, 7, 100_000],
    "threads": [1, 2],
    "line_ending": ["as-is"],
    "quoting": ["as-is"],
}
KEYS = set(
    "id since level title clauses requires matrix steps expect provenance".split()
)


class Case:
    def __init__(self, folder):
        self.folder = folder
        self.text = json.loads((folder / "case.json").read_text("utf-8"))
        self.id = "%s.%s" % (folder.parent.name, folder.name)

    def files(self):
        """The names of the case's inputs and tables."""
        return {path.name for path in self.folder.iterdir()} - {"case.json"}

    def expectations(self):
        """The expectation of each step; None if the step need only succeed."""
        return [step.get("expect") for step in self.text["steps"][:-1]] + [self.text["expect"]]

    def named_files(self):
        """The names of files in steps and expectations. An input may be missing on purpose."""
        steps = self.text["steps"]
        expectations = [e for e in self.expectations() if e is not None]
        tables = {name for e in expectations for name in e.get("tree", {}).values() if name}
        tables |= {name for e in expectations for name in e.get("together", {}).values()}
        inputs = {name for step in steps for name in step.get("data", {}).values()}
        inputs |= {step["input"] for step in steps if "input" in step}
        return tables | {name for name in inputs if (self.folder / name).exists()}

    def permutations(self):
        """All permutations that can change the oracle's result. The number of threads cannot."""
        matrix = DEFAULTS | self.text.get("matrix", {})
        names = ("entry", "encoding", "chunk_size", "line_ending", "quoting")
        for chosen in itertools.product(*(matrix[name] for name in names)):
            permutation = dict(zip(names, chosen))
            is_first_size = permutation["chunk_size"] == matrix["chunk_size"][0]
            if permutation["entry"] == "streaming" or is_first_size:
                yield permutation

    def input(self, name, permutation):
        """The bytes of an input, changed by the permutation; None if they cannot be read."""
        path = self.folder / name
        if not path.is_file():
            return None
        data = path.read_bytes()
        if path.name.endswith(".parts.json"):
            parts = json.loads(data)
            data = b"".join(repeated(p["text"], p.get("times", 1)) for p in parts)
        if path.name.endswith(".gz"):
            return data
        if permutation["quoting"] == "all":
            data = quoted(data)
        ending = {"crlf": b"\r\n", "cr": b"\r"}.get(permutation["line_ending"])
        if ending is not None:
            data = data.replace(b"\n", ending)
        if permutation["encoding"] == "gzip":
            data = gzip.compress(data, mtime=0)
        elif permutation["encoding"] == "gzip-members":
            middle = len(data) // 2
            data = gzip.compress(data[:middle], mtime=0) + gzip.compress(data[middle:], mtime=0)
        return data

    def table(self, name):
        """The columns and rows of a committed table."""
        lines = (self.folder / name).read_text("utf-8").splitlines()
        columns = [(c["name"], c["type"]) for c in json.loads(lines[0])["columns"]]
        rows = []
        for line in map(json.loads, lines[1:]):
            if isinstance(line, list):
                rows.append(line)
                continue
            for number in range(line["times"]):
                rows += [[cell and numbered(cell, number) for cell in row] for row in line["rows"]]
        return columns, rows


def repeated(text, times):
    return "".join(numbered(text, number) for number in range(times)).encode()


def numbered(text, number):
    """`text`, with the number of its repetition, from 0, in place of each `{n}`."""
    return text.replace("{n}", str(number))


def quoted(data):
    """`data` with every field quoted. It must be well-formed and have no byte order mark."""
    lines = []
    for record in scan.records(data):
        lines.append(b",".join(b'"' + f.replace(b'"', b'""') + b'"' for f in record.fields))
    return b"\n".join(lines) + b"\n"


def table_text(table):
    """The text of `expected.ndjson` for a table."""
    columns = [{"name": name, "type": kind} for name, kind in table.columns]
    lines = [json.dumps({"columns": columns}, ensure_ascii=False, separators=(",", ":"))]
    lines += [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in table.rows]
    return "\n".join(lines) + "\n"


class Run:
    """One permutation of a case. Its steps are played on an empty lake."""

    def __init__(self, case, permutation):
        self.case = case
        self.permutation = permutation
        self.lake = Lake()
        self.ingestors = {}
        self.last = None

    def play(self):
        """Plays the steps in order, and yields the outcome of each while the lake is in that
        state.
        """
        for step in self.case.text["steps"]:
            yield self.step(step)

    def step(self, step):
        operation = step["op"]
        try:
            if operation == "ingest":
                data = self.case.input(step["input"], self.permutation)
                result = self.ingestor(step).ingest(
                    step["date"], step["input"], data, step.get("symbols")
                )
                return {"status": result["status"], "result": result}
            if operation == "ingest_batch":
                data = {
                    date: (name, self.case.input(name, self.permutation))
                    for date, name in step["data"].items()
                }
                batch = self.ingestor(step).batch(step["dates"], data, step.get("symbols"))
                return {"status": "success", "batch": batch}
        except Problem as problem:
            return {"status": "error", "error": problem.shown()}
        if operation == "statistics":
            return {"status": "success", "statistics": dict(self.last.statistics)}
        if operation == "reset_statistics":
            self.last.reset()
        elif operation == "put":
            self.lake.put(step["path"])
        elif operation == "remove":
            self.lake.remove(step["path"])
        elif operation == "truncate":
            self.lake.truncate(step["path"])
        else:
            raise ValueError("unknown step " + operation)
        return {"status": "success"}

    def ingestor(self, step):
        config = dict(step.get("config", {}))
        entry = step.get("entry", self.permutation["entry"])
        if entry == "streaming":
            chosen = {"chunk_size": self.permutation["chunk_size"]}
            has_own = re.search("chunk_size", json.dumps(config))
            config = config if has_own else chosen | config
        root = step.get("root")
        key = (step["data_type"], json.dumps(config, sort_keys=True), entry, root)
        if key not in self.ingestors:
            self.ingestors[key] = Ingestor(self.lake, step["data_type"], config, entry, root)
        self.last = self.ingestors[key]
        return self.last


def load(ids):
    """The cases with these ids, or all cases. An id may be an area."""
    found = [Case(path.parent) for path in sorted(FOLDER.glob("*/*/case.json"))]
    # What has a budget is measured; its table comes from its recipe.
    found = [case for case in found if "budget" not in case.text]
    if ids:
        found = [c for c in found if any(c.id == i or c.id.startswith(i + ".") for i in ids)]
    return found
