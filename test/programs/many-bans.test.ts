import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

const hashes = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => createHash('md5').update(`${prefix}${i}`).digest('hex'));

async function fileOf(name: string, md5s: readonly string[]): Promise<void> {
  await writeFile(join(world.folder, name), `${md5s.join('\n')}\n`);
}

/** How many rows ended how. */
function outcomes(out: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const line of out.split('\n').filter(Boolean)) {
    const outcome = String((JSON.parse(line) as Record<string, unknown>)['outcome']);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

describe('many bans', () => {
  test('that Ctrl-C stops are told of, and the same command again finishes the rest', async () => {
    await fileOf('many.txt', hashes('a', 1500));
    const argv = ['ban', 'add', '--file', 'many.txt', '-o', 'ndjson'];
    const runtime = world.runtime(argv);
    // What is written comes in batches, the first of them before all is done.
    runtime.streams.out.onWrite(() => runtime.interrupt());
    expect(await main('cbq', runtime)).toBe(130);
    const { done = 0 } = outcomes(runtime.out());
    const left = (1500 - done).toLocaleString('en-US');
    expect(JSON.parse(runtime.err().split('\n')[1] ?? '')).toMatchObject({
      error: {
        message: `stopped: ${done.toLocaleString('en-US')} banned, ${left} not begun`,
        hint: 'the same command again does the rest',
      },
    });

    const again = await world.run(['cbq', ...argv]);
    expect(again.exitCode).toBe(0);
    expect(outcomes(again.stdout)).toEqual({ 'already so': done, done: 1500 - done });
    const bans = await world.run('cbq ban --count');
    expect(bans.stdout).toBe('total_results\t1503\n');
  });

  test('that are there already take a list and nothing else', async () => {
    await fileOf('twice.txt', hashes('b', 200));
    await world.run('cbq ban add --file twice.txt');
    const { exitCode, stderr } = await world.run('cbq ban add --file twice.txt --debug');
    expect(exitCode).toBe(0);
    const sent = stderr.split('\n').filter((line) => line.startsWith('> '));
    expect(sent).toEqual([expect.stringMatching(/^> GET \/api\/v1\/banning\/blacklist\?count=10000/)]);
    expect(stderr).toContain('0 banned, 200 already so\n');
  });

  test('that are disabled and enabled keep their texts', async () => {
    await fileOf('texts.txt', hashes('c', 20));
    await world.run('cbq ban add --file texts.txt --text "case 9"');
    expect((await world.run('cbq ban disable --file texts.txt')).stderr).toBe('20 disabled\n');
    const [first = ''] = hashes('c', 20);
    const shown = async () => JSON.parse((await world.run(`cbq ban show ${first} --json`)).stdout);
    expect(await shown()).toMatchObject({ enabled: false, text: 'case 9' });
    expect((await world.run('cbq ban enable --file texts.txt')).stderr).toBe('20 enabled\n');
    expect(await shown()).toMatchObject({ enabled: true, text: 'case 9' });
    expect((await world.run('cbq ban remove --file texts.txt --yes')).stderr).toBe('20 removed\n');
    expect(await shown()).toMatchObject({ enabled: false, text: null });
  });
});
