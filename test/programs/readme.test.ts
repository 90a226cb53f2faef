import { readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

// What README.md shows is run, in its order, against one lab. npm's own lines are what `npm test` and `npm start` are.
const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const lines = [...page.matchAll(/^\$ (cb(?:lr|q) .*)$/gm)].map(([, line = '']) => line);

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

describe('README.md', () => {
  test('shows commands', () => {
    expect(lines.length).toBeGreaterThan(4);
  });

  test.each(lines)('%s', { timeout: 60_000 }, async (line) => {
    const { exitCode, stderr } = await world.run(line, { tty: true, answers: Array(5).fill('yes') });
    expect(exitCode, stderr).toBe(0);
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
