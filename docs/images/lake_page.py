#!/usr/bin/env python3
"""Makes a lake of invented bars, and a picture of its page: the file docs/images/lake.png.

    lake_page.py BARLAKE

Needs Conformance/browser-requirements.txt and a Chromium of the system, as Conformance/check_lake_page.py.
"""

import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "Conformance"))

from playwright import sync_api  # noqa: E402

import browser  # noqa: E402
import made_lake  # noqa: E402

# As many stocks as have bars on a day.
ROWS = 10_400
WIDTH = 1240


def main():
    barlake = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder, sync_api.sync_playwright() as playwright:
        lake = made_lake.make(barlake, pathlib.Path(folder) / "data" / "market", ROWS)
        # The path that is shown is the one that is given.
        words = [barlake, "status", "data/market", "--type", "stocks_daily", "--html", "page.html", "--until", "2024-06-28"]
        subprocess.run(words, cwd=folder, check=True, capture_output=True)
        page = browser.launched(playwright).new_page(viewport={"width": WIDTH, "height": 2000})
        page.goto((pathlib.Path(folder) / "page.html").as_uri())
        # As high as what is above the footer, once all of it is drawn, so that the line of a day is at its end.
        page.wait_for_timeout(500)
        height = page.evaluate("document.querySelector('footer').getBoundingClientRect().top")
        page.set_viewport_size({"width": WIDTH, "height": int(height)})
        page.locator('td[title^="2024-04-09"]').click()
        page.screenshot(path=str(HERE / "lake.png"))


if __name__ == "__main__":
    main()
