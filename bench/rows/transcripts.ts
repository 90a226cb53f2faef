import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { Recording } from '../../src/transcript/recording.ts';
import { TranscriptFile } from '../../src/transcript/transcript-file.ts';
import { cblr, type Measured, median, repeat } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { type BenchLab, withLab } from '../support/with-lab.ts';

const gib = 1024 ** 3;
const remote = 'C:\\lab\\zero-1g.bin';
const times = 5;
const verbs = 200;
const oneShots = 40;

/** What the record costs: beside a get of one GiB, and a verb by itself. */
export async function transcripts(): Promise<readonly Row[]> {
  return await withLab({ sensorLatencyMs: 0 }, async (bench) => [
    ...(await get(bench)),
    ...(await eachVerb(bench)),
  ]);
}

const ways = { without: ['--transcript', 'off'], with: [], listed: ['--manifest'] } as const;
type Way = keyof typeof ways;

/** Wall and processor of a get with none, with a transcript, and with all three hashes besides; in turn, so that all meet the same noise. */
async function get({ env, folder }: BenchLab): Promise<readonly Row[]> {
  const runs: Record<Way, Measured[]> = { without: [], with: [], listed: [] };
  await mkdir(join(folder, 'got'));
  await repeat(times, async () => {
    for (const way of Object.keys(ways) as Way[]) {
      const local = join(folder, 'got', `${way}.bin`);
      runs[way].push(await cblr(['get', '10', remote, local, '--quiet', ...ways[way]], { env }));
      if ((await stat(local)).size !== gib) throw new Error('get is not whole');
      await rm(local);
    }
  });
  const ratio = (way: Way, of: (run: Measured) => number) =>
    median(runs[way].map((run, at) => of(run) / of(runs.without[at] ?? run)));
  const row = (way: Way, what: string, limit: number): Row => {
    const [wall, cpu] = [ratio(way, ({ ms }) => ms), ratio(way, ({ cpuMs }) => cpuMs)];
    return {
      what,
      figure: `wall ${wall.toFixed(2)} x, processor ${cpu.toFixed(2)} x`,
      limit: `${limit} x`,
      ok: wall <= limit && cpu <= limit,
      note: `${(median(runs[way].map(({ ms }) => ms)) / 1000).toFixed(2)} s; without ${(median(runs.without.map(({ ms }) => ms)) / 1000).toFixed(2)} s`,
    };
  };
  return [
    row('with', 'get of 1 GiB with its transcript, beside one without', 1.03),
    row('listed', 'the same with a manifest: MD5 and SHA-1, too', 1.6),
  ];
}

interface Spent {
  /** In our code, without what the disk takes to flush. */
  readonly ms: number;
  readonly flushMs: number;
  readonly flushes: number;
}

/**
 * A writing verb waits for one `fdatasync`: its line is on the disk before the sensor is asked, which is what it is for. That is the disk's time, and
 * stands apart; what the limit holds is ours.
 */
async function eachVerb({ folder }: BenchLab): Promise<readonly Row[]> {
  const reading = await inOneFile(folder, 'reads');
  const writing = await inOneFile(folder, 'writes');
  const once: Spent[] = [];
  for (let number = 0; number < oneShots; number += 1) {
    const timed = timedFiles(folder);
    once.push(
      await spentIn(timed, async () => {
        const recording = recordingIn(folder, timed.files);
        await verb(recording, 'writes');
        await recording.close(0);
      }),
    );
  }
  const row = (what: string, spent: readonly Spent[], limitMs: number): Row => {
    const ms = median(spent.map((each) => each.ms));
    const [flushes, flushMs] = [
      median(spent.map((each) => each.flushes)),
      median(spent.map((each) => each.flushMs)),
    ];
    return {
      what,
      figure: `${ms.toFixed(2)} ms`,
      limit: `${limitMs} ms`,
      ok: ms <= limitMs,
      note: `the disk besides: ${flushes} x fdatasync, ${flushMs.toFixed(1)} ms`,
    };
  };
  return [
    row('transcript of a reading verb, in our code', reading, 1),
    row('transcript of a writing verb, in our code', writing, 1),
    row('transcript of a writing one-shot, begun and ended, in our code', once, 5),
  ];
}

async function inOneFile(folder: string, effect: 'reads' | 'writes'): Promise<readonly Spent[]> {
  const timed = timedFiles(folder);
  const recording = recordingIn(folder, timed.files);
  await verb(recording, effect);
  const spent: Spent[] = [];
  for (let number = 0; number < verbs; number += 1)
    spent.push(await spentIn(timed, () => verb(recording, effect)));
  await recording.close(0);
  return spent;
}

/** What a verb of one command object tells. */
async function verb(recording: Recording, effect: 'reads' | 'writes'): Promise<void> {
  const [number, key] = [recording.verb(), recording.key()];
  const json = { session_id: 1, name: 'create directory', object: 'C:\\Windows\\Temp\\New Folder' };
  recording.tell('verb', { verb: number, line: 'mkdir "C:\\Windows\\Temp\\New Folder"' });
  await recording.before(
    'command',
    { key, session: 1, name: json.name, writes: effect === 'writes' },
    { effect, json },
  );
  recording.tell('result', { key, id: 7, status: 'complete', code: 0 });
  recording.tell('ended', { verb: number, exit_code: 0 });
}

interface TimedFiles {
  readonly files: LocalFiles;
  readonly flushed: { ms: number; count: number };
}

function timedFiles(folder: string): TimedFiles {
  const plain = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
  const flushed = { ms: 0, count: 0 };
  const openLog: LocalFiles['openLog'] = (...call) => {
    const log = plain.openLog(...call);
    const sync = async () => {
      const since = performance.now();
      await log.sync();
      flushed.ms += performance.now() - since;
      flushed.count += 1;
    };
    return { ...log, sync };
  };
  return { files: { ...plain, openLog }, flushed };
}

async function spentIn({ flushed }: TimedFiles, work: () => Promise<void>): Promise<Spent> {
  const [before, since] = [{ ...flushed }, performance.now()];
  await work();
  const [ms, flushMs] = [performance.now() - since, flushed.ms - before.ms];
  return { ms: ms - flushMs, flushMs, flushes: flushed.count - before.count };
}

function recordingIn(folder: string, files: LocalFiles): Recording {
  const own = { pid: process.pid, uid: process.getuid?.() ?? -1, isAlive: () => true };
  const opened = {
    program: 'cblr',
    version: 'bench',
    profile: 'bench',
    server: 'https://cb.example',
    user: 'analyst',
    machine: 'desk',
    pid: process.pid,
  };
  const place = { folder: join(folder, 'records') };
  return new Recording({
    clock: systemClock,
    note: (text) => process.stderr.write(`${text}\n`),
    open: (begunMs) => TranscriptFile.open(place, opened, begunMs, { files, clock: systemClock, own }),
  });
}
