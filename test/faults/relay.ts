import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { sharedCertificate } from '../support/real-server.ts';
import { type Asked, askedOf } from './asked.ts';

/** The server's own answer, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What happens to one request in place of the plain answer. `ask` lets the server act, and gives what it said. */
export type Mischief = (at: {
  readonly response: ServerResponse;
  readonly socket: Socket;
  ask(): Promise<Answer>;
}) => Promise<void> | void;

/** A request that came by, and what the server answered to it: undefined where it never saw it. */
export interface Passed extends Asked {
  status: number | undefined;
}

/** Something with a certificate of its own between the programs and a lab; `choose` picks the requests that something happens to. */
export interface Relay extends AsyncDisposable {
  readonly url: string;
  readonly fingerprint: string;
  readonly passed: readonly Passed[];
  /** Ends what still hangs. */
  close(): Promise<void>;
}

export async function startRelay(
  target: string,
  choose: (asked: Asked) => Mischief | undefined,
): Promise<Relay> {
  const { key, cert } = await sharedCertificate();
  const passed: Passed[] = [];
  const sockets = new Set<Socket>();
  const agent = new Agent({ keepAlive: true });
  const server = createServer({ key, cert }, async (incoming, response) => {
    const sent = await gather(incoming);
    if (sent === undefined) return;
    const entry: Passed = {
      ...askedOf(incoming.method ?? 'GET', incoming.url ?? '/', sent),
      status: undefined,
    };
    passed.push(entry);
    const ask = async () => {
      const answer = await askServer(target, incoming, sent, agent);
      entry.status = answer.status;
      return answer;
    };
    const mischief = choose(entry) ?? (async () => answerWith(response, await ask()));
    try {
      await mischief({ response, socket: incoming.socket, ask });
    } catch {
      incoming.socket.destroy();
    }
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    agent.destroy();
    await closed;
  };
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fingerprint: new X509Certificate(cert).fingerprint256,
    passed,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The plain answer, with its length said. */
export function answerWith(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': body.byteLength });
  response.end(body);
}

/** The whole body; undefined where the client gave up. */
async function gather(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of incoming) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  } catch {
    return undefined;
  }
}

function askServer(target: string, incoming: IncomingMessage, sent: Buffer, agent: Agent): Promise<Answer> {
  const { host } = new URL(target);
  const { 'transfer-encoding': _chunked, 'accept-encoding': _packed, ...headers } = incoming.headers;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${target}${incoming.url}`,
      { agent, method: incoming.method, headers: { ...headers, host, 'content-length': sent.byteLength } },
      (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () => {
          const { 'transfer-encoding': _, connection: _c, 'keep-alive': _k, ...kept } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, headers: kept, body: Buffer.concat(pieces) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}
