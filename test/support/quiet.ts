import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** So many turns of the event loop in a row without an event: what was on its way over loopback would have arrived. */
const quietTurns = 3;
/** Work that is not done after so many turns is waited for without turning: the processor may be what it waits for. */
const patientTurns = 400;
/**
 * A file that is read for more naps than this, of a millisecond each, is something that nobody can tell when it ends, such as a pipe. Naps are
 * counted, not measured: a busy computer makes nobody slow.
 */
const mostNaps = 1500;

/** What the threads of the process are at. */
const work =
  /^(?:FSReq|GetAddrInfo|GetNameInfo|TCPConnect|PipeConnect|Write|Shutdown|Random|Fs)|Req(?:Wrap|Callback|Promise)$/;

/** A piece that is not packed by then waits for its reader. */
const packingMs = 100;

/** Streams that are packing or unpacking a piece, and since when: this runs on threads that Node does not list. */
const packing = new Map<unknown, number>();
watchPacking();

/**
 * Resolves `true` when everything in this process, the lab in it included, waits for time to pass or for somebody outside: no request is on
 * its way, no file is being read, nothing is left to run. Resolves `false`, about a millisecond of real time later, where it waits for
 * another process: then time passes for both.
 */
export function untilQuiet(): Promise<boolean> {
  underWay ??= watch().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

/** One for all clocks of the process: each turn of another's watch would look like work. */
let underWay: Promise<boolean> | undefined;

async function watch(): Promise<boolean> {
  let busyTurns = 0;
  let events = eventsSoFar();
  let turns = 0;
  while (turns < quietTurns) {
    await turn();
    const now = eventsSoFar();
    const resources = process.getActiveResourcesInfo();
    const isWorking = resources.includes('Immediate') || isAtWork(resources);
    turns = now === events && !isWorking ? turns + 1 : 0;
    events = now;
    if (turns > 0 && resources.includes('ProcessWrap')) return await inRealTime();
    if (!isWorking) continue;
    busyTurns += 1;
    if (busyTurns > patientTurns) await nap();
    if (busyTurns > patientTurns + mostNaps) return false;
  }
  return true;
}

/** Calls back once nothing of this process is on its way: at the next turn of the event loop, as a rule. */
export function afterWork(then: () => void, turns = 0): void {
  const look = (): void => {
    if (isAtWork() && turns < patientTurns + mostNaps) afterWork(then, turns + 1);
    else then();
  };
  if (turns < patientTurns) setImmediate(look);
  else setTimeout(look, 1);
}

function isAtWork(resources = process.getActiveResourcesInfo()): boolean {
  return isPacking() || isLoading() || resources.some((name) => work.test(name));
}

function eventsSoFar(): number {
  return performance.nodeTiming.uvMetricsInfo.events;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function inRealTime(): Promise<boolean> {
  await nap();
  return false;
}

function nap(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function isPacking(): boolean {
  const now = performance.now();
  return [...packing.values()].some((since) => now - since < packingMs);
}

/** Vitest brings modules that are loaded late from another thread, of which no list of Node tells. */
function isLoading(): boolean {
  const { __vitest_worker__: worker } = globalThis as {
    __vitest_worker__?: { readonly resolvingModules: ReadonlySet<unknown> };
  };
  return worker !== undefined && worker.resolvingModules.size > 0;
}

function watchPacking(): void {
  type Transform = (
    this: Readable,
    chunk: unknown,
    encoding: unknown,
    done: (...args: unknown[]) => void,
  ) => void;
  const base = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(createGunzip()))) as {
    _transform: Transform;
  };
  const original = base._transform;
  base._transform = function watched(chunk, encoding, done) {
    if (!packing.has(this)) this.once('close', () => packing.delete(this));
    packing.set(this, performance.now());
    original.call(this, chunk, encoding, (...args) => {
      packing.set(this, Number.NEGATIVE_INFINITY);
      done(...args);
    });
  };
}
