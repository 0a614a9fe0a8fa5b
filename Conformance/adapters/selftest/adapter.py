"""An adapter that answers from the suite's own cases: `python3 adapter.py [SUITE]`.

It implements nothing. It finds the case to which a call belongs, and replies and writes what that case expects.
With it `doctor` finds out whether the suite works on a machine, with Python's standard library alone.
"""

import json
import pathlib
import platform
import sys

import goldens
import inputs
import parquet_writer

READY = {
    "type": "ready", "protocol": 1, "adapter": {"name": "selftest", "version": "1.0"},
    "engine": {"name": "the suite's cases", "version": platform.python_version()},
    "supports": ["stocks_daily", "stocks_minute", "options_daily", "options_minute", "gzip", "filter",
                 "portable", "classic", "symbol-partitions", "lazy", "streaming", "batch", "statistics",
                 "counts", "extra-columns", "manifest", "memory-limit"]}
# An Arrow schema without fields in Base64. It is used for any text, because readers decode `ARROW:schema`.
ANY_TEXT = "/////zAAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAAAAAA="


class Lake:
    """One root. It holds the cases that agree with all calls so far, each with the index of its next step."""

    def __init__(self, cases, root):
        self.root = root
        self.candidates = [(case, 0) for case in cases]

    def play(self, call, ingestor):
        """The reply to a call. Its files are made first."""
        agreed = []
        for case, index in self.candidates:
            if found := case.next_call(index, self.root):
                agreed.append((case, found[0], (case.likeness(found[0], call, ingestor), found[1])))
        # Of two cases, the one with more changes of files that have all been made is more likely.
        most = max((score for *_, score in agreed), default=(0, 0))
        if most[0] == 0:
            return failure({"code": "internal"}, "no case has this call")
        steps = [(case, index) for case, index, score in agreed if score == most]
        self.candidates = [(case, index + 1) for case, index in steps]
        said, metadata = {}, {}
        for case, index in reversed(steps):
            expected = case.expectation(index)
            # Cases that still agree are merged.
            said |= expected | {"result": said.get("result", {}) | expected.get("result", {})}
            metadata |= expected.get("metadata", {})
        files, is_all = self.merged([case.files(index) for case, index in steps])
        self.make(files, is_all, metadata, "unchanged_since" in said)
        return reply(said, call, files)

    @staticmethod
    def merged(answers):
        """The files of several cases that agree so far, and whether one of the cases names all files."""
        files, all_paths = {}, None
        for found, is_all, hints in sorted(answers, key=lambda answer: not answer[1]):
            all_paths = set(found) if is_all and all_paths is None else all_paths
            for path, content in found.items():
                if all_paths is None or path in all_paths or path.startswith("."):
                    files[path] = files.get(path) or content
        for path, content in files.items():
            if content in (None, goldens.STAND_IN):
                told = (hints.get(path) for _, _, hints in answers)
                files[path] = next(filter(None, told), content)
        return files, all_paths is not None

    def make(self, files, is_all, metadata, is_unchanged):
        """Makes the expected files. Existing files stay if any content is right, or if all must be
        unchanged.
        """
        root = pathlib.Path(self.root)
        for path, content in files.items():
            target = root / path
            if target.exists() and (is_unchanged or content is None or content == goldens.STAND_IN):
                continue
            if content != goldens.STAND_IN:
                told = metadata.get(path, {})
                texts = {key: ANY_TEXT if text == "*" else text for key, text in told.items()}
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
        self.cases, self.ingestors, self.lakes = cases, {}, {}

    def answer(self, request):
        operation = request["op"]
        if operation in goldens.CALLS:
            return self.call(request, self.ingestors[request["ingestor"]])
        if operation == "open":
            # No case says whether an error is one of the constructor or of the call, so it comes with the call.
            self.ingestors[request["ingestor"]] = request
        is_known = operation != "schema"
        return {"status": "success"} if is_known else {"status": "unsupported", "feature": "schema"}

    def call(self, request, ingestor):
        paths = request.get("data", {"": request["input"]} if "input" in request else {})
        request["given"] = {date: inputs.GivenInput(path) for date, path in paths.items()}
        root = ingestor["out"]
        # A root that a step passes on unchanged belongs to no run, so each call with it is the first of a case.
        if root not in self.lakes or inputs.URL.match(root):
            cases = [case for case in self.cases
                     if bool(inputs.URL.match(root)) == any("root" in step for step in case.steps)]
            self.lakes[root] = Lake(cases, root)
        return self.lakes[root].play(request, ingestor)


def main():
    default = pathlib.Path(__file__).resolve().parents[2]
    session = Session(goldens.load(sys.argv[1] if len(sys.argv) > 1 else default))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            reply = {"id": request["id"], **session.answer(request)} if "op" in request else READY
        except Exception as error:
            reply = {"id": request["id"], **failure({"code": "internal"}, repr(error))}
        print(json.dumps(reply), flush=True)
        if request.get("op") == "bye":
            return


if __name__ == "__main__":
    main()
