import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Cb, createCb } from '../../src/api/client.ts';
import type { Sensor } from '../../src/api/wire/sensor.ts';
import type { RunningLab } from '../../src/lab/lab.ts';
import { LiveBus } from '../../src/live/bus.ts';
import { SessionLedger } from '../../src/live/ledger.ts';
import { LeftFiles } from '../../src/live/left-files.ts';
import { Live } from '../../src/live/live.ts';
import type { SensorFacts } from '../../src/live/open-session.ts';
import type { LiveServer } from '../../src/live/server.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import type { Progress } from '../../src/ports/progress.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { noRecorder } from '../../src/transcript/recorder.ts';
import { createHttp } from '../../src/transport/http.ts';
import type { DryRunRequest } from '../../src/transport/types.ts';

const folders = new Set<string>();
// Not when the process exits: workers are ended without that.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
});

/** A new empty folder that goes away with the test file. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cblr-test-'));
  folders.add(folder);
  return folder;
}

export interface OpenLiveOptions {
  readonly lab: RunningLab;
  readonly sensorId: number;
  /** Writes are recorded in `held` and not sent. */
  readonly dryRun?: boolean;
  /** Puts something between the engine and the server, or the disk. */
  readonly server?: (server: LiveServer) => LiveServer;
  readonly files?: (files: LocalFiles) => LocalFiles;
  /** Where the token is not the lab's own: a colleague. */
  readonly token?: string;
}

/** A session over real HTTPS with the real ports, and what tests look at. */
export interface OpenedLive {
  readonly live: Live;
  readonly cb: Cb;
  readonly bus: LiveBus;
  readonly files: LocalFiles;
  /** The local directory, empty at first. */
  readonly folder: string;
  readonly notes: string[];
  /** Every text that progress has shown. */
  readonly progressTexts: string[];
  readonly progress: Progress;
  /** How many progress tasks are on the screen. */
  progressTasks(): number;
  readonly held: DryRunRequest[];
  /** Closes the session and the connections. */
  leave(): Promise<void>;
}

export async function openLive(options: OpenLiveOptions): Promise<OpenedLive> {
  const { lab, sensorId } = options;
  const folder = temporaryFolder();
  const notes: string[] = [];
  const held: DryRunRequest[] = [];
  const { progress, progressTexts, progressTasks } = recordedProgress();
  const http = createHttp({
    url: lab.url,
    token: options.token ?? lab.token,
    tls: { verify: true, verifyHostname: true, ca: lab.ca },
    clock: systemClock,
    random: () => 0,
    ...(options.dryRun === true ? { dryRun: (request: DryRunRequest) => void held.push(request) } : {}),
  });
  const cb = createCb({ http });
  const disk = makeLocalFiles({ directory: folder, home: folder, temporary: tmpdir() });
  const files = options.files?.(disk) ?? disk;
  const bus = new LiveBus();
  const own = { pid: process.pid, isAlive: (pid: number) => pid === process.pid };
  const live = await Live.open(
    {
      server: options.server?.(cb.liveResponse) ?? cb.liveResponse,
      clock: systemClock,
      bus,
      // Each opens and closes for itself: the ledger of another one in this process would keep the session open.
      ledger: new SessionLedger(disk, systemClock, own, temporaryFolder(), `sensor-${sensorId}`),
      leftFiles: new LeftFiles(disk, {}, temporaryFolder(), `sensor-${sensorId}`),
      removalLine: (paths, isFolder) => `cblr rm ${sensorId}${isFolder ? ' -r' : ''} ${paths.join(' ')}`,
      progress,
      note: (text) => void notes.push(text),
      files,
      recorder: noRecorder,
    },
    {
      sensor: factsOf(await cb.sensors.get(sensorId)),
      request: {},
      waitMs: 20_000,
      serverClock: cb.http.serverClock,
    },
    AbortSignal.timeout(20_000),
  );
  return {
    live,
    cb,
    bus,
    files,
    folder,
    notes,
    progress,
    progressTexts,
    progressTasks,
    held,
    async leave() {
      await live.leave({ keep: false });
      await cb.close();
    },
  };
}

function factsOf(sensor: Sensor): SensorFacts {
  return {
    id: sensor.id,
    hostname: sensor.name,
    isOnline: sensor.isOnline,
    style: sensor.os === 'unknown' ? undefined : sensor.os === 'windows' ? 'windows' : 'unix',
    lastCheckInMs: sensor.lastCheckInMs,
    nextCheckInMs: sensor.nextCheckInMs,
  };
}

function recordedProgress() {
  const progressTexts: string[] = [];
  let tasks = 0;
  const progress: Progress = {
    start(text) {
      progressTexts.push(text);
      tasks += 1;
      let isOn = true;
      return {
        say: (next) => void progressTexts.push(next),
        advance: () => undefined,
        stop() {
          if (isOn) tasks -= 1;
          isOn = false;
        },
      };
    },
  };
  return { progress, progressTexts, progressTasks: () => tasks };
}
