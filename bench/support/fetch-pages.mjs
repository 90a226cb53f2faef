// Run as a program of its own: `node fetch-pages.mjs WHAT URL START…` fetches pages as the client does, over one connection, and does WHAT with
// their bytes: `nothing`, `look` at each of them in a plain loop, or `parse` them by JSON.parse, a page at a time.
import request from 'undici/lib/api/api-request.js';
import Client from 'undici/lib/dispatcher/client.js';

const ways = {
  nothing: () => undefined,
  look: (bytes) => {
    let quotes = 0;
    let at = 0;
    while (at < bytes.length) {
      if (bytes[at++] === 0x22) quotes++;
    }
    return quotes;
  },
  parse: (bytes) => JSON.parse(bytes.toString('latin1')),
};

const [what, url, ...starts] = process.argv.slice(2);
const client = new Client(url, { allowH2: false, pipelining: 1, connect: { rejectUnauthorized: false } });
for (const start of starts) {
  const { body } = await request.call(client, { method: 'GET', path: `/api/v1/process?start=${start}` });
  const pieces = [];
  await new Promise((resolve, reject) =>
    body
      .on('data', what === 'nothing' ? () => undefined : (piece) => pieces.push(piece))
      .on('end', resolve)
      .on('error', reject),
  );
  ways[what](Buffer.concat(pieces));
}
await client.destroy();
