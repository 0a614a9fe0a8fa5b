"""Each run of BarLake's conformance suite as a test: `pytest --barlake-adapter "python3 my_adapter.py"`.

`barlake-conform` judges; this plugin asks it for the names of the runs, lets it do those that pytest selected, one
area of the suite after the other, and gives each test the verdict of its run. The adapter is so started once per area
and processor, and not per test; the time of an area is that of its first test.
"""

import importlib.metadata
import json
import pathlib
import signal
import subprocess
import tempfile

import pytest

OPTIONS = {
    "claim": {"action": "append", "default": [], "metavar": "CLAIM", "help": "what is claimed; core by default"},
    "area": {"action": "append", "default": [], "metavar": "AREA", "help": "only this area of the suite"},
    "expectations": {"metavar": "FILE", "help": "failures that are known; they are xfailed"},
    "suite": {"metavar": "DIR", "help": "the suite's folder"},
    "suite-digest": {"metavar": "SHA256", "help": "refuse a suite that has another digest"},
}
JUDGE = pytest.StashKey["Judge"]()
# How long the command may take to end its adapters and write what it has, in seconds.
GRACE = 60
# Exit statuses of `barlake-conform run`: all as expected, something not, not every run done.
AS_EXPECTED, NOT_AS_EXPECTED, INCOMPLETE = 0, 1, 3


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("barlake", "conformance suite of BarLake")
    group.addoption("--barlake-adapter", metavar="COMMAND", help="the command of the adapter to judge")
    for name, settings in OPTIONS.items():
        group.addoption(f"--barlake-{name}", **settings)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "barlake: a run of BarLake's conformance suite")
    if config.getoption("barlake_adapter") is None:
        for name in OPTIONS:
            if config.getoption(f"barlake_{name.replace('-', '_')}"):
                raise pytest.UsageError(f"--barlake-{name} needs --barlake-adapter")
        return
    if getattr(config.option, "dist", "no") != "no" or hasattr(config, "workerinput"):
        raise pytest.UsageError(
            "--barlake-adapter does not go with pytest-xdist: barlake-conform uses all processors itself; add -n 0")
    config.stash[JUDGE] = Judge(config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """Adds the suite to what the session has of itself, so that it is collected, counted and selected as all tests."""
    report = yield
    if isinstance(collector, pytest.Session) and (judge := collector.config.stash.get(JUDGE, None)):
        report.result.append(
            Suite.from_parent(collector, name="barlake", nodeid="barlake", judge=judge, names=judge.names()))
    return report


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    judge = config.stash.get(JUDGE, None)
    if judge and judge.header:
        suite, adapter, engine = (judge.header[name] for name in ("suite", "adapter", "engine"))
        terminalreporter.write_line(
            f"suite {suite['version']}, digest {suite['digest']}; "
            f"{adapter['name']} {adapter['version']} with {engine['name']} {engine['version']}")


class CannotJudge(Exception):
    """Why there is no verdict. Nothing is said of the implementation."""


class NotAsExpected(Exception):
    """What was not as expected, as lines."""


class Suite(pytest.Collector):
    """All runs that were asked for."""

    def __init__(self, judge: "Judge", names: list[str], **settings) -> None:
        super().__init__(**settings)
        self.judge = judge
        self.names = names

    def collect(self) -> list["Run"]:
        return [Run.from_parent(self, name=name) for name in self.names]


class Run(pytest.Item):
    """One run of one case, such as `csv.empty-file@polars,plain,threads=1`."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self.add_marker("barlake")
        self.area = self.name.partition(".")[0]

    def setup(self) -> None:
        """Gets the verdict, so that a command that cannot judge is an error and not a failure."""
        self.result = self.parent.judge.result(self)
        if self.result["type"] == "run":
            self.user_properties += [(f"barlake_{name}", str(self.result[name])) for name in ("verdict", "level")]
            self.user_properties += [("barlake_rule", rule) for rule in self.result["rules"]]
            if self.result["verdict"] == "suite-bug":
                raise CannotJudge(report(self.name, self.result))

    def runtest(self) -> None:
        if self.result["type"] == "not-run":
            pytest.skip(f"the adapter does not support {', '.join(self.result['missing'])}")
        if self.result["verdict"] == "expected-fail":
            pytest.xfail(self.result.get("reason", "the expectations name it"))
        if self.result["verdict"] != "pass":
            raise NotAsExpected(report(self.name, self.result))

    def teardown(self) -> None:
        """After the last run of an area: what is no run's, but is not as expected either."""
        selected = self.parent.judge.selected(self)
        if self is selected[-1] and (problem := self.parent.judge.areas[self.area].problem):
            raise CannotJudge(problem)

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, (NotAsExpected, CannotJudge)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, None, f"run {self.name}"


def report(name: str, result: dict) -> str:
    """Everything that the results say of a run, with the command that repeats it at the end."""
    difference = result.get("difference", {})
    lines = [
        ("verdict", result["verdict"]), ("rules", ", ".join(result["rules"])), ("place", difference.get("place")),
        ("expected", difference.get("expected")), ("found", difference.get("found")),
        (f"line {difference.get('line')}", difference.get("input")), ("problem", result.get("problem")),
        ("stderr", result.get("stderr")), ("again", result.get("repro")),
    ]
    if result["verdict"] == "unexpected-pass":
        lines.append(("to do", "remove the entry of the expectations"))
    return "\n".join([name, *(f"  {label:9} {text}" for label, text in lines if text)])


class AreaResults:
    """What came of the runs of an area."""

    def __init__(self, by_name: dict[str, dict], problem: str | None) -> None:
        self.by_name = by_name
        # What is not as expected and belongs to no run.
        self.problem = problem


class Judge:
    """`barlake-conform` with the options that pytest was given."""

    def __init__(self, config: pytest.Config) -> None:
        def option(name: str):
            return config.getoption(f"barlake_{name}")

        def words(name: str) -> list[str]:
            values = option(name.replace("-", "_"))
            return [word for value in ([values] if isinstance(values, str) else values or [])
                    for word in (f"--{name}", value)]

        self.command = installed_command()
        self.chosen_areas = option("area")
        self.claims = words("claim")
        self.suite = words("suite") + words("suite-digest")
        self.judging = ["--adapter", option("adapter"), *words("expectations")]
        self.areas: dict[str, AreaResults] = {}
        self.header: dict | None = None

    def names(self) -> list[str]:
        """The runs of the claims, in the order of the suite."""
        words = [self.command, "list", "--runs", *self.claims, *self.suite]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        if done.returncode != 0:
            raise pytest.UsageError(f"{done.stderr.strip()} (barlake-conform list, exit status {done.returncode})")
        names = done.stdout.splitlines()
        areas = {name.partition(".")[0] for name in names}
        if unknown := [area for area in self.chosen_areas if area not in areas]:
            raise pytest.UsageError(f"the claims have no area {unknown[0]}; there are {', '.join(sorted(areas))}")
        return [name for name in names if not self.chosen_areas or name.partition(".")[0] in self.chosen_areas]

    @staticmethod
    def selected(run: Run) -> list[Run]:
        """The runs of the area of `run` that pytest selected."""
        return [item for item in run.session.items if isinstance(item, Run) and item.area == run.area]

    def result(self, run: Run) -> dict:
        """The line of the results about the run."""
        if run.area not in self.areas:
            self.areas[run.area] = self._judge([item.name for item in self.selected(run)])
        area = self.areas[run.area]
        if run.name not in area.by_name:
            raise CannotJudge(area.problem or f"the results do not name {run.name}")
        return area.by_name[run.name]

    def _judge(self, names: list[str]) -> AreaResults:
        only = [word for name in names for word in ("--only", name)]
        with tempfile.TemporaryDirectory(prefix="barlake-") as folder:
            words = [self.command, "run", *self.judging, *self.claims, *self.suite, *only, "--report-dir", folder]
            status, said = call(words)
            file = pathlib.Path(folder, "results.ndjson")
            lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
        by_type = {kind: [line for line in lines if line["type"] == kind] for kind in ("header", "footer")}
        self.header = next(iter(by_type["header"]), self.header)
        by_name = {
            f"{line['case']}@{line['permutation']}": line for line in lines if line["type"] in ("run", "not-run")}
        ending = f"barlake-conform ended with status {status}\n{said[-4000:]}"
        if status not in (AS_EXPECTED, NOT_AS_EXPECTED, INCOMPLETE) or not by_type["footer"]:
            return AreaResults({}, ending)
        footer = by_type["footer"][0]
        if status == INCOMPLETE or not footer["complete"] or not by_name.keys() >= set(names):
            return AreaResults(by_name, f"not every run was done; {ending}")
        if footer.get("session_faults"):
            return AreaResults(by_name, f"the adapter's sessions do not end as the protocol says; {ending}")
        return AreaResults(by_name, None if self._explains(status, by_name) else ending)

    def _explains(self, status: int, by_name: dict[str, dict]) -> bool:
        """Whether the verdicts alone show why the command ended with this status."""
        is_red = any(line["type"] == "run" and line["verdict"] not in ("pass", "expected-fail")
                     for line in by_name.values())
        # Without expectations, what the adapter does not support is no success of the command; here it is skipped.
        is_skipped = any(line["type"] == "not-run" for line in by_name.values())
        return status == AS_EXPECTED or is_red or (is_skipped and "--expectations" not in self.judging)


def call(words: list[str]) -> tuple[int, str]:
    """Runs the command and returns its exit status and all that it said. If pytest is interrupted meanwhile, the
    command is too, and it ends the adapters that it started."""
    with subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace") as process:
        try:
            said, _ = process.communicate()
            return process.returncode, said
        except BaseException:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def installed_command() -> str:
    """The command that was installed together with this plugin."""
    for file in importlib.metadata.files("barlake-conform") or []:
        if file.name == "barlake-conform":
            return str(pathlib.Path(file.locate()).resolve())
    raise pytest.UsageError("the command barlake-conform was not installed with its plugin")
