import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CommandObject } from '../../src/api/wire/command-object.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import type { Host } from '../../src/fleet/host.ts';
import { RunStore } from '../../src/fleet/store/run-store.ts';
import type { RunHost, RunRules, Step } from '../../src/fleet/store/run-types.ts';
import {
  type Aim,
  type HostDoor,
  type HostFacts,
  type HostSession,
  NotNow,
  type StepEnd,
  type StepWatch,
} from '../../src/fleet/work/door.ts';
import type { WorkEnd } from '../../src/fleet/work/end-of-run.ts';
import { Slots } from '../../src/fleet/work/slots.ts';
import { Worker } from '../../src/fleet/work/worker.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';

export const usualRules: RunRules = {
  canary: 0,
  stopAfter: undefined,
  slots: 3,
  perMinute: undefined,
  deadlineMs: undefined,
  order: 'checkin',
  keepGoing: false,
};

export const hostOf = (id: number, more: Partial<Host> = {}): Host => ({
  id,
  name: `h${id}`,
  dnsName: '',
  os: 'linux',
  status: 'Online',
  isOnline: true,
  groupId: 1,
  addresses: [],
  lastCheckInMs: undefined,
  nextCheckInMs: undefined,
  unfit: undefined,
  ...more,
});

export const stepOf = (number: number, line = 'ps', writes = false): Step => ({
  number,
  line,
  verb: line,
  effect: writes ? 'changes' : 'reads',
  isOneWrite: writes,
});

export interface RunMaking {
  readonly hosts: readonly Host[];
  readonly clock: Clock;
  readonly steps?: readonly Step[];
  readonly rules?: Partial<RunRules>;
  readonly expiresInMs?: number;
}

export interface MadeRun {
  readonly folder: string;
  readonly store: RunStore;
  /** The same run, as another process opens it. */
  open(files?: LocalFiles): RunStore;
  end(): void;
}

export const files = makeLocalFiles({ directory: '/', home: '/', temporary: tmpdir() });

/** A run on the real disk, not worked on by anybody; it is gone with its test. */
export function runOf(making: RunMaking): MadeRun {
  const run = makeRun(making);
  onTestFinished(() => run.end());
  return run;
}

function makeRun({ hosts, clock, steps = [stepOf(1)], rules: own = {}, expiresInMs }: RunMaking): MadeRun {
  const folder = mkdtempSync(join(tmpdir(), 'cblr-run-'));
  const uid = process.getuid?.() ?? -1;
  const nowMs = clock.now();
  const run = {
    line: steps.map(({ line }) => line).join('; '),
    profile: 'default',
    server: 'https://x',
    directory: '/',
    createdMs: nowMs,
    expiresMs: nowMs + (expiresInMs ?? 7 * 86_400_000),
    rules: { ...usualRules, ...own },
    steps,
  };
  const store = RunStore.make(run, hosts, { folder, files, uid }, (ms) => ms);
  const opened: RunStore[] = [];
  return {
    folder,
    store,
    open(disk = files) {
      const other = RunStore.open({ folder, files: disk, uid });
      opened.push(other);
      return other;
    },
    end() {
      for (const each of [store, ...opened]) each.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface FakeServer {
  readonly clock: Clock;
  /** ms that a step takes. */
  readonly stepMs?: number;
  /** ms until a session that was left is closed. */
  readonly closeMs?: number;
  readonly facts?: (id: number) => Partial<HostFacts>;
  /** Thrown in the place of a session; `open` are there already. */
  readonly refuses?: (id: number, atMs: number, open: number) => Error | undefined;
  /** Its sensor does not check in. */
  readonly isMissing?: (id: number, atMs: number) => boolean;
  /** Thrown where lists are asked for. */
  readonly unheard?: (atMs: number) => Error | undefined;
  /** What is known of the server's clock. */
  readonly ahead?: () => number | undefined;
  readonly colleagues?: () => readonly number[];
  /** Of a session that there was; without it nobody knows one. */
  readonly commands?: () => readonly CommandObject[];
  readonly step?: (
    host: RunHost,
    step: Step,
    watch: StepWatch,
    signal: AbortSignal,
  ) => Promise<Partial<StepEnd> | undefined>;
}

/** A server of hosts that answer each step; `opened` tells what was asked for, and when. */
export class FakeDoor implements HostDoor {
  readonly opened: { readonly id: number; readonly atMs: number; readonly aim: Aim | undefined }[] = [];
  readonly looks: (readonly number[])[] = [];
  most = 0;
  readonly #server: FakeServer;
  readonly #open = new Set<number>();

  constructor(server: FakeServer) {
    this.#server = server;
  }

  get aheadMs(): number | undefined {
    return this.#server.ahead?.();
  }

  async look(ids: ReadonlySet<number>): Promise<ReadonlyMap<number, HostFacts>> {
    const { clock, unheard, facts } = this.#server;
    const error = unheard?.(clock.monotonic());
    if (error !== undefined) throw error;
    this.looks.push([...ids]);
    const plain = { isOnline: true, lastCheckInMs: undefined, nextCheckInMs: undefined };
    return new Map([...ids].map((id) => [id, { ...plain, aheadMs: this.aheadMs, ...facts?.(id) }]));
  }

  async busySensors(): Promise<readonly number[]> {
    const { clock, unheard, colleagues } = this.#server;
    const error = unheard?.(clock.monotonic());
    if (error !== undefined) throw error;
    return [...this.#open, ...(colleagues?.() ?? [])];
  }

  mayRepeat = ({ verb }: { readonly verb: string }): boolean => verb === 'services';

  async commands(): Promise<readonly CommandObject[]> {
    const { commands } = this.#server;
    if (commands !== undefined) return commands();
    throw new CbError('SessionGone', 'no such session');
  }

  async open(host: RunHost, signal: AbortSignal, aim?: Aim): Promise<HostSession> {
    const { clock, refuses, isMissing, closeMs = 0, stepMs = 10, step: work } = this.#server;
    this.opened.push({ id: host.id, atMs: clock.monotonic(), aim });
    const error = refuses?.(host.id, clock.monotonic(), this.#open.size);
    if (error !== undefined) throw error;
    if (aim !== undefined && isMissing?.(host.id, clock.monotonic()) === true) {
      await clock.sleep(aim.patienceMs, signal);
      throw new NotNow(undefined);
    }
    this.#open.add(host.id);
    this.most = Math.max(this.most, this.#open.size);
    const pendingMs = Math.max(0, (aim?.checkInMs ?? 0) - clock.now());
    await clock.sleep(pendingMs, signal);
    return {
      pendingMs,
      id: () => host.id,
      async run(step, watch, stepSignal) {
        const end = {
          exitCode: 0,
          kind: undefined,
          message: undefined,
          mayBeDone: false,
          rows: new Uint8Array(),
        };
        try {
          await clock.sleep(stepMs, stepSignal);
          return { ...end, ...(await work?.(host, step, watch, stepSignal)) };
        } catch (error) {
          return { ...end, exitCode: 130, kind: 'Interrupted', message: String(error) };
        }
      },
      leave: async () => {
        void clock.sleep(closeMs, undefined, closeMs > 0).then(() => this.#open.delete(host.id));
        if (closeMs === 0) this.#open.delete(host.id);
      },
    };
  }
}

/** Works on a run as a process does, to its end. */
export async function workOn(
  store: RunStore,
  door: HostDoor,
  clock: Clock,
  {
    signal = new AbortController().signal,
    slots = new Slots(store.run().rules.slots, 10),
    note,
  }: { signal?: AbortSignal; slots?: Slots; note?: (text: string) => void } = {},
): Promise<WorkEnd> {
  const other = store.take({ pid: 4242, machine: 'desk' }, clock.now(), () => false);
  if (other !== undefined) throw new Error(`process ${other.pid} has it`);
  try {
    return await new Worker({ store, door, clock, slots, signal, note, onProgress: () => undefined }).work();
  } finally {
    store.release();
  }
}
