import type { ProcessDocument } from '../../api/wire/process.ts';
import type { ProcessNode } from '../../ops/process-tree.ts';
import { escapeLine } from '../../text/escape.ts';

type LabelOf = (process: ProcessDocument) => string;

/** A Mermaid flowchart. Whatever could end a label or be markup in it is written as a character code. */
export function* toMermaid(root: ProcessNode, labelOf: LabelOf): Generator<string> {
  yield 'flowchart LR\n';
  for (const { node, number, parent } of numbered(root)) {
    const label = escapeLine(labelOf(node.process)).replace(
      /[^\w .:+-]/gu,
      (character) => `#${character.codePointAt(0)};`,
    );
    yield `  p${number}["${label}"]\n`;
    if (parent !== undefined) yield `  p${parent} --> p${number}\n`;
  }
}

/** A Graphviz graph. */
export function* toDot(root: ProcessNode, labelOf: LabelOf): Generator<string> {
  yield 'digraph processes {\n  rankdir=LR;\n  node [shape=box];\n';
  for (const { node, number, parent } of numbered(root)) {
    const label = escapeLine(labelOf(node.process)).replace(/[\\"]/g, '\\$&');
    yield `  p${number} [label="${label}"];\n`;
    if (parent !== undefined) yield `  p${parent} -> p${number};\n`;
  }
  yield '}\n';
}

function* numbered(root: ProcessNode) {
  const open: { readonly node: ProcessNode; readonly parent: number | undefined }[] = [
    { node: root, parent: undefined },
  ];
  let number = 0;
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    yield { ...next, number };
    for (const child of next.node.children) open.push({ node: child, parent: number });
    number += 1;
  }
}
