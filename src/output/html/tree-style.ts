/** What the tree looks like. */
export const treeStyle = `
main { position: relative; overflow: auto; cursor: grab; }
main.dragged { cursor: grabbing; user-select: none; }
#size { position: relative; overflow: hidden; min-width: 100%; }
#layer { position: absolute; left: 0; top: 0; transform-origin: 0 0; }
#lines { position: absolute; left: 0; top: 0; width: 1px; height: 1px; overflow: visible; pointer-events: none; }
#path { fill: none; stroke: var(--line); stroke-width: 1.5; }
.node {
  position: absolute; width: 264px; height: 46px; padding: 4px 10px 4px 13px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); cursor: pointer; overflow: hidden;
}
.node::before { content: ""; position: absolute; left: 0; top: 0; bottom: 0; width: 4px; background: var(--line); }
.node.runs::before { background: #2f9e63; }
.node.faint { border-style: dashed; color: var(--faint); }
.node.found { background: var(--mark); }
.node.selected { border-color: var(--accent); box-shadow: 0 0 0 1.5px var(--accent); }
.node b, .node i { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.node b { font-weight: 600; }
.node i { font-style: normal; color: var(--faint); font-size: 12px; font-variant-numeric: tabular-nums; }
.node.parent b, .node.parent i { padding-right: 46px; }
.twist {
  position: absolute; right: 6px; top: 10px; min-width: 26px; height: 24px; padding: 0 6px; border-radius: 12px; line-height: 22px;
  text-align: center; font-size: 12px; border: 1px solid var(--line); background: var(--soft); font-variant-numeric: tabular-nums;
}
.twist:hover { border-color: var(--accent); }
.folded .twist { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; }
`;
