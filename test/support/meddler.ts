import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

/** What to do with a request: nothing (it goes on to the server), or an answer in the place of the server's. */
export type Meddling = (
  asked: Asked,
  response: ServerResponse,
  incoming: IncomingMessage,
) => boolean | Promise<boolean>;

/** Something between a client and a plain-HTTP lab that answers in the server's place when a test wants it to. */
export interface Meddler {
  readonly url: string;
  /** True from it means: answered. Replaces the one before; without one everything goes through. */
  meddle(meddling: Meddling | undefined): void;
  end(): Promise<void>;
}

export async function startMeddler(target: string): Promise<Meddler> {
  let meddling: Meddling | undefined;
  const server = createServer(async (incoming, response) => {
    const asked = { method: incoming.method ?? 'GET', url: incoming.url ?? '/' };
    if (meddling !== undefined && (await meddling(asked, response, incoming))) return;
    forward(target, incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    meddle(next) {
      meddling = next;
    },
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks the real server and gives its answer; `change` may see the answer's pieces on their way, and stop them by false. */
export function forward(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  onData: (chunk: Buffer) => boolean = () => true,
): void {
  const { host } = new URL(target);
  const outgoing = request(
    `${target}${incoming.url}`,
    { method: incoming.method, headers: { ...incoming.headers, host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        if (onData(chunk)) response.write(chunk);
        else response.destroy();
      });
      answer.on('end', () => response.end());
      answer.on('error', () => response.destroy());
    },
  );
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}
