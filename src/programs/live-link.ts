import type { Cb } from '../api/client.ts';
import type { SessionTimeouts } from '../api/resources/live-response.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import { CbError } from '../errors/cb-error.ts';
import { LiveBus } from '../live/bus.ts';
import { SessionLedger } from '../live/ledger.ts';
import { LeftFiles } from '../live/left-files.ts';
import { Live } from '../live/live.ts';
import { isJoinable, type SensorFacts, sensorOffline } from '../live/open-session.ts';
import type { LatencyBook } from '../live/pace.ts';
import { noSensor } from '../ops/one-sensor.ts';
import type { ServerClock } from '../ports/clock.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { escapeLine } from '../text/escape.ts';
import { shortName } from '../text/short-name.ts';
import type { Recorder } from '../transcript/recorder.ts';
import { removalLine } from './left-files.ts';
import { tracedBus } from './trace-live.ts';

export interface LinkOptions {
  readonly runtime: Runtime;
  readonly cb: Cb;
  /** Server as text, for the name of the ledger. */
  readonly server: string;
  readonly stateFolder: string;
  readonly recorder: Recorder;
  /** How this server was named. */
  readonly globals: Partial<Globals>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  /** ms; `true` for 20 minutes, undefined: the sensor must be online. */
  readonly wait: number | true | undefined;
  readonly timeouts: SessionTimeouts;
  /** How long what is opened stays open unused for the next run, ms. */
  readonly keepMs?: number | undefined;
  /** Only a session that exists already. */
  readonly attach?: boolean;
  /** One line for each state and command object. */
  readonly trace?: ((line: string) => void) | undefined;
  /** Of sensors that are worked on one after the other. */
  readonly latencies?: LatencyBook | undefined;
}

const ordinaryWaitMs = 360_000;
const offlineWaitMs = 20 * 60_000;

/** Finds the sensor that was typed, by a link into the server's console too; a picker where several are meant and there is a terminal. */
export async function chooseSensor(
  typed: string,
  { cb, runtime, signal, server }: Pick<LinkOptions, 'cb' | 'runtime' | 'signal' | 'server'>,
): Promise<Sensor> {
  const text = typed.includes(':') ? await linkedSensor(typed, server) : typed.trim();
  const names = new Set<string>();
  const found = await cb.sensors.find(text, { signal, onName: (name) => names.add(name) });
  const [only] = found;
  if (only === undefined) throw noSensor(text, names);
  if (found.length === 1) return only;
  const labels = found.map(describeSensor);
  if (!runtime.streams.canPrompt) {
    throw new CbError('Usage', `"${text}" is ${found.length} sensors: ${labels.join('; ')}`, {
      hint: `name one by its id: ${found.map((sensor) => sensor.id).join(', ')}`,
      context: { sensor: text, ids: found.map((sensor) => sensor.id).join(',') },
    });
  }
  const choices = found.map((sensor, index) => ({ label: escapeLine(labels[index] ?? ''), value: sensor }));
  return await runtime.prompter.select(`${escapeLine(text)} is several sensors: which?`, choices);
}

async function linkedSensor(typed: string, server: string): Promise<string> {
  const { idOfWord } = await import('../queries/linked-id.ts');
  return await idOfWord(typed, 'sensor', { server: async () => server });
}

function describeSensor(sensor: Sensor): string {
  const addresses = shortName(sensor.adapters.map((adapter) => adapter.address).join(', '));
  return `${sensor.id} ${shortName(sensor.name)} ${addresses} ${shortName(sensor.status, 40)}`;
}

/** Opens, joins or attaches to a session on the sensor. */
export async function openLive(sensor: Sensor, options: LinkOptions): Promise<Live> {
  const { runtime, cb, signal, note } = options;
  const { serverClock } = cb.http;
  const facts = factsOf(sensor, serverClock);
  if (options.attach === true) await mustHaveSession(facts, options);
  else refuseUnlessReachable(sensor, facts, options);
  const waitMs = options.wait === true ? offlineWaitMs : (options.wait ?? ordinaryWaitMs);
  const checkIn = Math.ceil(waitMs / 1000);
  const request =
    waitMs > offlineWaitMs && options.timeouts.checkin_timeout === undefined
      ? { ...options.timeouts, checkin_timeout: checkIn }
      : options.timeouts;
  const keeping = options.keepMs === undefined ? {} : { session_timeout: Math.ceil(options.keepMs / 1000) };
  const key = keyOf(options.server, sensor.id);
  const own = { pid: runtime.pid, uid: runtime.uid, isAlive: runtime.isRunning };
  const ledger = ledgerOf(sensor.id, options);
  const bus = options.trace === undefined ? new LiveBus() : tracedBus(options.trace);
  const live = await Live.open(
    {
      server: cb.liveResponse,
      clock: runtime.clock,
      bus,
      ledger,
      leftFiles: new LeftFiles(runtime.files, own, `${options.stateFolder}/left`, key),
      removalLine: removalLine(runtime, options.globals, sensor.id),
      files: runtime.files,
      recorder: options.recorder,
      latencies: options.latencies,
      progress: runtime.progress,
      note,
    },
    {
      sensor: facts,
      request: { ...request, ...keeping },
      keep: options.keepMs !== undefined,
      waitMs,
      serverClock,
    },
    signal,
  );
  await tellOfSessions(live, bus, options);
  return live;
}

/** What our processes know of the session on a sensor. */
export function ledgerOf(
  sensorId: number,
  { runtime, server, stateFolder }: Pick<LinkOptions, 'runtime' | 'server' | 'stateFolder'>,
): SessionLedger {
  const own = { pid: runtime.pid, uid: runtime.uid, isAlive: runtime.isRunning };
  const folder = `${stateFolder}/sessions`;
  return new SessionLedger(runtime.files, runtime.clock, own, folder, keyOf(server, sensorId));
}

/** A server and a sensor of it, as the name of a file. */
function keyOf(server: string, sensorId: number): string {
  return `${server.replace(/^https?:\/\//, '').replace(/[^A-Za-z0-9.-]/g, '_')}-${sensorId}`;
}

/** The first session begins the transcript; others may be opened in its place. */
async function tellOfSessions(live: Live, bus: LiveBus, { recorder, cb }: LinkOptions): Promise<void> {
  const { id: sensor, hostname: host } = live.session.sensor;
  const tell = (session: number) =>
    recorder.before(
      'session',
      { session, sensor, host, clock_ahead_ms: cb.http.serverClock.aheadMs },
      { effect: 'reads' },
    );
  await tell(live.session.currentId());
  bus.on('state', ({ to }) => {
    if (to.name === 'active') void tell(to.id);
  });
}

function factsOf(sensor: Sensor, serverClock: ServerClock): SensorFacts {
  const onOurClock = (ms: number | undefined) => (ms === undefined ? undefined : serverClock.toOursMs(ms));
  return {
    id: sensor.id,
    hostname: sensor.name,
    isOnline: sensor.isOnline,
    style: sensor.os === 'unknown' ? undefined : sensor.os === 'windows' ? 'windows' : 'unix',
    lastCheckInMs: onOurClock(sensor.lastCheckInMs),
    nextCheckInMs: onOurClock(sensor.nextCheckInMs),
  };
}

function refuseUnlessReachable(sensor: Sensor, facts: SensorFacts, options: LinkOptions): void {
  if (sensor.supportsLiveResponse === false) {
    throw new CbError('Unsupported', `sensor ${sensor.id} (${sensor.name}) does not support Live Response`, {
      hint: 'its sensor version or system is too old',
      context: { sensor_id: sensor.id },
    });
  }
  if (!facts.isOnline && options.wait === undefined) throw sensorOffline(facts, options.runtime.clock.now());
}

async function mustHaveSession(facts: SensorFacts, { cb, signal }: LinkOptions): Promise<void> {
  const sessions = await cb.liveResponse.sessions({ activeOnly: true, signal });
  const isThere = sessions.some((session) => session.sensorId === facts.id && isJoinable(session));
  if (isThere) return;
  throw new CbError('NotFound', `no session on sensor ${facts.id} (${facts.hostname})`, {
    hint: `cblr connect ${facts.id} opens one; cblr sessions --all lists closed ones, and cblr session archive ID fetches what was done in one`,
    context: { sensor_id: facts.id },
  });
}
