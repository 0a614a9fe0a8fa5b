"""From records to bars: each field to its column, and what looks wrong with a bar."""

from __future__ import annotations

import math
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
    """A row of the lake: its values by column, and what is counted of it."""

    values: dict[str, Any]
    ticker: bytes
    partition: bytes
    instant: int
    is_kept: bool
    is_of_another_day: bool
    is_unparsed: bool
    is_rounded: bool


class Header:
    """Which field of a record is what (CSV-7 to CSV-9)."""

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


class BarReader:
    """Reads the records below one header. `day` counts from 1970-01-01."""

    def __init__(self, header: Header, options: Options, day: int, symbols: frozenset[bytes], lazy: bool) -> None:
        self.header = header
        self.options = options
        self.day = day
        self.symbols = symbols
        self.lazy = lazy
        self.is_stock = columns.is_stock(options.data_type)
        self.readers = {role: self.reader(role) for role in header.place}

    def reader(self, role: str) -> Callable[[bytes], Any]:
        """What reads the fields of a column."""
        options = self.options
        classic = options.profile == "classic"
        width = 32 if classic else 64
        if role in options.extra_columns:
            return lambda text: fields.extra(text, options.extra_columns[role], options.profile)
        if role in columns.PRICES or role == "strike_price":
            return lambda text: fields.real(text, width)
        if role == "volume":
            if not classic:
                return fields.volume64
            most = (1 << 64) - 1 if options.data_type == "stocks_daily" else (1 << 32) - 1
            rounds = options.fractional_volume == "round"
            return lambda text: fields.integer(text, (0, most), rounds)
        if role == "transactions":
            most = (1 << 32) - 1 if classic else (1 << 31) - 1
            return lambda text: fields.integer(text, (0, most))
        if role == "expiration_date":
            return fields.expiration_date
        if role == "contract_type":
            return fields.contract_type
        return lambda text: text  # ticker, window_start and underlying are read for all of the record

    def read(self, record: Record) -> Bar | None:
        """The bar of a record; None if the filter drops it and nobody looks at its fields (API-14.3)."""
        text = {role: record.fields[index] for role, index in self.header.place.items()}
        ticker = text["ticker"]
        contract = None if self.is_stock else fields.contract(ticker)
        partition, source = self.partition(text, contract)
        is_kept = not self.symbols or ticker in self.symbols or (not self.is_stock and partition in self.symbols)
        if self.lazy and not is_kept:
            self.at(record, "ticker", check_ticker, ticker)
            return None
        values: dict[str, Any] = {}
        instant = 0
        for role, read in self.readers.items():
            values[role] = self.at(record, role, read, text[role])
            if role == "ticker":
                self.at(record, role, check_ticker, ticker)
            if role == "window_start":
                instant = self.at(record, role, fields.instant, text[role])
                values["timestamp"] = self.at(record, role, self.stored, instant)
            if role == source and self.options.partitioning == "symbol":
                self.at(record, role, self.folder, partition)
        is_of_another_day = self.is_of_another_day(instant)
        if is_of_another_day and self.options.strict_dates:
            raise self.refusal("date_mismatch", "a bar of another day", record, "window_start")
        is_unparsed = not self.is_stock and self.complete(values, contract)
        values["symbol" if self.is_stock else "ticker"] = ticker.decode()
        values[columns.name_column(self.options.data_type)] = partition.decode()
        return Bar(
            values, ticker, partition, instant, is_kept, is_of_another_day, is_unparsed,
            self.is_rounded(text["volume"]),
        )

    def at(self, record: Record, role: str, read: Callable[[Any], Any], text: Any) -> Any:
        """What `read` makes of a field; what it does not take is an error of that field."""
        try:
            return read(text)
        except Unfit as unfit:
            raise self.refusal(unfit.code, str(unfit), record, role) from None

    def refusal(self, code: str, message: str, record: Record, role: str) -> Refusal:
        index = self.header.place[role]
        return Refusal(
            code, f"line {record.line}, {role}: {message}", line=record.line, column=self.header.names[index],
            token=token_of(record.fields[index]),
        )

    def partition(self, text: dict[str, bytes], contract: fields.Contract | None) -> tuple[bytes, str]:
        """The symbol or underlying, and the column that it comes from (PART-4.6, TYPE-14)."""
        if self.is_stock:
            return text["ticker"], "ticker"
        if text.get("underlying"):
            return text["underlying"], "underlying"
        return (contract.underlying if contract else text["ticker"]), "ticker"

    def folder(self, partition: bytes) -> str:
        return folder_name(columns.name_column(self.options.data_type), partition)

    def stored(self, instant: int) -> int:
        return fields.stored_instant(instant, self.options.profile)

    def is_of_another_day(self, instant: int) -> bool:
        """TYPE-11.1: [date 00:00Z, the next day 05:00Z)."""
        since = instant - self.day * fields.DAY_NANOSECONDS
        return not 0 <= since < fields.DAY_NANOSECONDS + 5 * 3600 * fields.SECOND

    def complete(self, values: dict[str, Any], contract: fields.Contract | None) -> bool:
        """Fills contract columns from the ticker, each by itself; whether one needed a ticker that does
        not parse (TYPE-14)."""
        lacking = [name for name in columns.CONTRACT if values.get(name) in (None, b"")]
        for name in lacking:
            values[name] = getattr(contract, name) if contract else None
        if contract and "strike_price" in lacking:
            values["strike_price"] = fields.nearest(
                contract.strike_price, 32 if self.options.profile == "classic" else 64
            )
        return bool(lacking) and contract is None

    def is_rounded(self, volume: bytes) -> bool:
        """TYPE-4.12."""
        if self.options.profile != "classic":
            return False
        parsed = fields.number(volume)
        return parsed is not None and fields.has_fraction(parsed)


def check_ticker(ticker: bytes) -> None:
    """TYPE-1.2."""
    if not ticker:
        raise Unfit("null_key", "no ticker")


def folder_name(column: str, value: bytes) -> str:
    """The folder of a symbol or underlying (PART-4.1 to PART-4.3)."""
    encoded = "".join(chr(byte) if byte in UNQUOTED else f"%{byte:02X}" for byte in value)
    if encoded in (".", ".."):
        encoded = encoded.replace(".", "%2E")
    name = f"{column}={encoded}"
    if len(name) > FOLDER_BYTES or value == b"__HIVE_DEFAULT_PARTITION__":
        raise Unfit("out_of_range", "the value names no folder")
    return name


@dataclass
class Doubts:
    """Counts bars that look wrong (BAR-1). Only those that are written are shown to it."""

    data_type: str
    rows: int = 0
    repeated_keys: int = 0
    unordered_rows: int = 0
    inconsistent_bars: int = 0
    options_among_stocks: int = 0
    instants: set[int] = field(default_factory=set)
    last: dict[bytes, tuple[int, int]] = field(default_factory=dict)  # row and instant, by ticker

    def judge(self, bar: Bar) -> bool:
        """Counts a bar; whether it is doubtful by itself or beside those before it."""
        repeats, is_unordered = self.place(bar)
        is_inconsistent = contradicts_itself(bar.values)
        is_option = columns.is_stock(self.data_type) and bar.ticker.startswith(b"O:")
        self.repeated_keys += repeats
        self.unordered_rows += is_unordered
        self.inconsistent_bars += is_inconsistent
        self.options_among_stocks += is_option
        if len(self.instants) < 2:
            self.instants.add(bar.instant)
        self.last[bar.ticker] = (self.rows, bar.instant)
        self.rows += 1
        return repeats or is_unordered or is_inconsistent or is_option

    def place(self, bar: Bar) -> tuple[bool, bool]:
        """Whether the bar repeats a key, and whether it is out of order (BAR-1.1 to BAR-1.4)."""
        if bar.ticker not in self.last:
            return False, False
        row, instant = self.last[bar.ticker]
        repeats = columns.is_daily(self.data_type) or instant == bar.instant
        return repeats, row != self.rows - 1 or bar.instant < instant

    def are_minutes_as_days(self) -> bool:
        """BAR-1.7."""
        return columns.is_daily(self.data_type) and self.rows >= 10 and 2 * self.repeated_keys > self.rows

    def are_days_as_minutes(self) -> bool:
        """BAR-1.8."""
        return (
            not columns.is_daily(self.data_type) and self.rows >= 10 and len(self.last) == self.rows
            and len(self.instants) == 1
        )

    def counts(self) -> dict[str, int]:
        all_are_wrong = self.are_minutes_as_days() or self.are_days_as_minutes()
        return {
            "repeated_keys": self.repeated_keys,
            "unordered_rows": self.unordered_rows,
            "inconsistent_bars": self.inconsistent_bars,
            "wrong_type_rows": self.rows if all_are_wrong else self.options_among_stocks,
        }


def contradicts_itself(values: dict[str, Any]) -> bool:
    """BAR-1.5."""
    prices = [values[name] for name in columns.PRICES]
    if any(price is None or price < 0 or math.isnan(price) for price in prices):
        return True
    low, high = values["low"], values["high"]
    return high < low or not all(low <= values[name] <= high for name in ("open", "close"))
