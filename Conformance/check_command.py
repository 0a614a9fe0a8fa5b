#!/usr/bin/env python3
"""Uses `barlake-conform` as people do, signals included: `check_command.py BARLAKE_CONFORM`.

A small suite of a few of the cases lies in a temporary folder, and the adapter beside it refuses every file as
empty, but for what its arguments say. Needs Linux's /proc, to see that no process is left, and jsonschema.
"""

import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
import xml.etree.ElementTree

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
CASES = [
    "csv/empty-bom-only", "csv/empty-file", "csv/ragged-too-few", "filter/symbols", "gzip/one-member",
    "path/symbol-encoded", "schema/stocks-daily-portable",
]
EMPTY = "csv.empty-file"
ADAPTER = r'''
"""Refuses every file as empty. `delay=SECONDS` before each reply, `child` for a process beside it that leaves the
group, `slow-start`, `needs=NAME` to behave only while the file NAME is there, `lie` for a success without a file,
`message=N` for messages of so many bytes, `little` to support nothing but a data type,
`bytes=N` to use so much memory, `keep` to give it back when it settles only, and `status=N` to end with."""
import json, os, sys, time

words = dict(word.partition("=")[::2] for word in sys.argv[1:])
if "child" in words and os.fork() == 0:
    os.setsid()
    time.sleep(600)
if "slow-start" in words:
    time.sleep(600)
program = {"name": "empty", "version": "1"}
kept = None
for line in sys.stdin:
    request = json.loads(line)
    if request.get("type") == "hello":
        print(json.dumps({"type": "ready", "protocol": 1, "adapter": program, "engine": program, "supports": [
            "stocks_daily", *([] if "little" in words else ["portable", "gzip", "filter"])]}), flush=True)
        continue
    reply = {"id": request["id"], "status": "success"}
    if request["op"] == "ingest":
        time.sleep(float(words.get("delay", 0)))
        block = bytearray(int(words.get("bytes", 0)))
        block[::4096] = b"x" * len(block[::4096])
        kept = block if "keep" in words else None
        del block
        if "lie" in words:
            reply["result"] = {"status": "success", "records": 3, "files": []}
        else:
            is_right = "needs" not in words or os.path.exists(words["needs"])
            reply |= {"status": "error", "code": "empty_input" if is_right else "internal", "line": 1,
                      "message": "no" * (int(words.get("message", 2)) // 2)}
    if request["op"] == "settle":
        kept = None
    print(json.dumps(reply), flush=True)
    if request["op"] == "bye":
        sys.exit(int(words.get("status", 0)))
'''


def processes(mark: str) -> dict[int, str]:
    """Commands of the processes that have `mark` in their environment, those that ended aside, by their numbers."""
    found = {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except (OSError, UnicodeDecodeError):
            continue  # It has ended, or is not ours.
    return found


class CommandTests(unittest.TestCase):
    conform = ""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.place = pathlib.Path(scratch.name)
        self.suite = self.place / "Conformance"
        for case in CASES:
            shutil.copytree(HERE / "cases" / case, self.suite / "cases" / case)
        for name in ("adapters/selftest", "claims", "oracle"):
            shutil.copytree(HERE / name, self.suite / name)
        for name in ("VERSION", "clauses.json"):
            shutil.copy(HERE / name, self.suite / name)
        (self.place / "docs").mkdir()
        shutil.copy(HERE.parent / "docs" / "spec.md", self.place / "docs")
        (self.place / "empty.py").write_text(ADAPTER, "utf-8")
        self.selftest = f"python3 '{self.suite}/adapters/selftest/adapter.py' '{self.suite}'"
        self.mark = f"BARLAKE_CHECK={uuid.uuid4().hex}"
        self.environment = {name: text for name, text in os.environ.items() if name != "CI"}
        self.environment |= dict([self.mark.split("=")], PYTHONDONTWRITEBYTECODE="1")

    # What is done and what is seen.

    def call(self, *words: str, **variables: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.conform, *words], cwd=self.place, env=self.environment | variables, text=True, capture_output=True,
            timeout=120)

    def told(self, status: int, *words: str, **variables: str) -> str:
        """Calls the tool, which must end with `status`, and returns all that it says."""
        done = self.call(*words, **variables)
        text = done.stdout + done.stderr
        self.assertEqual(done.returncode, status, f"{words}\n{text}")
        return text

    def run_suite(self, status: int, adapter: str, *words: str) -> str:
        return self.told(status, "run", "--adapter", adapter, *words)

    def results(self, folder: str = "report") -> list[dict]:
        schema = json.loads((HERE / "schemas" / "results.json").read_text("utf-8"))
        lines = (self.place / folder / "results.ndjson").read_text("utf-8").splitlines()
        for line in map(json.loads, lines):
            jsonschema.validate(line, schema)
        return [json.loads(line) for line in lines]

    def names(self, folder: str = "report") -> list[str]:
        return [f"{line['case']}@{line['permutation']}" for line in self.results(folder) if line["type"] == "run"]

    def rewritten(self, source: str, target: str, change) -> None:
        """Results of which `change` makes the lines, or takes them away."""
        lines = [json.loads(line) for line in (self.place / source).read_text("utf-8").splitlines()]
        changed = filter(None, map(change, lines))
        (self.place / target).write_text("".join(json.dumps(line) + "\n" for line in changed), "utf-8")

    # Interruptions.

    def interrupted(self, number: signal.Signals, adapter: str, is_begun: str, *words: str) -> tuple[int, str]:
        """The status and the text of a run that gets a signal once it has said `is_begun`, or after a second."""
        return self.interrupted_command(
            number, is_begun, "run", "--adapter", adapter, *words, "--report-dir", "report")

    def interrupted_command(self, number: signal.Signals, is_begun: str, *words: str) -> tuple[int, str]:
        """The same of any command that runs an adapter."""
        temporary = self.place / "temporary"
        temporary.mkdir(exist_ok=True)
        process = subprocess.Popen(
            [self.conform, *words], cwd=self.place, env=self.environment | {"TMPDIR": str(temporary)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(process.stdout.close)
        text = ""
        if is_begun:
            while is_begun not in text:
                line = process.stdout.readline()
                self.assertTrue(line, f"ended before it was interrupted: {text}")
                text += line
        else:
            time.sleep(1)
        process.send_signal(number)
        start = time.monotonic()
        text += process.stdout.read()
        status = process.wait(timeout=30)
        self.assertLess(time.monotonic() - start, 5, "a run that is interrupted ends soon")
        # Who was killed is gone soon, but not at once.
        while processes(self.mark) and time.monotonic() - start < 5:
            time.sleep(0.05)
        self.assertEqual(processes(self.mark), {}, "no process is left")
        self.assertEqual(list(temporary.iterdir()), [], "no folder is left")
        return status, text

    def test_an_interrupted_run_leaves_valid_partial_results_and_no_process(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            status, text = self.interrupted(number, "python3 empty.py delay=0.2 child", "fail  ", "--jobs", "2")
            self.assertEqual(status, 3, text)
            self.assertIn("incomplete", text)
            lines = self.results()
            self.assertEqual([lines[0]["type"], lines[-1]["type"]], ["header", "footer"])
            self.assertFalse(lines[-1]["complete"])
            self.assertGreater(lines[-1]["not_reached"], 0)
            self.assertIn(f"{lines[-1]['not_reached']} not reached; ", text)
            self.assertEqual([claim["conformant"] for claim in lines[-1]["claims"]], [False])
            self.assertGreaterEqual(len(self.names()), 1)
            self.assertLess(len(self.names()), 20)
            self.assertEqual({line["verdict"] for line in lines if line["type"] == "run"} - {"pass", "fail"}, set())
            junit = xml.etree.ElementTree.parse(self.place / "report" / "junit.xml")
            tests = [test for test in junit.iter("testcase") if test.find("skipped") is None]
            self.assertEqual(len(tests), len(self.names()) + 1)
            missing = junit.find("testsuite[@name='completeness']//failure[@type='incomplete']").attrib["message"]
            self.assertEqual(missing, f"{lines[-1]['not_reached']} runs were not reached")
            self.assertIn("Incomplete", (self.place / "report" / "summary.md").read_text("utf-8"))

    def test_an_adapter_that_hangs_or_does_not_start_holds_no_interruption_up(self):
        for adapter, is_begun in (("delay=600 child", ""), ("slow-start child", "")):
            status, text = self.interrupted(signal.SIGINT, f"python3 empty.py {adapter}", is_begun)
            self.assertEqual(status, 3, text)

    def test_the_doctor_is_interrupted_as_a_run_is(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            status, text = self.interrupted_command(
                number, "self-test: ", "doctor", "--adapter", "python3 empty.py delay=600 child")
            self.assertEqual(status, 3, text)
            self.assertIn("interrupted", text)

    def test_what_a_killed_run_leaves_goes_with_the_next(self):
        temporary = self.place / "temporary"
        temporary.mkdir()
        words = ["run", "--adapter", "python3 empty.py delay=600", "--only", EMPTY]
        others = [temporary / "barlake-conform.notes", temporary / "other"]
        for other in others:
            other.mkdir()
        process = subprocess.Popen(
            [self.conform, *words], cwd=self.place, env=self.environment | {"TMPDIR": str(temporary)},
            stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not list(temporary.glob("*/*/cwd/r1")):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        # One that runs is left alone, and so is what is no folder of a run.
        self.told(0, "run", "--adapter", "python3 empty.py", "--only", EMPTY, TMPDIR=str(temporary))
        self.assertEqual(len(list(temporary.iterdir())), 1 + len(others))
        self.assertIsNone(process.poll())
        process.kill()
        process.wait()
        for number in processes(self.mark):
            os.kill(number, signal.SIGKILL)
        self.told(0, "run", "--adapter", "python3 empty.py", "--only", EMPTY, TMPDIR=str(temporary))
        self.assertEqual(sorted(temporary.iterdir()), others)

    # What is run.

    def test_a_section_of_rules_is_all_of_them(self):
        self.run_suite(1, "python3 empty.py", "--rule", "CSV-6", "--report-dir", "report")
        self.assertEqual({name.split("@")[0] for name in self.names()}, {"csv.ragged-too-few"})
        text = self.told(0, "explain", "CSV-6")
        self.assertIn("CSV-6.1 MUST. ", text)
        self.assertIn("Cases: csv.ragged-too-few", text)
        text = self.told(0, "explain", "CONF-1")
        self.assertLess(text.index("CONF-1.9 "), text.index("CONF-1.10 "))
        self.assertIn("there is no rule CSV-", self.run_suite(2, "python3 empty.py", "--rule", "CSV-"))
        self.assertIn("there is no case, run or rule CSV", self.told(2, "explain", "CSV"))

    def test_an_adapter_that_supports_nothing_of_it_is_told_what_it_lacks(self):
        text = self.run_suite(1, "python3 empty.py little", "--only", "filter.symbols", "--report-dir", "report")
        self.assertIn("nothing was run; 4 not run; ", text)
        self.assertIn("not run for want of gzip, filter\n", text)
        self.assertEqual(self.results()[-1]["not_run"], 4)

    def test_the_suite_is_found_by_the_environment(self):
        self.suite.rename(self.place / "elsewhere")
        self.assertIn(EMPTY, self.told(0, "list", CONFORMANCE_SUITE="elsewhere"))
        self.assertIn("nowhere", self.told(2, "list", CONFORMANCE_SUITE="nowhere"))

    # What is told of a failure.

    def test_another_error_is_told_with_its_message_and_long_ones_are_cut(self):
        text = self.run_suite(
            1, "python3 empty.py needs=nowhere message=40", "--only", EMPTY, "--report-dir", "report")
        self.assertIn(f"expected empty_input, found internal ({'no' * 20})\n", text)
        text = self.run_suite(
            1, "python3 empty.py needs=nowhere message=1000000", "--only", EMPTY, "--report-dir", "report")
        self.assertLess(len(text), 10_000)
        self.assertIn(" more bytes\n", text)
        for name in ("results.ndjson", "junit.xml", "summary.md"):
            self.assertLess((self.place / "report" / name).stat().st_size, 20_000, name)
        lines = next((self.place / "report" / "runs" / EMPTY).glob("*.ndjson")).read_text("utf-8")
        self.assertGreater(len(lines), 1_000_000, "the messages have it whole")

    def test_the_command_of_a_failed_run_does_it_again_anywhere(self):
        (self.place / "a b").mkdir()
        (self.place / "empty.py").rename(self.place / "a b" / "it's.py")
        words = ["--only", "csv.ragged-too-few", "--report-dir", "report"]
        self.run_suite(1, "python3 \"a b/it's.py\"", *words)
        repro = next(line["repro"] for line in self.results() if line.get("verdict") == "fail")
        done = subprocess.run(["sh", "-c", repro], cwd="/", env=self.environment, text=True, capture_output=True)
        self.assertEqual(done.returncode, 1, repro + done.stderr)
        self.assertIn("1 run: 1 fail; ", done.stdout)

    # What is asked for by name.

    def test_names_that_are_none_are_usage_and_run_nothing(self):
        for words, problem in (
            (["--only", "csv.nope"], "there is no case csv.nope"),
            (["--only", EMPTY + "@polars,brotli"], f"the case {EMPTY} has no permutation polars,brotli"),
            (["--area", "nope"], "there is no area nope"),
            (["--rule", "CSV-999.1"], "there is no rule CSV-999.1"),
            (["--claim", "nope"], "there is no claim nope"),
            (["--area", "gzip", "--rule", "CSV-1.1"], "nothing of the suite is selected"),
            (["--only", EMPTY, "--area", "gzip"], f"{EMPTY} is not in the areas, rules and level"),
            (["--jobs", "0"], "--jobs is at least 1"),
            (["--level", "may"], "may"),
            (["--expectations", "nowhere.json"], "nowhere.json"),
            (["--rerun-failed", "nowhere.ndjson"], "nowhere.ndjson"),
        ):
            text = self.run_suite(2, "python3 empty.py", *words, "--report-dir", "report")
            self.assertIn(problem, text)
            self.assertNotIn(" runs: ", text)
            self.assertFalse((self.place / "report").exists(), "a refusal leaves no report")

    def test_a_command_that_is_no_adapter_is_told_from_one_that_fails(self):
        self.assertIn("cannot be started", self.run_suite(2, "no-such-program-anywhere"))
        text = self.run_suite(2, "python3 nowhere.py")
        self.assertIn("does not start a session: the process ended with status 2", text)
        self.assertIn("can't open file", text)
        self.assertIn("--adapter", self.told(2, "run"))
        self.assertIn("command is empty", self.run_suite(2, " "))
        self.assertIn("within a quote", self.run_suite(2, "'python3"))
        self.assertIn("4 pass", self.told(0, "run", "--only", EMPTY, CONFORMANCE_ADAPTER=self.selftest))

    def test_whom_to_ask_is_in_the_results(self):
        words = ["--only", EMPTY, "--report-dir", "report"]
        self.run_suite(0, "python3 empty.py", *words, "--contact", "Ann <ann@example.org>")
        self.assertEqual(self.results()[0]["contact"], "Ann <ann@example.org>")
        self.run_suite(0, "python3 empty.py", *words)
        self.assertNotIn("contact", self.results()[0])
        for wrong in ("", "  ", "x" * 201):
            self.assertIn("--contact", self.run_suite(2, "python3 empty.py", *words, f"--contact={wrong}"))

    def test_a_suite_of_another_version_is_refused(self):
        for version in ("2.0.0", "0.9.0", "1.99.0", "one"):
            (self.suite / "VERSION").write_text(version + "\n", "utf-8")
            for words in (["list"], ["run", "--adapter", "python3 empty.py"], ["doctor"]):
                self.assertIn(f"suite's version is {version}", self.told(2, *words))

    def test_a_suite_of_another_digest_than_was_asked_for_is_refused(self):
        text = self.told(0, "doctor")
        digest = next(line.removeprefix("digest ") for line in text.splitlines() if line.startswith("digest "))
        for words in (["list"], ["run", "--adapter", self.selftest, "--only", EMPTY], ["doctor"]):
            self.told(0, *words, "--suite-digest", digest)
            self.assertIn(digest, self.told(2, *words, "--suite-digest", "0" * 64))
        self.run_suite(0, self.selftest, "--only", EMPTY, "--report-dir", "report")
        self.assertEqual(self.results()[0]["suite"]["digest"], digest)
        # What is not asked of an adapter is no part of it, and a table is.
        (self.suite / "adapters" / "selftest" / "more.py").write_text("", "utf-8")
        self.told(0, "list", "--suite-digest", digest)
        table = next((self.suite / "cases" / "filter").glob("*/*.ndjson"))
        table.write_bytes(table.read_bytes() + b"\n")
        self.assertIn(digest, self.told(2, "list", "--suite-digest", digest))

    def test_a_suite_that_is_broken_is_refused(self):
        (self.suite / "cases" / "csv" / "empty-file" / "case.json").write_text("{", "utf-8")
        self.assertIn("csv/empty-file/case.json", self.told(2, "run", "--adapter", "python3 empty.py"))
        self.assertIn("nowhere", self.told(2, "list", "--suite", "nowhere"))
        # A command that lies in no checkout finds no suite by itself.
        shutil.rmtree(self.suite)
        self.conform = shutil.copy(self.conform, self.place)
        self.assertIn("name its folder with --suite", self.told(2, "list"))

    def test_failed_runs_are_run_again_and_nothing_else(self):
        self.run_suite(1, "python3 empty.py", "--area", "csv", "--report-dir", "report")
        failed = [f"{line['case']}@{line['permutation']}" for line in self.results() if line.get("verdict") == "fail"]
        self.assertTrue(0 < len(failed) < len(self.names()))
        again = ["--rerun-failed", "report/results.ndjson", "--report-dir", "again"]
        self.run_suite(1, "python3 empty.py", *again)
        self.assertEqual(self.names("again"), failed)
        self.assertTrue(self.results("again")[0]["partial"])
        self.assertIn("exclude each other", self.run_suite(2, "python3 empty.py", *again, "--only", EMPTY))
        # What passes now has nothing to run again; results of another suite say nothing of this one.
        self.run_suite(0, "python3 empty.py", "--only", EMPTY, "--report-dir", "good")
        self.assertEqual([claim["conformant"] for claim in self.results("good")[-1]["claims"]], [False])
        summary = (self.place / "good" / "summary.md").read_text("utf-8")
        self.assertIn("| core | not judged: lacks stocks_minute, ", summary)
        text = self.run_suite(2, "python3 empty.py", "--rerun-failed", "good/results.ndjson")
        self.assertIn("nothing failed in good/results.ndjson", text)
        other = {"version": "1.0.0", "digest": "0" * 64}
        self.rewritten(
            "report/results.ndjson", "other.ndjson",
            lambda line: line | {"suite": other} if line["type"] == "header" else line)
        text = self.run_suite(2, "python3 empty.py", "--rerun-failed", "other.ndjson")
        self.assertIn("results of the suite 1.0.0", text)

    def test_the_first_failure_ends_a_run_that_is_to_fail_fast(self):
        text = self.run_suite(
            3, "python3 empty.py", "--area", "csv", "--fail-fast", "--jobs", "1", "--report-dir", "report")
        self.assertIn("incomplete", text)
        verdicts = [line["verdict"] for line in self.results() if line["type"] == "run"]
        self.assertEqual(verdicts[-1], "fail")
        self.assertEqual(verdicts.count("fail"), 1)
        self.assertFalse(self.results()[-1]["complete"])

    def test_a_report_is_whole_and_keeps_nothing_of_the_one_before(self):
        words = ["--only", EMPTY, "--only", "csv.ragged-too-few", "--report-dir", "deep/report"]
        self.run_suite(1, "python3 empty.py", *words)
        report = self.place / "deep" / "report"
        self.assertEqual(
            sorted(path.name for path in report.iterdir()), ["junit.xml", "results.ndjson", "runs", "summary.md"])
        self.assertEqual([path.name for path in (report / "runs").iterdir()], ["csv.ragged-too-few"])
        failed = next(line for line in self.results("deep/report") if line.get("verdict") == "fail")
        self.assertEqual(failed["difference"]["place"], "step 1, error.code")
        self.assertIn(f"--only '{failed['case']}@{failed['permutation']}'", failed["repro"])
        junit = xml.etree.ElementTree.parse(report / "junit.xml")
        failures = junit.findall(".//failure")
        self.assertEqual(len(failures), sum(line.get("verdict") == "fail" for line in self.results("deep/report")))
        summary = (report / "summary.md").read_text("utf-8")
        self.assertIn("| `csv.ragged-too-few` | 4 | fail | CSV-6.1", summary)
        kind = "step 1, error.code: expected ragged_row, found empty_input"
        self.assertIn(f"| 4 | 1 | {kind} | `csv.ragged-too-few` |", summary)
        self.run_suite(0, "python3 empty.py", "--only", EMPTY, "--report-dir", "deep/report")
        self.assertFalse((report / "runs").exists())

    def test_expected_failures_are_green_until_they_pass(self):
        words = ["--only", EMPTY, "--report-dir", "report"]
        adapter = f"python3 empty.py needs='{self.place}/cure'"
        self.run_suite(1, adapter, *words)
        results = "report/results.ndjson"
        text = self.told(0, "expectations", "update", results, "known.json", "--reason", "waits for a cure")
        self.assertIn("4 entries, 0 before", text)
        self.assertIn("4 expected-fail", self.run_suite(0, adapter, *words, "--expectations", "known.json"))
        # A pass that is not expected is red, and so is a failure that no entry names.
        (self.place / "cure").touch()
        text = self.run_suite(1, adapter, *words, "--expectations", "known.json")
        self.assertIn("4 unexpected-pass", text)
        self.assertIn("waits for a cure", text)
        (self.place / "cure").unlink()
        entries = json.loads((self.place / "known.json").read_text("utf-8"))
        (self.place / "fewer.json").write_text(json.dumps(entries[1:]), "utf-8")
        text = self.run_suite(1, adapter, *words, "--expectations", "fewer.json")
        self.assertIn("1 fail, 3 expected-fail", text)
        # Files that are wrong are no expectations.
        for change, problem in (
            ({"reason": " "}, "has no reason"), ({"expires": "2020-01-01"}, "expired on 2020-01-01"),
            ({"match": "csv.gone@polars,plain,threads=1"}, "no run of the suite: csv.gone@"),
            ({"verdict": "pass"}, "expects pass"), ({"kind": "mood"}, "kind"),
        ):
            (self.place / "wrong.json").write_text(json.dumps([entries[0] | change]), "utf-8")
            self.assertIn(problem, self.run_suite(2, adapter, *words, "--expectations", "wrong.json"))
        self.told(2, "expectations", "update", results, "known.json", "--reason", " ")
        self.told(2, "expectations", "update", "nowhere.ndjson", "known.json", "--reason", "r")

    def test_an_adapter_that_ends_badly_conforms_to_nothing(self):
        text = self.run_suite(
            1, "python3 empty.py status=4", "--only", EMPTY, "--jobs", "1", "--report-dir", "report")
        self.assertIn("4 pass", text)
        self.assertIn("2 sessions: the process ended with status 4 after bye", text)
        faults = self.results()[-1]["session_faults"]
        self.assertEqual([fault["session"] for fault in faults], ["first", "worker-0"])
        self.assertEqual({fault["verdict"] for fault in faults}, {"crash"})
        report = self.place / "report"
        self.assertIn('"op":"bye"', (report / "sessions" / "worker-0.ndjson").read_text("utf-8"))
        junit = xml.etree.ElementTree.parse(report / "junit.xml")
        self.assertEqual(len(junit.findall(".//testsuite[@name='sessions']//failure")), 2)
        self.assertIn("with status 4 after bye", (report / "summary.md").read_text("utf-8"))
        self.assertEqual(processes(self.mark), {})
        self.run_suite(0, "python3 empty.py", "--only", EMPTY, "--report-dir", "report")
        self.assertFalse((report / "sessions").exists())

    # Results beside earlier ones.

    def test_later_results_are_worse_no_worse_or_not_comparable(self):
        self.run_suite(0, "python3 empty.py", "--only", EMPTY, "--report-dir", "report")
        old = "report/results.ndjson"
        self.assertIn("no worse", self.told(0, "diff", old, old))

        def runs(change):
            return lambda line: change(line) if line["type"] == "run" else line

        def host(**members):
            return lambda line: line | {"host": line["host"] | members} if line["type"] == "header" else line

        one = f"{EMPTY}@polars,plain,threads=1"
        is_one = lambda line: f"{line['case']}@{line['permutation']}" == one
        self.rewritten(old, "failed", runs(lambda line: line | {"verdict": "fail"} if is_one(line) else line))
        self.assertIn(f"worse  {one}\n", self.told(1, "diff", old, "failed"))
        self.assertIn(f"mended  {one}\n", self.told(0, "diff", "failed", old))
        self.rewritten(old, "expected", runs(lambda line: line | {"verdict": "expected-fail"}))
        text = self.told(0, "diff", "failed", "expected")
        self.assertNotIn("mended", text)
        self.assertIn("failures that are expected now: 1\n", text)
        self.rewritten(old, "gone", runs(lambda line: None if is_one(line) else line))
        self.assertIn(f"gone  {one}\n", self.told(1, "diff", old, "gone"))
        self.assertIn(f"new  {one}\n", self.told(0, "diff", "gone", old))
        # Time and memory count where a tolerance is given, each against its machine.
        self.rewritten(old, "base", runs(lambda line: line | {"milliseconds": 100, "peak_bytes": 50_000_000}))
        self.rewritten(old, "slow", runs(lambda line: line | {"milliseconds": 300, "peak_bytes": 50_000_000}))
        self.rewritten(old, "large", runs(lambda line: line | {"milliseconds": 100, "peak_bytes": 150_000_000}))
        self.rewritten("base", "base2", host(slowness=1.0, probe_bytes=64 << 20))
        for name, option, word in (("slow", "--tolerance", "time"), ("large", "--memory-tolerance", "memory")):
            self.rewritten(name, "new", host(slowness=1.0, probe_bytes=64 << 20))
            self.told(0, "diff", "base2", "new")
            self.told(0, "diff", "base2", "new", option, "4")
            text = self.told(1, "diff", "base2", "new", option, "2")
            self.assertIn(f"{word}: 3.00 times the earlier, more than is tolerated\n", text)
            self.rewritten(name, "new", host(slowness=3.0, probe_bytes=3 * 64 << 20))
            self.told(0, "diff", "base2", "new", option, "2")
            self.told(2, "diff", "base2", "new", option, "0")
        self.rewritten("base2", "unmeasured", runs(
            lambda line: {key: value for key, value in line.items() if key != "peak_bytes"}))
        self.told(0, "diff", "base2", "unmeasured")
        self.assertIn("no memory", self.told(2, "diff", "base2", "unmeasured", "--memory-tolerance", "2"))
        # Nothing can be said of another suite, another selection, a part, or a file that is none.
        header = lambda **members: lambda line: line | members if line["type"] == "header" else line
        footer = lambda line: line | {"complete": False} if line["type"] == "footer" else line
        for change, problem in (
            (header(suite={"version": "1.0.0", "digest": "0" * 64}), "different suites"),
            (header(claims=["core", "classic"]), "different claims: core, and core, classic"),
            (header(partial=False), "the earlier results are of a part of the claims, the later of the whole"),
            (footer, "incomplete"),
            (lambda line: None if line["type"] == "footer" else line, "no footer"),
        ):
            self.rewritten(old, "other", change)
            self.assertIn(problem, self.told(2, "diff", old, "other"))
        (self.place / "other").write_text("{}\n", "utf-8")
        self.told(2, "diff", old, "other")
        self.told(2, "diff", old, "nowhere")

    def test_memory_is_measured_and_gated(self):
        for name, size in (("small", 0), ("large", 200 << 20)):
            adapter = f"python3 empty.py bytes={size} keep"
            self.run_suite(0, adapter, "--only", EMPTY, "--jobs", "1", "--keep-lines", "--report-dir", name)
            lines = [path.read_text("utf-8") for path in (self.place / name / "runs" / EMPTY).glob("*.ndjson")]
            settled = sum(text.count('"op":"settle"') for text in lines)
            self.assertEqual(settled, 3 if size else 0, "before each run but the first, where there is anything left")
            peaks = [line["peak_bytes"] for line in self.results(name) if line["type"] == "run"]
            self.assertEqual(len(peaks), 4)
            self.assertTrue(all(size < peak < size + (100 << 20) for peak in peaks), peaks)
            probe = self.results(name)[0]["host"]["probe_bytes"]
            self.assertAlmostEqual(probe / (64 << 20), 1, delta=0.05)
        words = ["diff", "small/results.ndjson", "large/results.ndjson"]
        self.assertIn("memory: ", self.told(0, *words))
        self.assertIn("more than is tolerated", self.told(1, *words, "--memory-tolerance", "2"))

    # The doctor.

    def test_the_doctor_tells_an_adapter_that_works_from_one_that_does_not(self):
        self.assertIn("self-test", self.told(0, "doctor"))
        text = self.told(0, "doctor", "--adapter", self.selftest)
        self.assertIn("adapter: the suite's cases", text)
        text = self.told(1, "doctor", "--adapter", "python3 empty.py lie")
        self.assertIn("fail  schema.stocks-daily-portable@", text)
        self.assertIn("not run  path.symbol-encoded@", text)
        self.assertIn("the adapter does not support", text)
        text = self.told(1, "doctor", "--adapter", "python3 empty.py status=4")
        self.assertIn("2 sessions: the process ended with status 4 after bye", text)
        self.assertIn("cannot be started", self.told(2, "doctor", "--adapter", "no-such-program-anywhere"))
        self.assertIn("does not start a session", self.told(2, "doctor", "--adapter", "python3 nowhere.py"))
        # A fault of the suite's own adapter is not said of yours.
        (self.suite / "adapters" / "selftest" / "adapter.py").unlink()
        self.assertIn("the suite does not work here", self.told(2, "doctor", "--adapter", "python3 empty.py"))

    # Cases.

    def test_list_and_explain_say_what_is_there(self):
        lines = [json.loads(line) for line in self.told(0, "list", "--json").splitlines()]
        self.assertEqual([line["id"] for line in lines], [case.replace("/", ".") for case in CASES])
        for line in lines:
            self.assertEqual(set(line), {
                "id", "level", "title", "asserts", "touches", "requires", "claims", "permutations"})
        self.assertEqual(len(self.told(0, "list").splitlines()), len(CASES))
        names = self.told(0, "list", "--runs").splitlines()
        self.run_suite(0, self.selftest, "--report-dir", "report")
        self.assertEqual(sorted(names), sorted(
            f"{line['case']}@{line['permutation']}" for line in self.results() if line["type"] == "run"))
        more = self.told(0, "list", "--runs", "--claim", "streaming").splitlines()
        self.assertLess(set(names), set(more))
        self.assertIn("there is no claim best", self.told(2, "list", "--runs", "--claim", "best"))
        self.assertIn("--runs", self.told(2, "list", "--claim", "core"))
        self.assertIn("exclude", self.told(2, "list", "--runs", "--json"))
        text = self.told(0, "explain", "csv.ragged-too-few")
        for words in ("It asserts:", "CSV-6.1 MUST.", "--- in.csv", "ragged_row", "To dispute it", "CHANGELOG.md"):
            self.assertIn(words, text)
        self.assertIn("It asserts:", self.told(0, "explain", f"{EMPTY}@polars,plain,threads=1"))
        self.assertIn(EMPTY, self.told(0, "explain", "CSV-1.1"))
        for name in ("csv.nope", "CSV-999.1", f"{EMPTY}@brotli", ""):
            self.assertIn(name, self.told(2, "explain", name))

    def test_a_golden_is_proposed_looked_at_and_accepted(self):
        table = self.suite / "cases" / "schema" / "stocks-daily-portable" / "expected.ndjson"
        right, name = table.read_text("utf-8"), "schema.stocks-daily-portable"
        self.assertIn("1 cases, 0 differ", self.told(0, "golden", "check", name))
        wrong = right.replace("date32", "string", 1)
        self.assertNotEqual(wrong, right)
        table.write_text(wrong, "utf-8")
        self.assertIn(name, self.told(1, "golden", "check", name))
        proposed = table.with_name("expected.proposed.ndjson")
        self.told(0, "golden", "propose", name)
        self.assertEqual(table.read_text("utf-8"), wrong, "propose writes beside, never over")
        self.assertEqual(proposed.read_text("utf-8"), right)
        accept = ["golden", "accept", name, "--reason", "a date is no text"]
        self.assertIn("CI", self.told(2, *accept, CI="1"))
        self.assertEqual(table.read_text("utf-8"), wrong)
        self.assertIn("reason", self.told(2, *accept[:3], "--reason", " "))
        text = self.told(0, *accept)
        self.assertIn("-1: ", text)
        self.assertIn("+1: ", text)
        self.assertEqual(table.read_text("utf-8"), right)
        self.assertFalse(proposed.exists())
        ledger = json.loads((self.suite / "golden-ledger.ndjson").read_text("utf-8"))
        self.assertEqual(
            (ledger["case"], ledger["table"], ledger["reason"]), (name, "expected.ndjson", "a date is no text"))
        self.assertIn("nothing is proposed", self.told(2, *accept))
        for other in ("csv.nope", "../x", "."):
            self.assertIn(f"there is no case {other}", self.told(2, "golden", "accept", other, "--reason", "r"))
        for word in ("propose", "check"):
            self.assertIn("no such case", self.told(2, "golden", word, "csv.nope"))

    def test_a_new_case_fails_until_it_is_filled_in(self):
        for name in ("csv", "csv.", "csv.Upper", "csv.a.b", "../x.y", "nope.case"):
            self.told(2, "new", name)
        folder = self.suite / "cases" / "csv" / "one-bar"
        self.assertIn(str(folder), self.told(0, "new", "csv.one-bar"))
        self.assertIn("is there already", self.told(2, "new", "csv.one-bar"))
        only = ["--only", "csv.one-bar"]
        # It asserts no rule yet, then it expects a table that no file has.
        plain = f"'{sys.executable}' '{HERE}/adapters/plain/adapter.py'"
        self.assertIn("csv/one-bar/case.json: there is no rule RULE-0.0", self.run_suite(2, plain, *only))
        case = folder / "case.json"
        case.write_text(case.read_text("utf-8").replace("RULE-0.0", "CSV-6.1"), "utf-8")
        self.assertIn("4 fail", self.run_suite(1, plain, *only))
        self.told(1, "golden", "check", "csv.one-bar")
        self.told(0, "golden", "propose", "csv.one-bar")
        self.told(0, "golden", "accept", "csv.one-bar", "--reason", "new")
        self.told(0, "golden", "check", "csv.one-bar")
        self.assertIn("4 pass", self.run_suite(0, plain, *only))


def run_all(conform: str) -> int:
    """Each test in a process of its own, two at once, since they wait more than they compute."""
    names = unittest.TestLoader().getTestCaseNames(CommandTests)
    start = time.monotonic()

    def run(name: str) -> bool:
        done = subprocess.run(
            [sys.executable, __file__, conform, f"CommandTests.{name}"], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        if done.returncode:
            print(done.stdout)
        return done.returncode == 0

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        passed = sum(pool.map(run, names))
    print(f"{passed} of {len(names)} tests of the command passed, {time.monotonic() - start:.0f} s")
    return 0 if names and passed == len(names) else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: check_command.py BARLAKE_CONFORM [CommandTests.NAME…]")
    # Whoever is started in the background ignores it, and so does what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if len(sys.argv) == 2:
        sys.exit(run_all(sys.argv[1]))
    CommandTests.conform = str(pathlib.Path(sys.argv[1]).resolve())
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
