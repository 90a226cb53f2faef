import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for names and addresses; self-signed unless a CA is given. */
export async function makeCertificate(
  options: {
    readonly names?: readonly string[];
    readonly ips?: readonly string[];
    readonly isCa?: boolean;
    readonly ca?: Certificate;
  } = {},
): Promise<Certificate> {
  const { names = ['localhost'], ips = ['127.0.0.1'], isCa = false, ca } = options;
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: isCa, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...ips.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
    ...(ca === undefined ? {} : { ca }),
  });
  return { key: made.private, cert: made.cert };
}

let shared: Promise<Certificate> | undefined;

/** That of loopback, for tests to which it is only there so that there is TLS. */
export function sharedCertificate(): Promise<Certificate> {
  shared ??= makeCertificate();
  return shared;
}

export interface RealServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Requests whose headers have come. */
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage['headers'];
  }[];
  /** Connections accepted, before any TLS. */
  connections(): number;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on a free port of 127.0.0.1; https where there is a certificate. Everything open is cut off at the end. */
export async function startServer(handler: Handler, certificate?: Certificate): Promise<RealServer> {
  const requests: { method: string; url: string; headers: IncomingMessage['headers'] }[] = [];
  const listener: Handler = (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    handler(request, response);
  };
  const server = certificate ? createHttpsServer({ ...certificate }, listener) : createHttpServer(listener);
  server.on('tlsClientError', () => {});
  const { port, connections, close } = await listen(server);
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    connections,
    [Symbol.asyncDispose]: close,
  };
}

export interface RealProxy extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What CONNECT asked for, and its credentials. */
  readonly tunnels: readonly { readonly target: string; readonly authorization: string | undefined }[];
}

/** A proxy that tunnels to 127.0.0.1 whatever the name; `refuse` answers that status in place of it. */
export async function startProxy(
  options: { readonly refuse?: number; readonly certificate?: Certificate } = {},
): Promise<RealProxy> {
  const tunnels: { target: string; authorization: string | undefined }[] = [];
  const { certificate } = options;
  const server = certificate ? createHttpsServer({ ...certificate }) : createHttpServer();
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    tunnels.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    client.on('error', () => {});
    if (options.refuse !== undefined) {
      client.end(`HTTP/1.1 ${options.refuse} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const port = Number(/:(\d+)$/.exec(request.url ?? '')?.[1]);
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const { port, close } = await listen(server);
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    tunnels,
    [Symbol.asyncDispose]: close,
  };
}

/** A bare TCP server on a free port of 127.0.0.1. */
export async function startRaw(
  onConnection: (socket: Socket) => void,
): Promise<AsyncDisposable & { readonly port: number }> {
  const { port, close } = await listen(createServer(onConnection));
  return { port, [Symbol.asyncDispose]: close };
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await listen(createHttpServer());
  await close();
  return port;
}

async function listen(
  server: Server,
): Promise<{ port: number; connections(): number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
