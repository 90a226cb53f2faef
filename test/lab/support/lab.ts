import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { onTestFinished } from 'vitest';
import type { LabOptions, RunningLab } from '../../../src/lab/lab.ts';
import { startLab } from '../../../src/lab/start.ts';
import { ScriptedEndpoint } from './scripted-endpoint.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; `any` stays out of the tests by reading fields off a record. */
  readonly json: Record<string, unknown>;
  /** The body as a list of objects. */
  readonly list: Record<string, unknown>[];
}

export interface CallOptions {
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly bytes?: Buffer | string;
  readonly headers?: Record<string, string>;
  readonly token?: string | null;
  /** Gives up after that time. */
  readonly abortAfterMs?: number;
  /** Leaves once that much of the body has come. */
  readonly stopAfterBytes?: number;
}

export interface TestLab {
  readonly lab: RunningLab;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  upload(path: string, name: string, content: Buffer): Promise<Answer>;
  /** The machine behind a sensor, once a session with it is active. */
  endpoint(sensorId: number): ScriptedEndpoint;
  /** An active session: its id. */
  session(sensorId: number): Promise<number>;
  /** Posts a command and waits for its end. */
  command(session: number, body: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** A lab with scripted machines that ends with the test; quick unless said otherwise. */
export async function labForTest(options: LabOptions = {}): Promise<TestLab> {
  const endpoints = new Map<number, ScriptedEndpoint>();
  const lab = await startLab({ checkInMs: 3, sensorLatencyMs: 1, ...options }, (sensor) => {
    const endpoint = new ScriptedEndpoint(sensor);
    endpoints.set(sensor.id, endpoint);
    return endpoint;
  });
  const test = clientOf(lab, (id) => {
    const endpoint = endpoints.get(id);
    if (endpoint === undefined) throw new Error(`nobody spoke to sensor ${id} yet`);
    return endpoint;
  });
  onTestFinished(() => lab.stop());
  return test;
}

/** Requests as a stranger's client makes them: node:https alone, verifying the certificate. */
export function clientOf(lab: RunningLab, endpoint: (id: number) => ScriptedEndpoint): TestLab {
  const agent =
    lab.ca === undefined
      ? new HttpAgent({ keepAlive: true })
      : new HttpsAgent({ keepAlive: true, ca: lab.ca });
  const send = lab.ca === undefined ? httpRequest : httpsRequest;

  function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const body = options.bytes ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const headers: Record<string, string> = {
      ...(options.token === null ? {} : { 'X-Auth-Token': options.token ?? lab.token }),
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
      ...options.headers,
    };
    return new Promise((resolve, reject) => {
      // Node would check the certificate against a made-up Host.
      const name = headers['Host'] === undefined ? {} : { servername: 'localhost' };
      const request = send(`${lab.url}${path}`, { method, headers, agent, ...name }, (response) => {
        const chunks: Buffer[] = [];
        let received = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          received += chunk.length;
          if (received >= (options.stopAfterBytes ?? Number.POSITIVE_INFINITY))
            response.destroy(new Error('had enough'));
        });
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text: bytes.toString(),
            get json() {
              return JSON.parse(bytes.toString());
            },
            get list() {
              return JSON.parse(bytes.toString());
            },
          });
        });
      });
      request.on('error', reject);
      if (options.abortAfterMs === undefined) request.end(body);
      else {
        request.write(body ?? '', () =>
          setTimeout(() => request.destroy(new Error('gave up')), options.abortAfterMs),
        );
      }
    });
  }

  const test: TestLab = {
    lab,
    call,
    endpoint,
    get: (path, headers = {}) => call('GET', path, { headers }),
    post: (path, body) => call('POST', path, { body }),
    put: (path, body) => call('PUT', path, { body }),
    delete: (path) => call('DELETE', path),
    upload: (path, name, content) => {
      const boundary = 'boundary-of-a-test';
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
      return call('POST', path, {
        bytes: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
        headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
      });
    },
    session: async (sensorId) => {
      const { json } = await test.post('/api/v1/cblr/session?wait=true', { sensor_id: sensorId });
      if (json['status'] !== 'active') throw new Error(`no session: ${JSON.stringify(json)}`);
      return Number(json['id']);
    },
    command: async (session, body) => {
      const posted = await test.post(`/api/v1/cblr/session/${session}/command`, body);
      const done = await test.get(`/api/v1/cblr/session/${session}/command/${posted.json['id']}?wait=true`);
      return done.json;
    },
  };
  return test;
}
