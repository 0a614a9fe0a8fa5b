#!/usr/bin/env python3
"""Makes reports of real results and looks at them: `check_report.py BARLAKE_CONFORM BARLAKE [--keep DIR]`.

The page is opened in headless Chromium, wide and narrow, light and dark, with and without scripts; JUnit's XML and
the Markdown are parsed; the schema of results and the command must agree about some thousand changed lines.
`--keep DIR` leaves the reports and the screenshots there. Needs Conformance/browser-requirements.txt and a Chromium
of the system.
"""

import argparse
import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import jsonschema
import markdown_it

import browser
from browser import HOSTILE

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = json.loads((HERE / "schemas" / "results.json").read_text("utf-8"))


def lines_of(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: pathlib.Path, lines: list[dict]) -> pathlib.Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def memory_line(number: int, slope: float) -> dict:
    mebibyte = 1 << 20
    sizes = [22 * mebibyte * times for times in (1, 4, 16)]
    return {
        "type": "memory", "case": "memory.limit-zero", "permutation": "polars,plain,threads=1", "entry": "polars",
        "judged": number == 0, "attempt": 1, "cap_bytes": 96 * mebibyte, "slope": slope,
        "verdict": "pass" if slope < 0.05 else "over-budget",
        "series": [
            {"csv_bytes": size, "peak_bytes": 60 * mebibyte + int(slope * size), "baseline_bytes": 50 * mebibyte}
            for size in sizes
        ],
    }


class Place:
    """What all tests look at: results of four implementations, and the reports of them."""

    def __init__(self, conform: str, barlake: str, keep: str | None):
        self.conform = conform
        self.scratch = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(keep or self.scratch.name).resolve()
        self.path.mkdir(parents=True, exist_ok=True)
        python = sys.executable
        adapters = {"reference": f"'{barlake}' adapter"} | {
            name: f"'{python}' '{HERE}/adapters/{name}/adapter.py'" for name in ("plain", "polars", "duckdb")
        }
        self.results = {}
        for name, adapter in adapters.items():
            words = ["--adapter", adapter, "--area", "gzip", "--area", "time", "--contact", f"{name} <a@b>"]
            done = self.call("run", *words, "--report-dir", str(self.path / name))
            assert done.returncode in (0, 1), done.stdout + done.stderr
            self.results[name] = self.path / name / "results.ndjson"
        self.hostile = self.make_hostile()
        self.cut = self.make_cut()
        memory = [
            write(
                self.path / f"memory-{name}.ndjson",
                lines_of(path)[:-1] + [memory_line(number, slope)] + lines_of(path)[-1:],
            )
            for number, (slope, (name, path)) in enumerate(zip((0.01, 0.0, 0.65, 0.66), self.results.items()))
        ]
        self.pages = {
            "plain": self.report("plain.html", *self.results.values()),
            "whole": self.report("whole.html", *memory[:3], self.cut, self.hostile),
        }

    def make_hostile(self) -> pathlib.Path:
        """The results of Polars by programs with bad names, and with bad texts in each failure."""
        lines = lines_of(self.results["polars"])
        for line in lines:
            if line["type"] == "header":
                line["adapter"] = line["engine"] = {"name": HOSTILE, "version": HOSTILE}
                line["command"] = line["contact"] = HOSTILE
            if line.get("verdict") == "fail":
                line["repro"] = line["stderr"] = HOSTILE + "\x00\x1b[0m" + "x" * 300
                line["difference"] = {name: HOSTILE for name in ("place", "expected", "found", "input")} | {"line": 3}
        return write(self.path / "hostile.ndjson", lines)

    def make_cut(self) -> pathlib.Path:
        """The results of DuckDB without an end, with failures that are expected and runs that are not supported."""
        lines = lines_of(self.results["duckdb"])[:-1]
        for number, line in enumerate(lines):
            if "CSV-10.4" in line.get("rules", []):
                kept = {name: line[name] for name in ("case", "permutation", "level", "rules")}
                lines[number] = kept | {"type": "not-run", "missing": ["gzip"]}
            elif "CSV-10.5" in line.get("rules", []) and line["verdict"] == "fail":
                line |= {"verdict": "expected-fail", "reason": "flags are not looked at"}
        path = write(self.path / "cut.ndjson", lines)
        path.write_bytes(path.read_bytes()[:-50])
        return path

    def call(self, *words: str) -> subprocess.CompletedProcess:
        command = [self.conform, words[0], "--suite", str(HERE), *words[1:]]
        return subprocess.run(command, text=True, capture_output=True, timeout=300)

    def report(self, name: str, *results: pathlib.Path, words: tuple[str, ...] = ()) -> pathlib.Path:
        done = self.call("report", *map(str, results), "--output", str(self.path / name), *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return self.path / name


class ReportTests(browser.BrowserTests):
    place: Place

    def pages(self):
        return self.place.pages

    def screenshots(self):
        return None if self.place.scratch.name == str(self.place.path) else self.place.path

    # The page.

    def test_the_page_is_no_wider_than_a_desktop_or_a_phone_in_light_and_dark(self):
        for name in self.place.pages:
            for size in browser.SIZES:
                for scheme in browser.SCHEMES:
                    self.check_width(name, size, scheme)

    def test_the_matrix_scrolls_in_its_box_below_its_heads(self):
        page = self.open("whole", "phone")
        places = page.evaluate("""() => {
            const table = document.querySelector("#matrix"), box = table.parentElement;
            const row = table.querySelector("tr[data-state] th"), head = table.querySelector("thead th:nth-child(2)");
            const before = row.getBoundingClientRect().left;
            box.scrollTo(200, 300);
            return {
                scrolled: [box.scrollLeft, box.scrollTop], before, after: row.getBoundingClientRect().left,
                head: head.getBoundingClientRect().top - box.getBoundingClientRect().top,
                named: box.getAttribute("aria-label"), focus: box.tabIndex,
            };
        }""")
        self.assertGreater(min(places["scrolled"]), 0, "it is wider and longer than its box")
        self.assertEqual(places["before"], places["after"], "the rule stays where it is")
        self.assertLessEqual(abs(places["head"]), 2, "and so do the names")
        self.assertEqual((places["named"], places["focus"]), ("Rules and implementations", 0))

    def test_nothing_is_wrong_for_who_does_not_see_or_use_a_mouse(self):
        for size, scheme in (("desktop", "light"), ("desktop", "dark"), ("phone", "light")):
            self.check_accessible("whole", size, scheme, every=9)

    def test_verdicts_are_words_and_symbols_in_colours_that_can_be_read(self):
        for scheme in browser.SCHEMES:
            page = self.open("whole", "desktop", scheme)
            cells = page.evaluate("""() => [...document.querySelectorAll("#matrix tr[data-state] td:not(.text)")]
                .filter((cell) => cell.textContent).map((cell) => {
                    const style = getComputedStyle(cell);
                    return [cell.className, cell.textContent, style.color, style.backgroundColor];
                })""")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            symbols = {}
            for style, text, ink, paper in cells:
                symbols.setdefault(style, set()).add(text[0])
                self.assertRegex(text, r"^[✓✗≈△–](pass|fail|expected failure|SHOULD not kept|not run)")
                self.assertGreaterEqual(browser.contrast(ink, paper if browser.channels(paper)[3] else ground), 4.5, (style, scheme))
            self.assertEqual(
                symbols, {"pass": {"✓"}, "fail": {"✗"}, "known": {"≈"}, "differs": {"△"}, "none": {"–"}})

    def test_names_and_texts_of_adapters_are_texts(self):
        page = self.open("whole")
        self.check_inert(page)
        self.assertGreater(page.locator("[href]").count(), 100)
        shown = HOSTILE.replace("\u202e", "\\u{202e}")
        texts = page.evaluate("document.body.textContent")
        self.assertGreater(texts.count(shown), 20)
        self.assertIn("\\u{0}\\u{1b}[0m", texts)
        self.assertNotIn("\u202e", self.place.pages["whole"].read_text("utf-8"))

    def test_links_lead_somewhere_and_identifiers_are_there_once(self):
        for name in self.place.pages:
            self.check_links(name)

    def test_all_can_be_read_without_scripts(self):
        page = self.open("whole", "phone", java_script_enabled=False)
        for selector in (".theme", ".controls"):
            self.assertFalse(page.locator(selector).is_visible(), selector)
        for text in ("Claims", "MUST rules kept", "Memory", "The specification", "wall time"):
            self.assertTrue(page.get_by_text(text).first.is_visible(), text)
        first = page.locator("details:has(.difference)").first
        first.locator("summary").click()
        self.assertTrue(first.locator(".difference").first.is_visible())

    def test_rows_are_filtered_and_a_link_opens_its_failure(self):
        page = self.open("whole")
        rows = page.locator("#matrix tr[data-state]")
        whole = rows.count()
        page.fill("#filter-text", "PARQ-4")
        shown = page.locator("#matrix tr[data-state]:not([hidden])")
        self.assertTrue(0 < shown.count() < whole)
        for text in shown.all_text_contents():
            self.assertIn("parq-4", text.lower())
        self.assertEqual(page.inner_text("#filter-count"), f"{shown.count()} of {whole} rules")
        page.fill("#filter-text", "")
        page.select_option("#filter-state", "fail")
        self.assertTrue(0 < shown.count() < whole)
        self.assertEqual(page.locator("#matrix tr[data-state]:not([hidden]):not(:has(td.fail))").count(), 0)
        page.locator("#matrix tr[data-state]:not([hidden]) td.fail a").first.click()
        self.assertEqual(page.locator("details:target[open] .difference").first.is_visible(), True)

    def test_the_theme_is_the_systems_until_it_is_changed(self):
        self.check_theme("plain")

    def test_the_page_says_what_the_results_say(self):
        page = self.open("plain")
        heads = page.locator("#matrix thead th").all_inner_texts()
        self.assertEqual(heads[0], "rule")
        self.assertEqual(len(heads), 2 + len(self.place.results))
        for column, path in enumerate(self.place.results.values(), 1):
            runs = [line for line in lines_of(path) if line["type"] == "run" and "CSV-10.3" in line["rules"]]
            passed = sum(line["verdict"] == "pass" for line in runs)
            text = str(passed) if passed == len(runs) else f"{passed}/{len(runs)}"
            row = page.locator("#matrix tr", has=page.locator("a", has_text=re.compile("^CSV-10.3$")))
            self.assertTrue(row.locator("td").nth(column - 1).text_content().endswith(text), (column, text))
        failed = [line for line in lines_of(self.place.results["polars"]) if line.get("verdict") == "fail"]
        texts = page.locator("#failures").text_content()
        for line in failed:
            self.assertIn(line["permutation"], texts)
        for case in {line["case"] for line in failed}:
            first = next(line for line in failed if line["case"] == case)
            for part in (case, first["repro"], first["difference"]["place"]):
                self.assertIn(part, texts)
        self.assertIn("None of the results has a measurement of memory.", page.inner_text("#memory"))

    def test_memory_is_a_line_for_each_implementation_and_a_cut_file_incomplete(self):
        page = self.open("whole")
        self.assertEqual(page.locator("#memory svg").count(), 1)
        self.assertEqual(page.locator("#memory polyline").count(), 3)
        dashes = page.evaluate("[...document.querySelectorAll('#memory g')].map((one) => one.innerHTML.split('\"')[5])")
        self.assertEqual(len(set(dashes)), 3, "lines differ by more than their colour")
        self.assertIn("over-budget, not claimed", page.inner_text("#memory"))
        self.assertIn("0.650", page.inner_text("#memory"))
        self.assertIn("Incomplete: the results have no end", page.inner_text("#claims"))
        tiles = page.locator("#specification .heat li")
        self.assertEqual(tiles.count(), len(json.loads((HERE / "clauses.json").read_text("utf-8"))))
        self.assertGreater(tiles.filter(has_text="no case").count(), 0)

    def test_a_report_is_the_same_again_and_from_a_command_that_lies_alone(self):
        words = ["report", *map(str, self.place.results.values()), "--suite", str(HERE)]
        with tempfile.TemporaryDirectory() as folder:
            alone = shutil.copy(self.place.conform, folder)
            done = subprocess.run([alone, *words], cwd=folder, text=True, capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, self.place.pages["plain"].read_text("utf-8"))

    # JUnit and Markdown.

    def check_junit(self, root: xml.etree.ElementTree.Element) -> None:
        """What the schemas of JUnit's XML that are in use ask for, all at once."""
        def counts(tests):
            skipped = sum(test.find("skipped") is not None for test in tests)
            failures = sum(test.find("failure") is not None for test in tests)
            return {"tests": str(len(tests)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}

        verdicts = set(SCHEMA["oneOf"][1]["properties"]["verdict"]["enum"]) | {"incomplete"}
        self.assertEqual(root.tag, "testsuites")
        self.assertLessEqual(counts(root.findall("*/testcase")).items(), root.attrib.items())
        for number, suite in enumerate(root):
            self.assertEqual(suite.tag, "testsuite")
            self.assertEqual(set(suite.attrib), {
                "name", "package", "id", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"})
            self.assertEqual(suite.attrib["id"], str(number))
            self.assertRegex(suite.attrib["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
            self.assertRegex(suite.attrib["time"], r"^\d+\.\d+$")
            tests = suite.findall("testcase")
            self.assertLessEqual(counts(tests).items(), suite.attrib.items())
            self.assertEqual(
                [one.tag for one in suite], ["properties", *["testcase"] * len(tests), "system-out", "system-err"])
            properties = {one.attrib["name"]: one.attrib["value"] for one in suite.find("properties")}
            self.assertRegex(properties["suite.digest"], "^[0-9a-f]{64}$")
            for test in tests:
                self.assertEqual(set(test.attrib), {"classname", "name", "time"})
                self.assertRegex(test.attrib["time"], r"^\d+\.\d{3}$")
                self.assertLessEqual(len(test), 1)
                for outcome in test:
                    self.assertIn(outcome.tag, {"failure", "skipped"})
                    self.assertIn("message", outcome.attrib)
                    if outcome.tag == "failure":
                        self.assertIn(outcome.attrib["type"], verdicts)
                        self.assertEqual(set(outcome.attrib), {"type", "message"})

    def test_junit_is_as_the_schemas_ask(self):
        for name, results in (
            ("one.xml", [self.place.results["polars"]]), ("all.xml", self.place.results.values()),
            ("bad.xml", [self.place.cut, self.place.hostile]),
        ):
            path = self.place.report(name, *results, words=("--format", "junit"))
            root = xml.etree.ElementTree.parse(path).getroot()
            self.check_junit(root)
            lines = [line for result in results for line in lines_of_cut(result)]
            runs = [line for line in lines if line["type"] in ("run", "not-run")]
            tests = [test for test in root.iter("testcase") if test.attrib["classname"].split(".")[-1] != "completeness"]
            self.assertEqual(len(tests), len(runs))
            failed = [line for line in lines if line.get("verdict") == "fail"]
            self.assertEqual(len([one for one in root.iter("failure") if one.attrib["type"] == "fail"]), len(failed))
        self.check_junit(xml.etree.ElementTree.parse(self.place.path / "polars" / "junit.xml").getroot())
        bodies = [failure.text for failure in root.iter("failure") if HOSTILE in failure.attrib["message"]]
        self.assertGreater(len(bodies), 5)
        self.assertIn(f"repeat: {HOSTILE}\ufffd\ufffd[0m", bodies[0])
        self.assertEqual([one.attrib["type"] for one in root.iter("failure")].count("incomplete"), 1)

    def test_markdown_is_tables_and_texts(self):
        path = self.place.report(
            "all.md", *self.place.results.values(), self.place.hostile, words=("--format", "markdown"))
        text = path.read_text("utf-8")
        tokens = markdown_it.MarkdownIt("commonmark").enable("table").parse(text)
        inline = [part for token in tokens for part in token.children or []]
        kinds = {token.type for token in tokens} | {part.type for part in inline}
        self.assertEqual(kinds & {"html_block", "html_inline", "link_open", "image"}, set())
        tables = [token for token in tokens if token.type == "table_open"]
        self.assertGreaterEqual(len(tables), 2 + 2 * 5)
        # A row has as many cells as its head: no text ends a cell.
        rows = [token for token in tokens if token.type in ("table_open", "tr_open", "td_open", "th_open", "tr_close")]
        width, cells = 0, 0
        for token in rows:
            if token.type == "table_open":
                width = 0
            elif token.type == "tr_open":
                cells = 0
            elif token.type == "tr_close":
                width = width or cells
                self.assertEqual(cells, width)
            else:
                cells += 1
        texts = "".join(part.content for part in inline if part.type == "text")
        self.assertIn("<script>window.broken=1</script>", texts)
        digest = lines_of(self.place.hostile)[0]["suite"]["digest"]
        self.assertIn(digest, [part.content for part in inline if part.type == "code_inline"])
        repros = {token.content for token in tokens if token.type == "fence"}
        failed = next(line for line in lines_of(self.place.results["duckdb"]) if line.get("verdict") == "fail")
        self.assertIn(failed["repro"] + "\n", repros)

    # Results that others send.

    def refused(self, *results: pathlib.Path, words: tuple[str, ...] = ()) -> str:
        done = self.place.call("report", *map(str, results), *words)
        self.assertEqual(done.returncode, 2, done.stdout[:1000] + done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_results_that_do_not_go_together_are_refused(self):
        plain, polars = self.place.results["plain"], self.place.results["polars"]
        lines = lines_of(plain)
        other = copy.deepcopy(lines)
        other[0]["suite"]["digest"] = "0" * 64
        other = write(self.place.path / "other.ndjson", other)
        self.assertIn("results by different suites are not merged", self.refused(polars, other))
        self.assertIn("name the folder of that suite with --suite", self.refused(other))
        self.assertIn("are results of one implementation", self.refused(plain, polars, plain))
        self.assertIn("nowhere.ndjson", self.refused(self.place.path / "nowhere.ndjson"))
        better = [line | {"verdict": "pass"} if line.get("verdict") == "fail" else line for line in lines_of(polars)]
        self.assertIn("the footer does not say", self.refused(write(self.place.path / "better.ndjson", better)))
        invented = [line | {"case": "csv.invented"} if line["type"] == "run" else line for line in lines[:2]]
        self.assertIn("no run csv.invented@", self.refused(write(self.place.path / "invented.ndjson", invented)))

    def test_the_schema_and_the_command_agree_about_changed_lines(self):
        validator = jsonschema.Draft202012Validator(SCHEMA)
        samples = self.samples()
        folder = self.place.path / "changed"
        folder.mkdir(exist_ok=True)
        expected: dict[str, tuple[bool, dict]] = {}
        for kind, sample in samples.items():
            for line in [sample, *changes(sample)]:
                name = f"{len(expected)}"
                before = [] if kind == "header" else [samples["header"]]
                after = [] if kind == "footer" else [samples["footer"]]
                write(folder / name, before + [line] + after)
                expected[name] = (validator.is_valid(line), line)
        command = [self.place.conform, "report", "--check", *expected]
        done = subprocess.run(command, cwd=folder, text=True, capture_output=True)
        wrong = {line.partition(",")[0].partition(":")[0]: line for line in done.stderr.splitlines()}
        for name, (is_valid, line) in expected.items():
            self.assertEqual(is_valid, name not in wrong, f"{wrong.get(name)}\n{json.dumps(line)}")
            if not is_valid:
                self.assertRegex(wrong[name], rf"^{name}, line [12]: ")
        valid = sum(is_valid for is_valid, _ in expected.values())
        self.assertGreater(valid, 100)
        self.assertGreater(len(expected) - valid, 1000)
        print(f"{len(expected)} lines, {valid} of them valid, by the schema and by the command")
        shutil.rmtree(folder)

    def samples(self) -> dict[str, dict]:
        """A line of each kind with all its members."""
        difference = {"place": "p", "expected": "e", "found": "f", "line": 2, "input": "i"}
        run = next(line for line in lines_of(self.place.results["polars"]) if line["type"] == "run")
        run |= {
            "verdict": "fail", "difference": difference, "reference": ["PARQ-6.1"], "problem": "p",
            "attempts": ["timeout", "fail"], "peak_bytes": 5, "stderr": "s", "repro": "r", "reason": "r"}
        header = lines_of(self.place.results["polars"])[0]
        header["host"]["probe_bytes"] = 5
        footer = lines_of(self.place.results["polars"])[-1]
        footer["claims"][0]["missing"] = ["gzip"]
        footer["session_faults"] = [{"session": "s", "verdict": "crash", "problem": "p", "stderr": "e"}]
        memory = memory_line(0, 0.5) | {
            "leak_bytes": -5, "survived": True, "difference": difference, "problem": "p"}
        missing = {
            "type": "not-run", "case": "csv.empty-file", "permutation": "lazy,plain,threads=1", "level": "must",
            "rules": ["CSV-1.1"], "missing": ["lazy"]}
        return {"header": header, "run": run, "not-run": missing, "memory": memory, "footer": footer}


def lines_of_cut(path: pathlib.Path) -> list[dict]:
    """The lines of results, but a last one that is cut."""
    texts = path.read_text("utf-8", errors="replace").split("\n")
    return [json.loads(text) for text in texts[:-1]]


VALUES = (
    None, True, -1, 0, 1, 2.0, 2.5, 1e300, 1 << 53, (1 << 53) + 1, 1 << 63, 10**9 + 1, 10**10 + 1, "", " ", "x", "x" * 201,
    "must", "crash", "2026-01-31T12:00:00Z", "0" * 64, [], ["x"], [1], ["gzip"], {}, {"x": 1})


def changes(line):
    """The line with one member gone, of another value, or one too many, at each place in it."""
    def walk(value, path):
        yield path
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from walk(inner, path + [name])
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(inner, path + [index])

    def holder(copied, path):
        for name in path[:-1]:
            copied = copied[name]
        return copied

    for path in walk(line, []):
        inner = line
        for name in path:
            inner = inner[name]
        if isinstance(inner, dict):
            changed = copy.deepcopy(line)
            target = holder(changed, path + [""])
            target["unknown"] = 1
            yield changed
        if not path:
            continue
        changed = copy.deepcopy(line)
        del holder(changed, path)[path[-1]]
        yield changed
        for value in VALUES:
            changed = copy.deepcopy(line)
            holder(changed, path)[path[-1]] = value
            yield changed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("conform")
    parser.add_argument("barlake")
    parser.add_argument("--keep", metavar="DIR")
    given, rest = parser.parse_known_args()
    programs = [str(pathlib.Path(path).resolve()) for path in (given.conform, given.barlake)]
    ReportTests.place = Place(*programs, given.keep)
    unittest.main(argv=[sys.argv[0], *rest])
