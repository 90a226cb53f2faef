// Run as a program of its own: `node fetch-pages.mjs URL START…` fetches pages as the client does, over one connection, and looks at nothing
// of them: what Node alone takes.
import request from 'undici/lib/api/api-request.js';
import Client from 'undici/lib/dispatcher/client.js';

const [url, ...starts] = process.argv.slice(2);
const client = new Client(url, { allowH2: false, pipelining: 1, connect: { rejectUnauthorized: false } });
for (const start of starts) {
  const { body } = await request.call(client, { method: 'GET', path: `/api/v1/process?start=${start}` });
  await new Promise((resolve, reject) =>
    body
      .on('data', () => undefined)
      .on('end', resolve)
      .on('error', reject),
  );
}
await client.destroy();
