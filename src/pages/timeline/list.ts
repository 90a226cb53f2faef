import { at, brief, closestTo, make } from '../elements.ts';
import { type Item, timeOf } from './events.ts';

const rowHigh = 26;
const longestTarget = 500;
/** Rows drawn beyond what is in view. */
const spare = 5;

/** The events of the period in view: only the rows on the screen are in the document. */
export class List {
  items: readonly Item[] = [];
  chosen: Item | undefined;
  readonly #box = at('list');

  readonly #hasPlaces: boolean;

  /** `hasPlaces`: the events are of several hosts or processes. */
  constructor(hasPlaces: boolean, onChoose: (item: Item | undefined) => void) {
    this.#hasPlaces = hasPlaces;
    if (hasPlaces) this.#box.classList.add('places');
    this.#box.addEventListener('scroll', () => this.draw(), { passive: true });
    // The chart above it shrinks and grows with the kinds that are shown.
    new ResizeObserver(() => this.draw()).observe(this.#box);
    this.#box.addEventListener('click', (event) => {
      const index = closestTo(event, '.row')?.dataset['index'];
      if (index !== undefined) onChoose(this.items[Number(index)]);
    });
  }

  show(items: readonly Item[]): void {
    this.items = items;
    at('size').style.height = `${items.length * rowHigh + 8}px`;
    this.draw();
  }

  toTop(): void {
    this.#box.scrollTop = 0;
  }

  bringIntoView(place: number): void {
    const box = this.#box;
    const top = place * rowHigh;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + 2 * rowHigh > box.scrollTop + box.clientHeight)
      box.scrollTop = top + 2 * rowHigh - box.clientHeight;
  }

  draw(): void {
    const box = this.#box;
    const from = Math.max(0, Math.floor(box.scrollTop / rowHigh) - spare);
    const to = Math.min(this.items.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHigh) + spare);
    const rows = this.items.slice(from, to).map((item, index) => this.#row(item, from + index));
    const nothing = make('p', 'hint', '\u00a0\u00a0\u00a0Nothing in this period with these filters.');
    at('rows').replaceChildren(...(rows.length === 0 ? [nothing] : rows));
    const place = this.chosen === undefined ? -1 : this.items.indexOf(this.chosen);
    if (place >= from && place < to) box.setAttribute('aria-activedescendant', `row-${place}`);
    else box.removeAttribute('aria-activedescendant');
  }

  #row(item: Item, place: number): HTMLElement {
    const isChosen = item === this.chosen;
    const { isOurs } = item.kind;
    const row = make('div', `row${isOurs ? ' ours' : ''}${isChosen ? ' selected' : ''}`);
    row.id = `row-${place}`;
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', String(isChosen));
    row.dataset['index'] = String(place);
    row.style.top = `${4 + place * rowHigh}px`;
    row.style.setProperty('--kind', item.kind.colour);
    row.append(
      make('span', 'time', timeOf(item)),
      ...(this.#hasPlaces ? [make('span', 'where', brief(item.where, longestTarget))] : []),
      make('span', 'what', item.kind.name),
      make('span', 'action', item.action),
      make('span', 'target', brief(item.target, longestTarget)),
    );
    return row;
  }
}
