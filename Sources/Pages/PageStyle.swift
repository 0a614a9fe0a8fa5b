/// How all pages look: light and dark from one set of colours, and narrow without a second layout.
enum PageStyle {
  static let source: StaticString = """
    :root {
      color-scheme: light dark;
      --ground: light-dark(#ffffff, #14171a);
      --raised: light-dark(#f4f6f8, #1c2126);
      --line: light-dark(#d5dbe1, #333b44);
      --ink: light-dark(#1a1e23, #e3e7eb);
      --muted: light-dark(#55606b, #a2adb8);
      --link: light-dark(#0a53a0, #83bcff);
      --warning: light-dark(#694300, #f0c976);
    }
    :root[data-theme=light] { color-scheme: light; }
    :root[data-theme=dark] { color-scheme: dark; }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--ground); color: var(--ink);
      font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
      overflow-wrap: anywhere;
    }
    main, header.top { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
    header.top { padding-top: 1.25rem; }
    .title { display: flex; align-items: baseline; gap: 1rem; justify-content: space-between; }
    h1 { font-size: 1.45rem; line-height: 1.25; margin: 0; }
    h2 { font-size: 1.12rem; margin: 2.25rem 0 .4rem; }
    h3 { font-size: 1rem; margin: 1.4rem 0 .35rem; }
    p { margin: .4rem 0 .6rem; max-width: 68ch; }
    .muted, .note { color: var(--muted); }
    a { color: var(--link); text-underline-offset: .15em; }
    code, pre {
      font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace;
    }
    code, pre { font-size: .92em; }
    nav ul { display: flex; flex-wrap: wrap; gap: .15rem 1rem; list-style: none; padding: 0; }
    nav ul { margin: .5rem 0 0; }
    button, input, select {
      font: inherit; color: inherit; background: var(--raised); padding: .2rem .6rem;
      border: 1px solid var(--line); border-radius: 5px; max-width: 100%;
    }
    button { cursor: pointer; white-space: nowrap; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
    [hidden] { display: none !important; }
    .symbol { display: inline-block; width: 1.1em; }
    .said {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .legend { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 0; list-style: none; }
    .legend { margin: .5rem 0; }
    details { border: 1px solid var(--line); border-radius: 6px; margin: .35rem 0; }
    summary { cursor: pointer; padding: .3rem .7rem; }
    summary:hover { background: var(--raised); }
    details[open] > summary { border-bottom: 1px solid var(--line); }
    details > .inside { padding: .4rem .8rem .6rem; }
    details p { margin: .2rem 0 .4rem; }
    .list { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; overflow: hidden; }
    .list > details { border: 0; border-radius: 0; margin: 0; }
    .list > details + details { border-top: 1px solid var(--line); }
    .list > details > summary { padding: 2px .7rem; }
    dl {
      display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .9rem;
      margin: .5rem 0;
    }
    dt { color: var(--muted); }
    dd { margin: 0; white-space: pre-wrap; }
    pre {
      background: var(--raised); border-radius: 5px; padding: .4rem .6rem; margin: .2rem 0;
      white-space: pre-wrap;
    }
    .warning { border-left: 3px solid var(--warning); padding-left: .7rem; }
    footer {
      color: var(--muted); border-top: 1px solid var(--line); margin-top: 2.5rem;
      padding: .8rem 0 2rem;
    }
    @media (max-width: 48rem) {
      dl { grid-template-columns: minmax(0, 1fr); }
      dd { margin-bottom: .3rem; }
    }
    @media print { .theme, nav { display: none; } }
    """
}
