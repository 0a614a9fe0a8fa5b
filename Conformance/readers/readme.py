"""Runs the Python examples of the README."""

import ast
import os
import pathlib
import re

import duckdb

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


def results(folder):
    """The value of every expression in the README's Python blocks, run in order in `folder`, as
    pairs of its source and the frame; DuckDB's relations are read while the folder is the current."""
    blocks = re.findall(r"^```python\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    before = pathlib.Path.cwd()
    os.chdir(folder)
    try:
        names, found = {}, []
        for block in blocks:
            for statement in ast.parse(block).body:
                source = ast.get_source_segment(block, statement)
                if isinstance(statement, ast.Expr):
                    value = eval(source, names)
                    is_relation = isinstance(value, duckdb.DuckDBPyRelation)
                    found.append((source, value.df() if is_relation else value))
                else:
                    exec(source, names)
        return found
    finally:
        os.chdir(before)
