import type { Http } from '../transport/types.ts';
import { type ListedKind, type OnNames, tellingNames, tellingSensors } from './listed-names.ts';
import { type Alerts, createAlerts } from './resources/alerts.ts';
import { type AnyRequests, createAnyRequests } from './resources/any-request.ts';
import { type Bans, createBans } from './resources/bans.ts';
import { type Binaries, createBinaries } from './resources/binaries.ts';
import { createFeeds, type Feeds } from './resources/feeds.ts';
import { createIngressFilters, type IngressFilters } from './resources/ingress-filters.ts';
import { createInvestigations, type Investigations } from './resources/investigations.ts';
import { createLiveResponse, type LiveResponse } from './resources/live-response.ts';
import { createProcesses, type Processes } from './resources/processes.ts';
import { createSensorGroups, type SensorGroups } from './resources/sensor-groups.ts';
import { createSensors, type Sensors } from './resources/sensors.ts';
import { createServerInfo, type ServerFacts } from './resources/server-info.ts';
import { createSites, type Sites } from './resources/sites.ts';
import { createTeams, type Teams } from './resources/teams.ts';
import { createThreatReports, type ThreatReports } from './resources/threat-reports.ts';
import { createUsers, type Users } from './resources/users.ts';
import { createWatchlists, type Watchlists } from './resources/watchlists.ts';
import { namingRights } from './rights.ts';

/** One Carbon Black EDR server. */
export interface Cb {
  readonly http: Http;
  readonly sensors: Sensors;
  readonly sensorGroups: SensorGroups;
  readonly sites: Sites;
  readonly users: Users;
  readonly teams: Teams;
  readonly ingressFilters: IngressFilters;
  readonly investigations: Investigations;
  readonly serverInfo: ServerFacts;
  readonly liveResponse: LiveResponse;
  readonly processes: Processes;
  readonly binaries: Binaries;
  readonly bans: Bans;
  readonly feeds: Feeds;
  readonly threatReports: ThreatReports;
  readonly alerts: Alerts;
  readonly watchlists: Watchlists;
  readonly anyRequests: AnyRequests;
  close(): Promise<void>;
}

export interface CbParts {
  readonly http: Http;
  readonly onNames?: OnNames | undefined;
}

/** The resources of a server. Each is made when it is first asked for: most runs speak with one or two of them. */
export function createCb({ http: plain, onNames }: CbParts): Cb {
  const http = namingRights(plain);
  const to = (kind: ListedKind) => onNames && ((names: readonly string[]) => onNames(kind, names));
  const resources: Omit<Cb, 'http' | 'close'> = madeOnNeed({
    sensors: () => tellingSensors(createSensors(http), to('sensor')),
    sensorGroups: () => tellingNames(createSensorGroups(http), nameOf, to('group')),
    sites: () => tellingNames(createSites(http), nameOf, to('site')),
    users: () => tellingNames(createUsers(http), ({ username }) => username, to('user')),
    teams: () => tellingNames(createTeams(http), nameOf, to('team')),
    ingressFilters: () => tellingNames(createIngressFilters(http), ({ id }) => id, to('filter')),
    investigations: () => tellingNames(createInvestigations(http), nameOf, to('investigation')),
    serverInfo: () => createServerInfo(http),
    liveResponse: () => createLiveResponse(http),
    processes: () => createProcesses(http),
    binaries: () => createBinaries(http),
    bans: () => createBans(http),
    feeds: () => tellingNames(createFeeds(http), nameOf, to('feed')),
    threatReports: () => createThreatReports(http),
    alerts: () => createAlerts(http),
    watchlists: () => tellingNames(createWatchlists(http, resources.serverInfo), nameOf, to('watchlist')),
    anyRequests: () => createAnyRequests(http),
  });
  return Object.defineProperties(
    { http, close: () => http.close() },
    Object.getOwnPropertyDescriptors(resources),
  ) as Cb;
}

/** An object whose members are made once, each by its function, when they are first looked at. */
function madeOnNeed<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const made = new Map<keyof T, unknown>();
  const members = Object.keys(makers) as (keyof T)[];
  const descriptors = members.map((member) => {
    const get = (): unknown => {
      if (!made.has(member)) made.set(member, makers[member]());
      return made.get(member);
    };
    return [member, { get, enumerable: true }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(descriptors)) as T;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
