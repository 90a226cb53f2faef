import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sharedCertificate, startServer } from './real-server.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface HostileOptions {
  readonly os?: 'windows' | 'linux';
  /** Laid over the sensor object (id 10). */
  readonly sensor?: Fields;
  /** Laid over the session object (id 41). */
  readonly session?: Fields;
  /** What the list of sessions holds; nothing when not said. */
  readonly sessions?: readonly unknown[];
  /** What a command object of that name ends with; `count` is how many of that name came before. */
  readonly commands?: Readonly<Record<string, (request: Fields, count: number) => Fields>>;
  /** Laid over a session file object; the content goes out by `content`. */
  readonly file?: Fields;
  readonly content?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers a request itself where it gives true. */
  readonly route?: (request: HostileRequest, response: ServerResponse) => boolean;
}

export interface HostileRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** The JSON body; undefined for none. */
  readonly json: Fields | undefined;
}

export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Whole requests in the order they came. */
  readonly received: readonly HostileRequest[];
  /** Command objects that were posted. */
  readonly posted: readonly Fields[];
  /** SHA-256 of its certificate, as `ssl_pin` takes it. */
  readonly pin: string;
  /** Makes a client of ours trust it, as the profile of the environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What an honest sensor sends where there is nothing. */
const emptyLists: Readonly<Record<string, Fields>> = {
  'directory list': { files: [] },
  'process list': { processes: [] },
  'reg enum key': { values: [], sub_keys: [] },
};

export const hostileToken = 'feedfacefeedfacefeedfacefeedfacefeedface';

/**
 * A server of Live Response over TLS whose every word is chosen by the test: sensor 10, session 41, commands that are over at once.
 * What nobody has laid over is as an honest server sends it.
 */
export async function startHostileServer(options: HostileOptions = {}): Promise<HostileServer> {
  const received: HostileRequest[] = [];
  const posted: Fields[] = [];
  const certificate = await sharedCertificate();
  const ended: Fields[] = [];
  const isWindows = options.os !== 'linux';
  const sensor = {
    id: 10,
    computer_name: 'FIN-WS-07',
    computer_dns_name: 'fin-ws-07.example.org',
    status: 'Online',
    os_type: isWindows ? 1 : 3,
    supports_cblr: true,
    network_adapters: '10.0.0.7,00:11:22:33:44:55|',
    ...options.sensor,
  };
  const session = {
    id: 41,
    sensor_id: 10,
    hostname: 'FIN-WS-07',
    status: 'active',
    drives: isWindows ? ['C:\\'] : [],
    current_working_directory: isWindows ? 'C:\\Windows' : '/tmp',
    supported_commands: [],
    session_timeout: 300,
    ...options.session,
  };

  const command = (request: Fields): Fields => {
    const name = String(request['name']);
    const count = posted.filter((one) => one['name'] === name).length;
    posted.push(request);
    const id = posted.length;
    const answer = options.commands?.[name]?.(request, count) ?? {};
    ended.push({
      id,
      session_id: 41,
      sensor_id: 10,
      name,
      object: request['object'],
      status: 'complete',
      username: 'admin',
      result_code: 0,
      result_type: 'WinHresult',
      result_desc: '',
      ...(name === 'get file' ? { file_id: id } : {}),
      ...emptyLists[name],
      ...answer,
    });
    return ended[id - 1] ?? {};
  };

  const answerTo = (request: HostileRequest): unknown => {
    const path = request.url.split('?', 1)[0] ?? '';
    const isPost = request.method === 'POST';
    if (/^\/api\/v1\/sensor\/\d+$/.test(path)) return sensor;
    if (path === '/api/v1/sensor') return [sensor];
    if (path === '/api/v1/cblr/session') return isPost ? session : (options.sessions ?? []);
    if (/^\/api\/v1\/cblr\/session\/\d+$/.test(path)) return session;
    const commandId = /\/command\/(\d+)$/.exec(path)?.[1];
    if (commandId !== undefined) return ended[Number(commandId) - 1] ?? {};
    if (path.endsWith('/command')) return isPost ? command(request.json ?? {}) : ended;
    const fileId = /\/file\/(\d+)$/.exec(path)?.[1];
    const id = Number(fileId ?? 1);
    const file = { id, file_name: 'x', size: 0, size_uploaded: 0, status: 0, ...options.file };
    if (fileId !== undefined || (isPost && path.endsWith('/file'))) return file;
    return path.endsWith('/file') ? [file] : {};
  };

  const server = await startServer((raw, response) => {
    const parts: Buffer[] = [];
    raw.on('data', (part: Buffer) => parts.push(part));
    raw.on('end', () => {
      const { method = '', url = '', headers } = raw;
      const request = { method, url, headers, json: parsed(Buffer.concat(parts).toString('utf8')) };
      received.push(request);
      if (options.route?.(request, response) === true) return;
      if (!/\/(?:content|archive)$/.test(url)) sendJson(response, answerTo(request));
      else if (options.content === undefined) response.end();
      else options.content(raw, response);
    });
  }, certificate);

  return {
    url: server.url,
    port: server.port,
    received,
    posted,
    pin: pinOf(certificate.cert),
    env: { CBAPI_URL: server.url, CBAPI_TOKEN: hostileToken, CBAPI_SSL_VERIFY: 'false' },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function sendJson(response: ServerResponse, json: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json).replaceAll(`"${nested}"`, '['.repeat(20_000) + ']'.repeat(20_000)));
}

/** Stands for JSON of 20,000 levels, which no `JSON.stringify` writes. */
export const nested = '@nested@';

/** A directory entry as a sensor lists it. */
export function entry(filename: string, more: Fields = {}): Fields {
  return {
    filename,
    size: 3,
    attributes: ['ARCHIVE'],
    create_time: 1_715_000_000,
    last_access_time: 1_715_000_000,
    last_write_time: 1_715_000_000,
    ...more,
  };
}

export const directory = (filename: string): Fields =>
  entry(filename, { size: 0, attributes: ['DIRECTORY'] });

function pinOf(pem: string): string {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
