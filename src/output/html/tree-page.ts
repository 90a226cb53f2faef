import { CbError } from '../../errors/cb-error.ts';
import type { TreeData, TreeNodeData } from '../../pages/page-data.ts';
import type { TreePage } from '../../ports/pages.ts';
import { pageText } from '../../text/page-text.ts';
import { treeScript } from './made/tree-script.ts';
import { pageDocument } from './page-document.ts';
import { pageStyle } from './page-style.ts';
import { treeStyle } from './tree-style.ts';

/** No command line of Windows is longer. */
const longestText = 33_000;
const longestName = 300;
/** Characters of all processes together: a browser takes seconds for more, and a string has an end. */
const mostCharacters = 64 * 1024 * 1024;

/**
 * A page with a tree that folds and unfolds. Each node once, parents before children; the tree may be of any depth. Kind `Unsupported` for
 * more than 64 Mi characters.
 */
export function treePage<T>({ name, root, children, describe, notes }: TreePage<T>): string {
  const nodes: TreeNodeData[] = [];
  let characters = 0;
  const open: { readonly node: T; readonly parent: number }[] = [{ node: root, parent: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, parent } = next;
    const { name: called, line, command, hasEnded, isFaint, facts } = describe(node);
    const number = nodes.length;
    const shown = facts.map(([label, value]) => [label, pageText(value, longestText)] as const);
    characters += Math.min(command.length, longestName);
    characters += shown.reduce((sum, [label, value]) => sum + label.length + value.length, 0);
    if (characters > mostCharacters) throw tooLarge(number);
    nodes.push({
      parent,
      name: pageText(called, longestName),
      line: pageText(line, longestName),
      command: pageText(command, longestName),
      ended: hasEnded ?? null,
      faint: isFaint,
      facts: shown,
    });
    // Backwards, as the last one put on comes off first.
    for (const child of children(node).toReversed()) open.push({ node: child, parent: number });
  }
  const data: TreeData = { name: pageText(name, longestName), notes, nodes };
  return pageDocument({
    title: 'Process tree',
    style: pageStyle + treeStyle,
    body,
    script: treeScript,
    data,
  });
}

function tooLarge(count: number): CbError {
  return new CbError('Unsupported', `the page would be too large for a browser: ${count} processes fill it`, {
    hint: `--max-nodes ${count} makes a page of the first ones, -o ndjson has all of them`,
  });
}

const body = `<header>
<h1><span id="name"></span><small>process tree · times in UTC</small></h1>
<ul class="notes" id="notes"></ul>
<div class="tools">
<input id="find" type="search" placeholder="Find a name, path, user, hash …" aria-label="Find" autocomplete="off" spellcheck="false">
<span id="found" class="hint" role="status"></span>
<button id="unfold" type="button">Unfold all</button>
<button id="fold" type="button">Fold all</button>
<button id="smaller" type="button" aria-label="Smaller">−</button>
<button id="larger" type="button" aria-label="Larger">+</button>
<button id="fit" type="button">Fit</button>
</div>
<ul class="legend" aria-label="Legend">
<li><span class="sample runs"></span>was running at its last report</li>
<li><span class="sample"></span>has ended, or nobody knows</li>
<li><span class="sample faint"></span>only the event of its start is kept</li>
<li><span class="sample found"></span>found</li>
<li><span class="sample selected"></span>chosen: its details are beside the tree</li>
<li><span class="sample count">+3</span>as many are folded away</li>
</ul>
</header>
<main id="view" tabindex="0" role="tree" aria-label="Process tree"><div id="size"><div id="layer"><svg id="lines" aria-hidden="true"><path id="path"></path></svg><div id="cards" role="none"></div></div></div></main>
<aside id="details" aria-label="Details" aria-live="polite" tabindex="0"></aside>
<div id="print"></div>
<noscript>This page draws itself with a script, which is switched off here.</noscript>`;
