"""The wheel `barlake-conform`: both commands, the suite, and the plugin for pytest.

Source: the Python packaging specifications, "Binary distribution format".
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import time
import zipfile

import contents

NAME = "barlake_conform"
PLUGIN = pathlib.Path(__file__).resolve().parent / "pytest_barlake.py"


def write(folder: pathlib.Path, files: list[contents.File], machine: str) -> pathlib.Path:
    """Writes the wheel, with the tag that auditwheel finds for it."""
    # auditwheel reads a wheel, so there has to be one; the commands are all that it looks at.
    first = _write(folder, [file for file in files if file.is_executable], f"linux_{machine}", level=0)
    tag = _tag(first)
    first.unlink()
    return _write(folder, files, tag)


def _tag(wheel: pathlib.Path) -> str:
    shown = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", "--json", str(wheel)], check=True, stdout=subprocess.PIPE,
        text=True)
    return json.loads(shown.stdout)["overall_tag"]


def _write(folder: pathlib.Path, files: list[contents.File], platform: str, level: int = 6) -> pathlib.Path:
    version = contents.version()
    tag = f"py3-none-{platform}"
    data, info = f"{NAME}-{version}.data", f"{NAME}-{version}.dist-info"
    members = []
    for file in files:
        top, _, rest = file.path.partition("/")
        place = f"{data}/scripts/{rest}" if top == "bin" else f"{data}/data/{file.path}"
        members.append(contents.File(place, file.content, file.is_executable))
    members += [
        contents.File(PLUGIN.name, PLUGIN.read_bytes()),
        contents.File(f"{info}/METADATA", _metadata(version).encode()),
        contents.File(f"{info}/WHEEL", _wheel(tag).encode()),
        contents.File(f"{info}/entry_points.txt", f"[pytest11]\nbarlake = {PLUGIN.stem}\n".encode()),
        contents.File(f"{info}/licenses/LICENSE", (contents.ROOT / "LICENSE").read_bytes()),
    ]
    members.sort(key=lambda file: file.path)
    members.append(contents.File(f"{info}/RECORD", _record(members, f"{info}/RECORD").encode()))
    path = folder / f"{NAME}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file in members:
            member = zipfile.ZipInfo(file.path, time.gmtime(contents.MODIFIED)[:6])
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            member.external_attr = (0o100000 | file.mode) << 16
            archive.writestr(member, file.content, compresslevel=level)
    return path


def _metadata(version: str) -> str:
    return f"""\
Metadata-Version: 2.4
Name: {NAME.replace("_", "-")}
Version: {version}
Summary: {contents.SUMMARY}
License-Expression: Apache-2.0
License-File: LICENSE
Classifier: Framework :: Pytest
Classifier: Operating System :: POSIX :: Linux
Requires-Python: >=3.11
Provides-Extra: pytest
Requires-Dist: pytest>=7.4; extra == "pytest"
Description-Content-Type: text/markdown

{(contents.ROOT / "docs" / "conformance.md").read_text("utf-8")}"""


def _wheel(tag: str) -> str:
    return f"Wheel-Version: 1.0\nGenerator: barlake\nRoot-Is-Purelib: false\nTag: {tag}\n"


def _record(members: list[contents.File], own: str) -> str:
    lines = []
    for file in members:
        digest = base64.urlsafe_b64encode(hashlib.sha256(file.content).digest()).rstrip(b"=").decode()
        path = f'"{file.path}"' if "," in file.path else file.path
        lines.append(f"{path},sha256={digest},{len(file.content)}\n")
    return "".join(lines) + f"{own},,\n"
