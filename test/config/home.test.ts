import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeRuntime } from '../support/make-runtime.ts';

/** A run in a folder that holds a profile whose token_command is run when it is asked for. */
async function runIn(home: string, argv: readonly string[], env: Record<string, string> = {}) {
  const runtime = makeRuntime({ argv, env });
  const path = join(runtime.home, '.cbrc');
  await writeFile(path, '[default]\nurl = https://127.0.0.1:1\ntoken_command = evil\n');
  await chmod(path, 0o600);
  const exitCode = await main('cblr', { ...runtime, home });
  return { exitCode, err: runtime.err(), started: runtime.started };
}

describe.each([[''], ['.'], ['sub/folder'], ['~']])('a home that is %j', (home) => {
  test.each([[['sessions']], [['ls', '10']], [['profile', 'list']], [['--lab', 'sessions']]])(
    'is none: nothing of the working directory is read or run by %j',
    async (argv) => {
      const { exitCode, err, started } = await runIn(home, argv);
      expect({ exitCode, started }).toEqual({ exitCode: 8, started: [] });
      expect(err).toContain('there is no home folder');
    },
  );

  test('keeps nobody from help', async () => {
    expect((await runIn(home, ['help', 'ls'])).exitCode).toBe(0);
  });

  test('is not needed where files and state are named', async () => {
    const named = await runIn(home, ['sessions'], { CBRC: '/nowhere/cbrc', XDG_STATE_HOME: '/nowhere' });
    expect(named).toMatchObject({ exitCode: 8, err: expect.stringContaining('/nowhere/cbrc') });
  });
});
