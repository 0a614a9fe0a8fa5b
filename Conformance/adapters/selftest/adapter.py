"""An adapter that answers from the suite's own cases: `python3 adapter.py [SUITE]`.

It implements nothing. It finds the case that a call belongs to and replies and writes what that case expects, so
that `doctor` can tell whether the suite works on a machine, with Python's standard library alone.
"""

import json
import os
import pathlib
import platform
import sys

import goldens
import inputs
import parquet_writer

SUPPORTS = ["stocks_daily", "stocks_minute", "options_daily", "options_minute", "gzip", "filter", "portable",
            "classic", "symbol-partitions", "lazy", "streaming", "batch", "statistics", "counts",
            "extra-columns", "manifest", "memory-limit"]
# Stands for any text: an Arrow schema without fields in Base64, since readers decode what `ARROW:schema` says.
ANY_TEXT = "/////zAAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAAAAAA="


class Lake:
    """One lake root: the cases that all calls of it so far agree with, each with the index of its next step."""

    def __init__(self, cases, root):
        self.root = root
        self.candidates = [(case, 0) for case in cases]

    def play(self, call, ingestor):
        """The reply to a call, after its files have been made."""
        agreed = []
        for case, index in self.candidates:
            found = case.next_call(index, self.root)
            if found and case.is_called(found[0], call, ingestor):
                agreed.append((case, *found))
        if not agreed:
            return failure({"code": "internal"}, "no case has this call")
        # A case that tells of more changes of files, all of which are to be seen, is the likelier one.
        score = [(case.is_exact(index, call), changes) for case, index, changes in agreed]
        steps = [(case, index) for (case, index, _), each in zip(agreed, score) if each == max(score)]
        self.candidates = [(case, index + 1) for case, index in steps]
        said, metadata = {}, {}
        for case, index in reversed(steps):
            expected = case.expectation(index)
            # What cases that are still alike say of the same call goes together.
            said |= expected | {"result": said.get("result", {}) | expected.get("result", {})}
            metadata |= expected.get("metadata", {})
        files, is_all = self.merged(case.files(index) for case, index in steps)
        self.make(files, is_all, metadata, "unchanged_since" in said)
        return reply(said, call, files)

    @staticmethod
    def merged(answers):
        """The files of several cases that agree so far; those of one that tells of all of them come first."""
        files, is_all = {}, False
        for found, tells_all in sorted(answers, key=lambda answer: not answer[1]):
            if is_all:
                found = {path: content for path, content in found.items()
                         if path in files or path.startswith((".", "_"))}
            for path, content in found.items():
                known = files.get(path)
                files[path] = content if known in (None, goldens.STAND_IN) and content else known
            is_all = is_all or tells_all
        return files, is_all

    def make(self, files, is_all, metadata, is_unchanged):
        """Makes the files as they are expected. Those that are there stay if any content does, or if all are to
        stay as they were."""
        root = pathlib.Path(self.root)
        for path, content in files.items():
            target = root / path
            if target.exists() and (is_unchanged or content is None or content == goldens.STAND_IN):
                continue
            if content != goldens.STAND_IN:
                texts = {key: ANY_TEXT if value == "*" else value for key, value in metadata.get(path, {}).items()}
                content = parquet_writer.parquet(*(content or ([], [])), texts)
            if not target.is_file() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        if is_all and root.is_dir():
            for target in root.rglob("*"):
                path = target.relative_to(root)
                if target.is_file() and path.as_posix() not in files and not any(
                        part.startswith((".", "_")) for part in path.parts):
                    target.unlink()


def failure(error, message):
    return {"status": "error", **error, "message": message}


def reply(said, call, files):
    message = "as the case has it"
    if said["status"] == "error":
        return failure(said["error"], message)
    if call["op"] == "statistics":
        return {"status": "success", "statistics": said.get("statistics", {})}
    if call["op"] == "reset_statistics":
        return {"status": "success"}
    if call["op"] == "ingest_batch":
        results = []
        for each in said.get("batch") or [{"date": date} for date in call["dates"]]:
            result = {"status": "success", "records": 0, "files": [], **each}
            if "error" in each:
                result["error"] = each["error"] | {"message": message}
            results.append(result)
        return {"status": "success", "results": results}
    written = {path: content for path, content in files.items()
               if isinstance(content, tuple) and path.endswith(f"/date={call['date']}.parquet")}
    result = {"status": said["status"], "records": 0, "files": []}
    if said["status"] == "success":
        result |= {"records": sum(len(rows) for _, rows in written.values()), "files": sorted(written)}
    for key, value in said.get("result", {}).items():
        result[key] = 1 if value == "*" else value
    return {"status": "success", "result": result}


class Session:
    def __init__(self, cases):
        self.cases = cases
        self.ingestors, self.lakes = {}, {}

    def answer(self, request):
        if request["op"] == "open":
            # Whether an error is of the constructor or of the call is not told by a case: it comes with the call.
            self.ingestors[request["ingestor"]] = request
            return {"status": "success"}
        if request["op"] == "close":
            self.ingestors.pop(request["ingestor"], None)
            return {"status": "success"}
        if request["op"] in goldens.CALLS:
            return self.call(request, self.ingestors[request["ingestor"]])
        if request["op"] in ("settle", "bye"):
            return {"status": "success"}
        return {"status": "unsupported", "feature": request["op"]}

    def call(self, request, ingestor):
        if request["op"] == "ingest":
            request["given"] = inputs.GivenInput(request["input"])
        if request["op"] == "ingest_batch":
            request["given"] = {date: inputs.GivenInput(path) for date, path in request["data"].items()}
        root = ingestor["out"]
        # A root that a step hands in as it stands is of no run: each call of it is a case's first.
        if root not in self.lakes or "://" in root:
            cases = [case for case in self.cases
                     if ("://" in root) == any("root" in step for step in case.steps)]
            self.lakes[root] = Lake(cases, root)
        return self.lakes[root].play(request, ingestor)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    suite = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "..", "..")
    session, request = Session(goldens.load(suite)), {}
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request.get("type") == "hello":
            message = {"type": "ready", "protocol": 1, "adapter": {"name": "selftest", "version": "1.0"},
                       "engine": {"name": "the suite's cases", "version": platform.python_version()},
                       "supports": SUPPORTS}
        else:
            try:
                message = session.answer(request)
            except Exception as error:
                message = failure({"code": "internal"}, repr(error))
            message = {"id": request["id"], **message}
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
        if request.get("op") == "bye":
            break


if __name__ == "__main__":
    main()
