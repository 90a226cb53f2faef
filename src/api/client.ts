import type { Http } from '../transport/types.ts';
import { type ListedKind, type OnNames, tellingNames, tellingSensors } from './listed-names.ts';
import { type Alerts, createAlerts } from './resources/alerts.ts';
import { type Bans, createBans } from './resources/bans.ts';
import { type Binaries, createBinaries } from './resources/binaries.ts';
import { createFeeds, type Feeds } from './resources/feeds.ts';
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
  close(): Promise<void>;
}

export interface CbParts {
  readonly http: Http;
  readonly onNames?: OnNames | undefined;
}

/** The resources of a server, each made when it is first asked for. */
export function createCb({ http: plain, onNames }: CbParts): Cb {
  const http = namingRights(plain);
  const to = (kind: ListedKind) => onNames && ((names: readonly string[]) => onNames(kind, names));
  const sensors = once(() => tellingSensors(createSensors(http), to('sensor')));
  const sensorGroups = once(() => tellingNames(createSensorGroups(http), ({ name }) => name, to('group')));
  const sites = once(() => tellingNames(createSites(http), ({ name }) => name, to('site')));
  const users = once(() => tellingNames(createUsers(http), ({ username }) => username, to('user')));
  const teams = once(() => tellingNames(createTeams(http), ({ name }) => name, to('team')));
  const investigations = once(() =>
    tellingNames(createInvestigations(http), ({ name }) => name, to('investigation')),
  );
  const serverInfo = once(() => createServerInfo(http));
  const liveResponse = once(() => createLiveResponse(http));
  const processes = once(() => createProcesses(http));
  const binaries = once(() => createBinaries(http));
  const bans = once(() => createBans(http));
  const feeds = once(() => tellingNames(createFeeds(http), ({ name }) => name, to('feed')));
  const threatReports = once(() => createThreatReports(http));
  const alerts = once(() => createAlerts(http));
  const watchlists = once(() =>
    tellingNames(createWatchlists(http, serverInfo()), ({ name }) => name, to('watchlist')),
  );
  return {
    http,
    get sensors() {
      return sensors();
    },
    get sensorGroups() {
      return sensorGroups();
    },
    get sites() {
      return sites();
    },
    get users() {
      return users();
    },
    get teams() {
      return teams();
    },
    get investigations() {
      return investigations();
    },
    get serverInfo() {
      return serverInfo();
    },
    get liveResponse() {
      return liveResponse();
    },
    get processes() {
      return processes();
    },
    get binaries() {
      return binaries();
    },
    get bans() {
      return bans();
    },
    get feeds() {
      return feeds();
    },
    get threatReports() {
      return threatReports();
    },
    get alerts() {
      return alerts();
    },
    get watchlists() {
      return watchlists();
    },
    close: () => http.close(),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
