import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-scan.ts';

const lines = (path: string): readonly string[] => readFileSync(join(root, path), 'utf8').split('\n');

test('docs/investigation.md shows what the transcript of the same name prints, all of it', () => {
  const blocks = lines('docs/investigation.md').join('\n').split('```\n');
  const shown = blocks
    .filter((_block, index) => index % 2 === 1)
    .flatMap((block) => block.trimEnd().split('\n'));
  const played = lines('test/transcripts/query-investigation.txt')
    .filter((line) => /^(?:\$ | {2})/.test(line))
    .map((line) => line.replace(/^ {2}/, '').trimEnd());
  expect(shown.length).toBeGreaterThan(40);
  expect(shown).toEqual(played);
});
