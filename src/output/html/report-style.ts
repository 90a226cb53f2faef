/** What a report looks like, in the light, in the dark, and on A4. */
export const reportStyle = `
:root {
  --back: #f4f5f7; --card: #ffffff; --line: #d3d8df; --faint: #5c6673; --text: #1b2129; --code: #eef1f5;
  --seen: #b3261e; --alert: #b25b00; --taken: #1f6fc0; --changed: #6b3fa0; --noted: #4d5a68; --bad: #b3261e; --mark: #fdeceb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14181d; --card: #1c2229; --line: #37414c; --faint: #9aa6b3; --text: #e4e9ee; --code: #252d36;
    --seen: #ff8a80; --alert: #ffb866; --taken: #6bb0f5; --changed: #c3a1f5; --noted: #aab6c3; --bad: #ff8a80; --mark: #3a2423;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 62rem; padding: 1.6rem 1.2rem 3rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
}
h1, h2, h3, p, dl, ol, figure { margin: 0; padding: 0; }
h1 { font-size: 1.7rem; line-height: 1.25; overflow-wrap: anywhere; unicode-bidi: isolate; }
.sub { color: var(--faint); margin-top: .15rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
dl { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; margin-top: .3rem; font-size: .86em; }
dl div { display: flex; gap: .45em; min-width: 0; max-width: 100%; }
dt { color: var(--faint); overflow-wrap: anywhere; flex: 0 0 auto; max-width: 12rem; unicode-bidi: isolate; }
dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; font-variant-numeric: tabular-nums; }
header dl { display: grid; grid-template-columns: fit-content(16rem) minmax(0, 1fr); gap: .1rem 1rem; margin-top: .9rem; font-size: .95em; }
header dl div { display: contents; }
header dt { max-width: none; }
figure { margin: 1.3rem 0 .4rem; padding: .5rem .4rem .2rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); overflow-x: auto; }
svg { display: block; width: 100%; min-width: 44rem; height: auto; font: 11px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
svg text { fill: var(--text); }
svg .lane { fill: var(--faint); font-size: 12px; }
svg .label { fill: var(--text); }
svg .tick, svg .gap { fill: var(--faint); font-variant-numeric: tabular-nums; }
svg .end { text-anchor: end; }
svg .gap { text-anchor: middle; }
svg .ground { fill: var(--back); }
svg .rule { stroke: var(--line); stroke-dasharray: 2 3; fill: none; }
svg .seen { fill: var(--seen); } svg .alert { fill: var(--alert); } svg .taken { fill: var(--taken); }
svg .changed { fill: var(--changed); } svg .noted { fill: var(--noted); }
nav ol { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; list-style: none; margin: .8rem 0 0; font-size: .92em; }
nav a { color: inherit; }
nav span { color: var(--faint); }
section { margin-top: 2rem; padding: .9rem 1.1rem 1rem; border: 1px solid var(--line); border-left: 5px solid var(--line); border-radius: 8px; background: var(--card); }
section.intruder { border-left-color: var(--seen); }
section.analyst { border-left-color: var(--taken); }
h2 { font-size: 1.2rem; }
h2, .about, .none, nav li { overflow-wrap: anywhere; min-width: 0; unicode-bidi: isolate; }
.about { color: var(--faint); font-size: .92em; }
.none { margin-top: .6rem; color: var(--faint); }
.entries { list-style: none; margin-top: .7rem; }
.entries > li { display: grid; grid-template-columns: 11.2rem minmax(0, 1fr); gap: 0 .9rem; padding: .42rem 0; border-top: 1px solid var(--line); }
.entries > li:first-child { border-top: 0; }
time { color: var(--faint); font-size: .86em; line-height: 1.75; font-variant-numeric: tabular-nums; white-space: nowrap; }
h3 { font-size: 1em; font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
h3::before { content: ""; display: inline-block; width: .62em; height: .62em; margin-right: .5em; border-radius: 50%; background: var(--line); }
li.seen h3::before { background: var(--seen); } li.alert h3::before { background: var(--alert); border-radius: 0; clip-path: polygon(50% 0, 100% 100%, 0 100%); }
li.taken h3::before { background: var(--taken); border-radius: 0; } li.changed h3::before { background: var(--changed); border-radius: 0; transform: rotate(45deg) scale(.85); }
li.noted h3::before { background: var(--noted); border-radius: 2px; }
li.plain h3 { font-weight: 400; } li.plain h3::before { display: none; }
li.bad h3 { color: var(--bad); }
code { display: block; margin: .15rem 0 0; padding: .2rem .5rem; border-radius: 4px; background: var(--code); overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; font: 12.5px/1.45 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
.note { margin: .15rem 0 0; font-style: italic; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
.note::before { content: "“"; } .note::after { content: "”"; }
li.marked > div { background: var(--mark); border-radius: 6px; padding: .2rem .5rem; margin-top: -.2rem; margin-bottom: -.2rem; }
${indents()}
@media (max-width: 640px) {
  .entries > li { grid-template-columns: minmax(0, 1fr); }
  ${indents('0.5rem')}
}
@media print {
  :root {
    --back: #fff; --card: #fff; --line: #b5bcc5; --faint: #4a525c; --text: #000; --code: #f2f3f5; --mark: #fbeeed;
    --seen: #a01c15; --alert: #9a4f00; --taken: #165a9e; --changed: #57308a; --noted: #404b57; --bad: #a01c15; color-scheme: light;
  }
  @page {
    size: A4; margin: 15mm 14mm 16mm;
    @bottom-right { content: counter(page) " / " counter(pages); color: #4a525c; font: 8pt system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
  }
  body { max-width: none; padding: 0; font-size: 9.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  figure { overflow: visible; border-radius: 0; break-inside: avoid; }
  svg { min-width: 0; }
  svg .ground { fill: #f4f5f7; }
  nav a { text-decoration: none; }
  section { border-radius: 0; border-width: 0 0 0 3pt; padding: 0 0 0 8pt; margin-top: 16pt; }
  h2, .about { break-after: avoid; }
  .entries > li { grid-template-columns: 9.4rem minmax(0, 1fr); break-inside: avoid-page; }
  code { font-size: 8pt; }
}
`;

/** A policy allows no style of an element's own: how far an entry stands in is a class. */
function indents(step = '1.1rem'): string {
  return Array.from(
    { length: 12 },
    (_, at) => `.d${at + 1} > div { margin-left: calc(${at + 1} * ${step}); }`,
  ).join('\n');
}
