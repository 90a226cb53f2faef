import type { TreeNodeData } from '../page-data.ts';

export interface Node extends TreeNodeData {
  readonly index: number;
  readonly depth: number;
  readonly children: Node[];
  readonly above: Node | undefined;
  /** How many are below it, on all levels. */
  below: number;
  isOpen: boolean;
  /** Place in the picture, in its own units; stale while it is folded away. */
  x: number;
  y: number;
}

export const wide = 264;
export const high = 64;
export const columnStep = 320;
const rowStep = 76;
const margin = 20;
/** So many are unfolded at first, and no family that is larger than this. */
const firstShown = 300;
const largestShown = 60;

/** The tree, and what of it is shown: laid out anew when something folds. A process stands in the row of its first child. */
export class Tree {
  readonly nodes: readonly Node[];
  /** Those not folded away, from top to bottom. */
  shown: readonly Node[] = [];
  #rows = 0;
  #depth = 0;

  constructor(data: readonly TreeNodeData[]) {
    const nodes: Node[] = [];
    for (const [index, each] of data.entries()) {
      const above = nodes[each.parent];
      const depth = above === undefined ? 0 : above.depth + 1;
      const node = { ...each, index, depth, above, children: [], below: 0, isOpen: false, x: 0, y: 0 };
      above?.children.push(node);
      nodes.push(node);
    }
    for (const node of nodes.toReversed()) {
      if (node.above !== undefined) node.above.below += node.below + 1;
    }
    this.nodes = nodes;
    this.#unfoldFirst();
  }

  get root(): Node {
    const [root] = this.nodes;
    if (root === undefined) throw new Error('the tree is empty');
    return root;
  }

  /** Size of the picture. */
  get size(): { readonly width: number; readonly height: number } {
    return { width: 2 * margin + this.#depth * columnStep + wide, height: 2 * margin + this.#rows * rowStep };
  }

  layOut(): void {
    const shown: Node[] = [];
    const open: Node[] = [this.root];
    this.#rows = 0;
    this.#depth = 0;
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.above !== undefined && node.above.children[0] !== node) this.#rows++;
      node.x = margin + node.depth * columnStep;
      node.y = margin + this.#rows * rowStep;
      this.#depth = Math.max(this.#depth, node.depth);
      shown.push(node);
      if (node.isOpen) {
        for (const child of node.children.toReversed()) open.push(child);
      }
    }
    this.#rows++;
    this.shown = shown;
  }

  setAll(isOpen: boolean): void {
    for (const node of this.nodes) node.isOpen = isOpen;
  }

  #unfoldFirst(): void {
    let count = 1;
    for (let level: readonly Node[] = [this.root]; level.length > 0; ) {
      const next: Node[] = [];
      for (const node of level) {
        const { children } = node;
        const isLarge = children.length > largestShown || count + children.length > firstShown;
        if (node.above !== undefined && isLarge) continue;
        node.isOpen = true;
        if (node.above !== undefined) count += children.length;
        for (const child of children) next.push(child);
      }
      level = next;
    }
  }
}

export function isBelow(node: Node, above: Node): boolean {
  for (let up = node.above; up !== undefined; up = up.above) {
    if (up === above) return true;
  }
  return false;
}

/** The first of the children that stands at `y` or below: they stand in the order of their rows. */
export function firstFrom(children: readonly Node[], y: number): number {
  let low = 0;
  let up = children.length;
  while (low < up) {
    const half = (low + up) >> 1;
    if ((children[half]?.y ?? 0) < y) low = half + 1;
    else up = half;
  }
  return low;
}

/** A row more than is in view is drawn. */
export const overlap = rowStep;
