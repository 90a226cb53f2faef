import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { type HostileRequest, sendJson, startHostileServer } from '../support/hostile-server.ts';
import { makeRuntime } from '../support/make-runtime.ts';

const md5 = '0f343b0931126a20f133d67c2b018a3b';
const list = '/api/v1/banning/blacklist';
type Reply = (response: ServerResponse) => void;

const page: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end('<html><title>Please log in</title></html>');
};
const cut: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '21' });
  response.write('{"result"', () => response.destroy());
};

/** What the server does with a write, and whether it tells of it behind. */
type Does = 'what it is told' | 'nothing' | 'what it tells nobody';

/** Runs cbq against a server that answers each write with `reply`. */
async function run(words: readonly string[], reply: Reply, does: Does = 'what it is told') {
  let isBanned = words.includes('disable');
  let isWritten = false;
  const text = 'case 1182';
  const route = ({ method, url }: HostileRequest, response: ServerResponse): boolean => {
    if (method !== 'GET' && url.startsWith(list)) {
      if (method !== 'PUT' && does !== 'nothing') isBanned = method === 'POST';
      isWritten = true;
      reply(response);
    } else if (!url.startsWith(list)) return false;
    else if (isWritten && does === 'what it tells nobody') response.writeHead(403).end();
    else if (isBanned) sendJson(response, { md5hash: md5, enabled: true, text });
    else sendJson(response, ['does not exist'], 404);
    return true;
  };
  await using server = await startHostileServer({ route });
  const runtime = makeRuntime({ argv: [...words, '-o', 'ndjson'], env: server.env });
  const exitCode = await main('cbq', { ...runtime, clock: systemClock });
  const { outcome, detail } = JSON.parse(runtime.out() || '{}');
  const sent = server.received.filter(({ method, url }) => method !== 'GET' && url.startsWith(list)).length;
  return { exitCode, outcome, detail, err: runtime.err(), sent };
}

describe('a write whose reply is lost', () => {
  const ways: readonly (readonly [string, Reply])[] = [
    ['the connection breaks', (response) => void response.destroy()],
    ['the reply breaks off', cut],
    ['a page comes in its place', page],
    ['a gateway gives up with 504', (response) => sendJson(response, {}, 504)],
    ['a gateway gives up with 502', (response) => sendJson(response, {}, 502)],
  ];
  const failing: Reply = (response) => sendJson(response, 'Unhandled exception', 500);

  it('as the server fails on it (500) is done where a second look says so', async () => {
    const ran = await run(['ban', 'add', md5, '--force'], failing);
    expect(ran).toMatchObject({ exitCode: 0, outcome: 'done', sent: 1 });
  });

  it('as the server fails on it (500), and nobody can look, is unknown', async () => {
    const ran = await run(['ban', 'add', md5, '--force'], failing, 'what it tells nobody');
    expect(ran).toMatchObject({ exitCode: 6, outcome: 'unknown', sent: 1 });
  });

  it.each(ways)('as %s is done where a second look says so, and is sent once', async (_how, reply) => {
    const ran = await run(['ban', 'add', md5, '--force'], reply);
    expect(ran).toMatchObject({ exitCode: 0, outcome: 'done', sent: 1 });
  });

  it.each(
    ways.flatMap(([how, reply]) => [
      [how, 'nothing', reply] as const,
      [how, 'what it tells nobody', reply] as const,
    ]),
  )(
    'as %s, of a server that does %s, is neither done nor failed, and is sent once',
    async (_how, does, reply) => {
      expect(await run(['ban', 'add', md5, '--force'], reply, does)).toMatchObject({
        exitCode: 6,
        outcome: 'unknown',
        detail: expect.stringContaining('it may be done all the same'),
        sent: 1,
      });
    },
  );

  it('is unknown in a session, too, where no words of the server tell', async () => {
    const words = ['ban', '10', md5, '--force', '-o', 'ndjson'];
    await using server = await startHostileServer({
      route({ method, url }, response) {
        if (!url.startsWith(list)) return false;
        if (method === 'POST') response.destroy();
        else sendJson(response, ['does not exist'], 404);
        return true;
      },
    });
    const runtime = makeRuntime({ argv: words, env: server.env });
    expect(await main('cblr', { ...runtime, clock: systemClock })).toBe(6);
    expect(JSON.parse(runtime.out())).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a write that the server answers', () => {
  it.each<readonly [string, Reply, number, string]>([
    ['with no', (response) => sendJson(response, { result: 'quota exceeded' }), 1, 'failed'],
    ['with 403', (response) => sendJson(response, {}, 403), 4, 'failed'],
    ['with 500', (response) => sendJson(response, 'Unhandled exception', 500), 1, 'failed'],
    ['with nothing, and 204', (response) => void response.writeHead(204).end(), 0, 'done'],
  ])('%s is as it says', async (_how, reply, exitCode, outcome) => {
    const does = outcome === 'done' ? 'what it is told' : 'nothing';
    expect(await run(['ban', 'add', md5, '--force'], reply, does)).toMatchObject({ exitCode, outcome });
  });

  it('and does not tell of afterwards may be done all the same', async () => {
    const took: Reply = (response) => sendJson(response, { result: 'success' });
    expect(await run(['ban', 'disable', md5], took, 'what it tells nobody')).toMatchObject({
      exitCode: 6,
      outcome: 'unknown',
    });
  });
});

it('the text of a ban that could not be put back is shown, as the server has cleared it', async () => {
  let writes = 0;
  const first: Reply = (response) => {
    writes += 1;
    if (writes === 1) sendJson(response, { result: 'success' });
    else sendJson(response, 'Unhandled exception', 500);
  };
  const { exitCode, err } = await run(['ban', 'disable', md5], first);
  expect(exitCode).toBe(1);
  expect(err).toContain('its text \\"case 1182\\" was not put back');
});
