"""The only kind of error, with the members of ERR-1 except date and message."""


class Problem(Exception):
    def __init__(self, code, line=None, column=None, token=None, offset=None):
        super().__init__(code)
        self.code = code
        self.line = line
        self.column = column
        self.token = token
        self.offset = offset

    def shown(self):
        return {
            "code": self.code,
            "line": self.line,
            "column": self.column,
            "token": self.token,
            "offset": self.offset,
        }


class Mismatch(Exception):
    """A field that does not fit its column. The reader adds line, column and token."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def shown_bytes(text):
    """The first 64 bytes; those outside printable ASCII are written `\\xHH`."""
    return "".join(
        chr(byte) if 0x20 <= byte <= 0x7E else "\\x%02X" % byte for byte in text[:64]
    )
