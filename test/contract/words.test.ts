import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manPages } from '../../scripts/man-pages.ts';
import { drawHelp } from '../../src/output/help-text.ts';
import { plainStyle } from '../../src/output/style.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import { helpOfSpec } from '../../src/spec/help.ts';
import { root } from './source-scan.ts';

const page = readFileSync(join(root, 'docs/words.md'), 'utf8');

test('help has none of the words that docs/words.md has in bold (take the word of that row)', async () => {
  const rows = page.match(/^\|.*\|$/gm) ?? [];
  const never = rows.flatMap((row) =>
    [...(row.split('|')[3] ?? '').matchAll(/\*\*([\w -]+)\*\*/g)].map(([, word = '']) => word),
  );
  expect(never.length).toBeGreaterThan(8);
  const helps = builtins.map(
    (spec) => [spec.name, drawHelp(helpOfSpec(spec, { columns: 1000 }), plainStyle)] as const,
  );
  const used = [...(await manPages()), ...helps].flatMap(([name, text]) =>
    never.filter((word) => new RegExp(`\\b${word}s?\\b`, 'i').test(text)).map((word) => `${name}: ${word}`),
  );
  expect(used).toEqual([]);
});
