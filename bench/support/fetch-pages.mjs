// Run as a program of its own: `node fetch-pages.mjs WHAT URL START…` fetches pages as the client does, over one connection, and does WHAT with
// their bytes: `nothing`, `look` at each of them in a plain loop, or `parse` them by JSON.parse, a page at a time. `socket` does nothing with them
// either, and has no client and no stream in between: all of them pass through one buffer, and are counted.
import { connect } from 'node:tls';
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
const pathOf = (start) => `/api/v1/process?start=${start}`;
await (what === 'socket' ? throughSocket() : throughClient(ways[what]));

async function throughClient(use) {
  const client = new Client(url, { allowH2: false, pipelining: 1, connect: { rejectUnauthorized: false } });
  for (const start of starts) {
    const { body } = await request.call(client, { method: 'GET', path: pathOf(start) });
    const pieces = [];
    await new Promise((resolve, reject) =>
      body
        .on('data', what === 'nothing' ? () => undefined : (piece) => pieces.push(piece))
        .on('end', resolve)
        .on('error', reject),
    );
    use(Buffer.concat(pieces));
  }
  await client.destroy();
}

async function throughSocket() {
  const { hostname, port } = new URL(url);
  let left = 0;
  let ended = () => undefined;
  const callback = (length, buffer) => {
    left -= length;
    if (left < 0) {
      const head = /^.*?content-length: (\d+).*?\r\n\r\n/is.exec(buffer.latin1Slice(0, length));
      left = Number(head[1]) + head[0].length - length;
    }
    if (left === 0) ended();
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafeSlow(64 * 1024), callback };
  const socket = connect({ host: hostname, port, rejectUnauthorized: false, onread });
  for (const start of starts) {
    await new Promise((resolve) => {
      ended = resolve;
      socket.write(`GET ${pathOf(start)} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    });
  }
  socket.destroy();
}
