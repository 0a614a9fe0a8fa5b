/// What every page does for those who let it: it changes between light and dark, and opens what a
/// link leads into. Everything can be read without it.
enum PageScript {
  static let source: StaticString = """
    "use strict";
    const root = document.documentElement;
    const theme = document.querySelector(".theme");
    const prefersDark = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () =>
      (root.dataset.theme || (prefersDark.matches ? "dark" : "light")) === "dark";
    const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
    theme.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      nameTheme();
    });
    prefersDark.addEventListener("change", nameTheme);
    nameTheme();
    theme.hidden = false;

    const open = () => {
      let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!element) { return; }
      for (let outer = element; outer; outer = outer.parentElement) {
        if (outer.tagName === "DETAILS") { outer.open = true; }
      }
      element.scrollIntoView();
    };
    addEventListener("hashchange", open);
    open();
    """
}
