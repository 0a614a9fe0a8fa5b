#!/usr/bin/env python3
"""Draws one day of one symbol from a lake: quarter-hour candles, volume, and the first stored rows.

    plot_day.py LAKE [SYMBOL] > docs/images/day.svg

LAKE holds the samples of stocks_minute; the day drawn is 2024-07-02. Needs Polars.
"""

import datetime
import sys
import zoneinfo

import polars as pl

DAY = datetime.date(2024, 7, 2)
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
WIDTH, LEFT, RIGHT = 880, 58, 862
TOP, PRICE_BOTTOM, VOLUME_TOP, VOLUME_BOTTOM, TABLE = 54, 250, 264, 318, 366
RISE, FALL, INK, FAINT = "#1b7f5c", "#c0392b", "#222", "#d9d9d9"
SHOWN = ("symbol", "timestamp", "open", "high", "low", "close", "volume", "transactions")


def text(x, y, content, size=12, anchor="start", weight="normal", fill=INK, family="sans-serif"):
    content = str(content).replace("&", "&amp;").replace("<", "&lt;")
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-family="{family}" '
            f'text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">{content}</text>')


def box(x, y, width, height, fill):
    return (f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 1):.1f}" '
            f'fill="{fill}"/>')


def line(x1, y1, x2, y2, stroke):
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{stroke}"/>'


def bars_of(lake, symbol):
    return (
        pl.scan_parquet(f"{lake}/stocks_minute")
        .filter((pl.col("date") == DAY) & (pl.col("symbol") == symbol))
        .sort("timestamp").collect())


def candles(bars):
    return bars.group_by_dynamic("timestamp", every="15m").agg(
        pl.col("open").first(), pl.col("high").max(), pl.col("low").min(),
        pl.col("close").last(), pl.col("volume").sum())


def chart(frame):
    start = datetime.datetime.combine(DAY, datetime.time(4), NEW_YORK)
    low, high = frame["low"].min(), frame["high"].max()
    most = frame["volume"].max()

    def at(stamp):
        return LEFT + (stamp - start).total_seconds() / (16 * 3600) * (RIGHT - LEFT)

    def level(price):
        return PRICE_BOTTOM - (price - low) / (high - low) * (PRICE_BOTTOM - TOP)

    for hour in range(4, 21, 2):
        x = at(datetime.datetime.combine(DAY, datetime.time(hour), NEW_YORK))
        yield line(x, TOP, x, VOLUME_BOTTOM, FAINT)
        yield text(x, VOLUME_BOTTOM + 15, f"{hour:02}:00", 11, "middle")
    for step in range(5):
        price = low + (high - low) * step / 4
        yield line(LEFT, level(price), RIGHT, level(price), FAINT)
        yield text(LEFT - 6, level(price) + 4, f"{price:.2f}", 11, "end")
    yield text(LEFT - 6, VOLUME_TOP + 8, f"{most / 1000:,.0f} k", 11, "end")
    width = (RIGHT - LEFT) / 64 - 3
    for row in frame.iter_rows(named=True):
        x = at(row["timestamp"]) + 1.5
        colour = RISE if row["close"] >= row["open"] else FALL
        top, bottom = level(max(row["open"], row["close"])), level(min(row["open"], row["close"]))
        middle = x + width / 2
        yield line(middle, level(row["high"]), middle, level(row["low"]), colour)
        yield box(x, top, width, bottom - top, colour)
        height = row["volume"] / most * (VOLUME_BOTTOM - VOLUME_TOP)
        yield box(x, VOLUME_BOTTOM - height, width, height, colour)


def table(bars):
    columns = dict(zip(SHOWN, (66, 118, 352, 440, 528, 616, 724, 856)))
    anchors = {name: "start" if name in ("symbol", "timestamp") else "end" for name in SHOWN}
    for name, x in columns.items():
        yield text(x, TABLE, name, 12, anchors[name], "bold", family="monospace")
        yield text(x, TABLE + 16, bars.schema[name] if name != "timestamp" else "µs, UTC", 11,
                   anchors[name], fill="#777", family="monospace")
    for index, row in enumerate(bars.head(4).iter_rows(named=True)):
        for name, x in columns.items():
            cell = row[name]
            if name == "timestamp":
                cell = f"{cell:%Y-%m-%d %H:%M}Z"
            yield text(x, TABLE + 36 + 18 * index, cell, 12, anchors[name], family="monospace")


def main():
    lake, symbol = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "NVDA"
    bars = bars_of(lake, symbol)
    title = f"{symbol}, {DAY}: {len(bars)} minute bars from the lake, in quarter hours, New York"
    height = TABLE + 36 + 18 * 4
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">')
    print(box(0, 0, WIDTH, height, "white"))
    print(text(LEFT, 28, title, 15, weight="bold"))
    print(*chart(candles(bars)), *table(bars), "</svg>", sep="\n")


if __name__ == "__main__":
    main()
