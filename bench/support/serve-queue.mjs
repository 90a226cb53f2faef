// Run as a program of its own, so that its time is not the measured one's: a server that answers so many searches at once, each after a while of its
// own, and says what it spent on them.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [folder, slots, ms] = process.argv.slice(2);
const read = (name) => readFileSync(join(folder, name));
const hits = JSON.parse(read('hits.json'));
const waiting = [];
let [free, searches, spentMs] = [Number(slots), 0, 0];

async function searched() {
  if (free === 0) await new Promise((resolve) => waiting.push(resolve));
  else free -= 1;
  const since = performance.now();
  await sleep(Number(ms));
  searches += 1;
  spentMs += performance.now() - since;
  const next = waiting.shift();
  if (next === undefined) free += 1;
  else next();
  // Each tenth finds something.
  const results = searches % 10 === 0 ? hits : [];
  return { results, total_results: results.length, start: 0, elapsed: 0, terms: [], facets: {} };
}

const answers = {
  '/api/info': async () => ({ version: '7.8.1.240213.0914', maxSearchResultRows: 1000 }),
  '/api/v1/process': searched,
  '/spent': async () => ({ searches, spentMs }),
};

const server = createServer({ key: read('key.pem'), cert: read('cert.pem') }, async (request, response) => {
  request.resume();
  const answer = answers[new URL(request.url, 'https://localhost').pathname];
  const body = Buffer.from(JSON.stringify((await answer?.()) ?? {}));
  response.writeHead(answer === undefined ? 404 : 200, {
    'content-type': 'application/json',
    'content-length': body.length,
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
