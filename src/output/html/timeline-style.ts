/** What the timeline looks like. */
export const timelineStyle = `
main { display: flex; flex-direction: column; min-width: 0; min-height: 0; position: relative; overflow: auto; }
#chart { flex: none; padding: .6rem 1rem .4rem; background: var(--card); border-bottom: 1px solid var(--line); }
canvas { display: block; width: 100%; touch-action: none; }
#overview { height: 46px; cursor: crosshair; }
#lanes { margin-top: 8px; cursor: grab; }
.kind { display: inline-flex; align-items: center; gap: .45em; }
.kind::before { content: ""; width: .75em; height: .75em; border-radius: 3px; background: var(--kind); }
.kind[aria-pressed="false"] { opacity: .5; text-decoration: line-through; }
.kind small { color: var(--faint); font-variant-numeric: tabular-nums; }
#list { flex: 1 0 9rem; overflow: auto; min-height: 0; height: 0; }
#size { position: relative; }
.row {
  position: absolute; left: 0; right: 0; height: 26px; line-height: 26px; padding: 0 1rem; display: grid; column-gap: .9rem;
  grid-template-columns: 13.6rem 6.2rem 9rem minmax(0, 1fr); cursor: pointer; font-size: 13px;
}
#list.places .row { grid-template-columns: 13.6rem minmax(6rem, 13rem) 6.2rem 5.5rem minmax(0, 1fr); }
.row .where { color: var(--faint); }
.row.ours, .legend .ours { box-shadow: inset 4px 0 var(--accent); }
.row.ours .what, .row.ours .action, .row.ours .target { font-weight: 600; }
.legend .ours { padding-left: .6em; }
.row:hover { background: var(--soft); }
.row.selected { background: var(--mark); }
.row span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.row .time { font-variant-numeric: tabular-nums; color: var(--faint); }
.row .what::before { content: ""; display: inline-block; width: .65em; height: .65em; border-radius: 3px; margin-right: .45em; background: var(--kind); }
.row .target { font: 12.5px/26px ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
.tip {
  position: absolute; z-index: 2; pointer-events: none; background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  padding: .25rem .6rem; font-size: 12.5px; box-shadow: 0 2px 8px #0004; max-width: 26rem; white-space: pre-line;
}
noscript { grid-column: 1 / -1; overflow: auto; padding: .8rem 1rem; background: var(--back); }
@media (scripting: none) { main, aside, .tools, .legend { display: none !important; } }
.plain table { border-collapse: collapse; font-size: 12.5px; }
.plain th, .plain td { text-align: left; vertical-align: top; padding: .15rem .6rem .15rem 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
.plain th { color: var(--faint); font-weight: 500; }
@media (max-width: 800px) { .legend { display: none; } .row, #list.places .row { grid-template-columns: 12.5rem 5.6rem minmax(0, 1fr); } .row .action, .row .where { display: none; } }
@media print {
  .legend { display: none; }
  #print p.ours { border-left: 3px solid #000; font-weight: 600; }
  #print p { font: 8.5pt/1.35 "DejaVu Sans Mono", Consolas, monospace; padding-left: 1.2em; text-indent: -1.2em; }
}
`;
