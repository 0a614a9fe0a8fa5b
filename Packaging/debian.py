"""The Debian package `barlake`, with the dependencies that dpkg-shlibdeps finds.

Source: Debian Policy Manual, chapters 3 to 5 and 12; deb(5).
"""

import gzip
import hashlib
import os
import pathlib
import re
import subprocess
import tempfile
import time

import contents

MAINTAINER = "The BarLake authors <barlake@localhost>"
# What lintian finds and what is so on purpose, each with the reason.
OVERRIDES = """\
# Linked into the commands, so that they run on machines of other releases.
barlake: embedded-library *
# There is no address to write to: issues are.
barlake: bogus-mail-host *
barlake: bogus-mail-host-in-debian-changelog *
# Inputs of cases, which are wrong or odd on purpose.
barlake: broken-gz *
barlake: national-encoding *
barlake: package-contains-timestamped-gzip *
"""


def write(folder: pathlib.Path, files: list[contents.File]) -> pathlib.Path:
    architecture = _output("dpkg", "--print-architecture").strip()
    path = folder / f"barlake_{contents.version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as scratch:
        # As dpkg-shlibdeps knows the folder of a package.
        top = pathlib.Path(scratch, "debian", "barlake")
        (top / "DEBIAN").mkdir(parents=True)
        installed = [_installed(file) for file in files]
        # Debian has the licence's text itself.
        installed = [file for file in installed if file.path != "usr/share/barlake/LICENSE"]
        installed += [
            contents.File("usr/share/doc/barlake/copyright", _copyright().encode()),
            contents.File("usr/share/doc/barlake/changelog.gz", _changelog()),
            contents.File("usr/share/lintian/overrides/barlake", OVERRIDES.encode()),
        ]
        for file in installed:
            _put(top / file.path, file)
        size = sum((len(file.content) + 1023) // 1024 for file in installed)
        sums = "".join(
            f"{hashlib.md5(file.content, usedforsecurity=False).hexdigest()}  {file.path}\n"
            for file in sorted(installed, key=lambda file: file.path))
        control = _control(architecture, size, _dependencies(top, pathlib.Path(scratch)))
        _put(top / "DEBIAN" / "control", contents.File("", control.encode()))
        _put(top / "DEBIAN" / "md5sums", contents.File("", sums.encode()))
        for entry in (top, *top.rglob("*")):
            if entry.is_dir():
                entry.chmod(0o755)
            os.utime(entry, (contents.MODIFIED, contents.MODIFIED))
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "--threads-max=1", "-Zxz", "--build", str(top), str(path)], check=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(contents.MODIFIED)}, stdout=subprocess.DEVNULL)
    return path


def _installed(file: contents.File) -> contents.File:
    """The file below `usr`; manual pages are compressed there."""
    if file.path.startswith("share/man/"):
        return contents.File(f"usr/{file.path}.gz", gzip.compress(file.content, 9, mtime=0))
    return contents.File(f"usr/{file.path}", file.content, file.is_executable)


def _put(path: pathlib.Path, file: contents.File) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    path.chmod(file.mode)


def _dependencies(top: pathlib.Path, scratch: pathlib.Path) -> str:
    """What the commands need of the release on which they are built, and of later ones."""
    (scratch / "debian" / "control").write_text("Source: barlake\n\nPackage: barlake\nArchitecture: any\n", "utf-8")
    commands = [f"-e{top}/usr/bin/{name}" for name in contents.COMMANDS]
    text = _output("dpkg-shlibdeps", "-O", "--ignore-missing-info", *commands, folder=scratch)
    found = re.fullmatch(r"shlibs:Depends=(.+)\n", text)
    if not found or "snappy" in text or "zlib" in text:
        raise SystemExit(f"dpkg-shlibdeps says {text!r}")
    return found[1]


def _control(architecture: str, size: int, dependencies: str) -> str:
    return f"""\
Package: barlake
Version: {contents.version()}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {size}
Depends: {dependencies}
Recommends: python3 (>= 3.11)
Section: science
Priority: optional
Description: turns bar flat files into a Parquet lake, and judges who else does
 barlake turns flat files of market bars (CSV, usually gzip) into a lake of
 typed, Snappy-compressed Parquet files.
 .
 barlake-conform judges implementations of the same specification, in any
 language, by the files that they write. Its suite is in
 /usr/share/barlake/Conformance. The self-test of `barlake-conform doctor`
 needs python3.
"""


def _copyright() -> str:
    return """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: BarLake

Files: *
Copyright: 2026 The BarLake authors
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
"""


def _changelog() -> bytes:
    day = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(contents.MODIFIED))
    text = (
        f"barlake ({contents.version()}) unstable; urgency=medium\n\n"
        "  * The changes are in /usr/share/barlake/Conformance/CHANGELOG.md.\n\n"
        f" -- {MAINTAINER}  {day}\n")
    return gzip.compress(text.encode(), 9, mtime=0)


def _output(*words: str, folder: pathlib.Path | None = None) -> str:
    return subprocess.run(words, check=True, cwd=folder, stdout=subprocess.PIPE, text=True).stdout
