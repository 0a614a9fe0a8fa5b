"""What is in every package: two commands, their manual pages, and the suite where the commands look for it.

All packages hold the same tree. Only the folder that it is put into differs, and with it the names of the top: `bin`
and `share` in an archive, `usr/bin` and `usr/share` in a Debian package.
"""

import dataclasses
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMANDS = ("barlake", "barlake-conform")
# 2000-01-01, for every file of every package: the same content makes the same bytes.
MODIFIED = int(os.environ.get("SOURCE_DATE_EPOCH", "946684800"))
SUMMARY = "Judges implementations that turn bar flat files into a Parquet lake, in any language"
# Below `share/barlake`, as in the checkout.
SHARED = (
    "Conformance/CHANGELOG.md", "Conformance/VERSION", "Conformance/adapters", "Conformance/cases",
    "Conformance/claims", "Conformance/clauses.json", "Conformance/expectations", "Conformance/oracle",
    "Conformance/schemas", "Fixtures", "LICENSE", "docs/adapter-protocol.md", "docs/conformance.md", "docs/json.md", "docs/schemas",
    "docs/spec.md", "docs/write-an-adapter.md",
)


@dataclasses.dataclass(frozen=True)
class File:
    """One file of a package: `path` below its top, with slashes."""

    path: str
    content: bytes
    is_executable: bool = False

    @property
    def mode(self) -> int:
        return 0o755 if self.is_executable else 0o644


def version() -> str:
    """The version of the suite, which all packages have."""
    text = (ROOT / "Conformance" / "VERSION").read_text("utf-8").strip()
    if not re.fullmatch(r"\d+\.\d+\.\d+", text):
        raise SystemExit(f"Conformance/VERSION is {text!r}")
    return text


def shared() -> list[File]:
    """`share/barlake/…`, sorted by path."""
    files = []
    for name in SHARED:
        top = ROOT / name
        paths = [top] if top.is_file() else [path for path in top.rglob("*") if path.is_file()]
        if not paths:
            raise SystemExit(f"{top} is missing or empty")
        for path in paths:
            parts = path.relative_to(ROOT).parts
            # What a checkout has beside its files: compiled Python, and recipes that were made.
            if "__pycache__" not in parts and not any(part.startswith(".") for part in parts):
                files.append(File("/".join(("share", "barlake", *parts)), path.read_bytes()))
    return sorted(files, key=lambda file: file.path)


def commands(folder: pathlib.Path) -> list[File]:
    """`bin/…`, from the folder that has the two commands."""
    return [File(f"bin/{name}", (folder / name).read_bytes(), is_executable=True) for name in COMMANDS]
