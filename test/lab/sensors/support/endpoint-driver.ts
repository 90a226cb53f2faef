import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import type { DeliveredFile, Endpoint, EndpointReply } from '../../../../src/lab/sensors/endpoint.ts';
import { type EndpointSpec, makeEndpoint } from '../../../../src/lab/sensors/make-endpoint.ts';

const base: EndpointSpec = {
  sensorId: 10,
  hostname: 'WIN-EP7RMLTCLAJ',
  os: 'windows',
  seed: 1,
  bootTime: 1_418_247_141,
  address: '192.168.206.128',
  programSecondMs: 1,
  memoryBytes: 2 * 1024 ** 2,
  hidesKernelPath: true,
};

export function windowsSpec(changes: Partial<EndpointSpec> = {}): EndpointSpec {
  return { ...base, ...changes };
}

export function linuxSpec(changes: Partial<EndpointSpec> = {}): EndpointSpec {
  return { ...base, sensorId: 1, hostname: 'devr-test', os: 'linux', ...changes };
}

/** Plays the server: hands commands to an endpoint and keeps what it delivers. */
export class EndpointDriver {
  readonly endpoint: Endpoint;
  readonly progress: Record<string, unknown>[] = [];
  readonly session = new AbortController();
  now = 1_418_248_098.5;
  upload: { bytes: Buffer; claimedSize?: number } | undefined;
  delivered: DeliveredFile | undefined;

  constructor(spec: EndpointSpec) {
    this.endpoint = makeEndpoint(spec);
  }

  reply(name: string, object: unknown, fields: Record<string, unknown> = {}): Promise<EndpointReply> {
    return this.endpoint.run(
      { name, object, fields },
      {
        signal: this.session.signal,
        now: () => this.now,
        progress: (shown) => this.progress.push(shown),
        openUpload: async () => {
          if (this.upload === undefined) throw new Error('no such file');
          const { bytes, claimedSize } = this.upload;
          return {
            stream: Readable.from(bytes.length === 0 ? [] : [bytes]),
            size: claimedSize ?? bytes.length,
          };
        },
        deliver: async (file) => {
          this.delivered = file;
        },
      },
    );
  }

  /** The fields of a command that must succeed. */
  async run(
    name: string,
    object: unknown,
    fields: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> {
    const reply = await this.reply(name, object, fields);
    if (!reply.ok) {
      throw new Error(
        `${name} ${String(object)} failed with ${reply.resultType} 0x${reply.resultCode.toString(16)}`,
      );
    }
    return reply.fields;
  }

  /** The code of a command that must fail. */
  async code(name: string, object: unknown, fields: Record<string, unknown> = {}): Promise<number> {
    const reply = await this.reply(name, object, fields);
    if (reply.ok) throw new Error(`${name} ${String(object)} did not fail`);
    return reply.resultCode;
  }

  async names(path: string): Promise<string[]> {
    return (await this.list(path)).map((row) => String(row['filename']));
  }

  async list(path: string): Promise<Record<string, unknown>[]> {
    return rows((await this.run('directory list', path))['files']);
  }

  async processes(): Promise<Record<string, unknown>[]> {
    return rows((await this.run('process list', null))['processes']);
  }

  async bytes(path: string, fields: Record<string, unknown> = {}): Promise<Buffer> {
    this.delivered = undefined;
    await this.run('get file', path, fields);
    const file = this.delivered as DeliveredFile | undefined;
    return file === undefined ? Buffer.alloc(0) : readAll(file.read(0, file.size));
  }

  async put(path: string, content: string | Buffer): Promise<EndpointReply> {
    this.upload = { bytes: Buffer.from(content) };
    return this.reply('put file', path, { file_id: 1 });
  }

  /** Runs a program to its end and gives what it printed, decoded, with its exit code. */
  async exec(
    commandLine: string,
    fields: Record<string, unknown> = {},
    encoding = this.endpoint.os === 'windows' ? 'cp850' : 'utf8',
  ): Promise<{ code: unknown; text: string }> {
    const output = this.endpoint.os === 'windows' ? 'C:\\Windows\\Temp\\out.tmp' : '/tmp/out.tmp';
    const reply = await this.run('create process', commandLine, {
      wait: true,
      output_file: output,
      ...fields,
    });
    const text = iconv.decode(await this.bytes(output), encoding);
    await this.reply('delete file', output);
    return { code: reply['return_code'], text };
  }
}

export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function rows(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
