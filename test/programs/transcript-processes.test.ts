import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleInto } from '../../scripts/build.mjs';
import { sha256Of } from '../../src/transcript/chain.ts';
import { isSound, verifyFolder } from '../../src/transcript/verify.ts';
import { collect } from '../support/collect.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** All of them in `npm run soak`. */
const kills = process.env['CBLR_SOAK'] === '1' ? 500 : 3;
const started = join(import.meta.dirname, '../support/list-loaded.cjs');

let bundle = '';
let world: ProgramWorld;
beforeAll(async () => {
  bundle = await mkdtemp(join(tmpdir(), 'cblr-transcripts-'));
  await bundleInto(bundle);
  world = await makeProgramWorld({ isRealTime: true, now: Date.now() });
}, 120_000);
afterAll(async () => {
  await world.end();
  await rm(bundle, { recursive: true, force: true });
});

/** Runs the built program in a process of its own, killed after so many ms; gives its exit code. */
function run(argv: readonly string[], killAfterMs?: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [started, bundle, 'cblr', ...argv], {
      cwd: world.folder,
      env: { PATH: process.env['PATH'], HOME: world.home },
      stdio: 'ignore',
    });
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

const folder = () => join(world.state, 'transcripts', 'default');

async function verdicts() {
  const reader = {
    names: async () => await readdir(folder()).catch(() => []),
    read: (name: string) => world.files.read(join(folder(), name)),
  };
  return await collect(verifyFolder(reader));
}

/** The hashes of what all transcripts say is about to be posted, in the order of the files and their lines. */
async function intents(): Promise<readonly string[]> {
  const names = (await readdir(folder())).filter((name) => name.startsWith('2')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder(), name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly sha256: string })
      .filter(({ kind }) => kind === 'command')
      .map(({ sha256 }) => sha256),
  );
}

/** The hashes of the command objects that the lab was sent, in the order in which they came. */
function posted(): readonly string[] {
  return world.lab.requests.flatMap((request) =>
    request.posted === undefined ? [] : [sha256Of(JSON.stringify(request.posted))],
  );
}

describe.skipIf(process.platform === 'win32')('transcripts of processes', () => {
  test('of twenty at once stand in an index that fits', async () => {
    // Each opens a session, or joins that of another, which the last one closes.
    const before = (await verdicts()).length;
    const codes = await Promise.all(
      Array.from({ length: 20 }, (_, number) => run(['mkdir', '10', `C:\\at-once-${number}`])),
    );
    expect(codes).toEqual(codes.map(() => 0));
    const [index, ...all] = await verdicts();
    const wanted = Math.max(0, before - 1) + 20;
    expect(index).toMatchObject({ state: 'whole', lines: 2 * wanted });
    expect(all.map(({ state }) => state)).toEqual(Array.from({ length: wanted }, () => 'whole'));
    // Of those at once nobody knows the order.
    expect((await intents()).toSorted()).toEqual(posted().toSorted());
  }, 240_000);

  test(`of ${kills} that are killed say all that was posted, and show no change`, async () => {
    const script = (number: number) =>
      Array.from({ length: 6 }, (_, step) => `mkdir C:\\k${number}-${step}; ls C:\\k${number}-${step}`).join(
        '; ',
      );
    const before = { told: (await intents()).length, sent: posted().length };
    const begunMs = performance.now();
    await run(['connect', '10', '-c', script(0)]);
    const wholeMs = performance.now() - begunMs;
    // The same moments in every run.
    let seed = 20240514;
    for (let number = 1; number <= kills; number += 1) {
      seed = (seed * 48271) % 2147483647;
      await run(['connect', '10', '-c', script(number)], wholeMs * (0.2 + (0.9 * seed) / 2147483647));
      const bad = (await verdicts()).filter((verdict) => !isSound(verdict));
      expect(bad).toEqual([]);
    }
    const told = (await intents()).slice(before.told);
    const sent = posted().slice(before.sent);
    expect(sent.length).toBeGreaterThan(12);
    let next = 0;
    for (const [number, body] of sent.entries()) {
      const at = told.indexOf(body, next);
      expect(at, `command object ${number} was told of, behind those before it`).toBeGreaterThanOrEqual(0);
      next = at + 1;
    }
  }, 3_600_000);
});
