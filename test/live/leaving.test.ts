import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { deadline, Stopped } from '../../src/errors/stopped.ts';
import type { Left } from '../../src/live/parting.ts';
import { collect } from '../support/collect.ts';
import { failureOf } from '../support/failure-of.ts';
import { type FakeLive, openFakeLive } from '../support/fake-live.ts';

const hourMs = 3_600_000;

/** A sensor that has started a program for each signal, and from then on is held by something else. */
async function heldWith(...signals: readonly AbortSignal[]) {
  const world = await openFakeLive();
  const { server, clock, live } = world;
  const left: Left[] = [];
  let isHeld = false;
  const started = Promise.withResolvers<void>();
  server.on('create process', (_request, index) => ({ end: { pid: 77 + index } }));
  server.on('process list', (_request, index) => {
    if (index + 1 >= signals.length) started.resolve();
    return {
      takesMs: isHeld ? hourMs : 10,
      end: { processes: signals.map((_, at) => ({ pid: 77 + at, parent: 1, path: 'x', create_time: 5 })) },
    };
  });
  server.on('directory list', () => ({ takesMs: isHeld ? hourMs : 10, end: { files: [] } }));
  server.on('delete file', () => ({ takesMs: hourMs }));
  const ended = signals.map(async (signal) => {
    const program = await live.programs.watch('scan', {
      directory: 'C:\\Windows',
      remoteOutput: undefined,
      deadlineMs: Number.POSITIVE_INFINITY,
      withCode: false,
      signal,
      dryRun: undefined,
      onShorter: () => undefined,
      onEnd: () => undefined,
      onLeft: (what) => void left.push(what),
    });
    if (program !== undefined) await failureOf(collect(program.chunks));
  });
  if (signals.length > 0) await started.promise;
  await clock.sleep(500);
  isHeld = true;
  await clock.sleep(500);
  return { ...world, ended: Promise.all(ended), left };
}

/** Until it is said what stays on the sensor. */
async function tookMs({ clock, notedMs }: FakeLive, work: () => Promise<unknown>): Promise<number> {
  const begunMs = clock.monotonic();
  await work();
  return (notedMs.at(-1) ?? Number.NaN) - begunMs;
}

describe('a held sensor is waited for 3 s in all', () => {
  it('when jobs are left and their session with them', async () => {
    const jobs = [new AbortController(), new AbortController()];
    const world = await heldWith(...jobs.map(({ signal }) => signal));
    const took = await tookMs(world, async () => {
      const until = deadline(world.clock);
      // So long they could be ended.
      await world.clock.sleep(1_000);
      for (const job of jobs) job.abort(new Stopped('Interrupted', 'the shell was left', until));
      await world.ended;
      await world.live.leave({ keep: false, until });
    });
    expect(took).toBe(3_000);
    expect(world.left).toMatchObject([
      { pid: 77, pids: undefined },
      { pid: 78, pids: undefined },
    ]);
    expect(world.notes.at(-1)).toMatch(/^left on FIN-WS-07: .*pid 77\), .*pid 78\); later cblr rm 7 /);
  });

  it.each(['Interrupted', 'Terminated'] as const)('when a one-shot is %s', async (kind) => {
    const stop = new AbortController();
    const world = await heldWith(stop.signal);
    const took = await tookMs(world, async () => {
      const until = deadline(world.clock);
      await world.clock.sleep(1_000);
      stop.abort(new Stopped(kind, 'stopped', until));
      await world.ended;
      await world.live.leave({ keep: false, hurry: stop.signal });
    });
    expect(took).toBe(3_000);
    expect(world.left).toMatchObject([{ pid: 77, pids: undefined }]);
  });

  it('from the moment on at which one looks, where nobody said how long', async () => {
    const stop = new AbortController();
    const world = await heldWith(stop.signal);
    const took = await tookMs(world, async () => {
      stop.abort(new CbError('Interrupted', 'stopped'));
      await world.ended;
      await world.live.leave({ keep: false, hurry: AbortSignal.abort() });
    });
    expect(took).toBe(3_000);
  });

  it('and no longer at all when somebody is in a hurry meanwhile', async () => {
    const world = await heldWith();
    const hurry = new AbortController();
    const path = 'C:\\Windows\\CarbonBlack\\cblr-0123456789ab.tmp';
    world.live.programs.helpers.keep({ path, what: 'exec scan' });
    const took = await tookMs(world, async () => {
      const left = world.live.leave({ keep: false, hurry: hurry.signal });
      await world.clock.sleep(200);
      hurry.abort(new CbError('Interrupted', 'Ctrl-C'));
      await left;
    });
    expect(took).toBe(200);
  });

  it.each([
    [500, undefined],
    [hourMs, 1_200],
  ] as const)(
    'and a second more where Ctrl-C comes in the middle of leaving (%i ms)',
    async (takesMs, saidMs) => {
      const world = await openFakeLive();
      world.server.on('delete file', () => ({ takesMs }));
      const path = 'C:\\Windows\\CarbonBlack\\cblr-0123456789ab.tmp';
      world.live.programs.helpers.keep({ path, what: 'exec scan' });
      const hurry = new AbortController();
      const took = await tookMs(world, async () => {
        const left = world.live.leave({ keep: false, hurry: hurry.signal });
        await world.clock.sleep(200);
        hurry.abort(new Stopped('Interrupted', 'stopped by Ctrl-C', deadline(world.clock)));
        await left;
      });
      if (saidMs === undefined) expect(world.notes).toEqual([]);
      else expect(took).toBe(saidMs);
    },
  );
});
