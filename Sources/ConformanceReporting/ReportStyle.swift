/// How the tables, charts and failures of a report look, beside what all pages share.
enum ReportStyle {
  static let source: StaticString = """
    :root {
      --pass: light-dark(#e2f3e7, #14301f);
      --pass-ink: light-dark(#0a5729, #8ce0aa);
      --fail: light-dark(#fce5e3, #43201f);
      --fail-ink: light-dark(#94191a, #ffb4ab);
      --known: light-dark(#fbeecd, #362c10);
      --known-ink: light-dark(#694300, #f0c976);
      --differs: light-dark(#e6ecfb, #1f2a44);
      --differs-ink: light-dark(#2b3f8f, #b3c6ff);
    }
    .controls { display: flex; flex-wrap: wrap; gap: .5rem .75rem; margin: .6rem 0; }
    .controls label {
      display: flex; gap: .4rem; align-items: center; color: var(--muted); white-space: nowrap;
    }
    .controls span { align-self: center; }
    .controls input { width: 13rem; }
    .scroll {
      overflow: auto; border: 1px solid var(--line); border-radius: 6px; max-width: 100%;
      margin: .5rem 0 .75rem; width: fit-content; position: relative;
    }
    .matrix { max-height: 85vh; }
    table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
    th, td {
      text-align: left; vertical-align: top; padding: 4px 10px; white-space: nowrap;
      border-bottom: 1px solid var(--line);
    }
    tbody:last-child tr:last-child > * { border-bottom: 0; }
    th { font-weight: 600; }
    thead th { background: var(--raised); }
    th[scope=row], .corner { position: sticky; left: 0; z-index: 1; background: var(--ground); }
    th[scope=row] { border-right: 1px solid var(--line); font-weight: 500; }
    .corner { background: var(--raised); border-right: 1px solid var(--line); z-index: 3; }
    .matrix thead tr:first-child th { position: sticky; top: 0; z-index: 2; }
    .matrix thead tr:first-child .corner { z-index: 3; }
    .name {
      display: inline-block; max-width: 11rem; overflow: hidden; text-overflow: ellipsis;
      vertical-align: bottom;
    }
    td.number, th.number { text-align: right; }
    .family > th, .family > td { background: var(--raised); }
    .family th[scope=rowgroup] {
      position: sticky; left: 0; z-index: 1; border-right: 1px solid var(--line);
    }
    td.text { max-width: 30rem; overflow: hidden; text-overflow: ellipsis; color: var(--muted); }
    .matrix td, .matrix tbody th { padding: 2px 10px; }
    .rule { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
    .binding { color: var(--muted); font-size: .8em; line-height: 1; }
    td.text code { font-size: 1em; }
    .pass { background: var(--pass); color: var(--pass-ink); }
    .fail { background: var(--fail); color: var(--fail-ink); }
    .known { background: var(--known); color: var(--known-ink); }
    .differs { background: var(--differs); color: var(--differs-ink); }
    .none { color: var(--muted); }
    .pass a, .fail a, .known a, .differs a { color: inherit; }
    .tag { border-radius: 4px; padding: .05rem .4rem; white-space: nowrap; }
    span.none.tag { padding-left: 0; }
    .list .tag { display: inline-block; min-width: 4.6rem; }
    .difference + .difference { border-top: 1px dashed var(--line); padding-top: .3rem; }
    figure { margin: .8rem 0 1.4rem; }
    figcaption { margin-bottom: .3rem; }
    .chart { overflow-x: auto; }
    svg { display: block; width: 100%; min-width: 34rem; max-width: 46rem; height: auto; }
    svg text { fill: var(--ink); font-size: 12px; }
    svg .axis { stroke: var(--line); fill: none; }
    svg .quiet { fill: var(--muted); }
    svg .cap { stroke: var(--fail-ink); stroke-dasharray: 2 3; fill: none; }
    svg .curve { fill: none; stroke-width: 2; stroke: currentColor; }
    svg .point { fill: currentColor; stroke: none; }
    .s0 { color: light-dark(#0a53a0, #83bcff); }
    .s1 { color: light-dark(#a33a00, #ffab7a); }
    .s2 { color: light-dark(#1d6b3a, #86dba5); }
    .s3 { color: light-dark(#7a2a8c, #e3a5f2); }
    .s4 { color: light-dark(#6b5500, #e2cc6c); }
    .s5 { color: light-dark(#444c56, #c0c8d1); }
    .heat {
      display: flex; flex-wrap: wrap; gap: 3px; list-style: none; padding: 0; margin: .3rem 0;
    }
    .heat li {
      min-width: 4.6rem; border-radius: 4px; padding: .1rem .35rem; font-size: .8rem;
      line-height: 1.35; border: 1px solid transparent;
    }
    .heat .none { border: 1px dashed var(--line); }
    .heat .rule { display: block; }
    .rules { list-style: none; margin: 0; padding: 0; }
    .rules li { padding: .25rem 0; border-top: 1px solid var(--line); }
    .rules li:first-child { border-top: 0; }
    .bar {
      display: block; height: .7rem; border-radius: 2px; background: var(--link); min-width: 1px;
    }
    td.bars { width: 14rem; min-width: 8rem; vertical-align: middle; }
    @media (max-width: 48rem) {
      td.text, th.text { display: none; }
      .name { max-width: 7rem; }
      th, td { padding: 4px 7px; }
      .matrix td, .matrix tbody th { padding: 3px 7px; }
      .controls label { width: 100%; }
      .controls label > :last-child { flex: 1; min-width: 0; }
    }
    @media print { .controls { display: none; } .matrix { max-height: none; } }
    """
}
