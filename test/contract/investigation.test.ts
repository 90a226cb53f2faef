import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-scan.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Lines of the blocks of code of a page, or of its part below a heading. */
function shownIn(page: string, heading?: string): readonly string[] {
  const text = read(page);
  const [, part = ''] = heading === undefined ? ['', text] : text.split(`## ${heading}\n`);
  const [own = ''] = heading === undefined ? [part] : part.split(/^## /m);
  const blocks = own.split('```\n');
  return blocks
    .filter((_block, index) => index % 2 === 1)
    .flatMap((block) =>
      block
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    );
}

test('docs/investigation.md shows what the play of the same name prints, all of it', () => {
  const shown = shownIn('docs/investigation.md');
  const played = read('test/plays/query-investigation.txt')
    .split('\n')
    .filter((line) => /^(?:\$ | {2})/.test(line))
    .map((line) => line.replace(/^ {2}/, '').trimEnd());
  expect(shown.length).toBeGreaterThan(40);
  expect(shown).toEqual(played);
});

test.each([
  ['docs/triage.md', 'triage', 80],
  ['docs/shell-tour.md', 'shell-tour', 150],
])('%s shows the whole terminal of the play of the same name', (page, play, least) => {
  const shown = shownIn(page);
  const [, ...commands] = read(`test/plays/${play}.txt`).split(/^(?=\$ )/m);
  const played = commands
    .flatMap((command) => command.trimEnd().split('\n'))
    .map((line) => line.replace(/^(?: {2}|[!?] )/, '').trimEnd());
  expect(shown.length).toBeGreaterThan(least);
  expect(shown).toEqual(played);
});

test('docs/fleet.md shows the whole terminal of the play of a shell on many hosts', () => {
  const shown = shownIn('docs/fleet.md', 'One prompt for all of them');
  const [, played = ''] = read('test/plays/fleet-shell-tour.txt').split(/^(?=\$ )/m);
  const lines = played.trimEnd().split('\n');
  expect(shown.length).toBeGreaterThan(40);
  expect(shown).toEqual(lines.map((line) => line.replace(/^(?: {2}|[!?] )/, '').trimEnd()));
});

test.each([
  ['docs/case-walkthrough.md', 'case-walkthrough', undefined],
  ['docs/hunting.md', 'hunt-morning', undefined],
  ['docs/scripting.md', 'scripting', undefined],
  ['docs/fleet.md', 'fleet-walkthrough', 'A question, from the first word to the last'],
])('%s shows the whole terminal of the play %s', (page, play, heading) => {
  const shown = shownIn(page, heading);
  const [, ...commands] = read(`test/plays/${play}.txt`).split(/^(?=\$ )/m);
  const played = commands
    .flatMap((command) => command.trimEnd().split('\n'))
    .filter((line) => !line.startsWith('# '))
    .map((line) => line.replace(/^(?: {2}|[!?] )/, '').trimEnd())
    .filter((line) => line !== '');
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.filter((line) => line !== '')).toEqual(played);
});

test('docs/playbooks.md shows what its play prints', () => {
  const [, shown = ''] = /```\n(\$ [^`]*)```/.exec(read('docs/playbooks.md')) ?? [];
  const [command, ...lines] = shown.trimEnd().split('\n');
  const [, played = ''] = read('test/plays/playbook.txt').split(`${command}\n`);
  const [own = ''] = played.split(/^(?=\$ )/m);
  const printed = own
    .trimEnd()
    .split('\n')
    .filter((line) => /^(?:! | {2})/.test(line));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines).toEqual(printed.map((line) => line.slice(2)));
});

test('docs/case.md shows what the play of archives prints', () => {
  const [command, ...lines] = shownIn('docs/case.md');
  const [, played = ''] = read('test/plays/archive.txt').split(`${command}\n`);
  const printed = played.split('\n').filter((line) => line.startsWith('  '));
  const words = (line: string) =>
    line
      .trim()
      .split(/\t|\s{2,}/)
      .filter((word) => word !== '');
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.map(words)).toEqual(printed.map(words));
});
