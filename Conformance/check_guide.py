"""Follows docs/write-an-adapter.md word for word: `check_guide.py BARLAKE_CONFORM [PYTHON]`.

Blocks of code whose first line is a comment with a file's name (`# my_adapter.py, part 1 of 3`) are put into that
file, one after the other, in a temporary folder. Each command of a `console` block is run there, with the suite
beside it. It must end with 0, or the guide asks for its status with `echo $?`. Each line that the guide shows
must be a line of the output, where `…` stands for anything. PYTHON, by default this one, has pyarrow. The guide
promises a verdict soon, so the processor time of all of it is limited; a machine that is busy is no reason to fail.
"""

import os
import pathlib
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "write-an-adapter.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w.-]+\.\w+)\b")
SECONDS = 60


class Deviation(Exception):
    """The guide says one thing, and another came."""


def commands(block):
    """The commands of a console block, each with the lines that it prints."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif not found:
            raise Deviation(f"a console block begins with output: {line}")
        elif line:
            found[-1][1].append(line)
    return found


def is_shown(line, output):
    pattern = ".*".join(map(re.escape, line.split("…")))
    return any(re.fullmatch(pattern, other) for other in output)


def follow(text, folder, environment):
    """Does what the guide says; the number of commands."""
    count = 0
    for language, block in BLOCK.findall(text):
        if file := FILE.match(block):
            with open(folder / file[1], "a", encoding="utf-8") as target:
                target.write(block)
        if language != "console":
            continue
        status = 0
        listed = commands(block)
        for index, (command, expected) in enumerate(listed):
            # `$?` is that of the command before, in whose place a shell ends with it.
            run = subprocess.run(
                ["sh", "-c", f"(exit {status}); {command}"], cwd=folder, env=environment, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
            count, status = count + 1, run.returncode
            output = run.stdout.splitlines()
            is_asked = index + 1 < len(listed) and listed[index + 1][0] == "echo $?"
            if status and not is_asked:
                raise Deviation(f"$ {command}\nended with {status}:\n{run.stdout}")
            if missing := [line for line in expected if not is_shown(line, output)]:
                lines = "\n".join(missing)
                raise Deviation(f"$ {command}\ndid not print\n{lines}\nbut\n{run.stdout}")
    return count


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: check_guide.py BARLAKE_CONFORM [PYTHON]")
    conform = pathlib.Path(sys.argv[1]).absolute()
    python = os.path.abspath(sys.argv[2]) if len(sys.argv) == 3 else sys.executable
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        tools, folder = pathlib.Path(name, "bin"), pathlib.Path(name, "guide")
        tools.mkdir()
        folder.mkdir()
        (folder / "Conformance").symlink_to(ROOT / "Conformance")
        # A link to a Python of a virtual environment would not find its packages.
        for command, program in (("barlake-conform", conform), ("python3", python)):
            (tools / command).write_text(f'#!/bin/sh\nexec {shlex.quote(str(program))} "$@"\n', encoding="utf-8")
            (tools / command).chmod(0o755)
        environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
        try:
            count = follow(GUIDE.read_text(encoding="utf-8"), folder, environment)
            if not count:
                raise Deviation("it has no console blocks")
        except Deviation as deviation:
            sys.exit(f"{GUIDE.relative_to(ROOT)}: {deviation}")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = usage.ru_utime + usage.ru_stime
    print(f"{GUIDE.relative_to(ROOT)}: {count} commands, {time.monotonic() - start:.1f} s, "
          f"{seconds:.1f} s of processors")
    if seconds > SECONDS:
        sys.exit(f"that is more than {SECONDS} s: the guide promises a verdict sooner")


if __name__ == "__main__":
    main()
