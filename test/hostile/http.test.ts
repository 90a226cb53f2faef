import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { failureOf } from '../support/failure-of.ts';
import { openHttp } from '../support/open-http.ts';
import { startRaw } from '../support/real-server.ts';

/** Answers each connection with `first`, and then with `again` for ever. */
const answering = (first: string, again?: string) => (socket: Socket) => {
  socket.once('data', () => {
    socket.write(first);
    if (again === undefined) return;
    const timer = setInterval(() => socket.write(again), 5);
    socket.on('close', () => clearInterval(timer));
  });
};
const ask = { method: 'GET', path: '/api/info', effect: 'reads', tries: 1 } as const;
const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

it.each([
  ['nothing but informational replies', answering('', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n')],
  ['headers without an end', answering('HTTP/1.1 200 OK\r\n', `x: ${'y'.repeat(1000)}\r\n`)],
  ['an extension of a chunk without an end', answering(`${chunked}5;`, 'x'.repeat(1000))],
  ['trailers without an end', answering(`${chunked}0\r\n`, `x: ${'y'.repeat(1000)}\r\n`)],
  ['two lengths', answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}')],
  ['a length below zero', answering('HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}')],
  [
    'a length beside chunks',
    answering(`${chunked.replace('\r\n', '\r\ncontent-length: 4\r\n')}2\r\n{}\r\n0\r\n\r\n`),
  ],
  [
    'a switch of protocols',
    answering('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nfoo'),
  ],
  ['a status of six digits', answering('HTTP/1.1 999999 OK\r\n\r\n')],
  ['the end after one byte', (socket: Socket) => void socket.once('data', () => socket.end('H'))],
])('an answer with %s is an error, and soon', async (_what, onConnection) => {
  await using raw = await startRaw(onConnection);
  await using http = openHttp(`http://127.0.0.1:${raw.port}`, { timeoutMs: 200 });
  const failure = await failureOf(http.request(ask).then((reply) => reply.json()));
  expect(['BadReply', 'Network', 'Timeout']).toContain(failure.kind);
});

it('a second answer behind the first is taken for no answer to the next request', async () => {
  const evil = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n"evil"';
  await using raw = await startRaw(answering(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${evil}`));
  await using http = openHttp(`http://127.0.0.1:${raw.port}`);
  for (let count = 0; count < 3; count++) expect(await (await http.request(ask)).json()).toEqual({});
});
