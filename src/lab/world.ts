import { type Investigations, investigationSection } from './admin/investigations.ts';
import { alertSection } from './alerts/alert-states.ts';
import { Alerts } from './alerts/alerts.ts';
import { type BanBook, banSection } from './bans/ban-book.ts';
import { LabClock } from './clock.ts';
import type { DataFolder } from './data-folder.ts';
import { eras } from './era.ts';
import { FaultSet } from './faults/fault-set.ts';
import type { FeedBook } from './feeds/feed-book.ts';
import { feedSection } from './feeds/feed-section.ts';
import { sendAway } from './fleet/away.ts';
import { hasFinanceGroup } from './fleet/finance.ts';
import { Fleet } from './fleet/fleet.ts';
import { groupSection, type SensorGroup } from './fleet/groups.ts';
import { restoreSensors, sensorsToKeep } from './fleet/kept-sensors.ts';
import { makeFleet } from './fleet/make-fleet.ts';
import type { Sensor } from './fleet/sensor.ts';
import { type Sites, siteSection } from './fleet/sites.ts';
import type { LabOptions, LabRequest } from './lab.ts';
import { readSessions } from './live/past-sessions.ts';
import type { SessionWorld } from './live/session.ts';
import { SessionBoard } from './live/session-board.ts';
import { sessionCounters } from './live/session-counters.ts';
import { Records } from './search/records.ts';
import type { Endpoint } from './sensors/endpoint.ts';
import { readSettings } from './settings.ts';
import { Store } from './store.ts';
import { accountSection } from './users/account.ts';
import { type Teams, teamSection } from './users/team.ts';
import { Users } from './users/users.ts';
import type { WatchlistBook } from './watchlists/watchlist-book.ts';
import { watchlistSection } from './watchlists/watchlist-section.ts';

export const defaultSeed = 1;
const defaults = { checkInMs: 400, sensorLatencyMs: 40, processes: 5000, alerts: 60 } as const;

/** Makes the machine behind a sensor. */
export type EndpointMaker = (sensor: Sensor, options: LabOptions) => Endpoint;

/** All there is in a running lab; what the routes work on. */
export interface LabWorld extends SessionWorld {
  readonly seed: number;
  readonly users: Users;
  readonly board: SessionBoard;
  readonly groups: Map<number, SensorGroup>;
  readonly sites: Sites;
  readonly teams: Teams;
  readonly bans: BanBook;
  readonly watchlists: WatchlistBook;
  readonly feeds: FeedBook;
  readonly investigations: Investigations;
  readonly alerts: Alerts;
  readonly data: DataFolder;
  /** What lasts with `--data`: each area opens its section. */
  readonly store: Store;
  /** Process and binary indexes. */
  readonly records: Records;
  readonly requests: LabRequest[];
  readonly tls: boolean;
  readonly listenAnywhere: boolean;
  /** Ends when the lab stops. */
  readonly signal: AbortSignal;
  /** To be called after every change: what `--data` keeps is written within a moment. Costs next to nothing. */
  save(): void;
}

/** What a lab of these options begins with. */
export async function makeWorld(
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
  const hasFinance = hasFinanceGroup(sensors);
  const absence = { seed, now: clock.startMs / 1000, share: options.offline ?? 0 };
  const fleet = new Fleet(sensors, clock, faults, {
    everyMs: options.checkInMs ?? defaults.checkInMs,
    spread: options.checkInSpread ?? 0,
    jitter: options.checkInJitter ?? 0,
    returns: sendAway(sensors, { ...absence, backAfterMs: options.backAfterMs ?? Number.POSITIVE_INFINITY }),
  });
  const endpoints = new Map<number, Endpoint>();
  const closeEndpoints = () => Promise.allSettled(Array.from(endpoints.values(), (one) => one.close?.()));
  signal.addEventListener('abort', closeEndpoints, { once: true });
  const store = new Store(await data.load(), data.save);
  const teams = store.open(teamSection(era, hasFinance));
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
  board.letColleaguesWork(options.colleagues ?? 0);
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
    groups: store.open(groupSection(hasFinance)),
    sites: store.open(siteSection),
    teams,
    bans: store.open(banSection(clock.startMs, hasFinance)),
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
    records: new Records(
      {
        seed,
        now: clock.startMs,
        count: options.processes ?? defaults.processes,
        era,
        fleet,
        keptFolder: options.data,
        temporaryFolder: data.spoolFolder,
        isShared: options.sharesHistory === true,
      },
      { clock, perMinute: options.arrivals ?? 0 },
    ),
    requests,
    tls,
    listenAnywhere: options.listenAnywhere === true,
    signal,
    save: () => store.save(),
  };
}
