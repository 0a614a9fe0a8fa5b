"""Reads records into bars: assigns fields to columns, and finds bars that look wrong."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import columns
import fields
from config import Options
from records import Record
from refusal import Refusal, Unfit, token_of

FOLDER_BYTES = 255
UNQUOTED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


@dataclass
class Bar:
    """A row of the lake, by column, and what it adds to the counts."""

    values: dict[str, Any]
    ticker: bytes
    partition: bytes
    instant: int
    is_of_another_day: bool
    is_unparsed: bool
    is_rounded: bool


class Header:
    """Assigns the fields of a record to columns (CSV-7 to CSV-9)."""

    def __init__(self, record: Record, options: Options) -> None:
        self.names = [name.decode() for name in record.fields]
        self.place: dict[str, int] = {}  # by role, in the order of the fields
        self.ignored = []
        for index, name in enumerate(self.names):
            role = columns.role_of(name, options.data_type, options.extra_columns)
            if role is None:
                self.ignored.append(name)
            elif role in self.place:
                raise Refusal("duplicate_column", f"{role} is there twice", line=record.line, column=name)
            else:
                self.place[role] = index
        missing = ",".join(name for name in columns.VENDOR_ORDER if name not in self.place)
        if missing:
            raise Refusal("missing_column", f"the header lacks {missing}", line=record.line, token=missing)
        self.missing_extras = [name for name in options.extra_columns if name not in self.place]

    def refusal(self, code: str, message: str, record: Record, role: str) -> Refusal:
        """The error of a field."""
        index = self.place[role]
        token = token_of(record.fields[index])
        return Refusal(code, f"{role}: {message}", line=record.line, column=self.names[index], token=token)


class BarReader:
    """Reads the records below one header. `day` counts from 1970-01-01."""

    def __init__(self, header: Header, options: Options, day: int, symbols: set[bytes], lazy: bool) -> None:
        self.header, self.options, self.day, self.symbols, self.lazy = header, options, day, symbols, lazy
        self.is_stock = columns.is_stock(options.data_type)
        self.width = 32 if options.profile == "classic" else 64
        # Many texts of a column are equal, and the result depends on the text only (TYPE-10).
        cached = functools.lru_cache(maxsize=1024)
        self.readers = [(role, index, cached(self.reader(role))) for role, index in header.place.items()]
        self.folder = cached(lambda partition: folder_name(columns.name_column(options.data_type), partition))

    def reader(self, role: str) -> Callable[[bytes], Any]:
        """The function that reads the fields of a column."""
        options = self.options
        if role in options.extra_columns:
            return lambda text: fields.extra(text, options.extra_columns[role], options.profile)
        if role in columns.PRICES or role == "strike_price":
            return lambda text: fields.real(text, self.width)
        if role in ("volume", "transactions"):
            kind = columns.schema(options.data_type, options.profile, {})[role]
            if kind == "float64":
                return fields.volume64
            most = {"int32": (1 << 31) - 1, "uint32": (1 << 32) - 1, "uint64": (1 << 64) - 1}[kind]
            rounds = role == "volume" and options.fractional_volume == "round"
            return lambda text: fields.integer(text, (0, most), rounds)
        if role == "window_start":
            return self.instant
        readers = {"expiration_date": fields.expiration_date, "contract_type": fields.contract_type}
        return readers.get(role, bytes if role == "underlying" else check_ticker)

    def instant(self, text: bytes) -> tuple[int, int]:
        instant = fields.instant(text)
        return instant, fields.stored_instant(instant, self.options.profile)

    def read(self, record: Record) -> Bar | None:
        """The bar of a record, or None if the filter drops it."""
        ticker = record.fields[self.header.place["ticker"]]
        contract = None if self.is_stock else fields.contract(ticker, self.width)
        partition, source = self.partition(record, ticker, contract)
        is_kept = not self.symbols or ticker in self.symbols or partition in self.symbols
        is_unread = self.lazy and not is_kept  # except for its ticker (API-14.3)
        if self.options.partitioning == "date" or is_unread:
            source = None
        values: dict[str, Any] = {}
        try:
            for role, index, read in self.readers:
                if not is_unread or role == "ticker":
                    values[role] = read(record.fields[index])
                if role == source:
                    self.folder(partition)
        except Unfit as unfit:
            raise self.header.refusal(unfit.code, str(unfit), record, role) from None
        if is_unread:
            return None
        instant, values["timestamp"] = values["window_start"]
        is_of_another_day = self.is_of_another_day(instant)
        if is_of_another_day and self.options.strict_dates:
            raise self.header.refusal("date_mismatch", "a bar of another day", record, "window_start")
        is_unparsed = not self.is_stock and self.complete(values, contract)
        values["symbol" if self.is_stock else "ticker"] = ticker.decode()
        values[columns.name_column(self.options.data_type)] = partition.decode()
        if not is_kept:
            return None
        is_rounded = self.is_rounded(record.fields[self.header.place["volume"]])
        return Bar(values, ticker, partition, instant, is_of_another_day, is_unparsed, is_rounded)

    def partition(self, record: Record, ticker: bytes, contract: dict[str, Any] | None) -> tuple[bytes, str]:
        """The symbol or underlying, and the column from which it comes (PART-4.6, TYPE-14)."""
        index = None if self.is_stock else self.header.place.get("underlying")
        if index is not None and record.fields[index]:
            return record.fields[index], "underlying"
        return (contract["underlying"] if contract else ticker), "ticker"

    def is_of_another_day(self, instant: int) -> bool:
        """TYPE-11.1: not in [date 00:00Z, the next day 05:00Z)."""
        since = instant - self.day * fields.DAY_NANOSECONDS
        return not 0 <= since < fields.DAY_NANOSECONDS + 5 * 3600 * fields.SECOND

    def complete(self, values: dict[str, Any], contract: dict[str, Any] | None) -> bool:
        """Fills each missing contract column from the ticker (TYPE-14.1, TYPE-14.5).

        Returns whether a value had to come from a ticker that does not parse (TYPE-14.6).
        """
        lacking = [name for name in columns.CONTRACT if values.get(name) in (None, b"")]
        values.update((name, contract[name] if contract else None) for name in lacking)
        return lacking != [] and contract is None

    def is_rounded(self, volume: bytes) -> bool:
        """TYPE-4.12."""
        parsed = fields.number(volume) if self.options.profile == "classic" else None
        return parsed is not None and parsed.has_fraction()


def check_ticker(text: bytes) -> bytes:
    """TYPE-1."""
    if not text:
        raise Unfit("null_key", "no ticker")
    return text


def folder_name(column: str, value: bytes) -> str:
    """The name of the folder of a symbol or underlying (PART-4.1 to PART-4.3)."""
    encoded = "".join(chr(byte) if byte in UNQUOTED else f"%{byte:02X}" for byte in value)
    if encoded in (".", ".."):
        encoded = encoded.replace(".", "%2E")
    name = f"{column}={encoded}"
    if len(name) > FOLDER_BYTES or value == b"__HIVE_DEFAULT_PARTITION__":
        raise Unfit("out_of_range", "the value names no folder")
    return name


@dataclass
class Doubts:
    """Counts bars that look wrong (BAR-1). It gets only bars that are written."""

    data_type: str
    rows: int = 0
    repeated_keys: int = 0
    unordered_rows: int = 0
    inconsistent_bars: int = 0
    options_among_stocks: int = 0
    instants: set[int] = field(default_factory=set)
    last: dict[bytes, tuple[int, int]] = field(default_factory=dict)  # row and instant, by ticker

    def judge(self, bar: Bar) -> bool:
        """Counts a bar. Returns whether it is doubtful, by itself or together with earlier bars."""
        row, instant = self.last.get(bar.ticker, (None, None))
        repeats = row is not None and (columns.is_daily(self.data_type) or instant == bar.instant)
        is_unordered = row is not None and (row != self.rows - 1 or bar.instant < instant)
        is_inconsistent = is_inconsistent_bar(bar.values)
        is_option = columns.is_stock(self.data_type) and bar.ticker.startswith(b"O:")
        self.repeated_keys += repeats
        self.unordered_rows += is_unordered
        self.inconsistent_bars += is_inconsistent
        self.options_among_stocks += is_option
        self.instants.add(bar.instant)
        self.last[bar.ticker] = (self.rows, bar.instant)
        self.rows += 1
        return repeats or is_unordered or is_inconsistent or is_option

    def are_minutes_as_days(self) -> bool:
        """BAR-1.7."""
        return columns.is_daily(self.data_type) and self.rows >= 10 and 2 * self.repeated_keys > self.rows

    def are_days_as_minutes(self) -> bool:
        """BAR-1.8."""
        are_single = len(self.last) == self.rows and len(self.instants) == 1
        return not columns.is_daily(self.data_type) and self.rows >= 10 and are_single

    def counts(self) -> dict[str, int]:
        are_all_wrong = self.are_minutes_as_days() or self.are_days_as_minutes()
        return {
            "repeated_keys": self.repeated_keys,
            "unordered_rows": self.unordered_rows,
            "inconsistent_bars": self.inconsistent_bars,
            "wrong_type_rows": self.rows if are_all_wrong else self.options_among_stocks,
        }


def is_inconsistent_bar(values: dict[str, Any]) -> bool:
    """BAR-1.5."""
    prices = [values[name] for name in columns.PRICES]
    if None in prices or min(prices) < 0:
        return True
    return not values["low"] <= min(prices) <= max(prices) <= values["high"]
