"""Inputs of cases as the suite may hand them in, and whether a request has one of them."""

import functools
import gzip
import hashlib
import json
import os
import re
import zlib

BYTE_ORDER_MARK = b"\xEF\xBB\xBF"
RECORD = re.compile(rb'(?:[^"\r\n]+|"[^"]*(?:"|\Z))*')
FIELD = re.compile(rb'(?:[^",]+|"[^"]*(?:"|\Z))*')
LINE_ENDINGS = {"as-is": b"\n", "crlf": b"\r\n", "cr": b"\r"}


def numbered(text, number):
    return text.replace("{n}", str(number))


def quoted(content):
    """Every field of every record in quotes, but for what has them and for records of blanks only."""
    position = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    out = [content[:position]]
    while position < len(content):
        record = RECORD.match(content, position).group()
        out.append(b",".join(map(quoted_field, fields(record))) if record.strip(b" \t") else record)
        position += len(record) + 1
        out.append(content[position - 1:position])
    return b"".join(out)


def fields(record):
    position = 0
    while position <= len(record):
        field = FIELD.match(record, position).group()
        yield field
        position += len(field) + 1


def quoted_field(field):
    return field if field.startswith(b'"') else b'"' + field.replace(b'"', b'""') + b'"'


def digest(content):
    return hashlib.sha256(content).hexdigest()


@functools.cache
def read(path):
    """The bytes that a file of a case stands for; None for a folder or where there is no file."""
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        content = file.read()
    if not path.endswith(".parts.json"):
        return content
    return b"".join(numbered(part["text"], number).encode() for part in json.loads(content)
                    for number in range(part.get("times", 1)))


@functools.cache
def digests(path, quotings, line_endings):
    """Of all forms but gzip in which the suite hands in the file `path` of a case."""
    content = read(path)
    if path.endswith(".gz"):
        return {digest(content)}
    forms = [quoted(content) if quoting == "all" else content for quoting in quotings]
    return {digest(form.replace(b"\n", LINE_ENDINGS[ending])) for form in forms for ending in line_endings}


class GivenInput:
    """The input of a request."""

    def __init__(self, path):
        self.path = path
        self.is_folder = os.path.isdir(path)
        self.exact, self.digests = None, set()
        if os.path.isfile(path):
            with open(path, "rb") as file:
                content = file.read()
            self.exact = digest(content)
            self.digests.add(self.exact)
            try:
                self.digests.add(digest(gzip.decompress(content)))
            except (OSError, EOFError, zlib.error):
                pass

    def is_of(self, case, name):
        """Whether this may be the input `name` of a case."""
        if re.match("[A-Za-z][A-Za-z0-9+.-]*://", name):
            return self.path == name
        path = f"{case.folder}/{name}"
        if not os.path.isfile(path):
            return not self.digests and self.is_folder == os.path.isdir(path) and "://" not in self.path
        return not self.digests.isdisjoint(self.forms(case, path))

    def is_exactly(self, case, name):
        path = f"{case.folder}/{name}"
        return not os.path.isfile(path) or self.exact in self.forms(case, path)

    @staticmethod
    def forms(case, path):
        return digests(path, case.row("quoting"), case.row("line_ending"))
