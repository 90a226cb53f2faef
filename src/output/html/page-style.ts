/** What both pages look like, in the light and in the dark. */
export const pageStyle = `
:root {
  --back: #f6f7f9; --card: #ffffff; --line: #c9ced6; --faint: #66707d; --text: #1b2129; --accent: #1f6fc0; --mark: #fff0b8; --soft: #e9edf2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #14181d; --card: #1e242b; --line: #3c4652; --faint: #97a3b0; --text: #e4e9ee; --accent: #6bb0f5; --mark: #4b4212; --soft: #28303a;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 24rem; background: var(--back); color: var(--text);
  font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
}
header { grid-column: 1 / -1; padding: .7rem 1rem .6rem; border-bottom: 1px solid var(--line); background: var(--card); }
h1 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; max-height: 3em; overflow: hidden; }
h1 small { font-weight: 400; color: var(--faint); font-size: .8em; margin-left: .5em; }
h2 { font-size: 1rem; margin: 0 0 .6rem; overflow-wrap: anywhere; max-height: 6em; overflow: auto; }
.notes { margin: .2rem 0 0; padding: 0; list-style: none; color: var(--faint); font-size: .9em; }
.tools { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin-top: .55rem; }
button, input {
  font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .65rem;
}
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
input { width: 19rem; max-width: 100%; background: var(--back); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
main:focus-visible, main > :focus-visible, aside:focus-visible { outline-offset: -2px; }
aside { border-left: 1px solid var(--line); background: var(--card); padding: .9rem 1rem; overflow: auto; }
dl { margin: 0; }
dt { color: var(--faint); font-size: .82em; margin-top: .55rem; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; font: 12.5px/1.45 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; unicode-bidi: isolate; }
#print { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; margin: .5rem 0 0; padding: 0; list-style: none; color: var(--faint); font-size: .85em; }
.legend li { display: inline-flex; align-items: center; gap: .4em; }
.hint { color: var(--faint); }
kbd { font: 12px ui-monospace, "DejaVu Sans Mono", Consolas, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 .3em; background: var(--soft); }
@media (max-width: 800px) {
  body { grid-template: auto minmax(0, 1fr) 14rem / minmax(0, 1fr); }
  aside { border-left: 0; border-top: 1px solid var(--line); }
}
@media print {
  :root {
    --back: #fff; --card: #fff; --line: #999; --faint: #444; --text: #000; --accent: #000; --mark: #fff; --soft: #fff; color-scheme: light;
  }
  html, body { height: auto; }
  body { display: block; font-size: 10pt; }
  .tools, aside, #view, #list, .tip { display: none !important; }
  @page { margin: 14mm 12mm; }
  header { padding: 0 0 .5rem; }
  h1 { max-height: none; }
  #print { display: block; }
  #print p { margin: 0; break-inside: avoid; overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: isolate; }
}
`;
