import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRunningLab } from '../../src/programs/lab-link.ts';
import { main } from '../../src/programs/main.ts';
import { makeRuntime, type TestRuntime } from '../support/make-runtime.ts';

/** Runs `cblr lab` until it has printed its JSON line. */
async function serve(runtime: TestRuntime) {
  const ended = main('cblr', runtime);
  await Promise.race([ended, runtime.streams.out.holds('\n')]);
  return { ended, facts: JSON.parse(runtime.out()) as { url: string; pid: number } };
}

const argv = ['lab', '--json', '--no-tls'];

describe('cblr lab', () => {
  it('does not take 1500 for 25 minutes', async () => {
    const runtime = makeRuntime({ argv: ['lab', '--sensor-latency', '1500'] });
    expect(await main('cblr', runtime)).toBe(2);
    expect(runtime.err()).toBe(
      'cblr: a sensor that takes 25 min for a command is one that never answers\n' +
        'hint: 1500ms is in milliseconds; --fault sensor-silent is for sensors that do not answer\n',
    );
  });

  /** Runs in the same home, as processes of the pids that are alive. */
  const together = (...pids: number[]) => {
    const first = makeRuntime({ argv });
    const alive = new Set(pids);
    const runtimes = pids.map((pid) => ({
      ...(pid === pids[0] ? first : makeRuntime({ argv })),
      home: first.home,
      env: first.env,
      files: first.files,
      pid,
      isRunning: (other: number) => alive.has(other),
    }));
    const found = async () =>
      (await findRunningLab({ ...first, isRunning: (pid) => alive.has(pid) }, state(first)))?.url;
    return { runtimes, alive, found, state: state(first) };
  };
  const state = ({ home }: TestRuntime) => join(home, '.local/state/cblr');

  it.each([
    ['the second', 1, 0],
    ['the first', 0, 1],
  ] as const)(
    'is found by --lab until it ends; where %s of two ends, the other is',
    async (_which, end, stays) => {
      const { runtimes, found } = together(4242, 4343);
      const labs = [];
      for (const runtime of runtimes) labs.push(await serve(runtime));
      expect(await found()).toBe(labs[1]?.facts.url);
      runtimes[end]?.interrupt();
      await labs[end]?.ended;
      expect(await found()).toBe(labs[stays]?.facts.url);
      runtimes[stays]?.interrupt();
      await labs[stays]?.ended;
      expect(await found()).toBeUndefined();
    },
  );

  it('is not looked for where its process is gone; the next one takes its file away', async () => {
    const { runtimes, alive, found, state } = together(4242, 4343, 4444);
    const [first, second, third] = runtimes;
    if (first === undefined || second === undefined || third === undefined) return expect.unreachable();
    const one = await serve(first);
    const two = await serve(second);
    alive.delete(4343);
    expect(await found()).toBe(one.facts.url);
    alive.delete(4242);
    expect(await found()).toBeUndefined();
    expect((await readdir(join(state, 'labs'))).sort()).toEqual(['4242.json', '4343.json']);
    const three = await serve(third);
    expect(await readdir(join(state, 'labs'))).toEqual(['4444.json']);
    expect(await found()).toBe(three.facts.url);
    for (const runtime of runtimes) runtime.interrupt();
    await Promise.all([one, two, three].map(({ ended }) => ended));
    expect(await readdir(join(state, 'labs'))).toEqual([]);
  });

  it('says that its port is taken, and what to do', async () => {
    const first = makeRuntime({ argv });
    const { ended, facts } = await serve(first);
    const second = makeRuntime({ argv: [...argv, '--port', new URL(facts.url).port] });
    expect(await main('cblr', second)).toBe(2);
    expect(JSON.parse(second.err()).error.message).toBe('lab: another program has this port');
    first.interrupt();
    await ended;
  });
});

describe('--lab where no lab runs', () => {
  const ban = 'ban add 7fb55f5a62e78af9b58d08aaeeaef848';
  const run = async (line: string) => {
    const runtime = makeRuntime({ argv: ['--lab', ...line.split(' ')], env: { CBLR_LAB: '--no-tls' } });
    return { exitCode: await main('cbq', runtime), err: runtime.err() };
  };

  it('says of a write that its lab ends with it', async () => {
    const { exitCode, err } = await run(ban);
    expect(exitCode).toBe(0);
    expect(err).toMatch(/^this was written to a lab of its own, which ends .*: cblr lab keeps one$/m);
  });

  it.each([`${ban} --dry-run`, `${ban} --quiet`, 'ban list', 'ban add nonsense'])(
    'says nothing of it behind %s',
    async (line) => expect((await run(line)).err).not.toContain('lab of its own'),
  );

  it('asks as the user that is said', async () => {
    const asked = async (user: string) => {
      const env = { CBLR_LAB: `--no-tls --user ${user}` };
      const runtime = makeRuntime({ argv: ['--lab', ...ban.split(' ')], env });
      return [await main('cbq', runtime), runtime.err()];
    };
    expect(await asked('viewer')).toEqual([4, expect.stringContaining('right')]);
    expect(await asked('nobody')).toEqual([2, expect.stringContaining('there are: admin, analyst, viewer')]);
  });
});
