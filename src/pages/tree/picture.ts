import { at, make, number, plural } from '../elements.ts';
import { columnStep, firstFrom, high, type Node, overlap, type Tree, wide } from './tree.ts';

const smallest = 0.2;
const largest = 2;
/** Between what is brought into view and the edge. */
const room = 30;

export interface Marks {
  readonly selected: Node;
  readonly found: ReadonlySet<Node>;
}

/** The picture of the tree: only what is in view is in the document, so that thousands of processes are no burden. */
export class Picture {
  readonly #tree: Tree;
  readonly #view = at('view');
  readonly #cards = at('cards');
  readonly #drawn = new Map<Node, HTMLElement>();
  readonly #marks: () => Marks;
  #scale = 1;

  constructor(tree: Tree, marks: () => Marks) {
    this.#tree = tree;
    this.#marks = marks;
  }

  layOut(): void {
    this.#tree.layOut();
    this.#resize();
  }

  draw(): void {
    const view = this.#view;
    const { selected } = this.#marks();
    const left = view.scrollLeft / this.#scale;
    const top = view.scrollTop / this.#scale;
    const right = left + view.clientWidth / this.#scale;
    const bottom = top + view.clientHeight / this.#scale;
    const inView = new Set<Node>();
    let path = '';
    for (const node of this.#tree.shown) {
      if (node === selected) inView.add(node);
      if (node.x > right + columnStep || node.x + columnStep < left) continue;
      if (node.y <= bottom + overlap && node.y + high >= top - overlap) inView.add(node);
      if (node.isOpen) path += linesBelow(node, top, bottom);
    }
    at('path').setAttribute('d', path);
    this.#show(inView);
    view.setAttribute('aria-activedescendant', `node-${selected.index}`);
  }

  bringIntoView({ x, y }: Node): void {
    const scale = this.#scale;
    const near = (from: number, size: number, scroll: number, length: number): number => {
      if (from * scale - room < scroll) return from * scale - room;
      return (from + size) * scale + room > scroll + length ? (from + size) * scale + room - length : scroll;
    };
    const view = this.#view;
    view.scrollLeft = near(x, wide, view.scrollLeft, view.clientWidth);
    view.scrollTop = near(y, high, view.scrollTop, view.clientHeight);
    this.draw();
  }

  /** Does something to the layout, and keeps the node where it is on the screen. */
  keeping(node: Node, change: () => void): void {
    const before = { x: node.x, y: node.y };
    change();
    this.#view.scrollLeft += (node.x - before.x) * this.#scale;
    this.#view.scrollTop += (node.y - before.y) * this.#scale;
  }

  /** By a factor, around a place of the window. */
  zoom(by: number, place: { readonly x: number; readonly y: number } = this.#middle()): void {
    this.#zoomTo(this.#scale * by, place);
  }

  zoomAtPointer(by: number, event: MouseEvent): void {
    const box = this.#view.getBoundingClientRect();
    this.zoom(by, { x: event.clientX - box.left, y: event.clientY - box.top });
  }

  fit(): void {
    const { width, height } = this.#tree.size;
    this.#zoomTo(Math.min(1, this.#view.clientWidth / width, this.#view.clientHeight / height), {
      x: 0,
      y: 0,
    });
    this.bringIntoView(this.#marks().selected);
  }

  #middle() {
    return { x: this.#view.clientWidth / 2, y: this.#view.clientHeight / 2 };
  }

  #zoomTo(next: number, { x, y }: { readonly x: number; readonly y: number }): void {
    const left = (this.#view.scrollLeft + x) / this.#scale;
    const top = (this.#view.scrollTop + y) / this.#scale;
    this.#scale = Math.min(largest, Math.max(smallest, next));
    this.#resize();
    this.#view.scrollLeft = left * this.#scale - x;
    this.#view.scrollTop = top * this.#scale - y;
    this.draw();
  }

  #resize(): void {
    const { width, height } = this.#tree.size;
    at('size').style.width = `${width * this.#scale}px`;
    at('size').style.height = `${height * this.#scale}px`;
    at('layer').style.transform = `scale(${this.#scale})`;
    this.draw();
  }

  #show(inView: ReadonlySet<Node>): void {
    for (const [node, card] of this.#drawn) {
      if (inView.has(node)) continue;
      card.remove();
      this.#drawn.delete(node);
    }
    const marks = this.#marks();
    for (const node of inView) {
      let card = this.#drawn.get(node);
      if (card === undefined) {
        card = makeCard(node);
        this.#drawn.set(node, card);
        this.#cards.append(card);
      }
      dress(card, node, marks);
    }
  }
}

/** From a process to its children, as far as they are in view. */
function linesBelow(node: Node, top: number, bottom: number): string {
  const lastChild = node.children.at(-1);
  if (lastChild === undefined) return '';
  const middle = node.y + high / 2;
  const bend = node.x + wide + (columnStep - wide) / 2;
  const last = lastChild.y + high / 2;
  if (last < top || node.y > bottom) return '';
  let path = `M${node.x + wide} ${middle}H${node.x + columnStep}`;
  if (last > middle) path += `M${bend} ${Math.max(middle, top - 9)}V${Math.min(last, bottom + 9)}`;
  for (const child of node.children.slice(firstFrom(node.children, top - overlap))) {
    const y = child.y + high / 2;
    if (y > bottom + overlap) break;
    path += `M${bend} ${y}H${node.x + columnStep}`;
  }
  return path;
}

function makeCard(node: Node): HTMLElement {
  const card = make('div');
  card.id = `node-${node.index}`;
  card.setAttribute('role', 'treeitem');
  card.setAttribute('aria-level', String(node.depth + 1));
  card.append(make('b', '', node.name || '(unknown)'), make('i', '', node.line));
  if (node.command !== '') card.append(make('code', '', node.command));
  if (node.children.length > 0) card.append(make('span', 'twist'));
  card.dataset['index'] = String(node.index);
  return card;
}

function dress(card: HTMLElement, node: Node, { selected, found }: Marks): void {
  const isParent = node.children.length > 0;
  const classes: Readonly<Record<string, boolean>> = {
    node: true,
    runs: node.ended === false,
    faint: node.faint,
    parent: isParent,
    folded: isParent && !node.isOpen,
    found: found.has(node),
    selected: node === selected,
  };
  card.className = Object.keys(classes)
    .filter((name) => classes[name])
    .join(' ');
  card.style.left = `${node.x}px`;
  card.style.top = `${node.y}px`;
  card.setAttribute('aria-selected', String(node === selected));
  const twist = card.querySelector<HTMLElement>('.twist');
  if (twist === null) return;
  card.setAttribute('aria-expanded', String(node.isOpen));
  twist.textContent = node.isOpen ? '−' : `+${number(node.below)}`;
  twist.title = node.isOpen ? 'fold' : `unfold ${plural(node.below, 'process', 'processes')}`;
}
