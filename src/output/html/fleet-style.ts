/** What the page of a run looks like, in the light, in the dark, and on A4. */
export const fleetStyle = `
:root {
  --back: #f4f5f7; --card: #ffffff; --line: #d3d8df; --faint: #5c6673; --text: #1b2129; --code: #eef1f5;
  --ok: #1d6b38; --wrong: #b3261e; --odd: #b25b00; --mark: #fff3e2; --bar: #1f6fc0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14181d; --card: #1c2229; --line: #37414c; --faint: #9aa6b3; --text: #e4e9ee; --code: #252d36;
    --ok: #7fd39a; --wrong: #ff8a80; --odd: #ffb866; --mark: #3a2f20; --bar: #6bb0f5;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.6rem 1.2rem 3rem; background: var(--back); color: var(--text);
  font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
}
h1, h2, h3, p, dl, ol { margin: 0; padding: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; unicode-bidi: isolate; }
h2 { font-size: 1.15rem; overflow-wrap: anywhere; unicode-bidi: isolate; }
h3 { font-size: 1rem; margin-top: 1rem; }
.sub, .about, .none { color: var(--faint); overflow-wrap: anywhere; unicode-bidi: isolate; }
header dl { display: grid; grid-template-columns: fit-content(14rem) minmax(0, 1fr); gap: .1rem 1rem; margin-top: .8rem; }
header dl div { display: contents; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
nav ol { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin-top: .8rem; font-size: .93em; }
nav li { min-width: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
nav a { color: inherit; }
section { margin-top: 1.6rem; padding: .9rem 1rem 1rem; border: 1px solid var(--line); border-left: 5px solid var(--line); border-radius: 8px; background: var(--card); }
section.first { border-left-color: var(--odd); }
section.bad { border-left-color: var(--wrong); }
.odd { list-style: none; }
.odd li { padding: .45rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.odd li:first-child { border-top: 0; }
table { border-collapse: collapse; width: 100%; margin-top: .6rem; table-layout: auto; }
th { text-align: left; color: var(--faint); font-weight: 500; padding: .15rem .5rem .15rem 0; }
td { vertical-align: top; padding: .25rem .5rem .25rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.hosts, .host { unicode-bidi: isolate; overflow-wrap: anywhere; }
.letter { font-weight: 700; }
td.ok, td.wrong, td.dim { white-space: nowrap; }
.ok { color: var(--ok); } .wrong { color: var(--wrong); font-weight: 600; } .dim { color: var(--faint); }
progress { display: block; width: 4.5rem; height: .35rem; margin-top: .2rem; accent-color: var(--bar); }
code { display: block; margin: .1rem 0; padding: .1rem .4rem; border-radius: 4px; background: var(--code); overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; font: 12px/1.45 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
section:not(#hosts) th:last-child, section:not(#hosts) td:last-child { width: 46%; }
#hosts table { width: auto; min-width: 50%; }
.cell { text-align: center; min-width: 2.2rem; }
.c1 { color: var(--bar); font-weight: 600; } .c2 { color: var(--odd); font-weight: 600; } .c3 { color: var(--odd); font-weight: 700; text-decoration: underline; }
.c8 { color: var(--wrong); font-weight: 600; } .c9 { color: var(--faint); }
.oddly td { background: var(--mark); }
@media print {
  :root {
    --back: #fff; --card: #fff; --line: #b5bcc5; --faint: #4a525c; --text: #000; --code: #f2f3f5;
    --ok: #14532a; --wrong: #a01c15; --odd: #8a4600; --mark: #fbf1e2; --bar: #165a9e; color-scheme: light;
  }
  @page { size: A4; margin: 14mm 12mm; }
  body { max-width: none; padding: 0; font-size: 8.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  section { border-radius: 0; border-width: 0 0 0 3pt; padding: 0 0 0 8pt; }
  thead { display: table-header-group; }
  tr, .odd li { break-inside: avoid-page; }
  h2, h3, .about { break-after: avoid; }
  nav a { text-decoration: none; }
  code { font-size: 7.5pt; }
}
`;
