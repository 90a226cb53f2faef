import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Answer, answerWith, type Mischief } from './relay.ts';

/** Everything that may happen to one request. The names are those of the table. */
export type How = keyof typeof hows;

const loginPage =
  '<!DOCTYPE html><html><head><title>Sign in to continue</title></head><body><h1>Corporate proxy</h1></body></html>';
const gatewayPage = (status: number) =>
  `<html><head><title>${status} Gateway</title></head><body><center><h1>${status} Gateway</h1></center><hr>openresty</body></html>`;
const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/json; charset=utf-8' };

/** The server never sees it. */
const instead =
  (status: number, headers: Readonly<Record<string, string>>, body: string): Mischief =>
  ({ response }) => {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };

/** The server has acted, and this is made of what it said. */
const after =
  (change: (response: ServerResponse, answer: Answer, socket: { destroy(): void }) => void): Mischief =>
  async ({ response, socket, ask }) => {
    change(response, await ask(), socket);
  };

/** The server has acted; its answer is another one. */
const answeredWith = (make: (answer: Answer) => Answer): Mischief =>
  after((response, answer) => answerWith(response, make(answer)));

/** The first `part` of the body with the length of all of it, and then nothing: `ends` cuts the connection, else it stalls. */
const partly = (part: (length: number) => number, ends: boolean): Mischief =>
  after((response, { status, headers, body }, socket) => {
    response.writeHead(status, { ...headers, 'content-length': body.byteLength });
    response.write(body.subarray(0, part(body.byteLength)), () => {
      if (ends) socket.destroy();
    });
    if (part(body.byteLength) === 0) response.flushHeaders();
  });

/** The same in chunks, whose last is missing. */
const chunkedPartly = (part: (length: number) => number): Mischief =>
  after((response, { status, headers, body }, socket) => {
    const { 'content-length': _, ...rest } = headers;
    response.writeHead(status, rest);
    response.write(body.subarray(0, part(body.byteLength)), () => socket.destroy());
  });

const half = (length: number) => Math.floor(length / 2);

export const hows = {
  // The connection.
  reset: ({ socket }) => void socket.destroy(),
  stall: () => undefined,
  'lost reply': after((_response, _answer, socket) => socket.destroy()),
  'stalled reply': after(() => undefined),
  'cut at 0': partly(() => 0, true),
  'cut at 1': partly((length) => Math.min(1, length - 1), true),
  'cut at half': partly(half, true),
  'cut before the last byte': partly((length) => length - 1, true),
  'stalled at half': partly(half, false),
  'stalled before the last byte': partly((length) => length - 1, false),
  'chunks cut at half': chunkedPartly(half),
  'last chunk missing': chunkedPartly((length) => length),
  // Statuses of the server or of what stands before it.
  '400': instead(400, json, '{"reason": "query_malformed_syntax"}'),
  '401 page': instead(401, html, '<html><title>401 Unauthorized</title></html>'),
  '403 page': instead(403, html, '<html><title>403 Forbidden</title></html>'),
  '404 page': instead(404, html, '<html><title>404 Not Found</title></html>'),
  '404 empty': instead(404, {}, ''),
  'session gone': instead(404, { 'content-type': 'text/plain' }, 'Session 1 not found'),
  '405 page': instead(405, html, '<html><title>405 Method Not Allowed</title></html>'),
  '429': instead(429, { 'retry-after': '1', ...html }, '<html><title>429 Too Many Requests</title></html>'),
  '500': instead(500, json, '"Unhandled exception. Check logs for details."'),
  '502': instead(502, html, gatewayPage(502)),
  '503': instead(503, html, gatewayPage(503)),
  '504': instead(504, html, gatewayPage(504)),
  '502 after it acted': after((response) =>
    answerWith(response, { status: 502, headers: html, body: Buffer.from(gatewayPage(502)) }),
  ),
  '504 after it acted': after((response) =>
    answerWith(response, { status: 504, headers: html, body: Buffer.from(gatewayPage(504)) }),
  ),
  '500 after it acted': after((response) =>
    answerWith(response, { status: 500, headers: json, body: Buffer.from('"Unhandled exception"') }),
  ),
  redirect: instead(302, { location: 'https://sso.example/login' }, ''),
  // A 200 that is not what it says.
  'login page': instead(200, html, loginPage),
  'login page after it acted': answeredWith(() => ({
    status: 200,
    headers: html,
    body: Buffer.from(loginPage),
  })),
  '206 page': instead(
    206,
    { ...html, 'content-range': `bytes 0-${loginPage.length - 1}/${loginPage.length}` },
    loginPage,
  ),
  'empty 200': instead(200, json, ''),
  '204': instead(204, {}, ''),
  '{}': instead(200, json, '{}'),
  '[]': instead(200, json, '[]'),
  null: instead(200, json, 'null'),
  '"ok"': instead(200, json, '"ok"'),
  errorMessage: instead(200, json, '{"errorMessage": "backend is down"}'),
  'result failure': instead(200, json, '{"result": "failure"}'),
  'name and message': instead(200, json, '{"name": "InternalError", "message": "solr did not answer"}'),
  '{} after it acted': answeredWith((answer) => ({ ...answer, headers: json, body: Buffer.from('{}') })),
  'not JSON': instead(200, json, '{"results": [{]'),
  'called HTML': answeredWith((answer) => ({ ...answer, headers: { ...answer.headers, ...html } })),
  // Framing and packing.
  'called gzip': answeredWith((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
  })),
  'gzip cut': answeredWith(({ status, headers, body }) => {
    const packed = gzipSync(body);
    return {
      status,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: packed.subarray(0, packed.byteLength - 9),
    };
  }),
  'called brotli': answeredWith((answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'br' },
  })),
  'twice the body': answeredWith((answer) => ({
    ...answer,
    body: Buffer.concat([answer.body, answer.body]),
  })),
  'bytes behind it': after((response, { status, headers, body }) => {
    const { 'content-length': _, ...rest } = headers;
    response.writeHead(status, rest);
    response.end(Buffer.concat([body, Buffer.from('tail of another reply')]));
  }),
  'length too long': after((response, { status, headers, body }, socket) => {
    response.writeHead(status, { ...headers, 'content-length': body.byteLength + 10 });
    response.write(body, () => socket.destroy());
  }),
  'deaf to chunks': ({ socket }) =>
    void socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
} satisfies Readonly<Record<string, Mischief>>;
