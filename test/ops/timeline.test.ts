import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Cb } from '../../src/api/client.ts';
import { readProcess } from '../../src/api/wire/process.ts';
import { readProcessEvents } from '../../src/api/wire/process-events.ts';
import { type TimelineOptions, timelineOf } from '../../src/ops/timeline/timeline.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { processWire } from '../support/mock-cb.ts';

const count = 400;
const id = (at: number): string => `00000007-0000-${String(1000 + at)}-01da-1747c6b94b40`;

/** Forty processes of ten events each, at times that lie across each other. */
function server(onEvents: (asked: number) => void = () => undefined): Cb {
  let asked = 0;
  const time = (at: number) => new Date(Date.UTC(2024, 0, 1) + at * 1000).toISOString();
  const fake = {
    serverInfo: { isAtLeast: async () => true },
    processes: {
      segments: async () => [{ segmentId: 1 }],
      async events(guid: string) {
        asked += 1;
        onEvents(asked);
        const own = Number(guid.slice(14, 18)) - 1000;
        const lines = Array.from(
          { length: 10 },
          (_, at) => `1|${time((own * 7919 + at * 37) % 1000)}|c:\\${own}-${at}|||false`,
        );
        return readProcessEvents({ process: { filemod_complete: lines } });
      },
    },
  };
  return fake as unknown as Cb;
}

const options = (signal: AbortSignal, files: TimelineOptions['files']): TimelineOptions => ({
  signal,
  files,
  note: () => undefined,
  onLeftOut: () => undefined,
  onProgress: () => undefined,
  rows: 100,
  eventKinds: ['filemod'],
  wants: (kind) => kind === 'filemod',
  isWithin: () => true,
  mostInMemory: 7,
});

async function* processes() {
  for (let at = 0; at < count / 10; at += 1) yield { process: readProcess(processWire({ id: id(at) })) };
}
const sources = () => ({ processes: processes(), hosts: [], alerts: [], deeds: (async function* () {})() });

test('what does not fit into memory is sorted by files, none of which is left', async () => {
  const { files, home } = makeRuntime();
  const before = await readdir(home);
  const { signal } = new AbortController();
  const found: string[] = [];
  for await (const { time, target } of timelineOf(server(), sources(), options(signal, files))) {
    if (found.length === 0) expect((await readdir(home)).length).toBeGreaterThan(before.length);
    found.push(`${time} ${target}`);
  }
  expect(found).toHaveLength(count);
  expect(new Set(found).size).toBe(count);
  expect(found.map((each) => each.slice(0, 27))).toEqual(found.map((each) => each.slice(0, 27)).toSorted());
  expect(await readdir(home)).toEqual(before);
});

test('broken off while it is read, or while it is given, it leaves no file', async () => {
  const { files, home } = makeRuntime();
  const before = await readdir(home);
  const stop = new AbortController();
  const reading = timelineOf(
    server((asked) => {
      if (asked === 30) stop.abort(new Error('stopped'));
    }),
    sources(),
    options(stop.signal, files),
  );
  await expect(reading.next()).rejects.toThrow('stopped');
  expect(await readdir(home)).toEqual(before);
  for await (const _one of timelineOf(server(), sources(), options(new AbortController().signal, files)))
    break;
  expect(await readdir(home)).toEqual(before);
});
