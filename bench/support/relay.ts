import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** Most connections that were open at once. Each carries one request at a time. */
  readonly most: () => number;
  stop(): Promise<void>;
}

/** Hands bytes on to a local port, and counts connections. */
export async function startRelay(to: number): Promise<Relay> {
  const open = new Set<Socket>();
  let most = 0;
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    open.add(client);
    most = Math.max(most, open.size);
    const end = () => {
      open.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('close', end).on('error', end);
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    most: () => most,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
