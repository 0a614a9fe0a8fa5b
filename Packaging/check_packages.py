#!/usr/bin/env python3
"""Installs the packages that `package.py` made and uses them as people do: `check_packages.py [NAME_OF_A_TEST]…`.

In a Python environment of its own, with the commands of the wheel, and in a Debian of its own, made by debootstrap,
which has neither Swift nor libsnappy nor zlib's headers, and no network. It needs root for the latter, Linux, and what
`requirements.txt` lists. A Debian that was made is kept in `~/.cache/barlake` for the next time.
"""

import csv
import gzip
import hashlib
import json
import os
import pathlib
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import pyarrow.parquet
import ruamel.yaml

import build
import contents
import debian
import manual
import tarball
import wheel

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = build.OUTPUT / "packages"
SAMPLE = contents.ROOT / "Fixtures" / "raw" / "stocks_daily" / "2024-01-02.csv.gz"
REFERENCE = "barlake adapter"
PLUGINS = ("pytest", "pytest-xdist")
CASE_COUNT = 20
# An adapter that refuses every file as empty. It supports little; `status=N` is how it ends after `bye`, and `slow`
# takes long for each file.
REFUSING = r'''
import json, sys, time
status = next((int(word[7:]) for word in sys.argv if word.startswith("status=")), 0)
for line in sys.stdin:
    request = json.loads(line)
    if request.get("type") == "hello":
        reply = {"type": "ready", "protocol": 1, "adapter": {"name": "refusing", "version": "1"},
                 "engine": {"name": "none", "version": "1"}, "supports": ["stocks_daily", "portable"]}
    else:
        reply = {"id": request["id"], "status": "success"}
        if request["op"] == "ingest":
            time.sleep(600 if "slow" in sys.argv else 0)
            reply |= {"status": "error", "code": "empty_input", "line": 1, "message": "refused"}
    print(json.dumps(reply), flush=True)
    if request.get("op") == "bye":
        sys.exit(status)
'''
# What is done in the Debian; `/exchange` is the folder of the test.
IN_DEBIAN = r'''
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
if command -v swift || ls /usr/lib/*/libsnappy* /usr/include/zlib.h 2>/dev/null; then
  echo "this Debian has what it must not have"; exit 1
fi
cd /exchange
dpkg --install *.deb
test -s /usr/share/man/man1/barlake.1.gz
test -s /usr/share/man/man1/barlake-conform.1.gz
barlake-conform doctor --adapter "barlake adapter"
xargs barlake-conform run --adapter "barlake adapter" <only
barlake ingest --type stocks_daily --lake lake 2024-01-02.csv.gz
barlake verify lake
python3 -m venv /venv
/venv/bin/python -m pip install --quiet --no-index --find-links wheels *.whl pytest
/venv/bin/barlake-conform doctor --adapter "/venv/bin/barlake adapter"
/venv/bin/python -m pytest -p no:cacheprovider --barlake-adapter "/venv/bin/barlake adapter" --barlake-area gzip
tar --extract --file *.tar.gz --directory /opt
/opt/barlake-*/bin/barlake-conform doctor --adapter "$(echo /opt/barlake-*/bin/barlake) adapter"
test -s "$(echo /opt/barlake-*/share/man/man1/barlake.1)"
dpkg --remove barlake
test ! -e /usr/share/barlake
test ! -e /usr/share/man/man1/barlake.1.gz
'''


def rows(path: pathlib.Path) -> int:
    """The rows of a flat file, without the header."""
    with gzip.open(path, "rt", newline="") as lines:
        return sum(1 for _ in csv.reader(lines)) - 1


def wheelhouse() -> pathlib.Path:
    """pytest and what it needs, as wheels."""
    folder = build.OUTPUT / "wheelhouse"
    pins = (HERE / "requirements.txt").read_text("utf-8").splitlines()
    wanted = [pin for pin in pins if pin.partition("==")[0] in PLUGINS]
    mark = folder / "complete"
    if not mark.exists() or mark.read_text("utf-8") != "".join(wanted):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", "--dest", str(folder), *wanted],
            check=True)
        mark.write_text("".join(wanted), "utf-8")
    return folder


def environment(place: pathlib.Path) -> None:
    """A Python environment in `place` that has the wheel and pytest, and nothing else."""
    package, = PACKAGES.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    subprocess.run(
        [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", "--find-links", wheelhouse(),
         package, *PLUGINS], check=True)


class PackageTests(unittest.TestCase):
    """What all tests share: a folder, and the environment beside it, which is made once."""

    shared: tempfile.TemporaryDirectory | None = None

    @classmethod
    def setUpClass(cls):
        if PackageTests.shared is None:
            PackageTests.shared = tempfile.TemporaryDirectory()
            unittest.addModuleCleanup(PackageTests.shared.cleanup)
            environment(pathlib.Path(PackageTests.shared.name, "venv"))
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.place = pathlib.Path(scratch.name)
        cls.venv = pathlib.Path(PackageTests.shared.name, "venv")
        cls.wheel, = PACKAGES.glob("*.whl")
        cls.suite = cls.venv / "share" / "barlake" / "Conformance"
        (cls.place / "refusing.py").write_text(REFUSING, "utf-8")
        cls.refusing = "python3 refusing.py"
        # Nothing of this checkout and nothing of Swift: neither by a path nor by a variable.
        cls.environment = {
            "PATH": f"{cls.venv}/bin:/usr/bin:/bin", "HOME": str(cls.place), "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1"}

    def told(self, status: int, *words: object, **variables: str) -> str:
        """Calls a command of the environment, which must end with `status`, and returns all that it says."""
        done = subprocess.run(
            [self.venv / "bin" / str(words[0]), *map(str, words[1:])], cwd=self.place,
            env=self.environment | variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=300)
        self.assertEqual(done.returncode, status, f"{words}\n{done.stdout}")
        return done.stdout

    def names(self, *areas: str) -> list[str]:
        names = self.told(0, "barlake-conform", "list", "--runs").splitlines()
        return [name for name in names if not areas or name.partition(".")[0] in areas]

    def twenty(self) -> list[str]:
        """A case of each area in turn, so that they are of all areas."""
        by_area: dict[str, dict[str, None]] = {}
        for name in self.names():
            by_area.setdefault(name.partition(".")[0], {})[name.partition("@")[0]] = None
        cases = [(index, case) for found in by_area.values() for index, case in enumerate(found)]
        return [case for _, case in sorted(cases)][:CASE_COUNT]

    def digest(self) -> str:
        return re.search(r"^digest ([0-9a-f]{64})$", self.told(0, "barlake-conform", "doctor"), re.MULTILINE)[1]

    def check_lake(self, lake: pathlib.Path) -> None:
        """A lake of the sample, read by a reader that shares no code with it."""
        file, = (lake / "stocks_daily").rglob("*.parquet")
        self.assertEqual(pyarrow.parquet.read_metadata(file).num_rows, rows(SAMPLE))


class ArchiveTests(PackageTests):
    def test_the_sums_are_those_of_the_packages(self):
        lines = (PACKAGES / "SHA256SUMS").read_text("utf-8").splitlines()
        for line in lines:
            digest, name = line.split("  ")
            self.assertEqual(hashlib.sha256((PACKAGES / name).read_bytes()).hexdigest(), digest)
        self.assertEqual({line.rpartition(".")[2] for line in lines}, {"gz", "whl", "deb"})
        self.assertEqual(len(lines), len(list(PACKAGES.iterdir())) - 1)

    def test_packing_again_makes_the_same_bytes(self):
        # A small program instead of the commands: large ones take long to pack.
        program = pathlib.Path("/usr/bin/true").resolve().read_bytes()
        commands = [contents.File(f"bin/{name}", program, is_executable=True) for name in contents.COMMANDS]
        made = []
        for name, mask in (("one", 0o022), ("other", 0o077)):
            folder = self.place / name
            folder.mkdir()
            before = os.umask(mask)
            self.addCleanup(os.umask, before)
            files = commands + manual.pages(self.venv / "bin") + contents.shared()
            if made:
                files.reverse()
            paths = [tarball.write(folder, files, "any"), wheel.write(folder, files, platform.machine()),
                     debian.write(folder, files)]
            os.umask(before)
            made.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths})
            time.sleep(2)  # ZIP's clock has steps of two seconds.
        self.assertEqual(*made)

    def test_a_command_that_needs_a_library_of_the_machine_is_refused(self):
        for name in contents.COMMANDS:
            build.check_libraries(self.venv / "bin" / name)
        with self.assertRaisesRegex(SystemExit, "libzstd|liblzma|libapt"):
            build.check_libraries(pathlib.Path("/usr/bin/apt-get"))


class WheelTests(PackageTests):
    def test_the_suite_is_found_without_any_setting(self):
        text = self.told(0, "barlake-conform", "doctor", "--adapter", REFERENCE)
        self.assertIn(str(self.suite), text)
        self.assertIn("adapter: BarLake", text)
        words = [word for case in self.twenty() for word in ("--only", case)]
        self.assertEqual(len(words), 2 * CASE_COUNT)
        self.assertNotIn("fail", self.told(0, "barlake-conform", "run", "--adapter", REFERENCE, *words))

    def test_a_sample_becomes_a_lake(self):
        lake = self.place / "lake"
        self.told(0, "barlake", "ingest", "--type", "stocks_daily", "--lake", lake, SAMPLE)
        self.told(0, "barlake", "verify", lake)
        self.check_lake(lake)

    def test_the_adapters_of_the_suite_are_there(self):
        plain = shlex.join([sys.executable, f"{self.suite}/adapters/plain/adapter.py"])
        self.told(0, "barlake-conform", "run", "--adapter", plain, "--area", "filter")


class ManualTests(PackageTests):
    """`man` finds the pages beside the commands of its PATH."""

    def read(self, name: str) -> str:
        done = subprocess.run(
            ["man", "--no-hyphenation", "--no-justification", name], check=True, capture_output=True, text=True,
            env=self.environment | {"MANWIDTH": "200", "LC_ALL": "C.UTF-8"})
        return done.stdout

    def test_a_page_has_every_subcommand_option_and_text_of_the_help(self):
        for name in contents.COMMANDS:
            page = self.read(name)
            words = " ".join(page.split())
            root = json.loads(self.told(0, name, "--experimental-dump-help"))["command"]
            self.assertGreater(len(root["subcommands"]), 5)
            for command, path in self.commands(root, name):
                self.assertIn(f"\n   {path}\n", page)
                self.assertIn(" ".join(command["abstract"].split()), words)
                self.assertIn(" ".join(command.get("discussion", "").split()), words)
                section = page.partition(f"\n   {path}\n")[2].partition("\n   b")[0]
                for argument in command["arguments"]:
                    own = argument["valueName"] not in ("help", "version")
                    for option in argument.get("names", []) if own else []:
                        dashes = "-" if option["kind"] == "short" else "--"
                        self.assertRegex(section, rf"(?m)^       (.* )?{dashes}{option['name']}\b", path)
                    if own and argument["kind"] == "positional":
                        self.assertRegex(section, rf"(?m)^       {argument['valueName']}( |$)", path)

    def commands(self, command: dict, path: str):
        """The commands that do something and that the help shows, with their words."""
        for subcommand in filter(lambda subcommand: subcommand["shouldDisplay"], command["subcommands"]):
            own = f"{path} {subcommand['commandName']}"
            if subcommand.get("subcommands"):
                yield from self.commands(subcommand, own)
            elif subcommand["commandName"] != "help":
                yield subcommand, own

    def test_groff_finds_nothing_wrong(self):
        for name in contents.COMMANDS:
            page = self.venv / "share" / "man" / "man1" / f"{name}.1"
            done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", page], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)


class PluginTests(PackageTests):
    def judge(self, status: int, adapter: str, *words: str) -> tuple[str, dict[str, int]]:
        """What pytest says, and how many tests came out how."""
        text = self.told(
            status, "python", "-m", "pytest", "-p", "no:cacheprovider", "-rs", "--barlake-adapter", adapter, *words)
        last = text.strip().splitlines()[-1]
        return text, {kind.rstrip("s") if kind == "errors" else kind: int(count)
                      for count, kind in re.findall(r"(\d+) (\w+)", last.partition(" in ")[0])}

    def test_each_run_of_an_area_is_a_test(self):
        text, counts = self.judge(0, REFERENCE, "--barlake-area", "gzip")
        self.assertEqual(counts, {"passed": len(self.names("gzip"))})
        self.assertIn(f"digest {self.digest()}", text)

    def test_a_failure_says_what_differs_and_how_to_repeat_it(self):
        text, counts = self.judge(1, self.refusing, "--barlake-area", "csv")
        self.told(1, "barlake-conform", "run", "--adapter", self.refusing, "--area", "csv", "--report-dir", "report")
        lines = [json.loads(line) for line in (self.place / "report" / "results.ndjson").read_text().splitlines()]
        verdicts = [line.get("verdict", line["type"]) for line in lines[1:-1]]
        self.assertEqual(counts, {
            "passed": verdicts.count("pass"), "failed": verdicts.count("fail"), "skipped": verdicts.count("not-run")})
        self.assertTrue(all(counts.values()), counts)
        self.assertIn("the adapter does not support gzip", text)
        failed = next(line for line in lines if line.get("verdict") == "fail" and "difference" in line)
        for words in (failed["difference"]["place"], failed["difference"]["expected"], failed["repro"]):
            self.assertIn(words, text)
        done = subprocess.run(["sh", "-c", failed["repro"]], env=self.environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_tests_are_selected_as_in_any_project(self):
        # Nothing is started to collect.
        text, _ = self.judge(0, "no-such-program", "--collect-only", "-q", "-k", "csv.empty-file and polars")
        names = [name for name in self.names() if name.startswith("csv.empty-file@polars")]
        self.assertEqual(re.findall(r"^barlake::(.+)$", text, re.MULTILINE), names)
        _, counts = self.judge(0, self.refusing, "-k", "csv.empty-file and polars and plain")
        self.assertEqual(set(counts), {"passed", "deselected"})
        _, counts = self.judge(1, self.refusing, "-x", "--barlake-area", "types")
        self.assertEqual(counts["failed"], 1)
        (self.place / "test_zebra.py").write_text("def test_zebra():\n    pass\n", "utf-8")
        self.addCleanup((self.place / "test_zebra.py").unlink)
        _, counts = self.judge(0, REFERENCE, "-k", "zebra or gzip.one-member", "test_zebra.py")
        member = [name for name in self.names("gzip") if "gzip.one-member" in name]
        self.assertEqual(counts["passed"], 1 + len(member))

    def test_what_cannot_judge_is_an_error_and_never_green(self):
        count = len(self.names("gzip"))
        text, counts = self.judge(1, "no-such-program", "--barlake-area", "gzip")
        self.assertEqual(counts["error"], count + 1, "each run, and the area")
        self.assertNotIn("passed", counts)
        self.assertIn("cannot be started", text)
        text, counts = self.judge(1, f"{self.refusing} status=4", "-k", "csv.empty-file and polars and plain")
        self.assertEqual(counts["error"], 1, text)
        self.assertIn("ended with status 4", text)
        command = self.venv / "bin" / "barlake-conform"
        kept = command.rename(self.venv / "bin" / "kept")
        self.addCleanup(kept.rename, command)
        for ending in ("kill -9 $$", "exit 0", "exit 3", "exit 2"):
            command.write_text(f'#!/bin/sh\n[ "$1" = run ] || exec {kept} "$@"\n{ending}\n', "utf-8")
            command.chmod(0o755)
            _, counts = self.judge(1, REFERENCE, "--barlake-area", "gzip")
            self.assertEqual(set(counts), {"error"}, ending)

    def test_known_failures_are_expected(self):
        name = next(name for name in self.names("csv") if name.startswith("csv.ragged-too-few@polars,plain"))
        self.judge(1, self.refusing, "-k", "csv.ragged-too-few and polars and plain")
        self.told(1, "barlake-conform", "run", "--adapter", self.refusing, "--only", name, "--report-dir", "known")
        line = json.loads((self.place / "known" / "results.ndjson").read_text().splitlines()[1])
        entry = {"match": name, "check": line["difference"]["place"], "verdict": "fail", "kind": "bug",
                 "reason": "refuses all"}
        (self.place / "known.json").write_text(json.dumps([entry]), "utf-8")
        words = ["--barlake-expectations", "known.json", "-k", "csv.ragged-too-few and polars and plain"]
        _, counts = self.judge(1, self.refusing, *words)
        self.assertEqual(counts["xfailed"], 1)
        (self.place / "known.json").write_text("[{}]", "utf-8")
        _, counts = self.judge(1, self.refusing, *words)
        self.assertEqual(set(counts), {"error", "deselected"})

    def test_what_pytest_is_asked_wrongly_is_said(self):
        for words, message in (
                (["-n", "2"], "add -n 0"), (["--barlake-suite-digest", "0" * 64], "digest"),
                (["--barlake-area", "gizp"], "no area gizp"), (["--barlake-claim", "best"], "no claim best")):
            text = self.told(4, "python", "-m", "pytest", "--barlake-adapter", REFERENCE, *words)
            self.assertIn(message, text)
        self.assertIn("needs --barlake-adapter", self.told(4, "python", "-m", "pytest", "--barlake-area", "csv"))
        self.told(5, "python", "-m", "pytest", "-p", "no:cacheprovider")
        self.judge(0, self.refusing, "-n", "0", "-k", "csv.empty-file and polars and plain")

    def test_an_interruption_ends_the_adapters(self):
        with subprocess.Popen(
                [self.venv / "bin" / "python", "-m", "pytest", "-p", "no:cacheprovider", "--barlake-adapter",
                 f"{self.refusing} slow", "-k", "csv.empty-file"],
                cwd=self.place, env=self.environment, text=True, stdout=subprocess.PIPE,
                start_new_session=True) as process:
            # The first process says only what it supports; one that is there a second later is at work.
            seen, found = [], []
            deadline = time.monotonic() + 60
            while not set(seen) & set(found) and time.monotonic() < deadline:
                seen = found
                time.sleep(1)
                found = self.adapters()
            self.assertTrue(set(seen) & set(found), "no adapter was started")
            process.send_signal(signal.SIGINT)
            text, _ = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 2, text)
        deadline = time.monotonic() + 10
        while self.adapters() and time.monotonic() < deadline:
            time.sleep(0.1)  # A process that was killed takes a moment to end.
        self.assertEqual(self.adapters(), [], text)

    def adapters(self) -> list[int]:
        """The slow adapters that there are, by their numbers."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if str(self.place).encode() in (folder / "environ").read_bytes() and b"slow" in words:
                    found.append(int(folder.name))
            except OSError:
                continue  # It has ended.
        return found


class DebianTests(PackageTests):
    def test_a_debian_without_swift_has_all_that_is_needed(self):
        exchange = self.place / "exchange"
        shutil.copytree(wheelhouse(), exchange / "wheels")
        for path in (*PACKAGES.iterdir(), SAMPLE):
            shutil.copy(path, exchange)
        (exchange / "only").write_text("".join(f"--only {case}\n" for case in self.twenty()), "utf-8")
        (exchange / "trial").write_text(IN_DEBIAN, "utf-8")
        root = self.place / "root"
        root.mkdir()
        script = """
            set -eu
            mount -t tmpfs -o mode=755 tmpfs "$1"
            tar --extract --file "$2" --directory "$1"
            mkdir "$1/exchange"
            mount --bind "$3" "$1/exchange"
            mount -t proc proc "$1/proc"
            exec chroot "$1" sh /exchange/trial
            """
        done = subprocess.run(
            [*as_root(), "unshare", "--mount", "--pid", "--fork", "--net", "sh", "-c", script, "sh", root,
             minimal_debian(), exchange],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(f"{len(self.names('gzip'))} passed", done.stdout)
        self.check_lake(exchange / "lake")


def as_root() -> list[str]:
    return [] if os.getuid() == 0 else ["sudo"]


def minimal_debian() -> pathlib.Path:
    """The archive of a minimal Debian of this machine's release, from this machine's mirror."""
    words = ["apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)", "Component: main",
             "Created-By: Packages"]
    targets = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    codename, mirror = next(line.split() for line in targets if re.fullmatch(r"\w+ \S+", line))
    folder = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "barlake")
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{codename}-minbase-python3-venv.tar"
    if not archive.exists():
        # In memory, where dpkg's many syncs cost nothing.
        script = """
            set -eu
            mount -t tmpfs -o mode=755 tmpfs "$1"
            debootstrap --variant=minbase --include=python3-venv "$2" "$1" "$3"
            rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/*
            tar --create --file "$4.part" --directory "$1" --one-file-system .
            mv "$4.part" "$4"
            """
        with tempfile.TemporaryDirectory() as root:
            done = subprocess.run(
                [*as_root(), "unshare", "--mount", "sh", "-c", script, "sh", root, codename, mirror, str(archive)],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"there is no Debian to try the packages in:\n{done.stdout[-4000:]}")
    return archive


class ActionTests(PackageTests):
    """The action and its example: linted, and the action's steps done as GitHub's runner does composite ones."""

    action = contents.ROOT / "action.yml"
    workflow = HERE / "example-workflow.yml"

    def test_the_linters_find_nothing(self):
        tools = pathlib.Path(sys.executable).parent
        for schema, path in (("github-actions", self.action), ("github-workflows", self.workflow)):
            subprocess.run(
                [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", path], check=True,
                stdout=subprocess.DEVNULL)
        subprocess.run(
            [tools / "zizmor", "--offline", "--no-progress", self.action, self.workflow],
            check=True)

    def test_the_example_gives_the_action_what_it_takes(self):
        yaml = ruamel.yaml.YAML(typ="safe")
        inputs = yaml.load(self.action)["inputs"]
        given = yaml.load(self.workflow)["jobs"]["conformance"]["steps"][-1]["with"]
        self.assertLessEqual(set(given), set(inputs))
        self.assertLessEqual({name for name, settings in inputs.items() if settings.get("required")}, set(given))
        self.assertRegex(pathlib.Path(given["package"]).name, r"^barlake_conform-.*-py3-none-manylinux_\w+\.whl$")

    def test_the_action_judges_by_the_suite_that_is_named_and_by_no_other(self):
        digest = self.digest()
        status, text = self.act(digest, self.refusing)
        self.assertEqual(status, 1, text)
        self.assertIn(f"digest {digest}", text)
        self.assertIn("not conformant", text)
        self.assertIn("|", (self.place / "summary").read_text("utf-8"))
        self.assertEqual((self.place / "output").read_text("utf-8"), f"digest={digest}\n")
        status, text = self.act("0" * 64, self.refusing)
        self.assertEqual(status, 2, text)
        self.assertIn(digest, text)

    def act(self, digest: str, adapter: str) -> tuple[int, str]:
        """Does the steps of the action, and returns the status of the first that fails, and what all said."""
        action = ruamel.yaml.YAML(typ="safe").load(self.action)
        given = {name: settings.get("default", "") for name, settings in action["inputs"].items()}
        given |= {"adapter": adapter, "suite-digest": digest, "package": str(self.wheel)}
        runner = self.place / "runner"
        shutil.rmtree(runner, ignore_errors=True)
        runner.mkdir()
        variables = self.environment | {
            "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(self.place / "output"),
            "GITHUB_STEP_SUMMARY": str(self.place / "summary")}
        for name in ("output", "summary"):
            (self.place / name).write_text("", "utf-8")
        text = ""
        for step in action["runs"]["steps"]:
            own = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
                   for name, value in step["env"].items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], env=variables | own,
                cwd=self.place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            text += done.stdout
            if done.returncode != 0:
                return done.returncode, text
        return 0, text


if __name__ == "__main__":
    # A program that is started in the background may have been told to ignore it, and its children with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    unittest.main(verbosity=2)
