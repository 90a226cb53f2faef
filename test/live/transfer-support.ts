import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LabOptions, RunningLab } from '../../src/lab/lab.ts';
import { startLab } from '../../src/lab/start.ts';
import type { FileEntry } from '../../src/live/file-entry.ts';
import type { LiveServer } from '../../src/live/server.ts';
import type { Downloaded, DownloadOptions } from '../../src/live/transfer/download.ts';
import type { HttpReply } from '../../src/transport/types.ts';
import { type OpenedLive, type OpenLiveOptions, openLive } from '../support/open-live.ts';

export const randomFile = 'C:\\lab\\random-1m.bin';
export const randomBytes = 1_048_576;
export const randomSha256 = '9e94812540f2b34bbac2e8abdabf3f87c541a69babd9e683214c0cf031241711';
export const linesFile = 'C:\\lab\\texts\\lines-10000.txt';

type ContentOptions = NonNullable<Parameters<LiveServer['fileContent']>[2]>;

/** How one request for content is spoiled; `asked` is its number, from 1. */
export type Spoil = (
  asked: number,
  fetch: () => Promise<HttpReply>,
  context: { readonly lab: RunningLab; readonly sessionId: number; readonly server: LiveServer },
) => Promise<HttpReply>;

export interface TransferLab extends OpenedLive {
  readonly lab: RunningLab;
  /** The ranges and ETags of every request for content, in order. */
  readonly contents: ContentOptions[];
  readonly signal: AbortSignal;
  /** Fetches a remote path to a name in the local folder. */
  get(path: string, local: string, options?: Partial<DownloadOptions>): Promise<Downloaded>;
  stat(path: string): Promise<FileEntry>;
  /** Names in the local folder. */
  names(): Promise<readonly string[]>;
  sha256(local: string): Promise<string>;
}

export interface TransferLabOptions extends Pick<OpenLiveOptions, 'files'> {
  readonly lab?: LabOptions;
  readonly sensorId?: number;
  readonly spoil?: Spoil;
  readonly server?: (server: LiveServer) => Partial<LiveServer>;
}

/** A lab and a session in it that end with the test; requests for content may be spoiled. */
export async function transferLab(options: TransferLabOptions = {}): Promise<TransferLab> {
  const lab = await startLab({ checkInMs: 5, sensorLatencyMs: 1, sensors: 12, ...options.lab });
  const contents: ContentOptions[] = [];
  const opened = await openLive({
    lab,
    sensorId: options.sensorId ?? 10,
    ...(options.files === undefined ? {} : { files: options.files }),
    server: (server) => ({
      ...server,
      ...options.server?.(server),
      fileContent(sessionId, fileId, call = {}) {
        contents.push(call);
        const fetch = () => server.fileContent(sessionId, fileId, call);
        const { spoil } = options;
        return spoil === undefined ? fetch() : spoil(contents.length, fetch, { lab, sessionId, server });
      },
    }),
  });
  onTestFinished(async () => {
    lab.clearFaults();
    await opened.leave();
    await lab.stop();
  });
  const signal = AbortSignal.timeout(25_000);
  const self: TransferLab = {
    ...opened,
    lab,
    contents,
    signal,
    stat: (path) => opened.live.files.mustStat(path, signal),
    async get(path, local, more = {}) {
      return await opened.live.transfers.download(await self.stat(path), join(opened.folder, local), {
        resume: false,
        force: false,
        keepTime: true,
        signal,
        onProgress: () => undefined,
        ...more,
      });
    },
    names: async () => (await readdir(opened.folder)).sort(),
    sha256: async (local) =>
      createHash('sha256')
        .update(await readFile(join(opened.folder, local)))
        .digest('hex'),
  };
  return self;
}

/** One request under a fault of the lab. */
export async function under<T>(lab: RunningLab, fault: string, work: () => Promise<T>): Promise<T> {
  lab.setFault(fault);
  try {
    return await work();
  } finally {
    lab.clearFaults();
  }
}

/** The reply with other headers. */
export function withHeaders(reply: HttpReply, headers: Readonly<Record<string, string>>): HttpReply {
  return {
    status: reply.status,
    headers: { ...reply.headers, ...headers },
    json: () => reply.json(),
    jsonList: (name) => reply.jsonList(name),
    text: () => reply.text(),
    mask: (text) => reply.mask(text),
    discard: () => reply.discard(),
    get body() {
      return reply.body;
    },
  };
}

/** The reply whose body breaks off as a connection does, after so many bytes; `then` runs before. */
export function brokenAfter(reply: HttpReply, bytes: number, then: () => Promise<unknown>): HttpReply {
  async function* body(): AsyncGenerator<Uint8Array> {
    let left = bytes;
    for await (const chunk of reply.body) {
      yield chunk.subarray(0, left);
      left -= chunk.byteLength;
      if (left <= 0) break;
    }
    await then();
    throw new (await import('../../src/errors/cb-error.ts')).CbError('Network', 'the connection broke off');
  }
  return { ...withHeaders(reply, {}), body: body() };
}
