import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '../../src/transcript/chain.ts';
import { isSound, verifyFolder } from '../../src/transcript/verify.ts';
import { type BuiltProgram, buildProgram, seededDraws } from '../support/built-program.ts';
import { collect } from '../support/collect.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** All of them in `npm run soak`. */
const isSoak = process.env['CBLR_SOAK'] === '1';
const kills = isSoak ? 500 : 3;
const atOnce = isSoak ? 20 : 8;

let program: BuiltProgram;
let world: ProgramWorld;
beforeAll(async () => {
  program = await buildProgram();
  world = await makeProgramWorld({ isRealTime: true, now: Date.now() });
}, 120_000);
afterAll(async () => {
  await program.remove();
  await world.end();
});

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
  test(`of ${atOnce} at once stand in an index that fits`, async () => {
    // Each opens a session, or joins that of another, which the last one closes.
    const before = (await verdicts()).length;
    const codes = await Promise.all(
      Array.from({ length: atOnce }, (_, number) =>
        program.run(world, ['mkdir', '10', `C:\\at-once-${number}`]),
      ),
    );
    expect(codes).toEqual(codes.map(() => 0));
    const [index, ...all] = await verdicts();
    const wanted = Math.max(0, before - 1) + atOnce;
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
    await program.run(world, ['connect', '10', '-c', script(0)]);
    const wholeMs = performance.now() - begunMs;
    const draw = seededDraws(20_240_514);
    for (let number = 1; number <= kills; number += 1) {
      const killAfterMs = wholeMs * (0.2 + 0.9 * draw());
      await program.run(world, ['connect', '10', '-c', script(number)], { killAfterMs });
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
