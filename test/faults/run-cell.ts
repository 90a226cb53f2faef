import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from '../../src/programs/main.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { shellWords } from '../support/shell-words.ts';
import type { Asked } from './asked.ts';
import type { Fault } from './faults.ts';
import type { Job } from './jobs.ts';
import { hows } from './mischief.ts';
import { type Passed, startRelay } from './relay.ts';

/** What came of a job under a fault, as far as it is the same each time. */
export interface Outcome {
  readonly exitCode: number | 'hangs';
  readonly stdout: string;
  readonly stderr: string;
  /** Local files that were not there before, by name, with the SHA-256 of what is in them. */
  readonly files: ReadonlyMap<string, string>;
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly passed: readonly Passed[];
  /** Main writes that came to the server and that it accepted. */
  readonly acted: number;
  /** Live Response sessions that are still alive on the server. */
  readonly sessionsLeft: number;
  /** How often the fault happened. */
  readonly happened: number;
}

/** Waits of the program pass so much faster; time-outs of the network do not. */
const hurry = 25;
/** Long enough for a memory dump that breaks again and again on a busy computer. */
const hangsMs = 120_000;

/** Runs one job under one fault (or none) on a lab of its own. */
export async function runCell(job: Job, fault: Fault | undefined): Promise<Outcome> {
  const world = await makeProgramWorld({
    tls: false,
    sensors: 12,
    processes: 400,
    alerts: 40,
    // The waits of the client are hurried by its own clock.
    isRealTime: true,
    ...job.lab,
  });
  let happened = 0;
  const seen = new Map<string, number>();
  const choose = (asked: Asked) => {
    if (fault === undefined || !isMeant(asked, fault, job)) return undefined;
    const count = (seen.get(fault.name) ?? 0) + 1;
    seen.set(fault.name, count);
    if (fault.which !== 'each' && fault.which !== count) return undefined;
    happened += 1;
    return hows[fault.how];
  };
  try {
    await using relay = await startRelay(world.lab.url, choose);
    await world.profile({ url: relay.url, ssl_pin: relay.fingerprint, timeout: timeoutFor(fault, job) });
    await job.prepare?.(world.folder);
    const before = new Set(await filesIn(world.folder));
    const { exitCode, stdout, stderr } = await runHurried(world, job);
    const names = (await filesIn(world.folder)).filter((name) => !before.has(name));
    const contents = new Map(
      // After a job that hangs something may still be tidied away.
      await Promise.all(
        names.map(
          async (name) =>
            [name, await readFile(join(world.folder, name)).catch(() => Buffer.alloc(0))] as const,
        ),
      ),
    );
    const passed = relay.passed.map((entry) => ({ ...entry }));
    return {
      exitCode,
      stdout: normalised(stdout, world),
      stderr: normalised(stderr, world),
      files: new Map([...contents].map(([name, bytes]) => [name, sha256(bytes)])),
      contents,
      passed,
      acted: passed.filter((entry) => job.mainWrite?.(entry) === true && isAccepted(entry)).length,
      sessionsLeft: await sessionsAlive(world),
      happened,
    };
  } finally {
    await world.end();
  }
}

/** Short where the fault is that nothing comes; else nothing may end a request but the fault. */
function timeoutFor(fault: Fault | undefined, job: Job): string {
  if (fault === undefined || !/stall|deaf/.test(fault.how)) return '20s';
  return job.isLarge === true ? '2s' : '400ms';
}

function isMeant(asked: Asked, { where }: Fault, job: Job): boolean {
  if (where === 'any') return true;
  return where === 'main write' ? job.mainWrite?.(asked) === true : asked.place === where;
}

function isAccepted({ status }: Passed): boolean {
  return status !== undefined && status < 300;
}

async function runHurried(world: ProgramWorld, job: Job) {
  const [program, ...argv] = shellWords(job.line);
  const runtime = world.runtime(argv);
  const hurried = {
    ...runtime,
    clock: {
      ...runtime.clock,
      monotonic: () => performance.now() * hurry,
      sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / hurry, signal),
    },
  };
  const ended = main(program === 'cbq' ? 'cbq' : 'cblr', hurried);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hangs'>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), hangsMs);
  });
  const exitCode = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (exitCode === 'hangs') runtime.interrupt();
  return { exitCode, stdout: runtime.out(), stderr: runtime.err() };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function sessionsAlive({ lab }: ProgramWorld): Promise<number> {
  const reply = await fetch(`${lab.url}/api/v1/cblr/session`, { headers: { 'x-auth-token': lab.token } });
  const sessions = (await reply.json()) as readonly {
    status: string;
    close_time?: number;
    sensor_id: number;
  }[];
  return sessions.filter(
    ({ status, close_time, sensor_id }) =>
      sensor_id === 10 && (status === 'active' || status === 'pending') && close_time === undefined,
  ).length;
}

function normalised(text: string, { home }: ProgramWorld): string {
  return text.replaceAll(home, 'HOME').replace(/127\.0\.0\.1:\d+/g, 'SERVER');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
