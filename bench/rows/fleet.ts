import { LabClock } from '../../src/lab/clock.ts';
import { eras } from '../../src/lab/era.ts';
import { FaultSet } from '../../src/lab/faults/fault-set.ts';
import { Fleet } from '../../src/lab/fleet/fleet.ts';
import { makeFleet } from '../../src/lab/fleet/make-fleet.ts';
import type { LabOptions } from '../../src/lab/lab.ts';
import { defaultSeed } from '../../src/lab/world.ts';
import type { SharedClock } from '../../test/support/shared-clock.ts';
import { type CheckIns, idealMs, inRhythm } from '../ideal.ts';
import { withLabProcess } from '../support/lab-process.ts';
import { cblr } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withVirtualTime } from '../support/virtual.ts';
import type { BenchLab } from '../support/with-lab.ts';

/** Half of the time a command takes, half the sensor needs to hear that its session is over. */
const workMs = 500;
const slots = 10;
const leadMs = 15;
/** Each check-in is up to a tenth of the interval off its rhythm, to either side. */
const jitter = 0.2;
const step = 'stat C:\\Windows\\explorer.exe';

/** One step on many hosts, in the order of check-ins and at random, on the time of the lab; beside somebody who knows all and loses no time. */
export async function fleetSchedule(
  hosts = 1000,
  intervals: readonly number[] = [5000, 15_000],
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const everyMs of intervals) {
    const ours = await timed(hosts, everyMs, 'checkin');
    const plain = await timed(hosts, everyMs, 'random');
    const ratio = ours.ms / ours.idealMs;
    const boundMs = (hosts * (workMs + 150)) / slots + 2 * everyMs;
    found.push({
      what: `${hosts} hosts by check-ins every ${everyMs / 1000} s, ${slots} slots`,
      figure: `${seconds(ours.ms)} s, ${ratio.toFixed(2)} x ideal`,
      limit: `${seconds(boundMs)} s, 1.15 x`,
      ok: ours.ms <= boundMs && ratio <= 1.15,
      note: `ideal ${seconds(ours.idealMs)} s; asked for at once, at random, ${seconds(plain.ms)} s`,
    });
  }
  return found;
}

async function timed(hosts: number, everyMs: number, order: 'checkin' | 'random') {
  const options = {
    sensors: Math.max(60, hosts * 3),
    processes: 0,
    checkInMs: everyMs,
    checkInJitter: jitter,
    sensorLatencyMs: workMs / 2,
    settings: [`CbLRMaxActiveSessions=${slots}`],
  };
  return await withVirtualTime(options, async (bench) => {
    const rhythms = checkInsOf(options, bench.clock);
    const targets = ['--os', 'windows', '--status', 'online', '--limit', String(hosts)];
    const how = ['--slots', String(slots), '--order', order];
    const { ms } = await bench.cblr([
      'fleet',
      'run',
      ...targets,
      ...how,
      '-c',
      'stat C:\\Windows\\explorer.exe',
      '--json',
    ]);
    const { stdout } = await bench.cblr(['fleet', 'show', '--json']);
    const done = (JSON.parse(stdout) as readonly { sensor_id: number; state: string }[]).filter(
      ({ state }) => state === 'done',
    );
    if (done.length !== hosts) throw new Error(`${done.length} of ${hosts} hosts are through`);
    const own = done.flatMap(({ sensor_id }) => rhythms.get(sensor_id) ?? []);
    return { ms, idealMs: idealMs(own, { slots, workMs, leadMs }) };
  });
}

/** The same in real time, on fewer hosts; the lab in a process of its own. */
export async function fleetRealTime(hosts = 100, everyMs = 5000): Promise<readonly Row[]> {
  const words = [
    ...['--sensors', String(hosts * 3), '--processes', '0', '--sensor-latency', `${workMs / 2}ms`],
    ...['--check-in', `${everyMs}ms`, '--check-in-spread', '10%'],
    ...['--set', `CbLRMaxActiveSessions=${slots}`],
  ];
  return await withLabProcess(words, async ({ env, request }) => {
    const rhythms = await rhythmsOf(request, Date.now());
    const targets = ['--os', 'windows', '--status', 'online', '--limit', String(hosts)];
    const { ms } = await cblr(['fleet', 'run', ...targets, '--slots', String(slots), '-c', step, '--json'], {
      env,
    });
    const done = await doneHosts(await cblr(['fleet', 'show', '--json'], { env }), hosts);
    const ideal = idealMs(
      done.flatMap((id) => rhythms.get(id) ?? []),
      { slots, workMs, leadMs },
    );
    const boundMs = (hosts * (workMs + 150)) / slots + 2 * everyMs;
    return [
      {
        what: `${hosts} hosts by check-ins every ${everyMs / 1000} s, in real time`,
        figure: `${seconds(ms)} s`,
        limit: `${seconds(boundMs)} s`,
        ok: ms <= boundMs,
        note: `ideal ${seconds(ideal)} s; the start of the program and what it finds out are in it`,
      },
    ];
  });
}

/** When each sensor checks in, in ms from now. */
async function rhythmsOf(
  request: BenchLab['request'],
  nowMs: number,
): Promise<ReadonlyMap<number, CheckIns>> {
  const found = new Map<number, CheckIns>();
  for (let start = 0; ; start += 1000) {
    const { results } = (await request('GET', `/api/v2/sensor?start=${start}&rows=1000&sort.col=id`)) as {
      readonly results: readonly { id: number; last_checkin_time: string; next_checkin_time: string }[];
    };
    if (results.length === 0) return found;
    for (const { id, last_checkin_time: last, next_checkin_time: next } of results) {
      const [lastMs, nextMs] = [last, next].map((text) => Date.parse(text.replace(' ', 'T'))) as [
        number,
        number,
      ];
      found.set(id, inRhythm({ nextMs: nextMs - nowMs, everyMs: nextMs - lastMs }));
    }
  }
}

/** When each sensor checks in, from now on: a fleet like that of the lab tells it, on a clock that goes where it is asked about. */
function checkInsOf(options: LabOptions, { now, monotonic }: SharedClock): ReadonlyMap<number, CheckIns> {
  const beginMs = monotonic();
  let atMs = 0;
  const startMs = options.now ?? now() - beginMs;
  const clock = new LabClock(startMs, {
    monotonic: () => atMs,
    sleep: () => Promise.reject(new Error('it does not go')),
  });
  const plan = { seed: defaultSeed, now: startMs / 1000, era: eras['7.8'], thisMachine: false };
  const sensors = makeFleet({
    ...plan,
    ...(options.sensors === undefined ? {} : { count: options.sensors }),
  });
  const rhythm = { everyMs: options.checkInMs ?? 0, spread: 0, jitter: options.checkInJitter ?? 0 };
  const fleet = new Fleet(sensors, clock, new FaultSet(defaultSeed), { ...rhythm, returns: new Map() });
  return new Map(
    sensors.map((sensor) => [
      sensor.id,
      (fromMs) => {
        atMs = beginMs + fromMs;
        return fromMs + (fleet.untilCheckIn(sensor) ?? Number.POSITIVE_INFINITY);
      },
    ]),
  );
}

/** Of a run that must be through. */
async function doneHosts({ stdout }: { readonly stdout: string }, hosts: number): Promise<readonly number[]> {
  const shown = JSON.parse(stdout) as readonly { sensor_id: number; state: string }[];
  const done = shown.filter(({ state }) => state === 'done');
  if (done.length !== hosts) throw new Error(`${done.length} of ${hosts} hosts are through`);
  return done.map(({ sensor_id }) => sensor_id);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
