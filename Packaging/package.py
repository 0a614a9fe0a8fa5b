#!/usr/bin/env python3
"""Makes the packages of both commands and the suite from one build: `package.py [--no-build] [FOLDER]`.

In FOLDER (`.build-package/packages` by default) are then an archive, a wheel, a Debian package, and their SHA-256
sums. The script needs Linux, Swift, what `.ci/setup` installs, and of `requirements.txt` auditwheel.
"""

import argparse
import hashlib
import pathlib
import platform

import build
import contents
import debian
import manual
import tarball
import wheel


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=build.OUTPUT / "packages")
    parser.add_argument("--no-build", action="store_true", help="take the commands of the last build")
    arguments = parser.parse_args()
    commands = build.OUTPUT / "commands" if arguments.no_build else build.build()
    for name in contents.COMMANDS:
        print(f"{name} needs {', '.join(build.check_libraries(commands / name))}")
    files = contents.commands(commands) + manual.pages(commands) + contents.shared()
    # Packages of an earlier build, or of another version, would be taken for these.
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for pattern in ("barlake-*.tar.gz", "barlake_*.whl", "barlake_*.deb"):
        for path in arguments.folder.glob(pattern):
            path.unlink()
    machine = platform.machine()
    packages = [
        tarball.write(arguments.folder, files, machine), wheel.write(arguments.folder, files, machine),
        debian.write(arguments.folder, files),
    ]
    lines = []
    for path in sorted(packages):
        lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        print(f"{path.stat().st_size / 2**20:6.1f} MiB  {path}")
    (arguments.folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
