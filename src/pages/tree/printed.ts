import { make } from '../elements.ts';
import type { Node, Tree } from './tree.ts';

const deepestIndent = 30;

/** Every process of the tree on paper, also of what is folded: parents before their children, each level further in. */
export function printedTree({ nodes }: Tree): readonly HTMLElement[] {
  return nodes.map(printed);
}

function printed(node: Node): HTMLElement {
  const { name, line, command, ended, faint, depth } = node;
  const entry = make('p', ended === false ? 'runs' : '');
  entry.style.setProperty('--depth', String(Math.min(depth, deepestIndent)));
  const facts = node.facts.find(([label]) => label === 'command line')?.[1] ?? command;
  const state = [ended === false ? 'running' : '', faint ? 'only its start is kept' : ''];
  const about = [line, ...state].filter((each) => each !== '').join(' · ');
  const level = depth > deepestIndent ? `[${depth}] ` : '';
  entry.append(make('b', '', `${level}${name || '(unknown)'}`), make('span', '', `  ${about}`));
  if (facts !== '') entry.append(make('code', '', facts));
  return entry;
}
