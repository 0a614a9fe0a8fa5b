"""Opens pages of HTML in headless Chromium, for the checks of the pages that the commands write.

Needs Conformance/browser-requirements.txt and a Chromium of the system.
"""

import pathlib
import re
import shutil
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright import sync_api

SIZES = {"desktop": (1280, 800), "phone": (360, 740)}
SCHEMES = ("light", "dark")
#: A text as somebody may send it to whoever shows it.
HOSTILE = "<script>window.broken=1</script><img src=x onerror=window.broken=1>\"'&| \u202e [a](javascript:x) `"


def channels(color: str) -> tuple[float, float, float, float]:
    """A computed colour, `rgb(…)` or `rgba(…)`."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", color)]
    return (*numbers[:3], numbers[3] if len(numbers) > 3 else 1.0)


def contrast(one: str, other: str) -> float:
    """By WCAG 2: 1 to 21."""

    def luminance(color: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in
                  (channel / 255 for channel in channels(color)[:3])]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def launched(playwright: sync_api.Playwright) -> sync_api.Browser:
    """The Chromium of the system."""
    found = [path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))]
    if not found:
        raise SystemExit("there is no Chromium")
    return playwright.chromium.launch(executable_path=found[0])


class BrowserTests(unittest.TestCase):
    """Tests of pages, which are files, by their names; a page asks for nothing and complains of nothing."""

    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_api.sync_playwright().start()
        cls.browser = launched(cls.playwright)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()

    def pages(self) -> dict[str, pathlib.Path]:
        """The pages by their names."""
        raise NotImplementedError

    def screenshots(self) -> pathlib.Path | None:
        """The folder for screenshots; None if nobody wants any."""
        return None

    def open(self, name: str, size: str = "desktop", scheme: str = "light", **options) -> sync_api.Page:
        """The page, which must have asked for nothing and complained of nothing when the test is over."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        self.addCleanup(context.close)
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        address = self.pages()[name].as_uri()
        page.goto(address)

        def check():
            self.assertEqual(requests, [address], "a page asks for nothing")
            self.assertEqual(complaints, [])

        self.addCleanup(check)
        return page

    def check_width(self, name: str, size: str, scheme: str) -> None:
        """The page does not scroll sideways, whatever is open in it."""
        page = self.open(name, size, scheme)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wide = page.evaluate("() => [document.scrollingElement.scrollWidth, innerWidth]")
        self.assertLessEqual(wide[0], wide[1], f"{name}, {size}: the page scrolls sideways")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false; })")
        if folder := self.screenshots():
            # What is not on the screen may not be drawn yet.
            page.evaluate("document.querySelectorAll('*').forEach((one) => { one.style.contentVisibility = 'visible'; })")
            page.screenshot(path=str(folder / f"{name}-{size}-{scheme}.png"), full_page=True)

    def check_accessible(self, name: str, size: str, scheme: str, every: int) -> None:
        """Axe finds nothing in the page, of whose details each `every`th is open."""
        page = self.open(name, size, scheme)
        page.evaluate(
            "(every) => document.querySelectorAll('details').forEach((one, i) => { one.open = i % every == 0; })", every)
        found = Axe().run(page).response["violations"]
        self.assertEqual(
            [(one["id"], one["help"], one["nodes"][0]["html"][:200]) for one in found], [], f"{name}, {size}, {scheme}")

    def check_inert(self, page: sync_api.Page) -> None:
        """Nothing of the page's texts has become a part of the page."""
        self.assertIsNone(page.evaluate("window.broken ?? null"))
        self.assertEqual(page.locator("script").count(), 1)
        self.assertEqual(page.locator("img, iframe, object, embed, form, base, link").count(), 0)
        links = page.evaluate("[...document.querySelectorAll('[href], [src]')].map((one) => one.getAttribute('href'))")
        self.assertLessEqual({link[0] for link in links}, {"#"})

    def check_links(self, name: str) -> None:
        """Links lead somewhere, and identifiers are there once."""
        wrong = self.open(name).evaluate("""() => {
            const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
            const links = [...document.querySelectorAll("a")].map((one) => one.getAttribute("href").slice(1));
            return [ids.filter((id, i) => ids.indexOf(id) !== i), links.filter((id) => !ids.includes(id))];
        }""")
        self.assertEqual(wrong, [[], []], name)

    def check_theme(self, name: str) -> None:
        """The theme is the system's until it is changed."""
        ground = "getComputedStyle(document.body).backgroundColor"
        light, dark = (self.open(name, scheme=scheme) for scheme in SCHEMES)
        colors = light.evaluate(ground), dark.evaluate(ground)
        self.assertNotEqual(*colors)
        light.click(".theme")
        dark.click(".theme")
        self.assertEqual((dark.evaluate(ground), light.evaluate(ground)), colors)
        self.assertEqual((light.inner_text(".theme"), dark.inner_text(".theme")), ("Light", "Dark"))
