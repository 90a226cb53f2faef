import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeRuntime, type TestRuntime } from '../support/make-runtime.ts';

/** Runs `cblr lab` until it has printed its JSON line. */
async function serve(runtime: TestRuntime) {
  const ended = main('cblr', runtime);
  const isUp = () => runtime.out().endsWith('\n');
  while (!isUp()) await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))]);
  return { ended, facts: JSON.parse(runtime.out()) as { url: string; pid: number } };
}

const argv = ['lab', '--json', '--no-tls'];

describe('cblr lab', () => {
  it('leaves the word of a lab that was started later, so that --lab still finds that one', async () => {
    const first = makeRuntime({ argv });
    const second = {
      ...makeRuntime({ argv }),
      home: first.home,
      env: first.env,
      files: first.files,
      pid: 4343,
    };
    const word = () => readFile(join(first.home, '.local/state/cblr/lab.json'), 'utf8');
    const one = await serve(first);
    const two = await serve(second);
    first.interrupt();
    await one.ended;
    expect(JSON.parse(await word()).url).toBe(two.facts.url);
    second.interrupt();
    await two.ended;
    await expect(word()).rejects.toThrow('lab.json');
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
