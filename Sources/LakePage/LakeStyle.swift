/// How the page of a lake looks, beside what all pages share. A day is told by a shape as well as
/// by its colour; shapes are drawn by the page itself, since fonts differ.
enum LakeStyle {
  static let source: StaticString = """
    :root {
      --done: light-dark(#74b393, #3c7f5f);
      --few: light-dark(#d9902b, #c98a35);
      --many: light-dark(#8a6cc4, #9a82d6);
      --again: light-dark(#3f86cc, #4a8fd6);
      --gone: light-dark(#c2372f, #f0837a);
      --begun: light-dark(#a8700c, #e0b155);
      --shape: light-dark(#ffffff, #0e1113);
      --quiet: light-dark(#eef1f4, #1d2227);
    }
    h1 { overflow-wrap: anywhere; }
    .place { margin-top: .2rem; max-width: none; }
    .place code { color: var(--ink); }
    .totals { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; max-width: none; }
    .totals b { font-size: 1.1rem; }
    b { font-weight: 600; }
    .totals, .marks, .columns dd, .plain, .year h4, .chosen p {
      font-variant-numeric: tabular-nums;
    }
    h2 { font-size: 1.25rem; margin-top: 2.75rem; }
    h3 { font-size: .95rem; margin-top: 1.3rem; }
    h4 { font-size: .95rem; margin: .8rem 0 .1rem; font-weight: 600; }
    .range { margin-top: 0; }
    .columns {
      display: grid; gap: 0 3rem;
      grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr));
    }
    .columns h3 { margin: .5rem 0 .1rem; }
    .columns dl { grid-template-columns: 7rem minmax(0, 1fr); margin-top: .2rem; }
    .columns dd { margin: 0; }
    .columns details { margin: 0; width: fit-content; max-width: 100%; }
    .columns summary { padding: 0 .5rem; }
    .plain { list-style: none; margin: 0; padding: 0; }
    .plain li { padding: .1rem 0; }
    .inside > h4:first-child { margin-top: .2rem; }
    section > details { max-width: 60rem; width: fit-content; }
    .marks { gap: .35rem 1.5rem; margin: .5rem 0 .7rem; }
    .marks li { display: flex; gap: .5rem; align-items: flex-start; }
    .marks .cell { flex: none; width: 15px; height: 15px; margin-top: 3px; }

    /* A month is as wide as its days, a blank one too. */
    .calendar {
      --columns: 5; --shown: 3; --between: 12px; --tall: 32rem;
      --cell: min(18px, (100vw - 72px) / 15 - 2.4px);
      --month: calc(var(--columns) * (var(--cell) + 2px) - 2px);
      margin-top: .8rem;
    }
    .calendar[data-columns="7"] {
      --columns: 7; --cell: min(14px, (100vw - 72px) / 21 - 2.4px);
    }
    .year {
      content-visibility: auto; contain-intrinsic-size: auto var(--tall); margin: 0 0 1.2rem;
      /* Room for what is drawn around a day. */
      padding: 3px; margin-left: -3px;
    }
    .year h4 {
      display: flex; flex-wrap: wrap; gap: 0 .8rem; align-items: baseline; margin: 0 0 .2rem;
      font-size: .9rem; font-weight: 400;
    }
    .year .number { font-weight: 600; font-size: 1rem; }
    .months {
      display: grid; gap: .5rem var(--between); align-items: start;
      grid-template-columns: repeat(var(--shown), var(--month));
    }
    .months table { border-spacing: 2px; margin: 0 -2px; table-layout: fixed; }
    .months table { width: calc(var(--month) + 4px); }
    .months caption { text-align: left; padding: 0 2px; color: var(--muted); font-size: .75rem; }
    .months td { height: var(--cell); padding: 0; }
    .months td[title] { cursor: pointer; }
    .months td.on { outline: 2px solid var(--ink); outline-offset: 1px; }
    .months td, .cell {
      position: relative; border-radius: 3px; forced-color-adjust: none;
      print-color-adjust: exact; -webkit-print-color-adjust: exact;
    }
    .o { background: var(--quiet); }
    .d, .c { background: var(--done); }
    .s { background: var(--few); }
    .l { background: var(--many); }
    .r { background: var(--again); }
    .f { background: linear-gradient(135deg, var(--done) 50%, transparent 50.5%); }
    .u { background: linear-gradient(to top, var(--begun) 45%, transparent 45.5%); }
    .f { box-shadow: inset 0 0 0 1.5px var(--done); }
    .u { box-shadow: inset 0 0 0 1.5px var(--begun); }
    .m { box-shadow: inset 0 0 0 1.5px var(--gone); }
    .n { box-shadow: inset 0 0 0 1.5px var(--line); }
    .c::before, .h::before, .l::before, .m::before, .n::before, .r::before, .s::before {
      content: ""; position: absolute; inset: 22%; background: var(--shape);
    }
    .s::before { clip-path: polygon(0 20%, 100% 20%, 50% 95%); }
    .l::before { clip-path: polygon(0 80%, 100% 80%, 50% 5%); }
    .c::before {
      clip-path: polygon(
        38% 0, 62% 0, 62% 38%, 100% 38%, 100% 62%, 62% 62%, 62% 100%, 38% 100%, 38% 62%, 0 62%,
        0 38%, 38% 38%);
    }
    .m::before {
      background: var(--gone);
      clip-path: polygon(
        0 14%, 14% 0, 50% 36%, 86% 0, 100% 14%, 64% 50%, 100% 86%, 86% 100%, 50% 64%, 14% 100%,
        0 86%, 36% 50%);
    }
    .n::before { background: var(--muted); inset: 44% 25%; }
    .r::before { background: none; border: 2px solid var(--shape); border-radius: 50%; }
    .h::before { inset: 36%; background: var(--muted); border-radius: 50%; opacity: .6; }
    .b::after {
      content: ""; position: absolute; top: -1px; right: -1px; width: 6px; height: 6px;
      background: var(--gone); border-radius: 50%; box-shadow: 0 0 0 1.5px var(--ground);
    }

    .chosen {
      position: sticky; bottom: .5rem; z-index: 2; display: flex; gap: .5rem; align-items: center;
      background: var(--ground); border: 1px solid var(--line); border-radius: 8px;
      padding: .35rem .5rem; box-shadow: 0 2px 14px rgb(0 0 0 / .18);
      width: fit-content; min-width: min(34rem, 100%);
    }
    .chosen p { flex: 1; margin: 0; max-width: none; }
    .chosen button { font-size: 1.1rem; line-height: 1.3; min-width: 2.4rem; }
    .chosen button:disabled { color: var(--muted); cursor: default; opacity: .6; }

    @media (min-width: 40rem) {
      .calendar { --shown: 6; --cell: 15px; --tall: 16rem; }
    }
    @media (min-width: 77rem) {
      .calendar[data-columns="5"] { --shown: 12; --between: 15px; --tall: 9rem; }
    }
    @media print {
      .choose, .chosen { display: none; }
      .year { break-inside: avoid; content-visibility: visible; }
      .calendar, .calendar[data-columns="7"] { --shown: 12; --cell: 9px; --between: 6px; }
      .calendar[data-columns="7"] { --shown: 6; }
    }
    """
}
