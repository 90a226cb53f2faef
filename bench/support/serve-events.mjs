// Run as a program of its own, so that its memory is not the measured one's: serves so many processes, each with so many events, over TLS. They
// are made as they are asked for, and lie across each other in time.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';

const [, , folder, perProcess] = process.argv;
const read = (name) => readFileSync(join(folder, name));
const begin = Date.UTC(2024, 0, 1);

const time = (ms) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '000');

function events(id) {
  const own = Number.parseInt(id.slice(9, 13) + id.slice(14, 18), 16);
  const lines = Array.from({ length: Number(perProcess) }, (_, at) => {
    const ms = begin + ((own * 7919 + at * 104729) % 86_400_000);
    return `${at % 2 === 0 ? 1 : 2}|${time(ms)}|c:\\users\\analyst\\appdata\\local\\temp\\${own}\\file-${at}.tmp|||false`;
  });
  return { process: { id, filemod_complete: lines }, elapsed: 0.1 };
}

function answer(pathname) {
  if (pathname === '/api/info') return { version: '7.8.0.230320.1048', maxSearchResultRows: 1000 };
  if (pathname === '/api/v2/alert') return { results: [], total_results: 0, start: 0 };
  const [, id, rest] = /^\/api\/v\d\/process\/([0-9a-f-]{36})\/(.*)$/.exec(pathname) ?? [];
  if (id === undefined) return undefined;
  if (rest === 'segment') return { process: { segments: [{ unique_id: `${id}-000000000001` }] } };
  if (rest === '1/event') return events(id);
  return {
    process: {
      id,
      hostname: 'bench',
      sensor_id: 1,
      process_name: 'bench.exe',
      start: '2024-01-01T00:00:00Z',
    },
    children: [],
    siblings: [],
  };
}

const server = createServer({ key: read('key.pem'), cert: read('cert.pem') }, (request, response) => {
  const { pathname } = new URL(request.url, 'https://localhost');
  request.resume();
  const json = answer(pathname);
  const body = Buffer.from(JSON.stringify(json ?? {}));
  response.writeHead(json === undefined ? 404 : 200, {
    'content-type': 'application/json',
    'content-length': body.length,
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
