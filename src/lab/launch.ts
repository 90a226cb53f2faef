import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { investigationSection } from './admin/investigations.ts';
import { alertSection } from './alerts/alert-states.ts';
import { Alerts } from './alerts/alerts.ts';
import { banSection } from './bans/ban-book.ts';
import { LabClock } from './clock.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { eras } from './era.ts';
import { parseFault } from './faults/fault.ts';
import { FaultSet } from './faults/fault-set.ts';
import { feedSection } from './feeds/feed-section.ts';
import { Fleet } from './fleet/fleet.ts';
import { groupSection } from './fleet/groups.ts';
import { restoreSensors, sensorsToKeep } from './fleet/kept-sensors.ts';
import { makeFleet } from './fleet/make-fleet.ts';
import type { Sensor } from './fleet/sensor.ts';
import { siteSection } from './fleet/sites.ts';
import type { LabOptions, LabRequest, RunningLab } from './lab.ts';
import { readSessions } from './live/past-sessions.ts';
import type { SessionWorld } from './live/session.ts';
import { SessionBoard } from './live/session-board.ts';
import { sessionCounters } from './live/session-counters.ts';
import { Records } from './search/records.ts';
import type { Endpoint } from './sensors/endpoint.ts';
import { makeApp } from './server/app.ts';
import { readSettings } from './settings.ts';
import { Store } from './store.ts';
import { accountSection } from './users/account.ts';
import { teamSection } from './users/team.ts';
import { Users } from './users/users.ts';
import { watchlistSection } from './watchlists/watchlist-section.ts';
import type { LabWorld } from './world.ts';

export const defaultSeed = 1;
const defaults = { checkInMs: 400, sensorLatencyMs: 40, processes: 5000, alerts: 60 } as const;

/** After that time, many process documents are made before anybody asks for them. */
const largeDelayMs = 2000;

/** Makes the machine behind a sensor. */
export type EndpointMaker = (sensor: Sensor, options: LabOptions) => Endpoint;

/** The server with other endpoints than its own. @throws Error for options that make no sense or a port that is taken. */
export async function launchLab(options: LabOptions, makeEndpoint: EndpointMaker): Promise<RunningLab> {
  options.faults?.forEach(parseFault);
  readSettings(options.settings ?? []);
  const data = await openDataFolder(options.data);
  try {
    return await launchWith(options, data, makeEndpoint);
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function launchWith(
  options: LabOptions,
  data: DataFolder,
  makeEndpoint: EndpointMaker,
): Promise<RunningLab> {
  const life = new AbortController();
  const token = await data.token();
  const certificate = options.tls === false ? undefined : await data.certificate();
  const world = await makeWorld(options, data, makeEndpoint, life.signal, certificate !== undefined);
  world.users.add('admin', {}, token);
  const user = options.user ?? 'admin';
  if (!world.users.accounts.has(user)) {
    life.abort();
    const names = [...world.users.accounts.keys()].join(', ');
    throw new Error(`there is no user ${JSON.stringify(user)}; there are: ${names}`);
  }
  const app = makeApp(world, certificate);

  await app.listen({
    host: options.listenAnywhere === true ? '0.0.0.0' : '127.0.0.1',
    port: options.port ?? 0,
  });
  const { port } = app.server.address() as AddressInfo;
  // Not for a lab that serves one command and is gone. Whoever asks first hears why it failed.
  const ahead = world.records.isLarge
    ? setTimeout(() => world.records.open().catch(() => {}), largeDelayMs).unref()
    : undefined;

  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    user,
    token: world.users.tokenOf(user),
    fingerprint: certificate === undefined ? undefined : new X509Certificate(certificate.cert).fingerprint256,
    ca: certificate?.cert,
    port,
    requests: world.requests,
    setFault: (fault) => {
      world.faults.set(fault);
    },
    clearFaults: () => {
      world.faults.clear();
    },
    addUser: (username, rights) => world.users.add(username, rights),
    advance: (seconds) => world.clock.advance(seconds),
    stop: async () => {
      if (life.signal.aborted) return;
      life.abort();
      clearTimeout(ahead);
      world.board.stop();
      await app.close();
      await world.records.close();
      try {
        // What a session leaves behind is of no route's making.
        world.save();
        await world.store.flush();
      } finally {
        await world.board.discard();
        await data.close();
      }
    },
  };
}

async function makeWorld(
  options: LabOptions,
  data: DataFolder,
  makeEndpoint: EndpointMaker,
  signal: AbortSignal,
  tls: boolean,
): Promise<LabWorld> {
  const seed = options.seed ?? defaultSeed;
  const era = eras[options.era ?? '7.8'];
  const clock = new LabClock(options.now ?? Date.now(), options.time);
  const faults = new FaultSet(seed);
  faults.onChange((name) => {
    if (name === 'clock-skew') clock.skewSeconds = faults.get(name)?.amount ?? 0;
  });
  const sensors = makeFleet({
    seed,
    now: clock.startMs / 1000,
    era,
    thisMachine: options.thisMachine === true,
    ...(options.sensors === undefined ? {} : { count: options.sensors }),
  });
  const fleet = new Fleet(sensors, clock, faults, options.checkInMs ?? defaults.checkInMs);
  const endpoints = new Map<number, Endpoint>();
  const closeEndpoints = () => Promise.allSettled(Array.from(endpoints.values(), (one) => one.close?.()));
  signal.addEventListener('abort', closeEndpoints, { once: true });
  const store = new Store(await data.load(), data.save);
  const teams = store.open(teamSection(era));
  restoreSensors(store.kept('sensors'), fleet);
  store.keep('sensors', () => sensorsToKeep(fleet));
  const settings = readSettings(options.settings ?? []);
  if (!settings.CbLREnabled) faults.set('live-response-off');
  const sessions: SessionWorld = {
    settings,
    clock,
    era,
    fleet,
    faults,
    sensorLatencyMs: options.sensorLatencyMs ?? defaults.sensorLatencyMs,
    spoolFolder: data.spoolFolder,
    countersOf: sessionCounters(options.firstIds),
    // Made when first spoken to, and the same machine from then on.
    endpointOf: (sensor) => {
      const endpoint = endpoints.get(sensor.id) ?? makeEndpoint(sensor, options);
      endpoints.set(sensor.id, endpoint);
      return endpoint;
    },
  };
  const board = new SessionBoard(sessions, readSessions(store.kept('sessions'), options.firstIds?.session));
  store.keep('sessions', () => ({ next: board.nextId, past: board.past }));
  options.faults?.forEach((fault) => {
    faults.set(fault);
  });
  const requests: LabRequest[] = [];
  const feeds = store.open(feedSection(seed, clock.startMs));
  return {
    ...sessions,
    seed,
    users: new Users(store.open(accountSection), teams),
    board,
    groups: store.open(groupSection),
    sites: store.open(siteSection),
    teams,
    bans: store.open(banSection(clock.startMs)),
    watchlists: store.open(watchlistSection(clock.startMs)),
    feeds,
    investigations: store.open(investigationSection(era, clock.startMs)),
    alerts: new Alerts({
      seed,
      count: options.alerts ?? defaults.alerts,
      states: store.open(alertSection),
      feeds,
    }),
    data,
    store,
    records: new Records({
      seed,
      now: clock.startMs,
      count: options.processes ?? defaults.processes,
      era,
      fleet,
      keptFolder: options.data,
      temporaryFolder: data.spoolFolder,
    }),
    requests,
    tls,
    listenAnywhere: options.listenAnywhere === true,
    signal,
    save: () => store.save(),
  };
}
