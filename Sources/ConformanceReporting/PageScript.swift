/// What the page does for those who let it: it filters rows and changes between light and dark.
/// Everything can be read without it.
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

    const rows = [...document.querySelectorAll("#matrix tr[data-state]")];
    const groups = [...document.querySelectorAll("#matrix tbody:has(tr[data-state])")];
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const wanted = document.querySelector("#filter-text");
    const state = document.querySelector("#filter-state");
    const count = document.querySelector("#filter-count");
    const filter = () => {
      const text = wanted.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const states = row.dataset.state.split(" ");
        row.hidden = !texts.get(row).includes(text)
          || (state.value !== "" && !states.includes(state.value));
        shown += row.hidden ? 0 : 1;
      }
      for (const group of groups) {
        group.hidden = ![...group.querySelectorAll("tr[data-state]")].some((row) => !row.hidden);
      }
      count.textContent = shown + " of " + rows.length + " rules";
    };
    wanted.addEventListener("input", filter);
    state.addEventListener("change", filter);
    filter();
    document.querySelector(".controls").hidden = false;

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
