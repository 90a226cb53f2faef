import { request as httpsRequest } from 'node:https';
import type { RunningLab } from '../../src/lab/lab.ts';
import { type RealServer, sharedCertificate, startServer } from './real-server.ts';

/** How a server, or what stands in front of it, answers a route that it does not have. */
export interface Absence {
  readonly status: number;
  readonly type: 'text/html' | 'application/json';
  readonly body: string;
}

export interface OlderServer extends AsyncDisposable {
  readonly url: string;
  /** PEM to trust. */
  readonly ca: string;
  /** From now on. `lost`: the connection ends in place of an answer; undefined: it has all that the lab has. `method` undefined: all. */
  lacks(method: string | undefined, path: RegExp, absence: Absence | 'lost' | undefined): void;
  /** Requests that met it, as `GET /api/info`. */
  met(): readonly string[];
}

/** The lab, but for one route. */
export async function olderServer(lab: RunningLab): Promise<OlderServer> {
  const certificate = await sharedCertificate();
  let missing: { method: string | undefined; path: RegExp; absence: Absence | 'lost' } | undefined;
  const met: string[] = [];
  const server: RealServer = await startServer((incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming;
    const [path = ''] = url.split('?');
    const isMissing =
      missing !== undefined &&
      (missing.method === undefined || missing.method === method) &&
      missing.path.test(path);
    if (missing !== undefined && isMissing) {
      met.push(`${method} ${path}`);
      incoming.resume();
      if (missing.absence === 'lost') {
        incoming.once('end', () => incoming.socket.destroy());
        return;
      }
      const { status, type, body } = missing.absence;
      outgoing.writeHead(status, { 'content-type': type }).end(body);
      return;
    }
    const headers = { ...incoming.headers, host: new URL(lab.url).host };
    const onward = httpsRequest(`${lab.url}${url}`, { method, headers, ca: lab.ca }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }, certificate);
  return {
    url: server.url,
    ca: certificate.cert,
    lacks(method, path, absence) {
      missing = absence === undefined ? undefined : { method, path, absence };
      met.length = 0;
    },
    met: () => met,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
