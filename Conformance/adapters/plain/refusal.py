"""The errors of a call or of its input, in the form of the specification."""


class Refusal(Exception):
    """An error of the closed list (spec.md, "Error codes"). `place` has the members of the list's table."""

    def __init__(self, code: str, message: str, **place: int | str | None) -> None:
        super().__init__(message)
        nowhere = dict.fromkeys(("line", "column", "token", "offset"))
        self.members = {"code": code, **nowhere, **place, "message": message}


class Unfit(Exception):
    """A field that does not fit its column. The caller that knows the record makes a `Refusal` of it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def argument(code: str, value: object, message: str) -> Refusal:
    """The error of an argument. Its token is the value as text (ERR-1.6)."""
    return Refusal(code, message, token=token_of(text_of(value).encode()))


def token_of(field: bytes) -> str:
    """The text of a field in errors: its first 64 bytes, escaped outside printable ASCII (ERR-1.4)."""
    return "".join(chr(byte) if 0x20 <= byte <= 0x7E else f"\\x{byte:02X}" for byte in field[:64])


def text_of(value: object) -> str:
    """The text of a configuration value. The names of a dictionary are sorted by their bytes (CONF-1.17)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        names = sorted(value, key=str.encode)
        return "{" + ",".join(f"{name}:{text_of(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return "null" if value is None else str(value)
