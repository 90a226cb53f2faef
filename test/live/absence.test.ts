import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { plainPath } from '../../src/text/typed-glob.ts';
import { failureOf } from '../support/failure-of.ts';
import { openFakeLive } from '../support/fake-live.ts';
import { sessionExists, sessionGone } from '../support/fake-live-server.ts';

const path = 'C:\\Windows\\explorer.exe';

/** The session is closing: nothing is taken in it, and it is in the way of another one. */
async function closing() {
  const world = await openFakeLive();
  const { server } = world;
  server.forget(41);
  for (let i = 0; i < 100; i += 1) server.failNext('createSession', sessionExists());
  return world;
}

describe('while a session is closing', () => {
  it.each<readonly [string, (world: Awaited<ReturnType<typeof closing>>) => Promise<unknown>]>([
    ['stat', ({ live, never }) => live.files.stat(path, never)],
    ['a listing', ({ live, never }) => live.files.list('C:\\Windows', never)],
    ['ls', ({ live, never }) => live.files.look(plainPath(path), { signal: never })],
    ['rm and get', ({ live, never }) => live.files.expand({ typed: path }, { signal: never })],
    [
      'a wildcard',
      ({ live, never }) => live.files.expand({ typed: 'C:\\Windows\\*.exe' }, { signal: never }),
    ],
    ['cat', ({ live, never }) => live.files.read(path, {}, never).next()],
    ['a registry key', ({ live, never }) => live.registry.key('HKLM\\SOFTWARE', never)],
    ['a search for a process', ({ live, never }) => live.processes.find(['4'], never)],
  ])('%s says so, and not that nothing is there', async (_what, look) => {
    const error = await failureOf(look(await closing()));
    expect(error).toMatchObject({ kind: 'SessionExists', message: 'Sensor 7 already has an active session' });
  });

  it('what reads waits for the next one, and is answered there', async () => {
    const world = await openFakeLive();
    world.server.forget(41);
    for (let i = 0; i < 5; i += 1) world.server.failNext('createSession', sessionExists());
    world.server.remoteFiles.set(path, new Uint8Array(3));
    expect(await world.live.files.stat(path, world.never)).toMatchObject({ size: 3 });
    expect(world.live.session.currentId()).toBe(42);
  });
});

describe('a file that the sensor does not have', () => {
  it('is not there by its result code', async () => {
    const { live, never } = await openFakeLive();
    expect(await live.files.stat(path, never)).toBeUndefined();
    expect((await failureOf(live.files.mustStat(path, never))).kind).toBe('NotOnSensor');
  });

  it.each([
    new CbError('NotFound', 'not found: /api/v1/cblr/session/41/command/1'),
    new CbError('BadReply', 'a page answers'),
    sessionGone(41),
  ])('is not told so by what the server says of other things: %s', async (fault) => {
    const { live, server, never } = await openFakeLive();
    server.on('directory list', { takesMs: 100 });
    for (let i = 0; i < 10; i += 1) server.failNext('command', fault);
    for (let i = 0; i < 100; i += 1) server.failNext('createSession', sessionExists());
    const { kind } = await failureOf(live.files.stat(path, never));
    expect(['BadReply', 'SessionGone', 'SessionExists']).toContain(kind);
  });
});
