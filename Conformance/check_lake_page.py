#!/usr/bin/env python3
"""Makes lakes and looks at their pages: `check_lake_page.py BARLAKE [--keep DIR] [--years N]`.

The lakes are made by the command, with days of each kind, with bad names, with one date or none, and with
years of four data types. Their pages, of `barlake status --html`, are opened in headless Chromium, wide and narrow,
light and dark, with and without scripts, and printed. `--keep DIR` leaves the pages and the screenshots there. Needs
Conformance/browser-requirements.txt and a Chromium of the system.
"""

import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import browser
import made_lake
from browser import HOSTILE

UNTIL = "2024-06-28"
TYPES = ("stocks_daily", "stocks_minute", "options_daily", "options_minute")
#: What each kind of day is called in the legend and in its title.
WORDS = {
    "d": "done", "f": "done for some symbols", "c": "done, no trading day", "r": "reissued since",
    "s": "unusually few rows", "l": "unusually many rows", "u": "unfinished", "m": "missing", "n": "not published",
}


class Place:
    """What all tests look at: lakes and their pages."""

    def __init__(self, barlake: str, keep: str | None, years: int):
        self.barlake = barlake
        self.scratch = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(keep or self.scratch.name).resolve()
        self.path.mkdir(parents=True, exist_ok=True)
        self.is_kept = bool(keep)
        self.years = years
        self.pages: dict[str, pathlib.Path] = {}
        lakes = pathlib.Path(self.scratch.name)
        self.made = made_lake.make(barlake, lakes / "market")
        with self.made.in_progress("stocks_minute", "2024-06-28"):
            self.page("market", self.made.path)
            self.status = json.loads(self.made.call("status", self.made.path, "--calendar", "--json", "--until", UNTIL).stdout)
        self.page("empty", self.folder(lakes / "empty"))
        one = made_lake.MadeLake(barlake, lakes / "one")
        one.ingest("options_daily", {"2002-12-21": 5})
        self.page("one", one.path, "2003-01-10")
        self.page("hostile", self.hostile(lakes).path)
        self.page("large", self.large(lakes).path, "2024-12-31")

    @staticmethod
    def folder(path: pathlib.Path) -> pathlib.Path:
        (path / ".barlake").mkdir(parents=True)
        return path

    def hostile(self, lakes: pathlib.Path) -> made_lake.MadeLake:
        """A lake whose names and records are texts of others."""
        name = HOSTILE.replace("/", "") + "\x1b[0m\n&lt;b&gt;"
        lake = made_lake.MadeLake(self.barlake, lakes / name)
        lake.ingest("stocks_daily", {"2024-01-02": 3, "2024-01-03": 3}, "--extra-columns", "<b>'\"&:string")
        (lake.path / "stocks_daily" / name).write_text("")
        (lake.path / ".barlake" / "staging" / name).mkdir()
        lake.write_record(
            "stocks_daily", ended="2024-01-05T00:00:00Z", source=HOSTILE * 20, since="2024-01-01", until="2024-01-04",
            forbidden=["2024-01-04"], is_whole=False)
        return lake

    def large(self, lakes: pathlib.Path) -> made_lake.MadeLake:
        """Years of four data types, which the page shows as they are."""
        lake = made_lake.MadeLake(self.barlake, lakes / "large")

        def fill(data_type: str) -> None:
            by = ["--partition-by", "date"] if data_type.endswith("minute") else []
            first = f"{2025 - self.years}-01-03"
            lake.ingest(data_type, {first: 1}, *by)
            days = [day for day in lake.trading_days(data_type, first, "2024-12-31") if day != first]
            lake.ingest(data_type, {date: 1 for date in days}, *by)

        with concurrent.futures.ThreadPoolExecutor() as workers:
            list(workers.map(fill, TYPES))
        return lake

    def page(self, name: str, lake: pathlib.Path, until: str = UNTIL) -> None:
        self.pages[name] = self.path / f"{name}.html"
        started = time.monotonic()
        done = subprocess.run(
            [self.barlake, "status", lake, "--html", self.pages[name], "--until", until], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert done.stdout.startswith(f"{self.pages[name]}  ") and done.stdout.count("\n") == 1, done.stdout
        print(f"{name}: {self.pages[name].stat().st_size} bytes, {time.monotonic() - started:.2f} s")


class LakePageTests(browser.BrowserTests):
    place: Place

    def pages(self):
        return self.place.pages

    def screenshots(self):
        return self.place.path if self.place.is_kept else None

    def days(self, page, data_type: str) -> dict[str, tuple[str, str]]:
        """The classes and titles of the days of a data type, by their dates."""
        cells = page.evaluate(
            "(type) => [...document.querySelectorAll(`#${type} td[title]`)].map((one) => [one.className, one.title])",
            data_type)
        return {title[:10]: (style, title) for style, title in cells}

    def test_no_page_is_wider_than_a_desktop_or_a_phone_in_light_and_dark(self):
        for name in self.place.pages:
            for size in browser.SIZES:
                for scheme in browser.SCHEMES:
                    if name != "large" or scheme == "light":
                        self.check_width(name, size, scheme)

    def test_nothing_is_wrong_for_who_does_not_see_or_use_a_mouse(self):
        for name, size, scheme in (
            ("market", "desktop", "light"), ("market", "desktop", "dark"), ("market", "phone", "light"),
            ("hostile", "phone", "dark"), ("empty", "phone", "light"), ("one", "desktop", "light"),
        ):
            self.check_accessible(name, size, scheme, every=2)

    def test_each_day_says_what_the_calendar_of_the_command_says(self):
        page = self.open("market")
        for calendar in self.place.status["data_types"]:
            days = self.days(page, calendar["data_type"])
            known = [
                day for month in calendar["months"] for day in month["days"] if day["state"] not in ("weekend", "outside")]
            self.assertEqual(len(days), len(known))
            for day in known:
                style, title = days[day["date"]]
                face = style.split(" ")[0]
                if day["state"] == "holiday":
                    self.assertEqual((face, title[16:]), ("h", day["holiday"]))
                    continue
                self.assertTrue(title[16:].startswith(WORDS[face]), title)
                if day["out_of_line"]:
                    self.assertEqual(face, "s" if day["rows"] < day["neighbour_rows"] else "l")
                if day["rows"] is not None:
                    for part in (f"{day['rows']:,} row", f"in {day['files']} file"):
                        self.assertIn(part, title)
                    if day["neighbour_rows"] is not None:
                        self.assertIn(f"(usually {day['neighbour_rows']:,})", title)
                for reason in day["reasons"]:
                    self.assertIn(reason, title)

    def test_each_kind_of_day_is_there(self):
        page = self.open("market")
        daily, minute = self.days(page, "stocks_daily"), self.days(page, "stocks_minute")
        expected = {
            "2023-03-14": "m", "2024-02-20": "s", "2023-09-19": "l", "2023-06-07": "f", "2024-04-09": "d b",
            "2023-11-09": "u", "2024-05-09": "r", "2024-05-21": "n", "2024-06-28": "n", "2024-05-27": "c",
            "2024-06-19": "h", "2024-06-27": "d",
        }
        self.assertEqual({date: daily[date][0] for date in expected}, expected)
        self.assertIn("3 repeated keys", daily["2024-04-09"][1])
        self.assertIn("Memorial Day", daily["2024-05-27"][1])
        self.assertIn("3 symbols asked for", daily["2023-06-07"][1])
        self.assertEqual((minute["2024-05-15"][0], minute["2024-05-16"][0]), ("m", "u"))
        self.assertEqual(minute["2024-06-28"][1], "2024-06-28 Fri: unfinished, in progress")
        # The legend counts what the calendar shows.
        legend = page.locator("#stocks_daily .marks li").all_inner_texts()
        for face, word in WORDS.items():
            count = sum(style.split(" ")[0] == face for style, _ in daily.values())
            counted = f"{count} {'with ' if face in 'sl' else ''}{word}"
            self.assertIn(counted, [text.strip() for text in legend])

    def test_each_kind_of_day_has_a_shape_of_its_own(self):
        for scheme in browser.SCHEMES:
            page = self.open("market", scheme=scheme)
            shapes = page.evaluate("""() => {
                const shape = (one) => {
                    const [own, before, after] = [null, "::before", "::after"].map((part) => getComputedStyle(one, part));
                    return [
                        own.boxShadow.replace(/rgba?[^)]*[)]/, ""), own.backgroundImage.replace(/rgba?[^)]*[)]/g, ""),
                        before.content, before.clipPath, before.borderStyle, before.inset, after.content].join();
                };
                return [...document.querySelectorAll("#stocks_daily .marks .cell")].map((one) => [one.className, shape(one)]);
            }""")
            self.assertEqual(len(shapes), len(WORDS) + 2)
            self.assertEqual(len({shape for _, shape in shapes}), len(shapes), "a colour alone tells them")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            for style, _ in shapes:
                cell = page.locator(f"#stocks_daily .marks .cell.{style.split(' ')[1]}").first
                color = cell.evaluate("(one) => getComputedStyle(one).backgroundColor")
                if browser.channels(color)[3]:
                    self.assertGreaterEqual(browser.contrast(color, ground), 2, (style, scheme))

    def test_the_summary_and_the_last_sync_are_shown(self):
        page = self.open("market")
        text = page.inner_text("#stocks_daily")
        status = json.loads(self.place.made.call("status", self.place.made.path, "--json").stdout)["data_types"][0]
        for part in (
            f"{status['done_count']} dates, {status['first']} to {status['last']}", f"{status['rows']:,}", "portable",
            "by date", "2024-06-29 11:02 UTC", "files.example.com flatfiles", "2024-05-01 to 2024-06-28", "18 dates",
            "2 dates: 2024-05-09 to 2024-05-10", "1 date: 2024-05-21",
        ):
            self.assertIn(part, text)
        self.assertIn("None is recorded.", page.inner_text("#stocks_minute"))
        self.assertIn("expected up to 2024-06-28", page.inner_text("header"))
        self.assertIn("(in progress)", page.locator("#left-over").text_content())

    def test_a_day_is_chosen_by_pointer_and_keyboard(self):
        page = self.open("market", "phone", has_touch=True)
        line = page.locator("#stocks_daily .chosen")
        self.assertFalse(line.is_visible())
        page.locator('#stocks_daily td[title^="2024-04-09"]').tap()
        self.assertIn("3 repeated keys", line.inner_text())
        self.assertLessEqual(line.bounding_box()["y"] + line.bounding_box()["height"], 741, "it is on the screen")
        line.get_by_label("Day after").tap()
        self.assertIn("2024-04-10 Wed: done", line.inner_text())
        line.get_by_label("Day before").tap()
        page.locator("#stocks_daily td.on").focus()
        for key, date in (("ArrowDown", "2024-04-16"), ("ArrowRight", "2024-04-17"), ("ArrowUp", "2024-04-10"),
                          ("ArrowLeft", "2024-04-09"), ("End", "2024-06-28"), ("Home", "2022-09-05")):
            page.keyboard.press(key)
            self.assertIn(date, line.inner_text())
            self.assertEqual(page.evaluate("document.activeElement.title.slice(0, 10)"), date)
        page.keyboard.press("Escape")
        self.assertFalse(line.is_visible())
        # One stop of the Tab key a calendar, which begins with its newest day.
        self.assertEqual(page.locator("#stocks_daily td[tabindex='0']").count(), 1)
        page.locator("#stocks_minute td[tabindex='0']").focus()
        self.assertIn("2024-06-28", page.locator("#stocks_minute .chosen").inner_text())

    def test_all_can_be_read_without_scripts(self):
        for size in browser.SIZES:
            page = self.open("market", size, java_script_enabled=False)
            for selector in (".theme", ".choose", ".chosen"):
                self.assertFalse(page.locator(selector).first.is_visible(), selector)
            self.assertEqual(page.locator("#stocks_daily td.s").get_attribute("title")[:10], "2024-02-20")
            lists = page.locator("#stocks_daily > details")
            lists.locator("summary").click()
            text = lists.inner_text()
            for part in ("2023-03-14 to 2023-03-15, 2 days", "3 repeated keys", "files missing: 1", "reissued since"):
                self.assertIn(part, text)

    def test_names_and_texts_of_others_are_texts(self):
        page = self.open("hostile")
        self.check_inert(page)
        text = page.evaluate("document.body.textContent")
        shown = HOSTILE.replace("\u202e", "\\u{202e}")
        self.assertGreater(text.count(shown), 2, "the source of the sync")
        self.assertIn(" more bytes", text, "which is cut")
        self.assertGreater(text.count("\\u{1b}[0m"), 3, "the path, the foreign file and the staging folder")
        self.assertIn("&lt;b&gt;", text)
        self.assertIn("<b>'\"&:string", text)
        self.assertNotIn("\u202e", self.place.pages["hostile"].read_text("utf-8"))

    def test_links_lead_somewhere_and_identifiers_are_there_once(self):
        for name in self.place.pages:
            self.check_links(name)

    def test_the_theme_is_the_systems_until_it_is_changed(self):
        self.check_theme("market")

    def test_lakes_with_one_date_or_none(self):
        page = self.open("empty")
        self.assertIn("The lake is empty.", page.inner_text("body"))
        self.assertEqual(page.locator("section, table").count(), 0)
        # A Saturday before the calendar of the exchanges, and what has been expected since.
        page = self.open("one")
        days = self.days(page, "options_daily")
        self.assertEqual(days["2002-12-21"][1][:21], "2002-12-21 Sat: done,")
        self.assertEqual([date for date, (style, _) in days.items() if style == "h"], ["2003-01-01", "2003-01-20"])
        self.assertEqual(sum(style == "m" for style, _ in days.values()), 7)
        self.assertIn("One date, 2002-12-21.", page.inner_text("#options_daily"))

    def test_years_of_four_types_are_small_and_fast(self):
        years = self.place.years
        self.assertLess(self.place.pages["large"].stat().st_size, 200_000 * years)
        page = self.open("large")
        self.assertGreater(page.locator("td[title]").count(), 1_000 * years)
        timing = page.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
        started = time.monotonic()
        page.evaluate("() => new Promise((done) => { scrollTo(0, 5000); requestAnimationFrame(() => setTimeout(done)); })")
        scrolled = time.monotonic() - started
        print(f"{years} years of four types: complete after {timing:.0f} ms, scrolled in {scrolled * 1000:.0f} ms")
        self.assertLess(timing, 5000)
        self.assertLess(scrolled, 2)

    def test_it_is_printed(self):
        page = self.open("market")
        page.emulate_media(media="print")
        self.assertFalse(page.locator("nav").is_visible())
        self.assertFalse(page.locator(".theme").is_visible())
        self.assertTrue(page.locator("#stocks_daily td.m").first.is_visible())
        printed = page.pdf(format="A4")
        self.assertGreater(len(printed), 10_000)
        if folder := self.screenshots():
            (folder / "market.pdf").write_bytes(printed)

    # The file.

    def status(self, *words: str, **options) -> subprocess.CompletedProcess:
        words = [self.place.barlake, "status", self.place.made.path, *words]
        return subprocess.run(words, capture_output=True, text=True, timeout=60, **options)

    def test_a_page_is_replaced_in_one_step_while_a_browser_reloads(self):
        path = self.place.path / "reloaded.html"
        self.assertEqual(self.status("--html", str(path)).returncode, 0)
        process = subprocess.Popen(
            ["/bin/sh", "-c", 'for i in 1 2 3 4 5 6; do "$0" status "$1" --html "$2" >/dev/null || exit; done',
             self.place.barlake, str(self.place.made.path), str(path)])
        looks = 0
        while process.poll() is None:
            self.assertTrue(path.read_text("utf-8").endswith("</html>\n"))
            looks += 1
        self.assertEqual(process.returncode, 0)
        self.assertGreater(looks, 20)
        self.assertEqual([one.name for one in self.place.path.glob(".barlake-page*")], [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("barlake")
    parser.add_argument("--keep", metavar="DIR")
    parser.add_argument("--years", type=int, default=4, help="how long the largest lake is")
    given, rest = parser.parse_known_args()
    LakePageTests.place = Place(str(pathlib.Path(given.barlake).resolve()), given.keep, given.years)
    unittest.main(argv=[sys.argv[0], *rest])
