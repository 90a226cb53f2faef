import { describe, expect, it } from 'vitest';
import { directory, entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const asWide = 1500;

/** Each folder holds as many again. */
function endless() {
  return startHostileServer({
    os: 'linux',
    commands: {
      'directory list': () => ({
        files: Array.from({ length: asWide }, (_, at) => directory(`d${at}`)),
      }),
    },
  });
}

describe('a sensor whose folders hold folders without end', () => {
  it('is asked for so many listings, and what is left out is said and in the exit code', async () => {
    await using server = await endless();
    const ran = await runHostile(server, ['ls', '10', '/x/*/*', '-o', 'ndjson']);
    expect(ran).toMatchObject({ exitCode: 6 });
    expect(ran.err).toMatch(
      /more than (1000 folders|100000 entries) match: what is left out begins at \/x\/d\d+/,
    );
    expect(server.posted.length).toBeLessThanOrEqual(1001);
    expect(ran.out.trimEnd().split('\n').length).toBeLessThanOrEqual(100_000);
  });

  it('loses nothing by a set that is cut', async () => {
    await using server = await endless();
    const ran = await runHostile(server, ['rm', '10', '-r', '/x/*/*/y', '--yes']);
    expect(ran).toMatchObject({ exitCode: 1, out: '' });
    expect(server.posted.filter(({ name }) => name !== 'directory list')).toEqual([]);
  });
});

it('a name that leads elsewhere is not gone into', async () => {
  await using server = await startHostileServer({
    os: 'linux',
    commands: {
      'directory list': ({ object }) => ({
        files:
          object === '/x/'
            ? [directory('..'), directory('../etc'), directory('ok'), directory('a/../../b')]
            : [entry('f')],
      }),
    },
  });
  const ran = await runHostile(server, ['ls', '10', '/x/{*,.*}/f', '--fields', 'path', '-o', 'tsv']);
  expect(ran.out).toBe('/x/ok/f\n');
  expect(ran.exitCode).toBe(6);
  expect(ran.err).toContain('../etc cannot be a name: what is below is left out');
  expect(server.posted.map(({ object }) => object)).toEqual(['/x/', '/x/ok/f']);
});
