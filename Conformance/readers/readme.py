"""Runs the Python examples of the README, each block alone in a process of its own.

    readme.py NUMBER

runs one block in the current folder, and prints a line of JSON: for the value of every expression
its source, its rows and its symbols.
"""

import ast
import json
import pathlib
import re
import subprocess
import sys

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


def blocks():
    return re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)


def results(folder):
    """For every expression of the README's Python blocks: its source, rows and set of symbols."""
    found = []
    for number in range(len(blocks())):
        done = subprocess.run(
            [sys.executable, __file__, str(number)], cwd=folder, capture_output=True, text=True,
            timeout=120)
        if done.returncode:
            raise AssertionError(f"block {number + 1} of the README: {done.stderr.strip()}")
        found += [(source, rows, set(symbols)) for source, rows, symbols in json.loads(done.stdout)]
    return found


def main():
    block = blocks()[int(sys.argv[1])]
    names, found = {}, []
    for statement in ast.parse(block).body:
        source = ast.get_source_segment(block, statement)
        if isinstance(statement, ast.Expr):
            value = eval(source, names)
            frame = value.df() if hasattr(value, "df") else value  # a relation of DuckDB
            found.append([source, len(frame), sorted(set(map(str, frame["symbol"])))])
        else:
            exec(source, names)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
