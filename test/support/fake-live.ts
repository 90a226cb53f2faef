import { LiveBus } from '../../src/live/bus.ts';
import { SessionLedger } from '../../src/live/ledger.ts';
import { LeftFiles } from '../../src/live/left-files.ts';
import { Live } from '../../src/live/live.ts';
import { noRecorder } from '../../src/transcript/recorder.ts';
import { DateHeaderClock } from '../../src/transport/server-clock.ts';
import { type FakeLiveServer, makeFakeLiveServer } from './fake-live-server.ts';
import { makeRuntime, type TestRuntime } from './make-runtime.ts';
import type { TestClock } from './test-clock.ts';

export interface FakeLive {
  readonly live: Live;
  readonly server: FakeLiveServer;
  readonly clock: TestClock;
  readonly runtime: TestRuntime;
  readonly notes: readonly string[];
  /** When each was said, on the clock. */
  readonly notedMs: readonly number[];
  readonly never: AbortSignal;
}

export interface FakeLiveOptions {
  readonly style?: 'windows' | 'unix';
  readonly clock?: 'auto' | 'manual';
  /** Where the sensor says that it works. */
  readonly directory?: string;
}

/** The engine on a faked server and clock, with a real folder for its files. */
export async function openFakeLive({
  style = 'windows',
  clock: mode = 'auto',
  directory,
}: FakeLiveOptions = {}): Promise<FakeLive> {
  const runtime = makeRuntime({ clock: mode });
  const { clock, files } = runtime;
  const server = makeFakeLiveServer({ clock, ...(directory === undefined ? {} : { directory }) });
  const notes: string[] = [];
  const notedMs: number[] = [];
  const never = new AbortController().signal;
  const live = await Live.open(
    {
      server,
      clock,
      files,
      bus: new LiveBus(),
      ledger: new SessionLedger(
        files,
        clock,
        { pid: 1, isAlive: () => true },
        `${runtime.home}/sessions`,
        'x-7',
      ),
      leftFiles: new LeftFiles(files, {}, `${runtime.home}/left`, 'x-7'),
      removalLine: (paths, isFolder) => `cblr rm 7${isFolder ? ' -r' : ''} ${paths.join(' ')}`,
      progress: runtime.progress,
      recorder: noRecorder,
      note: (text) => {
        notes.push(text);
        notedMs.push(clock.monotonic());
      },
    },
    {
      sensor: {
        id: 7,
        hostname: 'FIN-WS-07',
        isOnline: true,
        style,
        lastCheckInMs: undefined,
        nextCheckInMs: undefined,
      },
      request: {},
      waitMs: 60_000,
      serverClock: new DateHeaderClock(clock),
    },
    never,
  );
  return { live, server, clock, runtime, notes, notedMs, never };
}
