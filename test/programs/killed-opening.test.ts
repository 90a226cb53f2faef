import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type BuiltProgram, buildProgram } from '../support/built-program.ts';
import { type Meddler, startMeddler } from '../support/meddler.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let program: BuiltProgram;
let world: ProgramWorld;
let between: Meddler;
beforeAll(async () => {
  program = await buildProgram();
}, 60_000);
afterAll(() => program.remove());
beforeEach(async () => {
  world = await makeProgramWorld({
    isRealTime: true,
    now: Date.now(),
    tls: false,
    settings: ['CbLRMaxActiveSessions=1'],
  });
  between = await startMeddler(world.lab.url);
  await world.profile({ url: between.url, ssl_pin: undefined });
  onTestFinished(async () => {
    await between.end();
    await world.end();
  });
});

async function statusOf(session: number): Promise<string> {
  const { stdout } = await world.run(`cblr session show ${session} --json`);
  return (JSON.parse(stdout) as { status: string }).status;
}

/** A process that is killed after the server has its request for a session on sensor 10, and before the reply. */
async function killWhileItAsks(): Promise<void> {
  const isThere = Promise.withResolvers<void>();
  between.meddle(async ({ method, url }, _response, incoming) => {
    if (method !== 'POST' || url !== '/api/v1/cblr/session') return false;
    const headers = { 'x-auth-token': world.lab.token, 'content-type': 'application/json' };
    await fetch(`${world.lab.url}${url}`, { method, headers, body: await text(incoming) });
    isThere.resolve();
    return true;
  });
  const { end } = program.start(world, ['ps', '10']);
  await isThere.promise;
  await end('SIGKILL');
  between.meddle(undefined);
  expect(await statusOf(1)).toBe('active');
}

describe.skipIf(process.platform === 'win32')('a process is killed while it asks for a session', () => {
  test('the next one on that sensor works in what came of it, and closes it', async () => {
    await killWhileItAsks();
    const { exitCode, stderr } = await world.run('cblr ps 10');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'joined session 1 on WIN-EP7RMLTCLAJ, which an earlier run of yours had left open\n',
    });
    expect(await statusOf(1)).toBe('close');
  });

  test('the next one on another sensor closes it where no slot is free, and has its own', async () => {
    await killWhileItAsks();
    const { exitCode, stderr } = await world.run('cblr ps 1');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'closed session 1 on WIN-EP7RMLTCLAJ, which an earlier run of yours had left open\n',
    });
    expect(await statusOf(1)).toBe('close');
    expect(await statusOf(2)).toBe('close');
  });
});
