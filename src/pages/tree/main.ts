import {
  at,
  closestTo,
  inputAt,
  number,
  onClick,
  onKeys,
  plural,
  readData,
  showFacts,
  showHeading,
} from '../elements.ts';
import type { Facts, TreeData } from '../page-data.ts';
import { printsWhole } from '../print.ts';
import { dragToScroll } from './drag.ts';
import { Picture } from './picture.ts';
import { printedTree } from './printed.ts';
import { isBelow, type Node, Tree } from './tree.ts';

const data = readData<TreeData>();
const tree = new Tree(data.nodes);
const view = at('view');
let selected = tree.root;
let matches: readonly Node[] = [];
let found: ReadonlySet<Node> = new Set();
const picture = new Picture(tree, () => ({ selected, found }));

function select(node: Node | undefined, isBroughtIntoView = true): void {
  if (node === undefined) return;
  selected = node;
  for (let up = node.above; up !== undefined; up = up.above) up.isOpen = true;
  picture.layOut();
  if (isBroughtIntoView) picture.bringIntoView(node);
  showFacts(node.name || '(unknown)', factsOf(node));
}

function factsOf({ facts, ended, below, children, faint }: Node): Facts {
  const started = `${plural(children.length, 'process', 'processes')}, ${number(below)} with all below`;
  return [
    ...facts,
    ...(ended === null ? [] : [['state', ended ? 'ended' : 'was running at its last report'] as const]),
    ...(below === 0 ? [] : [['started', started] as const]),
    ...(faint ? [['document', 'none: the server keeps only the event of its start'] as const] : []),
  ];
}

function toggle(node: Node): void {
  if (node.children.length === 0) return;
  // What was folded stays under the pointer.
  picture.keeping(node, () => {
    node.isOpen = !node.isOpen;
    if (!node.isOpen && isBelow(selected, node)) selected = node;
    picture.layOut();
  });
  select(selected, false);
}

function step(by: number): void {
  const place = tree.shown.indexOf(selected) + by;
  if (place >= 0) select(tree.shown[place]);
}

function stepIn(): void {
  if (selected.isOpen) select(selected.children[0]);
  else toggle(selected);
}

function stepOut(): void {
  if (selected.isOpen && selected.children.length > 0) toggle(selected);
  else select(selected.above);
}

function find(): void {
  const wanted = inputAt('find').value.trim().toLowerCase();
  const isMatch = ({ name, facts }: Node): boolean =>
    name.toLowerCase().includes(wanted) || facts.some(([, value]) => value.toLowerCase().includes(wanted));
  matches = wanted === '' ? [] : tree.nodes.filter(isMatch);
  found = new Set(matches);
  const count = matches.length === 0 ? 'none' : `${number(matches.length)} found, Enter for the next`;
  at('found').textContent = wanted === '' ? '' : count;
  picture.draw();
}

function nextMatch(isBackwards: boolean): void {
  const isAhead = (node: Node): boolean =>
    isBackwards ? node.index < selected.index : node.index > selected.index;
  const next = isBackwards ? matches.findLast(isAhead) : matches.find(isAhead);
  select(next ?? matches.at(isBackwards ? -1 : 0));
}

function nodeOf(event: Event): Node | undefined {
  const index = closestTo(event, '.node')?.dataset['index'];
  return index === undefined ? undefined : tree.nodes[Number(index)];
}

onKeys(view, {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  ArrowRight: stepIn,
  ArrowLeft: stepOut,
  Home: () => select(tree.root),
  End: () => select(tree.shown.at(-1)),
  Enter: () => toggle(selected),
  ' ': () => toggle(selected),
  '+': () => picture.zoom(1.2),
  '=': () => picture.zoom(1.2),
  '-': () => picture.zoom(1 / 1.2),
  '0': () => picture.fit(),
  '/': () => at('find').focus(),
});
view.addEventListener('click', (event) => {
  const node = nodeOf(event);
  if (node === undefined) return;
  if (closestTo(event, '.twist') !== null) toggle(node);
  else select(node, false);
});
view.addEventListener('dblclick', (event) => {
  const node = nodeOf(event);
  if (node !== undefined && closestTo(event, '.twist') === null) toggle(node);
});
view.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    picture.zoomAtPointer(Math.exp(-event.deltaY / 300), event);
  },
  { passive: false },
);
view.addEventListener('scroll', () => picture.draw(), { passive: true });
addEventListener('resize', () => picture.draw());
dragToScroll(view, '.node');
at('find').addEventListener('input', find);
at('find').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') view.focus();
  if (event.key === 'Enter') nextMatch(event.shiftKey);
});
onClick('unfold', () => {
  tree.setAll(true);
  select(selected);
});
onClick('fold', () => {
  tree.setAll(false);
  select(tree.root);
});
onClick('larger', () => picture.zoom(1.2));
onClick('smaller', () => picture.zoom(1 / 1.2));
onClick('fit', () => picture.fit());

printsWhole(() => printedTree(tree));
showHeading('Process tree', data.name, [
  `${plural(tree.nodes.length, 'process', 'processes')} · arrow keys walk and fold, / finds, + − 0 zoom, Ctrl and the wheel too`,
  ...data.notes,
]);
select(tree.root);
if (tree.nodes.length > 1 && matchMedia('(pointer: fine)').matches) view.focus();
