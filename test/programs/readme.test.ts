import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { shellWords } from '../support/shell-words.ts';
import { yes } from '../support/yes.ts';

// What README.md shows is run, in its order, against one lab. npm's own lines are what `npm test` and `npm start` are.
const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** In a block, behind `$` or not, or between words; a name in capitals stands for one. The table of figures names what `npm run bench` runs. */
const [told = ''] = page.split('## How fast');
const shown = [...told.matchAll(/(?:^(?:\$ )?|`|\$\()(cb(?:lr|q) [^`#)\n]+)/gm)].map(([, line = '']) =>
  line.trim(),
);
const lines = [...new Set(shown)].filter((line) => !/ VERB\b/.test(line));
/** Ends at its first output, by Ctrl-C. */
const endless = /^cblr lab\b/;

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

describe('README.md', () => {
  test('shows commands', () => {
    expect(lines.length).toBeGreaterThan(12);
  });

  test.each(lines)('%s', { timeout: 60_000 }, async (line) => {
    const [program, ...argv] = shellWords(line);
    const isShell = argv[0] === 'connect';
    const plain = world.runtime(argv, isShell ? { stdin: 'pwd\n' } : { tty: true });
    if (endless.test(line)) plain.streams.out.onWrite(() => void plain.interrupt());
    const exitCode = await main(program === 'cbq' ? 'cbq' : 'cblr', { ...plain, prompter: yes(world) });
    expect(exitCode, plain.err()).toBe(0);
    expect(plain.out() + plain.err()).not.toBe('');
    const [, written] = /--html (\S+)/.exec(line) ?? [];
    if (written !== undefined) await access(join(world.folder, written));
  });

  test('its session is one that a shell can have', { timeout: 60_000 }, async () => {
    const [, session = ''] = /## A session\n\n```\n([\s\S]*?)```/.exec(page) ?? [];
    const typed = [...session.matchAll(/^lab \S+ \S+> (.+)$/gm)].map(([, line = '']) => line);
    expect(typed.length).toBeGreaterThan(2);
    const { exitCode, stdout, stderr } = await world.run([
      'cblr',
      'connect',
      '10',
      '--yes',
      '-c',
      typed.join('; '),
    ]);
    expect(exitCode, stderr).toBe(0);
    const [sha256 = ''] = /\b[0-9a-f]{64}\b/.exec(session) ?? [];
    expect(stdout).toContain(sha256);
  });

  test('names scripts of package.json and nothing else', () => {
    const named = [...page.matchAll(/\bnpm run ([a-z-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  });
});
