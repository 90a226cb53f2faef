import nock from 'nock';
import { type Cb, createCb } from '../../src/api/client.ts';
import { createHttp } from '../../src/transport/http.ts';
import type { Http, HttpSettings } from '../../src/transport/types.ts';
import { makeTestClock, type TestClock } from './test-clock.ts';

const mockUrl = 'https://cb.example.net';
export const mockToken = '0123456789abcdef0123456789abcdef01234567';

// Only while there is one: other test files of the same process talk to real servers.
nock.restore();

type Json = Record<string, unknown>;
type Body = string | Json | readonly unknown[] | Buffer;

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * A Carbon Black server over nock, in the domain's words. Every request must carry the token; one that nothing was said about, and
 * something said that was never asked for, fails in `done()`, which also cleans up: call it in `afterEach`.
 */
export interface MockCb {
  readonly url: string;
  readonly token: string;
  readonly clock: TestClock;
  /** In their order. */
  readonly requests: readonly SeenRequest[];
  /** A client of this server; closed by `done()`. */
  http(settings?: Partial<HttpSettings>): Http;
  cb(settings?: Partial<HttpSettings>): Cb;

  info(facts?: Json): void;
  sensor(id: number, fields?: Json): MockSensor;
  /** The list without a filter. */
  sensors(list: readonly Json[]): void;
  /** The list for a filter, such as `{ hostname: 'FIN' }`. */
  sensorsWith(filter: Json, list: readonly Json[]): void;
  /** A page of the newer list; `params` is what is asked for beside the order, which is by name unless it says otherwise. */
  sensorPage(params: Json, list: readonly Json[], how?: { readonly total?: number }): void;
  session(id: number, fields?: Json): MockSession;
  sessions(list: readonly Json[], options?: { readonly activeOnly?: boolean }): void;
  /** POST of a session is answered with it, pending. */
  opens(session: Json & { readonly id: number; readonly sensor_id: number }): void;
  refusesSession(status: number, said: Body): void;
  /** The next command object of this name in the session (41 unless said). */
  command(name: string, options?: { readonly session?: number; readonly id?: number }): MockCommand;
  file(id: number, options?: { readonly session?: number }): MockFile;
  liveResponseOff(): void;
  /** A search of the index is answered with these documents; `params` is all that is asked for, beside `cb.urlver`. */
  searches(
    index: 'process' | 'binary',
    params: Readonly<Record<string, string | number | readonly string[]>>,
    found: { readonly documents?: readonly Json[]; readonly total?: number } & Json,
  ): void;
  process(id: string): MockProcess;
  binary(md5: string): MockBinary;

  /** Anything else: one reply to one request. */
  answers(method: string, path: string, status: number, body?: Body, headers?: Record<string, string>): void;
  breaks(method: string, path: string, code: string): void;
  done(): Promise<void>;
}

export interface MockSensor {
  readonly wire: Json;
  online(): void;
  offline(): void;
  missing(): void;
}

export interface MockSession {
  readonly wire: Json;
  pending(): void;
  active(): void;
  /** `looks` times pending, active from then on. */
  pendingThenActive(looks?: number): void;
  gone(said?: Body): void;
  /** Answers as servers do: 200, and still `active`. */
  closes(): void;
  keepsAlive(): void;
  archive(bytes: Buffer): void;
  emptyArchive(): void;
}

export interface MockCommand {
  /** Answers the POST pending, then `looks` times pending, then complete with `result`. */
  completes(result?: Json, looks?: number): void;
  fails(result: { readonly hresult: number; readonly type?: string }, looks?: number): void;
  /** The POST is refused. */
  refused(status: number, said: Body): void;
  stays(status: string): void;
}

export interface MockFile {
  holds(content: Buffer | string, fields?: Json): void;
  content(content: Buffer | string, headers?: Record<string, string>): void;
  missing(): void;
  deleted(): void;
}

export interface MockProcess {
  /** v1 of the summary of a segment (0 unless said). */
  summary(
    parts: Json,
    how?: { readonly segment?: number; readonly query?: string; readonly status?: number },
  ): void;
  segments(ids: readonly number[], status?: number): void;
  events(version: number, segment: number, lists: Json): void;
  unknown(segment?: number): void;
}

export interface MockBinary {
  summary(fields?: Json): void;
  unknown(): void;
  content(zip: Buffer): void;
  notCollected(): void;
}

export function mockCb(options: { readonly url?: string; readonly token?: string } = {}): MockCb {
  const url = options.url ?? mockUrl;
  const token = options.token ?? mockToken;
  const clock = makeTestClock();
  const requests: SeenRequest[] = [];
  const unmatched: string[] = [];
  const opened: Http[] = [];

  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  const scope = nock(url, { reqheaders: { 'x-auth-token': token } });
  const lasting = nock(url, { reqheaders: { 'x-auth-token': token } }).persist();
  const onNoMatch = (request: Request): void => {
    unmatched.push(`${request.method} ${request.url}`);
  };
  nock.emitter.on('no match', onNoMatch);

  /** The path may hold a query: it must be asked for exactly so. */
  function answer(
    method: string,
    path: string,
    status: number,
    body: Body = '',
    how: {
      readonly headers?: Record<string, string>;
      readonly times?: number;
      readonly lasts?: boolean;
    } = {},
  ): void {
    const [pathname = path, search] = path.split(/\?(.*)/s);
    const interceptor = (how.lasts ? lasting : scope).intercept(pathname, method, (sent: unknown) => {
      lastBody = sent;
      return true;
    });
    interceptor.query(search === undefined ? {} : queryOf(new URLSearchParams(search)));
    // What only asks is asked once more after 500.
    const times = how.times ?? (method === 'GET' && status === 500 ? 2 : undefined);
    if (times !== undefined && !how.lasts) interceptor.times(times);
    let lastBody: unknown;
    interceptor.reply((request: Request) => {
      const at = new URL(request.url);
      requests.push({
        method: request.method,
        path: at.pathname + at.search,
        headers: Object.fromEntries(request.headers),
        body: lastBody,
      });
      return [
        status,
        Buffer.isBuffer(body) ? body : typeof body === 'string' ? body : JSON.stringify(body),
        headersOf(body, how.headers),
      ];
    });
  }

  const sessionPath = (id: number): string => `/api/v1/cblr/session/${id}`;

  return {
    url,
    token,
    clock,
    requests,
    http(settings = {}) {
      const http = createHttp({
        url,
        token,
        tls: { verify: true, verifyHostname: true },
        clock,
        random: () => 0.5,
        ...settings,
      });
      opened.push(http);
      return http;
    },
    cb(settings) {
      return createCb({ http: this.http(settings) });
    },

    info(facts = {}) {
      answer('GET', '/api/info', 200, { version: '7.8.0.230320.1048', cblrEnabled: true, ...facts });
    },
    sensor(id, fields = {}) {
      const wire = sensorWire(id, fields);
      const gives = (status: string): void => answer('GET', `/api/v1/sensor/${id}`, 200, { ...wire, status });
      return {
        wire,
        online: () => gives('Online'),
        offline: () => gives('Offline'),
        missing: () => answer('GET', `/api/v1/sensor/${id}`, 404, `Sensor ${id} not found`),
      };
    },
    sensors: (list) => answer('GET', '/api/v1/sensor', 200, list),
    sensorsWith(filter, list) {
      const query = new URLSearchParams(
        Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
      );
      answer('GET', `/api/v1/sensor?${query}`, 200, list);
    },
    sensorPage(params, list, { total = list.length } = {}) {
      const asked = { 'sort.col': 'computer_name', 'sort.dir': 'asc', ...params };
      const query = new URLSearchParams(
        Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
      );
      answer('GET', `/api/v2/sensor?${query}`, 200, { total_results: total, results: list, facets: {} });
    },
    session(id, fields = {}) {
      const wire = sessionWire(id, fields);
      const pending = { ...wire, status: 'pending', supported_commands: [], address: null };
      const at = sessionPath(id);
      return {
        wire,
        pending: () => answer('GET', at, 200, pending),
        active: () => answer('GET', at, 200, wire),
        pendingThenActive(looks = 1) {
          if (looks > 0) answer('GET', at, 200, pending, { times: looks });
          answer('GET', at, 200, wire, { lasts: true });
        },
        gone: (said = `Session ${id} not found`) => answer('GET', at, 404, said),
        closes: () => answer('PUT', at, 200, { ...wire, close_time: 1_700_000_300.5 }),
        keepsAlive: () => answer('GET', `${at}/keepalive`, 200, wire),
        archive: (bytes) =>
          answer('GET', `${at}/archive`, 200, bytes, { headers: { 'content-type': 'application/gzip' } }),
        emptyArchive: () =>
          answer('GET', `${at}/archive`, 500, JSON.stringify('Unhandled exception. Check logs for details.')),
      };
    },
    sessions: (list, { activeOnly = false } = {}) =>
      answer('GET', `/api/v1/cblr/session${activeOnly ? '?active_only=true' : ''}`, 200, list),
    opens: (session) =>
      answer('POST', '/api/v1/cblr/session', 200, {
        ...sessionWire(session.id, session),
        status: 'pending',
        supported_commands: [],
      }),
    refusesSession: (status, said) => answer('POST', '/api/v1/cblr/session', status, said),
    command(name, { session = 41, id = 1 } = {}) {
      const posted = {
        id,
        session_id: session,
        name,
        status: 'pending',
        username: 'analyst',
        create_time: 1_700_000_100.5,
      };
      const at = `${sessionPath(session)}/command`;
      const ends = (result: Json, looks: number): void => {
        answer('POST', at, 200, posted);
        if (looks > 0) answer('GET', `${at}/${id}`, 200, posted, { times: looks });
        answer('GET', `${at}/${id}`, 200, { ...posted, completion: 1_700_000_101.5, ...result });
      };
      return {
        completes: (result = {}, looks = 0) =>
          ends(
            { status: 'complete', result_code: 0, result_type: 'WinHresult', result_desc: '', ...result },
            looks,
          ),
        fails: ({ hresult, type = 'WinHresult' }, looks = 0) =>
          ends({ status: 'error', result_code: hresult, result_type: type, result_desc: '' }, looks),
        refused: (status, said) => answer('POST', at, status, said),
        stays(status) {
          answer('POST', at, 200, posted);
          answer('GET', `${at}/${id}`, 200, { ...posted, status }, { lasts: true });
        },
      };
    },
    file(id, { session = 41 } = {}) {
      const at = `${sessionPath(session)}/file/${id}`;
      return {
        holds(content, fields = {}) {
          const size = Buffer.byteLength(content);
          answer('GET', at, 200, {
            id,
            file_name: 'file.bin',
            size,
            size_uploaded: size,
            status: 0,
            delete: false,
            ...fields,
          });
        },
        content: (content, headers = {}) =>
          answer('GET', `${at}/content`, 200, Buffer.from(content), {
            headers: { 'content-type': 'application/octet-stream', ...headers },
          }),
        missing: () => answer('GET', at, 404, `File ${id} not found`),
        deleted: () => answer('DELETE', at, 204),
      };
    },
    liveResponseOff: () => answer('GET', '/api/v1/cblr/session', 412, 'Live Response is not enabled'),

    searches(index, params, { documents = [], total = documents.length, ...facts }) {
      const query = new URLSearchParams({ 'cb.urlver': '1' });
      for (const [name, value] of Object.entries(params)) {
        for (const each of [value].flat()) query.append(name, String(each));
      }
      const { start = 0 } = params;
      answer('GET', `/api/v1/${index}?${query}`, 200, {
        results: documents,
        total_results: total,
        start: Number(start),
        elapsed: 0.01,
        terms: [],
        facets: {},
        ...facts,
      });
    },
    process(id) {
      const at = `/api/v1/process/${id}`;
      return {
        summary: (parts, { segment = 0, query = '', status = 200 } = {}) =>
          answer('GET', `${at}/${segment}${query}`, status, parts),
        segments: (ids, status = 200) =>
          answer('GET', `${at}/segment`, status, {
            process: { segments: ids.map((segment) => ({ unique_id: uniqueIdOf(id, segment) })) },
          }),
        events: (version, segment, lists) =>
          answer('GET', `/api/v${version}/process/${id}/${segment}/event`, 200, {
            process: { id, ...lists },
            elapsed: 0.01,
          }),
        unknown: (segment = 0) => answer('GET', `${at}/${segment}`, 404, 'Process not found'),
      };
    },
    binary(md5) {
      const at = `/api/v1/binary/${md5}`;
      return {
        summary: (fields = {}) => answer('GET', `${at}/summary`, 200, binaryWire(md5, fields)),
        unknown: () => answer('GET', `${at}/summary`, 404, `Binary ${md5} not found`),
        content: (zip) => answer('GET', at, 200, zip, { headers: { 'content-type': 'application/zip' } }),
        notCollected: () => answer('GET', at, 404, `The content of ${md5} was never collected`),
      };
    },

    answers: (method, path, status, body, headers) =>
      answer(method, path, status, body, headers === undefined ? {} : { headers }),
    breaks(method, path, code) {
      scope.intercept(path, method).replyWithError(Object.assign(new Error(code), { code }));
    },
    async done() {
      for (const http of opened) await http.close();
      const unused = [...scope.pendingMocks(), ...lasting.pendingMocks()];
      nock.emitter.off('no match', onNoMatch);
      nock.cleanAll();
      nock.enableNetConnect();
      nock.restore();
      const faults = [
        ...unmatched.map((request) => `nothing was said about ${request}`),
        ...unused.map((request) => `never asked for: ${request}`),
      ];
      if (faults.length > 0) throw new Error(faults.join('\n'));
    },
  };
}

/** A sensor as a server sends it; Windows and online unless said. */
export function sensorWire(id: number, fields: Json = {}): Json {
  return {
    id,
    computer_name: `FIN-WS-${String(id).padStart(2, '0')}`,
    computer_dns_name: `fin-ws-${String(id).padStart(2, '0')}.corp.example.net`,
    status: 'Online',
    os_type: 1,
    os_environment_display_string: 'Windows 10 Enterprise, 64-bit',
    build_version_string: '007.003.000.18312',
    group_id: 1,
    network_adapters: `10.4.1.${id},005056a0b1c${id % 10}|`,
    last_checkin_time: '2024-05-14 04:29:40.120000-05:00',
    next_checkin_time: '2024-05-14 04:30:10.120000-05:00',
    supports_cblr: true,
    supports_isolation: true,
    network_isolation_enabled: false,
    is_isolating: false,
    uptime: '3600',
    ...fields,
  };
}

/** A session as a server sends it; active, on Windows, unless said. */
function sessionWire(id: number, fields: Json = {}): Json {
  return {
    id,
    sensor_id: 7,
    hostname: 'FIN-WS-07',
    status: 'active',
    address: '::ffff:10.4.1.27',
    supported_commands: [
      'delete file',
      'put file',
      'reg delete key',
      'directory list',
      'reg create key',
      'get file',
      'reg enum key',
      'reg query value',
      'kill',
      'create process',
      'process list',
      'reg delete value',
      'reg set value',
      'create directory',
      'memdump',
    ],
    drives: ['C:\\'],
    current_working_directory: 'C:\\Windows\\CarbonBlack',
    os_version: '',
    create_time: 1_700_000_000.125,
    check_in_timeout: 1200,
    session_timeout: 300,
    sensor_wait_timeout: 120,
    storage_size: '0',
    storage_ttl: 7,
    group_id: 1,
    ...fields,
  };
}

/** A process document as a search of a 7.x server has it; powershell.exe on FIN-WS-07 unless said. */
export function processWire(fields: Json = {}): Json {
  const id = String(fields['id'] ?? '00000007-0000-0b1c-01da-1747c6b94b40');
  const segment = Number(fields['segment_id'] ?? 1_700_000_123_456);
  return {
    id,
    segment_id: segment,
    unique_id: uniqueIdOf(id, segment),
    sensor_id: 7,
    hostname: 'fin-ws-07',
    host_type: 'workstation',
    os_type: 'windows',
    group: 'default group',
    process_name: 'powershell.exe',
    path: 'c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe',
    cmdline: 'powershell.exe -nop -w hidden',
    process_pid: 2844,
    process_md5: '7353f60b1739074eb17c5f4dddefe239',
    username: 'FIN-WS-07\\mia',
    parent_id: '00000007-0000-0a10-01da-17474f376c00',
    parent_unique_id: '00000007-0000-0a10-01da-17474f376c00-000000000001',
    parent_name: 'cmd.exe',
    parent_pid: 2576,
    start: '2023-11-14T22:13:20.5Z',
    last_update: '2023-11-14T22:14:02.113Z',
    last_server_update: '2023-11-14T22:15:23.456Z',
    terminated: false,
    netconn_count: 2,
    comms_ip: 168034587,
    ...fields,
  };
}

/** A binary as a server sends it; unsigned unless said. */
export function binaryWire(md5: string, fields: Json = {}): Json {
  return {
    md5,
    orig_mod_len: 50_688,
    copied_mod_len: 50_688,
    observed_filename: ['c:\\users\\mia\\x.exe'],
    is_executable_image: true,
    is_64bit: true,
    digsig_result: 'Unsigned',
    digsig_result_code: '2148204800',
    os_type: 'Windows',
    host_count: 1,
    endpoint: ['FIN-WS-07|7'],
    group: ['Default Group'],
    server_added_timestamp: '2023-11-14T22:16:00.137Z',
    last_seen: '2023-11-14T22:16:04.021Z',
    ...fields,
  };
}

/** GUID and segment as servers from 6.0 on join them. */
export function uniqueIdOf(id: string, segment: number): string {
  return `${id}-${segment.toString(16).padStart(12, '0')}`;
}

/** With names that stand there more than once. */
function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const all = search.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? '')];
    }),
  );
}

function headersOf(body: Body, headers: Record<string, string> = {}): Record<string, string> {
  const isJson = !Buffer.isBuffer(body) && typeof body !== 'string';
  return { ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}), ...headers };
}
