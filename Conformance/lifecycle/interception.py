"""Runs `barlake` under `intercept.c` and under strace."""

import dataclasses
import pathlib
import re
import shutil
import subprocess

SOURCE = pathlib.Path(__file__).with_name("intercept.c")


def compiled(folder):
    """The tool `intercept`, compiled into `folder` with the first C compiler found."""
    compiler = next(filter(None, map(shutil.which, ("cc", "clang", "gcc"))), None)
    if compiler is None:
        raise SystemExit("there is no C compiler: install one, or put Swift's clang in the PATH")
    program = folder / "intercept"
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, SOURCE],
                   check=True)
    return program


@dataclasses.dataclass(frozen=True)
class Call:
    """A system call that touches the lake. Paths are relative to the lake, and empty for its
    root.
    """

    name: str
    flags: int
    path: str
    second: str

    def __str__(self):
        return f"{self.name} {self.path or 'the root'}{' -> ' + self.second if self.second else ''}"

    @property
    def is_new_file(self):
        """Whether the call opens a new file for content of the lake."""
        return self.flags & 0o200 != 0


@dataclasses.dataclass
class Run:
    """The result of a run: its exit status, or minus the signal that ended it."""

    status: int
    calls: list
    stdout: str
    stderr: str
    interrupted: int
    shortened: int


class Interception:
    """The tool and the folder of its logs."""

    def __init__(self, folder):
        self.program = compiled(folder)
        self.folder = folder

    def words(self, words, lake, log, *options):
        """The command line that runs `words` under the tool."""
        return [str(self.program), *options, str(lake), str(log), *words]

    def run(self, words, lake, *options):
        """Runs `words` under the tool. The calls that touch the folder `lake` are counted."""
        log = pathlib.Path(f"{lake}.log")
        done = subprocess.run(self.words(words, lake, log, *options), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=600)
        run = self.read(log, lake)
        run.stdout, run.stderr = done.stdout, done.stderr
        log.unlink()
        return run

    def read(self, log, lake):
        """The run that a log describes."""
        *lines, counts, end = pathlib.Path(log).read_text().splitlines()
        prefix = len(str(lake)) + 1
        calls = []
        for line in lines:
            _, _, name, flags, path, second = line.split("\t")
            path = path.removesuffix(" (deleted)")
            calls.append(Call(name, int(flags, 8), path[prefix:], second[prefix:]))
        _, interrupted, _, shortened = counts.split()
        kind, number = end.split()
        status = int(number) if kind == "exit" else -int(number)
        return Run(status, calls, "", "", int(interrupted), int(shortened))


def count_by_strace(words, lake):
    """The number of system calls that touch the lake, counted by strace."""
    log = pathlib.Path(f"{lake}.strace")
    subprocess.run(["strace", "-f", "-y", "-o", log, *words], stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, check=True, timeout=60)
    # A call that another thread interrupted has a second line, `<... NAME resumed>`.
    pattern = re.compile(rf"^\d+ +(?!execve)[a-z0-9_]+\(.*{re.escape(str(lake))}[/\">]")
    count = sum(1 for line in log.read_text().splitlines() if pattern.match(line))
    log.unlink()
    return count
