"""Recognises the inputs of cases in the inputs of requests, in all forms of the suite."""

import functools
import gzip
import hashlib
import json
import os
import re
import zlib

RECORD = re.compile(rb'(?:\A|(?<=[\r\n]))(?:[^"\r\n]+|"[^"]*(?:"|\Z))*')
FIELD = re.compile(rb'(?:\A|(?<=,))(?:[^",]+|"[^"]*(?:"|\Z))*')
URL = re.compile("[A-Za-z][A-Za-z0-9+.-]*://")
LINE_ENDINGS = {"as-is": b"\n", "crlf": b"\r\n", "cr": b"\r"}


def numbered(text, number):
    return text.replace("{n}", str(number))


def quoted(content):
    """Quotes every field of every record. Quoted fields and records of blanks are unchanged."""
    start = 3 if content.startswith(b"\xEF\xBB\xBF") else 0
    return content[:start] + RECORD.sub(
        lambda record: FIELD.sub(quoted_field, record[0]) if record[0].strip(b" \t") else record[0],
        content[start:])


def quoted_field(field):
    return field[0] if field[0].startswith(b'"') else b'"' + field[0].replace(b'"', b'""') + b'"'


def digest(content):
    return hashlib.sha256(content).hexdigest()


def read(path):
    """The bytes of an input file of a case, with its parts expanded."""
    with open(path, "rb") as file:
        content = file.read()
    if not path.endswith(".parts.json"):
        return content
    return b"".join(numbered(part["text"], number).encode() for part in json.loads(content)
                    for number in range(part.get("times", 1)))


@functools.cache
def digests(path, quotings, line_endings):
    """The digests of all forms, except gzip, in which the suite passes on the file `path` of a case."""
    content = read(path)
    if path.endswith(".gz"):
        return {digest(content)}
    forms = [quoted(content) if quoting == "all" else content for quoting in quotings]
    return {digest(form.replace(b"\n", LINE_ENDINGS[ending])) for form in forms for ending in line_endings}


class GivenInput:
    def __init__(self, path):
        self.path, self.exact, self.inflated = path, None, None
        if os.path.isfile(path):
            with open(path, "rb") as file:
                content = file.read()
            self.exact = digest(content)
            try:
                self.inflated = digest(gzip.decompress(content))
            except (OSError, EOFError, zlib.error):
                pass

    def likeness(self, case, name):
        """2 if this is the input `name` of the case, 1 if it inflates to it, 0 otherwise.

        With 1 it may also be a wrong gzip file of another case.
        """
        path = f"{case.folder}/{name}"
        if URL.match(name) or URL.match(self.path):
            return 2 * (self.path == name)
        if not os.path.isfile(path):
            return 2 * (self.exact is None and os.path.isdir(self.path) == os.path.isdir(path))
        forms = digests(path, case.row("quoting"), case.row("line_ending"))
        return 2 if self.exact in forms else int(self.inflated in forms)
