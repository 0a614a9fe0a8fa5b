/// What a report does for those who let it: it filters rows. Everything can be read without it.
enum ReportScript {
  static let source: StaticString = """
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
    """
}
