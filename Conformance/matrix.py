#!/usr/bin/env python3
"""Judges the reference and the adapters of the suite, and publishes them side by side.

    matrix.py run BARLAKE_CONFORM BARLAKE RESULTS [--only NAME]... [--without-memory] [-- WORDS]
    matrix.py write [BARLAKE_CONFORM RESULTS]
    matrix.py --check

`run` judges each implementation, one after the other, with its memory, and leaves the results in the folder RESULTS,
one folder for each. `--only` runs these alone, and leaves the results of the others. `--without-memory` measures
memory only where it is judged, which takes minutes instead of an hour for the plain adapter. `--` passes words on to
`barlake-conform run` (`-- --area csv` tries the script). The adapters run in the Python that runs this script; it needs
Conformance/readers/requirements.txt.

`write` makes matrix.json, a summary, of these results, then the tables of docs/conformance.md from the summary, and the
page docs/conformance.html by `barlake-conform report`. Without arguments it only makes the tables again.

`--check` fails if the tables are not those of the summary, if the page is another, or if the summary contradicts
itself or names what the suite does not have. It runs nothing. That the suite has changed since is no failure: the
tables say which suite they are about.
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import platform
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
START, END = "<!-- implementations, written by Conformance/matrix.py -->\n", "<!-- end of implementations -->"
REFERENCE = "reference"
IMPLEMENTATIONS = (REFERENCE, "plain", "polars", "duckdb", "pandas")
VERDICTS = set(json.loads((HERE / "schemas" / "results.json").read_text("utf-8"))
               ["oneOf"][1]["properties"]["verdict"]["enum"])
MEBIBYTE = 1 << 20
SLOPE_LIMIT = 0.05  # MEM-7.2
LEAK_LIMIT = 4 * MEBIBYTE  # MEM-7.4


# What the suite has


class Suite:
    """The names that a summary may have, from the suite's folder."""

    def __init__(self, folder: pathlib.Path = HERE):
        self.version = (folder / "VERSION").read_text("utf-8").split()[0]
        claims = [json.loads(path.read_text("utf-8")) for path in folder.glob("claims/*.json")]
        claims.sort(key=lambda claim: (claim["name"] != "core", claim["name"]))
        self.claims = {claim["name"]: claim for claim in claims}
        self.areas = sorted(path.name for path in (folder / "cases").iterdir() if path.is_dir())
        memory = {f"memory.{path.parent.name}": json.loads(path.read_text("utf-8"))
                  for path in sorted(folder.glob("cases/memory/*/case.json"))}
        self.budgets = [name for name, case in memory.items() if "budget" in case]

    def features(self, claim: str) -> set[str]:
        own = self.claims[claim]
        return set(own["features"]).union(*(self.features(name) for name in own["includes"]))


# To run


def command_of(name: str, barlake: pathlib.Path) -> str:
    """The adapter's command, from the top of the checkout and without a folder of this machine."""
    return f"{barlake.name} adapter" if name == REFERENCE else f"python3 Conformance/adapters/{name}/adapter.py"


def environment(*programs: pathlib.Path) -> dict[str, str]:
    folders = [str(path.parent) for path in programs] + [str(pathlib.Path(sys.executable).parent)]
    return os.environ | {"PATH": os.pathsep.join([*folders, os.environ["PATH"]])}


def supported(command: str, suite: Suite, variables: dict[str, str]) -> set[str]:
    """The features that the adapter lists."""
    hello = json.dumps({"type": "hello", "protocol": [1], "suite": suite.version}) + "\n"
    done = subprocess.run(shlex.split(command), cwd=ROOT, env=variables, input=hello, text=True, capture_output=True,
                          timeout=60)
    if not done.stdout:
        sys.exit(f"{command}: no reply to hello\n{done.stderr}")
    return set(json.loads(done.stdout.splitlines()[0])["supports"])


def machine() -> dict:
    """What the header of results does not have."""
    models = re.findall(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text("utf-8"))
    return {"processor": models[0] if models else platform.machine(),
            "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")}


def run(options: argparse.Namespace, words: list[str]) -> int:
    suite = Suite()
    conform, barlake = pathlib.Path(options.conform).resolve(), pathlib.Path(options.barlake).resolve()
    variables = environment(conform, barlake)
    for name in options.only or IMPLEMENTATIONS:
        command = command_of(name, barlake)
        features = supported(command, suite, variables)
        claims = [claim for claim in suite.claims if suite.features(claim) <= features]
        print(f"== {name}: {', '.join(claims)}", flush=True)
        place = pathlib.Path(options.results).resolve() / name
        place.mkdir(parents=True, exist_ok=True)
        asked = [word for claim in claims for word in ("--claim", claim)]
        asked += [] if options.without_memory else ["--memory"]
        done = subprocess.run(
            [conform.name, "run", "--suite", "Conformance", "--adapter", command, *asked, "--report-dir", str(place),
             *words], cwd=ROOT, env=variables)
        # 1: something did not pass; 3: not every run was done, or memory could not be measured.
        if done.returncode not in (0, 1, 3):
            return done.returncode
        (place / "machine.json").write_text(json.dumps(machine()) + "\n", "utf-8")
    return 0


# The summary


def name_of(line: dict) -> str:
    return f"{line['case']}@{line['permutation']}"


def area_of(case: str) -> str:
    return case.partition(".")[0]


def is_passed(line: dict) -> bool:
    return line["verdict"] in ("pass", "unexpected-pass")


def areas_of(runs: list[dict], suite: Suite) -> dict[str, dict]:
    areas = {}
    for area in suite.areas:
        mine = [line for line in runs if area_of(line["case"]) == area]
        if mine:
            failed = [line for line in mine if not is_passed(line)]
            areas[area] = {"passed": len(mine) - len(failed), "runs": len(mine),
                           "must_failed": sum(line["level"] == "must" for line in failed)}
    return areas


def memory_of(lines: list[dict]) -> dict[str, dict]:
    """Of each budget the last measurement: one that fails is done once more."""
    found = {}
    for line in sorted(lines, key=lambda line: line["attempt"]):
        above = [[point["csv_bytes"], point["peak_bytes"] - point["baseline_bytes"]] for point in line["series"]]
        if "leak_bytes" in line:  # One measurement of fifty ingests.
            above = [max(above, key=lambda point: point[1])]
        found[line["case"]] = {
            "verdict": line["verdict"], "attempt": line["attempt"], "entry": line["entry"],
            "cap_bytes": line["cap_bytes"], "above": above,
            **{key: line[key] for key in ("slope", "leak_bytes", "survived") if key in line}}
    return dict(sorted(found.items()))


def implementation_of(lines: list[dict], place: dict, common: set[str], suite: Suite) -> dict:
    header, footer = lines[0], lines[-1]
    kinds = collections.defaultdict(list)
    for line in lines:
        kinds[line["type"]].append(line)
    slowness = header["host"]["slowness"]
    milliseconds = sum(line["milliseconds"] for line in kinds["run"] if name_of(line) in common)
    return {
        "engine": header["engine"], "adapter": header["adapter"], "started": header["started"],
        "machine": {**header["host"], **place},
        "verdicts": footer["verdicts"], "session_faults": len(footer["session_faults"]),
        "claims": {claim["name"]: {"conformant": claim["conformant"], **claim["must"], "not_run": claim["not_run"]}
                   for claim in footer["claims"]},
        "areas": areas_of(kinds["run"], suite),
        "memory": memory_of(kinds["memory"]),
        "seconds": footer["seconds"],
        "common_seconds": round(milliseconds / 1000 / slowness, 1),
    }


def summary_of(results: dict[str, list[dict]], machines: dict[str, dict], suite: Suite) -> dict:
    for name, lines in results.items():
        if lines[0]["partial"] or lines[-1]["type"] != "footer" or not lines[-1]["complete"]:
            raise SystemExit(f"{name}: not all of the claims was run; see `matrix.py run`")
        if lines[0]["suite"] != results[REFERENCE][0]["suite"]:
            raise SystemExit(f"{name}: judged by another suite than the reference; run it again")
    common = set.intersection(*({name_of(line) for line in lines if line["type"] == "run"}
                                for lines in results.values()))
    return {
        "suite": results[REFERENCE][0]["suite"], "common_runs": len(common),
        "implementations": {name: implementation_of(lines, machines[name], common, suite)
                            for name, lines in results.items()},
    }


def contradictions(summary: dict, suite: Suite) -> list[str]:
    """What cannot be true of a summary, or is of no suite like this one."""
    found = []
    if tuple(summary["implementations"]) != IMPLEMENTATIONS:
        found.append(f"the implementations are not {', '.join(IMPLEMENTATIONS)}")
    if not re.fullmatch("[0-9a-f]{64}", summary["suite"]["digest"]):
        found.append("the digest is none")
    for name, one in summary["implementations"].items():
        unknown = [
            *(f"area {area}" for area in one["areas"] if area not in suite.areas),
            *(f"claim {claim}" for claim in one["claims"] if claim not in suite.claims),
            *(f"budget {case}" for case in one["memory"] if case not in suite.budgets),
            *(f"verdict {verdict}" for verdict in one["verdicts"] if verdict not in VERDICTS)]
        found += [f"{name}: the suite has no {text}" for text in unknown]
        if not unknown:
            found += [f"{name}: {text}" for text in
                      [*wrong_counts(one), *wrong_claims(one, suite), *wrong_memory(one["memory"])]]
    return found


def wrong_counts(one: dict) -> list[str]:
    areas, verdicts = one["areas"], one["verdicts"]
    found = [f"area {area}: the counts do not fit together" for area, count in areas.items()
             if not 0 <= count["must_failed"] <= count["runs"] - count["passed"] <= count["runs"]]
    if sum(count["runs"] for count in areas.values()) != sum(verdicts.values()):
        found.append("the runs of the areas are not those of the verdicts")
    passed = verdicts.get("pass", 0) + verdicts.get("unexpected-pass", 0)
    if sum(count["passed"] for count in areas.values()) != passed:
        found.append("the passes of the areas are not those of the verdicts")
    if min(one["seconds"], one["common_seconds"]) < 0 or one["machine"]["slowness"] < 1:
        found.append("the times are none")
    return found


def wrong_claims(one: dict, suite: Suite) -> list[str]:
    claims, found = one["claims"], []
    runs = sum(count["runs"] for count in one["areas"].values())
    for name, claim in claims.items():
        whole = claim["passed"] == claim["runs"] > 0 and not claim["not_run"] and not one["session_faults"]
        if claim["conformant"] != whole:
            found.append(f"claim {name}: conformant, or not, against its counts")
        if not 0 <= claim["passed"] <= claim["runs"] <= runs:
            found.append(f"claim {name}: the counts do not fit together")
        if claim["conformant"] and not all(
                claims.get(other, {}).get("conformant") for other in suite.claims[name]["includes"]):
            found.append(f"claim {name}: conformant without a claim that it includes")
    failed = sum(count["must_failed"] for count in one["areas"].values())
    if any(claim["passed"] < claim["runs"] for claim in claims.values()) != (failed > 0):
        found.append("the claims and the areas disagree whether a MUST failed")
    return found


def wrong_memory(memory: dict[str, dict]) -> list[str]:
    found = []
    for name, one in memory.items():
        above, slope, leak = one["above"], one.get("slope"), one.get("leak_bytes")
        if slope is not None:
            (small, low), (large, high) = above
            if abs((high - low) / (large - small) - slope) > 0.0001:
                found.append(f"{name}: the slope is not that of the peaks")
        within = (all(point[1] <= one["cap_bytes"] for point in above) and (slope or 0) <= SLOPE_LIMIT
                  and (leak or 0) <= LEAK_LIMIT and one.get("survived") is not False)
        if one["verdict"] not in VERDICTS or one["verdict"] == "pass" and not (above and within) \
                or one["verdict"] == "over-budget" and within:
            found.append(f"{name}: the verdict is not that of the figures")
    return found


# The tables


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def table(head: str, names: list[str], rows: list[tuple[str, list[str]]]) -> str:
    return (row(head, *(f"`{name}`" for name in names)) + "|" + "---|" * (len(names) + 1) + "\n"
            + "".join(row(title, *cells) for title, cells in rows))


def mebibytes(count: int) -> str:
    return f"{count / MEBIBYTE:.1f}" if abs(count) < 9.95 * MEBIBYTE else f"{count / MEBIBYTE:.0f}"


def engine_cell(one: dict) -> str:
    return f"{one['engine']['name']} {one['engine']['version']}"


def machine_cell(one: dict) -> str:
    host = one["machine"]
    return (f"{host['system']}, {host['processors']} × {host['processor']}, "
            f"{host['memory_bytes'] / (1 << 30):.0f} GiB")


def seconds_cell(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 99.95 else f"{seconds:.0f} s"


def wall_cell(one: dict) -> str:
    text = seconds_cell(one["seconds"] / one["machine"]["slowness"])
    return text if one["memory"] else f"{text}, without"


def claim_cell(claim: dict | None) -> str:
    if claim is None:
        return "not asked"
    return "conformant" if claim["conformant"] else f"not: {claim['passed']}/{claim['runs']}"


def area_cell(count: dict | None) -> str:
    if count is None:
        return "–"
    failed = f", **{count['must_failed']}**" if count["must_failed"] else ""
    return f"{count['passed']}/{count['runs']}{failed}"


def added(counts: dict[str, dict]) -> dict:
    return {key: sum(count[key] for count in counts.values()) for key in ("passed", "runs", "must_failed")}


def kind_cell(one: dict) -> str:
    return ", ".join(sorted({f"`{budget['entry']}`" for budget in one["memory"].values()})) or "not measured"


def memory_cell(one: dict | None) -> str:
    if one is None:
        return "–"
    if not one["above"]:
        return one["verdict"]
    figures = [" → ".join(mebibytes(point[1]) for point in one["above"])]
    if "slope" in one:
        # In two digits what is above its limit must not look like the limit.
        figures.append(f"{one['slope']:.2f}" if one["slope"] >= 0.1 else f"{one['slope']:.3f}")
    if "leak_bytes" in one:
        figures.append(f"leak {mebibytes(one['leak_bytes'])}")
    figures.append({True: "survived", False: "did not survive", None: ""}[one.get("survived")])
    if one["attempt"] > 1 and one["verdict"] == "pass":
        figures.append("the second time")
    text = ", ".join(filter(None, figures))
    return text if one["verdict"] == "pass" else f"{text}, **{one['verdict']}**"


def tables(summary: dict, suite: Suite) -> str:
    names, ones = list(summary["implementations"]), list(summary["implementations"].values())
    machines = list(dict.fromkeys(map(machine_cell, ones)))
    days = sorted({one["started"][:10] for one in ones})
    text = f"Suite {summary['suite']['version']}, digest `{summary['suite']['digest']}`, "
    text += f"{' to '.join(dict.fromkeys([days[0], days[-1]]))}, on {'; '.join(machines)}.\n\n"

    def cells(cell) -> list[str]:
        return [cell(one) for one in ones]

    rows = [("engine", cells(engine_cell)), ("day", cells(lambda one: one["started"][:10]))]
    for claim in suite.claims:
        rows.append((f"claim `{claim}`", cells(lambda one: claim_cell(one["claims"].get(claim)))))
    for area in suite.areas:
        rows.append((f"area {area}", cells(lambda one: area_cell(one["areas"].get(area)))))
    rows += [
        ("all areas", cells(lambda one: area_cell(added(one["areas"])))),
        ("wall time, with memory", cells(wall_cell)),
        (f"the {summary['common_runs']} runs that all did", cells(lambda one: seconds_cell(one["common_seconds"]))),
    ]
    text += table("", names, rows) + "\n"
    rows = [("kind", cells(kind_cell))]
    for name in suite.budgets:
        shown = f"`{name.removeprefix('memory.budget-')}`"
        rows.append((shown, cells(lambda one: memory_cell(one["memory"].get(name)))))
    return text + table("memory", names, rows)


# The files


class Files:
    """The files that are written or checked."""

    def __init__(self, root: pathlib.Path = ROOT):
        self.summary = root / "Conformance" / "matrix.json"
        self.text = root / "docs" / "conformance.md"
        self.page = root / "docs" / "conformance.html"

    def with_tables(self, summary: dict, suite: Suite) -> str:
        """The text with the tables of the summary."""
        text = self.text.read_text("utf-8")
        start, end = text.index(START) + len(START), text.index(END)
        return f"{text[:start]}\n{tables(summary, suite)}\n{text[end:]}"

    def page_digest(self) -> str:
        return hashlib.sha256(self.page.read_bytes()).hexdigest()


def check(files: Files, suite: Suite) -> list[str]:
    summary = json.loads(files.summary.read_text("utf-8"))
    if found := contradictions(summary, suite):
        return [f"{files.summary.name}: {text}" for text in found]
    if files.text.read_text("utf-8") != files.with_tables(summary, suite):
        found.append(f"the tables of {files.text.name} are not those of {files.summary.name}; run matrix.py write")
    if files.page_digest() != summary["page_sha256"]:
        found.append(f"{files.page.name} is not the page that was made with {files.summary.name}")
    return found


def note(summary: dict, suite: Suite) -> str | None:
    """That the tables are about a suite with fewer or more cases than this one."""
    judged = summary["suite"]["version"]
    if judged.split(".")[:2] == suite.version.split(".")[:2]:
        return None
    return f"note: the tables of implementations are about suite {judged}, and this is {suite.version}"


def without_folders(text: str) -> str:
    """Results without the checkouts from which they were made: commands are for their top folder."""
    for folder in sorted({str(ROOT), *re.findall(r"\bcd '([^']+)' && ", text)}, key=len, reverse=True):
        text = text.replace(f"cd '{folder}' && ", "").replace(folder, ".")
    return text


def make_page(conform: str, texts: dict[str, str], page: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in texts.items():
            paths.append(pathlib.Path(folder) / f"{name}.ndjson")
            paths[-1].write_text(text, "utf-8")
        made = pathlib.Path(folder) / page.name
        subprocess.run([conform, "report", "--suite", str(HERE), *map(str, paths), "--output", str(made)], check=True)
        text = made.read_text("utf-8")
        if re.search("<code>cd (&#39;)?/", text):
            raise SystemExit("the page would name the folder in which a command was run")
        for private in (str(ROOT), sys.prefix, str(pathlib.Path.home()), tempfile.gettempdir()):
            if private + "/" in text:
                raise SystemExit(f"the page would name a folder of this machine: {private}")
        page.write_text(text, "utf-8")


def write(options: argparse.Namespace) -> int:
    files, suite = Files(), Suite()
    if options.conform:
        folder = pathlib.Path(options.results)
        texts = {name: without_folders((folder / name / "results.ndjson").read_text("utf-8"))
                 for name in IMPLEMENTATIONS}
        machines = {name: json.loads((folder / name / "machine.json").read_text("utf-8")) for name in IMPLEMENTATIONS}
        lines = {name: [json.loads(line) for line in text.splitlines()] for name, text in texts.items()}
        summary = summary_of(lines, machines, suite)
        make_page(options.conform, texts, files.page)
        summary["page_sha256"] = files.page_digest()
        text = json.dumps(summary, indent=2, ensure_ascii=False)
        for innermost in (r"\[[^][{}]*\]", r"\[\s*\[[^{}]*?\]\s*\]", r"\{[^{}]*\}"):
            text = re.sub(innermost, lambda match: " ".join(match[0].split()), text)
        files.summary.write_text(text + "\n", "utf-8")
    summary = json.loads(files.summary.read_text("utf-8"))
    files.text.write_text(files.with_tables(summary, suite), "utf-8")
    return 0


def main() -> int:
    words = sys.argv[1:]
    words, rest = (words[:words.index("--")], words[words.index("--") + 1:]) if "--" in words else (words, [])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    commands = parser.add_subparsers(dest="command")
    running = commands.add_parser("run")
    running.add_argument("conform")
    running.add_argument("barlake")
    running.add_argument("results")
    running.add_argument("--only", action="append", choices=IMPLEMENTATIONS)
    running.add_argument("--without-memory", action="store_true")
    writing = commands.add_parser("write")
    writing.add_argument("conform", nargs="?")
    writing.add_argument("results", nargs="?")
    options = parser.parse_args(words)
    if options.check == bool(options.command) or rest and options.command != "run":
        parser.error("one of run, write and --check")
    if options.command == "run":
        return run(options, rest)
    if options.command == "write":
        if (options.conform is None) != (options.results is None):
            parser.error("write takes BARLAKE_CONFORM and RESULTS, or nothing")
        status = write(options)
    files, suite = Files(), Suite()
    found = check(files, suite)
    for text in found:
        print(text, file=sys.stderr)
    if text := note(json.loads(files.summary.read_text("utf-8")), suite):
        print(text)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
