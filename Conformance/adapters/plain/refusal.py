"""What is wrong with a call or with its input, told as the specification tells it."""


class Refusal(Exception):
    """An error of the closed list (spec.md, "Error codes"). `place` is what its table gives it."""

    def __init__(self, code: str, message: str, **place: int | str | None) -> None:
        super().__init__(message)
        nowhere = dict.fromkeys(("line", "column", "token", "offset"))
        self.members = {"code": code, **nowhere, **place, "message": message}


class Unfit(Exception):
    """A field that its column does not take. Who knows the record makes a `Refusal` of it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def argument(code: str, value: object, message: str) -> Refusal:
    """The error of an argument, whose token is the value as text (ERR-1.6)."""
    return Refusal(code, message, token=token_of(text_of(value).encode()))


def token_of(field: bytes) -> str:
    """A field as errors show it: its first 64 bytes, all but printable ASCII escaped (ERR-1.4)."""
    return "".join(chr(byte) if 0x20 <= byte <= 0x7E else f"\\x{byte:02X}" for byte in field[:64])


def text_of(value: object) -> str:
    """A value of the configuration; a dictionary's names are sorted by their bytes (CONF-1.17)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        names = sorted(value, key=str.encode)
        return "{" + ",".join(f"{name}:{text_of(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return "null" if value is None else str(value)
