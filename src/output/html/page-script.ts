/** What both scripts begin with: text goes into the page as text, never as markup. */
export const pageScript = `'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const at = (id) => document.getElementById(id);
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const number = (value) => value.toLocaleString('en');
const plural = (count, one, many) => number(count) + ' ' + (count === 1 ? one : many);
const brief = (text, most) => (text.length > most ? text.slice(0, most) + '…' : text);
function showFacts(title, facts) {
  const list = make('dl');
  for (const [label, value] of facts) list.append(make('dt', '', label), make('dd', '', value));
  at('details').replaceChildren(make('h2', '', title), list);
  at('details').scrollTop = 0;
}
function showHeading(what, notes) {
  at('name').textContent = brief(data.name, 200);
  document.title = what + ' of ' + brief(data.name, 80);
  at('notes').replaceChildren(...notes.map((note) => make('li', '', note)));
}
`;
