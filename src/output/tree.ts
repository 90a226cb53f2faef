import type { Column, TreeResult } from '../spec/result.ts';
import { type CellLook, wholeCell } from './cells.ts';
import type { Drawing } from './drawing.ts';
import { makeJsonMembers } from './json.ts';

/** A branch with its name is not cut below this. */
const leastBranch = 32;
/** Deeper branches are not drawn further to the right: a sensor may claim any depth. */
const drawnDepth = 40;

export interface Branch<T> {
  readonly node: T;
  /** What is drawn before it: `│  ├─ `. */
  readonly lead: string;
  /** 0 for a root. */
  readonly depth: number;
}

interface Level<T> {
  readonly nodes: readonly T[];
  readonly indent: string;
  readonly depth: number;
  next: number;
}

/** All nodes from the top down, each once even where the data runs in a circle; no recursion, whatever the depth. */
export function* branchesOf<T>(tree: TreeResult<T>): Generator<Branch<T>> {
  const seen = new Set<T>();
  const levels: Level<T>[] = [{ nodes: tree.roots, indent: '', depth: 0, next: 0 }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = level.nodes[level.next++] as T;
    if (level.next > level.nodes.length) {
      levels.pop();
      continue;
    }
    if (seen.has(node)) continue;
    seen.add(node);
    const isLast = level.next === level.nodes.length;
    const isRoot = level.depth === 0;
    yield { node, lead: isRoot ? '' : level.indent + (isLast ? '└─ ' : '├─ '), depth: level.depth };
    const isDrawn = !isRoot && level.depth < drawnDepth;
    const indent = isDrawn ? level.indent + (isLast ? '   ' : '│  ') : level.indent;
    levels.push({ nodes: tree.children(node), indent, depth: level.depth + 1, next: 0 });
  }
}

/** The columns of a table of branches: the first one follows the drawn branch. */
export function branchColumns<T>(
  columns: readonly Column<T>[],
  look: CellLook,
): readonly Column<Branch<T>>[] {
  return columns.map((column, index) => {
    const { show, style, of, plain: _plain, lines: _lines, localFile: _file, ...rest } = column;
    return {
      ...rest,
      of: (branch: Branch<T>) => of(branch.node),
      ...(index === 0
        ? {
            least: leastBranch,
            show: (branch: Branch<T>) => branch.lead + wholeCell(column, branch.node, look),
          }
        : show === undefined
          ? {}
          : { show: (branch: Branch<T>) => show(branch.node) }),
      ...(style === undefined ? {} : { style: (branch: Branch<T>) => style(branch.node) }),
    };
  });
}

/** Where nothing is drawn a branch has its depth behind its columns: with the order of the rows it is all of the tree. */
export function flatColumns<T>(columns: readonly Column<T>[]): readonly Column<Branch<T>>[] {
  const plain = columns.map(
    ({ show, style, plain: machine, of, lines: _lines, localFile: _file, ...rest }): Column<Branch<T>> => ({
      ...rest,
      of: ({ node }) => of(node),
      ...(show === undefined ? {} : { show: ({ node }: Branch<T>) => show(node) }),
      ...(machine === undefined ? {} : { plain: ({ node }: Branch<T>) => machine(node) }),
    }),
  );
  return [...plain, { field: 'depth', head: 'depth', of: ({ depth }) => depth, wide: 'pipe' }];
}

/** Writes each root as one JSON object with its descendants nested under `children`; `between` stands before each root. */
export async function writeJsonTree<T>(
  tree: TreeResult<T>,
  columns: readonly Column<T>[],
  drawing: Drawing,
  between: () => string,
  after: string,
): Promise<void> {
  const { out, signal } = drawing;
  const members = makeJsonMembers(columns);
  const seen = new Set<T>();
  const open: { readonly nodes: readonly T[]; next: number; count: number }[] = [];
  const begin = async (node: T): Promise<void> => {
    seen.add(node);
    const own = members(node);
    await out.add(`{${own}${own === '' ? '' : ','}"children":[`);
    open.push({ nodes: tree.children(node), next: 0, count: 0 });
  };
  for (const root of tree.roots) {
    if (seen.has(root)) continue;
    signal?.throwIfAborted();
    await out.add(between());
    await begin(root);
    for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
      if (level.next === level.nodes.length) {
        await out.add(']}');
        open.pop();
        continue;
      }
      const node = level.nodes[level.next++] as T;
      if (seen.has(node)) continue;
      if (level.count++ > 0) await out.add(',');
      await begin(node);
    }
    await out.add(after);
  }
}
