import type { LabOptions } from '../../src/lab/lab.ts';
import type { Sink } from '../../src/ports/streams.ts';
import { main } from '../../src/programs/main.ts';
import { makeNodeRuntime } from '../../src/runtime/node.ts';
import { makeSharedClock, type SharedClock } from '../../test/support/shared-clock.ts';
import { type BenchLab, withLab } from './with-lab.ts';

export interface VirtualBench extends BenchLab {
  readonly clock: SharedClock;
  /** Runs the program in this process, on the time of the lab; throws with its stderr when it fails. */
  cblr(
    args: readonly string[],
  ): Promise<{ readonly stdout: string; readonly stderr: string; readonly ms: number }>;
}

/** A lab and the program on one time, which passes only while both wait. */
export async function withVirtualTime<T>(
  options: LabOptions,
  work: (bench: VirtualBench) => Promise<T>,
): Promise<T> {
  const startMs = Date.parse('2024-05-14T09:30:00Z');
  const clock = makeSharedClock(startMs);
  return await withLab({ now: startMs, time: clock, ...options }, (bench) =>
    work({ ...bench, clock, cblr: (args) => run(args, bench, clock) }),
  );
}

async function run(args: readonly string[], { env }: BenchLab, clock: SharedClock) {
  const [out, err] = [keeping(), keeping()];
  const real = makeNodeRuntime(process);
  const runtime = {
    ...real,
    argv: args,
    env: { ...process.env, ...env },
    clock,
    streams: { ...real.streams, out: out.sink, err: err.sink, canPrompt: false, link: undefined },
    progress: { start: () => ({ say: () => undefined, advance: () => undefined, stop: () => undefined }) },
    note: (text: string) => void err.sink.write(`${text}\n`),
  };
  const begunMs = clock.monotonic();
  const exitCode = await main('cblr', runtime);
  const ms = clock.monotonic() - begunMs;
  if (exitCode !== 0) throw new Error(`cblr ${args.join(' ')} ended with ${exitCode}: ${err.text()}`);
  return { stdout: out.text(), stderr: err.text(), ms };
}

function keeping(): { readonly sink: Sink; text(): string } {
  const held: string[] = [];
  return {
    sink: {
      isTTY: false,
      async write(chunk) {
        held.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      },
    },
    text: () => held.join(''),
  };
}
