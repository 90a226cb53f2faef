/** What the tree looks like. */
export const treeStyle = `
main { position: relative; overflow: auto; cursor: grab; }
main.dragged { cursor: grabbing; user-select: none; }
#size { position: relative; overflow: hidden; min-width: 100%; }
#layer { position: absolute; left: 0; top: 0; transform-origin: 0 0; }
#lines { position: absolute; left: 0; top: 0; width: 1px; height: 1px; overflow: visible; pointer-events: none; }
#path { fill: none; stroke: var(--line); stroke-width: 1.5; }
.node {
  position: absolute; width: 264px; height: 64px; padding: 4px 10px 4px 13px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); cursor: pointer; overflow: hidden;
}
.node::before { content: ""; position: absolute; left: 0; top: 0; bottom: 0; width: 4px; background: var(--line); }
.node.runs::before { background: #2f9e63; }
.node.faint { border-style: dashed; color: var(--faint); }
.node.found { background: var(--mark); }
.node.selected { border-color: var(--accent); box-shadow: 0 0 0 1.5px var(--accent); }
.node code { font: 11.5px/1.4 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; color: var(--faint); }
.node b, .node i, .node code { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.node b { font-weight: 600; }
.node i { font-style: normal; color: var(--faint); font-size: 12px; font-variant-numeric: tabular-nums; }
.node.parent b, .node.parent i { padding-right: 46px; }
.twist {
  position: absolute; right: 6px; top: 8px; min-width: 26px; height: 24px; padding: 0 6px; border-radius: 12px; line-height: 22px;
  text-align: center; font-size: 12px; border: 1px solid var(--line); background: var(--soft); font-variant-numeric: tabular-nums;
}
.twist:hover { border-color: var(--accent); }
.folded .twist { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; }
.sample { display: inline-block; width: 1.6em; height: 1.1em; border: 1px solid var(--line); border-left-width: 4px; border-radius: 4px; background: var(--card); }
.sample.runs { border-left-color: #2f9e63; }
.sample.faint { border-style: dashed; border-left-width: 1px; }
.sample.found { background: var(--mark); }
.sample.selected { border: 2px solid var(--accent); }
.sample.count { width: auto; padding: 0 .5em; border-left-width: 1px; border-radius: 1em; background: var(--accent); color: var(--card); line-height: 1.1; }
@media print {
  .legend { display: none; }
  #print p { padding-left: calc(var(--depth) * 12pt); border-left: 2pt solid var(--line); margin-bottom: 3pt; }
  #print p.runs { border-left-color: #2f9e63; }
  #print code { display: block; font: 8.5pt/1.35 "DejaVu Sans Mono", Consolas, monospace; }
}
`;
