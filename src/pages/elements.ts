import type { Facts } from './page-data.ts';

/** The element with this id; the page's own markup has it. */
export function at(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

export function inputAt(id: string): HTMLInputElement {
  return at(id) as HTMLInputElement;
}

export function canvasAt(id: string): HTMLCanvasElement {
  return at(id) as HTMLCanvasElement;
}

/** The page's data block. Our own maker wrote it. */
export function readData<T>(): T {
  return JSON.parse(at('data').textContent ?? '') as T;
}

/** A new element. Its text is set as text: markup in it stays what it is. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  text?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The nearest element of this class above where something happened. */
export function closestTo(event: Event, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
}

export function number(value: number): string {
  return value.toLocaleString('en');
}

export function plural(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function brief(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** Fills the panel of details. */
export function showFacts(title: string, facts: Facts): void {
  const list = make('dl');
  for (const [label, value] of facts) list.append(make('dt', '', label), make('dd', '', value));
  at('details').replaceChildren(make('h2', '', title), list);
  at('details').scrollTop = 0;
}

/** Names the page and says what is worth knowing of it. */
export function showHeading(what: string, name: string, notes: readonly string[]): void {
  at('name').textContent = brief(name, 200);
  document.title = `${what} of ${brief(name, 80)}`;
  at('notes').replaceChildren(...notes.map((note) => make('li', '', note)));
}

/** Keys that do something: by their names, without Ctrl, Alt or Meta. */
export function onKeys(element: HTMLElement, keys: Readonly<Record<string, () => void>>): void {
  element.addEventListener('keydown', (event) => {
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

export function onClick(id: string, act: () => void): void {
  at(id).addEventListener('click', act);
}
