"""What is wrong with a call or with its input, told as the specification tells it."""

from __future__ import annotations


class Refusal(Exception):
    """An error of the closed list (spec.md, "Error codes"), with the keys that its table gives it."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        line: int | None = None,
        column: str | None = None,
        token: str | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.members = {
            "code": code, "line": line, "column": column, "token": token, "offset": offset,
            "message": message,
        }


class Unfit(Exception):
    """A field that its column does not take. Who knows the record makes a `Refusal` of it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def token_of(field: bytes) -> str:
    """A field as errors show it: its first 64 bytes, all but printable ASCII escaped (ERR-1.4)."""
    return "".join(chr(byte) if 0x20 <= byte <= 0x7E else f"\\x{byte:02X}" for byte in field[:64])


def argument(code: str, value: object, message: str) -> Refusal:
    """The error of an argument, whose token is the value as text (ERR-1.6)."""
    return Refusal(code, message, token=token_of(text_of(value).encode()))


def text_of(value: object) -> str:
    """A value of the configuration as text; a dictionary's names are sorted by their bytes (CONF-1.17)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode())
        return "{" + ",".join(f"{name}:{text_of(member)}" for name, member in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text_of, value)) + "]"
    return str(value)
