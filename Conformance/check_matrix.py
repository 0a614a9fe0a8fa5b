#!/usr/bin/env python3
"""Shows that `matrix.py --check` refuses what it should. Runs no adapter, and takes a second.

The published summary is changed in one place at a time, and so are copies of the tables and the page.
"""

import copy
import json
import pathlib
import tempfile
import unittest

import matrix

SUITE = matrix.Suite()
PUBLISHED = matrix.Files()


class SummaryTests(unittest.TestCase):
    """What contradicts itself, or names what the suite does not have."""

    def setUp(self):
        self.summary = json.loads(PUBLISHED.summary.read_text("utf-8"))
        self.ones = self.summary["implementations"]

    def refused(self, text: str) -> None:
        found = matrix.contradictions(self.summary, SUITE)
        self.assertTrue(any(text in line for line in found), found)

    def test_what_is_published_is_right(self):
        self.assertEqual(matrix.check(PUBLISHED, SUITE), [])

    def test_an_unknown_area(self):
        areas = self.ones["plain"]["areas"]
        areas["cvs"] = areas.pop("csv")
        self.refused("plain: the suite has no area cvs")

    def test_an_unknown_claim(self):
        self.ones["plain"]["claims"]["everything"] = self.ones["plain"]["claims"]["core"]
        self.refused("plain: the suite has no claim everything")

    def test_an_unknown_budget(self):
        self.ones["polars"]["memory"]["memory.limit-zero"] = {}
        self.refused("polars: the suite has no budget memory.limit-zero")

    def test_an_unknown_verdict(self):
        self.ones["plain"]["verdicts"]["fine"] = 0
        self.refused("plain: the suite has no verdict fine")

    def test_an_unknown_implementation_and_a_missing_one(self):
        self.ones["other"] = self.ones.pop("pandas")
        self.refused("the implementations are not")

    def test_a_digest_that_is_none(self):
        self.summary["suite"]["digest"] = "latest"
        self.refused("the digest is none")

    def test_runs_that_no_verdict_has(self):
        self.ones["duckdb"]["areas"]["csv"]["runs"] += 1
        self.refused("duckdb: the runs of the areas")

    def test_a_pass_that_no_verdict_has(self):
        area = self.ones["duckdb"]["areas"]["csv"]
        area["passed"] += 1
        area["must_failed"] -= 1
        self.refused("duckdb: the passes of the areas")

    def test_more_failures_of_a_must_than_failures(self):
        area = self.ones["duckdb"]["areas"]["csv"]
        area["must_failed"] = area["runs"] - area["passed"] + 1
        self.refused("duckdb: area csv")

    def test_a_claim_that_failed(self):
        self.ones["polars"]["claims"]["core"]["conformant"] = True
        self.refused("polars: claim core: conformant, or not")

    def test_a_claim_without_one_that_it_includes(self):
        del self.ones["plain"]["claims"]["core"]
        self.refused("plain: claim classic: conformant without")

    def test_a_claim_that_knows_of_no_failure(self):
        claim = self.ones["polars"]["claims"]["core"]
        claim |= {"passed": claim["runs"], "conformant": True}
        self.refused("polars: the claims and the areas disagree")

    def test_a_slope_of_other_peaks(self):
        self.budget("polars")["slope"] += 0.5
        self.refused("the slope is not that of the peaks")

    def test_a_budget_that_is_kept_by_its_verdict_only(self):
        self.budget("polars")["verdict"] = "pass"
        self.refused("the verdict is not that of the figures")

    def test_a_survival_that_failed(self):
        # What is over budget is over budget whatever survived, so its figures are made good.
        one = self.budget("polars")
        one |= {"verdict": "pass", "survived": False, "slope": 0.0, "above": [[size, 0] for size, _ in one["above"]]}
        self.refused("the verdict is not that of the figures")
        one["survived"] = True
        self.assertEqual(matrix.contradictions(self.summary, SUITE), [])

    def budget(self, name: str) -> dict:
        return self.ones[name]["memory"]["memory.budget-sorted-many-by-date"]

    def test_another_digest_is_no_contradiction(self):
        self.summary["suite"]["digest"] = "0" * 64
        self.assertEqual(matrix.contradictions(self.summary, SUITE), [])
        self.assertIn("0" * 64, matrix.tables(self.summary, SUITE))

    def test_another_version_is_noted(self):
        major, minor, _ = SUITE.version.split(".")
        self.summary["suite"]["version"] = f"{major}.{minor}.999"
        self.assertIsNone(matrix.note(self.summary, SUITE))
        self.summary["suite"]["version"] = f"{major}.{int(minor) + 1}.0"
        self.assertIn("this is", matrix.note(self.summary, SUITE))
        self.assertEqual(matrix.contradictions(self.summary, SUITE), [])


class FileTests(unittest.TestCase):
    """What was changed by hand, in copies of the files."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.files = matrix.Files(pathlib.Path(scratch.name))
        for name in ("summary", "text", "page"):
            path = getattr(self.files, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(getattr(PUBLISHED, name).read_bytes())

    def refused(self, text: str) -> None:
        found = matrix.check(self.files, SUITE)
        self.assertTrue(any(text in line for line in found), found)

    def change(self, path: pathlib.Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), "utf-8")

    def test_copies_are_right(self):
        self.assertEqual(matrix.check(self.files, SUITE), [])

    def test_a_table_that_was_edited(self):
        self.change(self.files.text, "| area csv | ", "| area csv | 1")
        self.refused("the tables of conformance.md are not those of matrix.json")

    def test_a_text_beside_the_tables_is_free(self):
        self.change(self.files.text, "# Conformance\n", "# Conformance, today\n")
        self.assertEqual(matrix.check(self.files, SUITE), [])

    def test_a_summary_that_was_edited(self):
        summary = json.loads(self.files.summary.read_text("utf-8"))
        summary["implementations"]["pandas"]["seconds"] /= 2
        self.files.summary.write_text(json.dumps(summary), "utf-8")
        self.refused("the tables of conformance.md are not those of matrix.json")

    def test_a_page_that_was_edited(self):
        self.change(self.files.page, "</h1>", "!</h1>")
        self.refused("conformance.html is not the page")


class ResultTests(unittest.TestCase):
    """A summary of lines of results."""

    def setUp(self):
        suite = {"version": SUITE.version, "digest": "a" * 64}
        program = {"name": "p", "version": "1"}
        point = {"csv_bytes": 100, "peak_bytes": 70, "baseline_bytes": 50}
        run = {"type": "run", "permutation": "p", "level": "must", "verdict": "pass", "milliseconds": 1000}
        budget = {"type": "memory", "case": "memory.budget-fifty-ingests", "entry": "polars", "cap_bytes": 1000}
        lines = [
            {"type": "header", "suite": suite, "adapter": program, "engine": program, "partial": False,
             "started": "2024-01-02T00:00:00Z", "host": {"system": "Linux", "processors": 2, "slowness": 2}},
            run | {"case": "csv.one"}, run | {"case": "csv.two", "verdict": "fail"},
            run | {"case": "gzip.one", "verdict": "fail", "level": "should"},
            budget | {"attempt": 1, "verdict": "over-budget", "leak_bytes": 9, "series": [point]},
            budget | {"attempt": 2, "verdict": "pass", "leak_bytes": 3,
                      "series": [point, point | {"peak_bytes": 90}, point]},
            {"type": "footer", "complete": True, "seconds": 9.0, "verdicts": {"pass": 1, "fail": 2}, "not_run": 0,
             "session_faults": [], "claims": [{"name": "core", "conformant": False, "must": {"passed": 1, "runs": 2},
                                               "not_run": 0}]},
        ]
        self.results = {name: copy.deepcopy(lines) for name in matrix.IMPLEMENTATIONS}
        self.machines = {name: {"processor": "p", "memory_bytes": 1 << 30} for name in matrix.IMPLEMENTATIONS}

    def summary(self) -> dict:
        return matrix.summary_of(self.results, self.machines, SUITE)

    def test_what_the_lines_say(self):
        summary = self.summary()
        one = summary["implementations"]["plain"]
        self.assertEqual(matrix.contradictions(summary, SUITE), [])
        self.assertEqual(one["areas"], {"csv": {"passed": 1, "runs": 2, "must_failed": 1},
                                        "gzip": {"passed": 0, "runs": 1, "must_failed": 0}})
        self.assertEqual((summary["common_runs"], one["common_seconds"]), (3, 1.5))

    def test_the_last_measurement_counts_and_of_fifty_the_largest(self):
        budget = self.summary()["implementations"]["plain"]["memory"]["memory.budget-fifty-ingests"]
        self.assertEqual((budget["verdict"], budget["leak_bytes"], budget["above"]), ("pass", 3, [[100, 40]]))

    def test_common_runs_are_those_of_all(self):
        del self.results["pandas"][1]
        self.assertEqual(self.summary()["common_runs"], 2)

    def test_a_part_of_the_claims_is_refused(self):
        self.results["pandas"][0]["partial"] = True
        with self.assertRaisesRegex(SystemExit, "pandas: not all"):
            self.summary()

    def test_commands_are_for_the_top_of_any_checkout(self):
        line = "\"repro\":\"cd '/some where/lake' && 'barlake-conform' run --suite '/some where/lake/Conformance'\""
        self.assertEqual(matrix.without_folders(line),
                         "\"repro\":\"'barlake-conform' run --suite './Conformance'\"")

    def test_another_suite_is_refused(self):
        self.results["pandas"][0]["suite"]["digest"] = "b" * 64
        with self.assertRaisesRegex(SystemExit, "pandas: judged by another suite"):
            self.summary()


if __name__ == "__main__":
    unittest.main()
