"""Runs the Python examples of the README, each block in a process of its own.

    readme.py NUMBER

runs one block in the current folder. It prints a line of JSON: for each expression, the source, and
the number of rows and the symbols of its value.
"""

import ast
import json
import pathlib
import re
import sys

from command import completed

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


def blocks():
    return re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)


def results(folder):
    """For each expression of the README's blocks: its source, number of rows, and set of
    symbols.
    """
    found = []
    for number in range(len(blocks())):
        done = completed([sys.executable, __file__, str(number)], folder=folder)
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
