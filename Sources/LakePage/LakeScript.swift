/// What the page of a lake does for those who let it: it shows what is known of the day that is
/// chosen with a pointer, a finger or the keyboard. All of it can be read without a script, as the
/// title of each day and in the lists.
enum LakeScript {
  static let source: StaticString = """
    for (const calendar of document.querySelectorAll(".calendar")) {
      // Years come newest first; days are in order.
      const days = [...calendar.querySelectorAll(".year")].reverse()
        .flatMap((year) => [...year.querySelectorAll("td[title]")]);
      if (days.length === 0) { continue; }
      const places = new Map(days.map((day, place) => [day, place]));
      const line = calendar.querySelector(".chosen");
      const text = line.querySelector(".text");
      const [earlier, later] = line.querySelectorAll("button");
      const columns = Number(calendar.dataset.columns);
      let at = days.length - 1;

      const choose = (place) => {
        days[at].tabIndex = -1;
        days[at].classList.remove("on");
        at = Math.max(0, Math.min(place, days.length - 1));
        days[at].tabIndex = 0;
        days[at].classList.add("on");
        text.textContent = days[at].title;
        earlier.disabled = at === 0;
        later.disabled = at === days.length - 1;
        line.hidden = false;
      };
      const go = (place) => {
        choose(place);
        days[at].focus({ preventScroll: true });
        days[at].scrollIntoView({ block: "nearest" });
      };
      const close = () => {
        days[at].classList.remove("on");
        line.hidden = true;
      };

      days[at].tabIndex = 0;
      for (const month of calendar.querySelectorAll("table")) {
        month.setAttribute("role", "grid");
      }
      calendar.previousElementSibling.hidden = false;
      calendar.addEventListener("click", (event) => {
        const day = event.target.closest("td[title]");
        if (day) { go(places.get(day)); }
      });
      calendar.addEventListener("focusin", (event) => {
        if (places.has(event.target) && line.hidden) { choose(places.get(event.target)); }
      });
      earlier.addEventListener("click", () => { choose(at - 1); });
      later.addEventListener("click", () => { choose(at + 1); });
      calendar.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { close(); }
        if (!places.has(event.target) || event.ctrlKey || event.altKey || event.metaKey) { return; }
        const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
        const ends = { Home: 0, End: days.length - 1 };
        if (event.key in steps) {
          go(at + steps[event.key]);
        } else if (event.key in ends) {
          go(ends[event.key]);
        } else {
          return;
        }
        event.preventDefault();
      });
    }
    """
}
