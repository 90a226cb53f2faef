// Run as a program of its own, so that its time is not the measured one's: serves what is in a folder over TLS, from memory.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name));
const replies = new Map(JSON.parse(read('replies.json')).map(([key, text]) => [key, Buffer.from(text)]));
const pages = new Map(JSON.parse(read('pages.json')).map((start) => [start, read(`page-${start}`)]));

const server = createServer({ key: read('key.pem'), cert: read('cert.pem') }, (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'https://localhost');
  request.resume();
  const body =
    pathname === '/api/v1/process'
      ? pages.get(Number(searchParams.get('start')))
      : replies.get(`${request.method} ${pathname}`);
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': 'application/json',
    'content-length': body?.length ?? 0,
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
