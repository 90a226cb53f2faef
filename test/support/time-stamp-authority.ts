import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

/** Where there is none, and nobody counts on it: what is done without it says so. */
export const maySkipOpenssl = !hasOpenssl && process.env['CI'] === undefined;

const config = `
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Test
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[one]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = ca.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha512
`;

/** Programs and files of a CA, and of one that stamps by a certificate of it, in a folder of its own. */
export interface Stamper {
  readonly folder: string;
  /** Its CA, in PEM. */
  readonly ca: string;
  /** The reply to a query, as openssl makes it. */
  reply(query: Uint8Array): Buffer;
  openssl(...args: readonly string[]): string;
  end(): void;
}

export function makeStamper(name = 'Test'): Stamper {
  const folder = mkdtempSync(join(tmpdir(), 'cblr-stamper-'));
  writeFileSync(join(folder, 'tsa.cnf'), config);
  const openssl = (...args: readonly string[]): string => {
    const ran = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${ran.stderr}`);
    return ran.stdout;
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-config', 'tsa.cnf'];
  const caOf = ['-x509', '-days', '3650', '-extensions', 'ca', '-subj', `/CN=${name} CA`];
  openssl('req', ...caOf, ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem');
  openssl('req', '-subj', `/CN=${name} TSA/O=Clocks`, ...newKey, '-keyout', 'tsa.key', '-out', 'tsa.csr');
  const issued = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '365'];
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    ...issued,
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'tsa',
    '-out',
    'tsa.pem',
  );
  return {
    folder,
    ca: join(folder, 'ca.pem'),
    reply(query) {
      writeFileSync(join(folder, 'query.tsq'), query);
      openssl(
        'ts',
        '-reply',
        '-config',
        'tsa.cnf',
        '-section',
        'one',
        '-queryfile',
        'query.tsq',
        '-out',
        'reply.tsr',
      );
      return readFileSync(join(folder, 'reply.tsr'));
    },
    openssl,
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface AskedOf {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly query: Buffer;
}

/** What a server does with a query. */
export type Answer = (query: Buffer, response: ServerResponse) => void;

export interface StampServer {
  readonly port: number;
  readonly url: string;
  readonly asked: AskedOf[];
  answer: Answer;
  end(): Promise<void>;
}

/** Serves it over HTTP on this computer. */
export async function serveStamps(answer: Answer): Promise<StampServer> {
  const asked: AskedOf[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const query = Buffer.concat(chunks);
      asked.push({ method, url, headers, query });
      served.answer(query, response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: StampServer = {
    port,
    url: `http://127.0.0.1:${port}/tsr`,
    asked,
    answer,
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return served;
}

/** As RFC 3161, 3.4 says. */
export function send(response: ServerResponse, reply: Uint8Array): void {
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(reply);
}
