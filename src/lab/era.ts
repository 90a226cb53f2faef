/** The server ages of contract/README.md, as switches. */
export interface Era {
  readonly name: '5.2' | '6.2' | '7.8';
  /** `major.minor.patch.yymmdd.hhmm` of `/api/info`. */
  readonly version: string;
  readonly release: string;
  /** ≥ 6.3: `?active_only=true` on the session list; before, it is ignored. */
  readonly activeOnly: boolean;
  /** ≥ 6.0: storage partitions. */
  readonly partitions: boolean;
  /** ≥ 7: `/api/v3/group`. */
  readonly groupV3: boolean;
  /** ≥ 6.4: `group_id` on session objects. */
  readonly sessionGroup: boolean;
  /** 5.x: `sensor_id` of the session list comes as a string (seen on 5.1; the lab's oldest age stands for it). */
  readonly sensorIdAsText: boolean;
  /** The old age sends file content whole, whatever `Range` says. */
  readonly ranges: boolean;
  /** A sensor filter that nothing matches: `[]`, or 204 (contract/sensors.md). */
  readonly noSensors: 'array' | '204';
  /** No watchlist at all: `[]`, or 204 (contract/watchlists.md). */
  readonly noWatchlists: 'array' | '204';
  /** Asked for, or to be removed, and not banned (contract/banning.md). */
  readonly noSuchBan: 404 | 409;
  /** ≥ 6.3: `PUT …/action_type/<type>`; posting an `action` fails (contract/watchlists.md). */
  readonly actionTypes: boolean;
  /** 5.x: a feed that was added comes back whole; after, its id alone (contract/feeds-reports.md has both). */
  readonly wholeNewFeed: boolean;
  /** ≥ 6.0: one document per check-in, its id epoch milliseconds; before, 1, 2, 3 … (contract/values.md). */
  readonly timedSegments: boolean;
  /** Highest version of the event route (contract/process-events.md). */
  readonly eventVersion: number;
  /** ≥ 6.3: the enhanced tokenizer of command lines; before, blanks alone part tokens. */
  readonly enhancedCommandLines: boolean;
  /** `reason` of the 400 for a query that cannot be read; before 6.0, that ended in an unhandled exception. */
  readonly queryRefusal: 'query_syntax_error' | 'query_malformed_syntax' | undefined;
  /** SHA-256 fields, loaded scripts, and the other ways in which 7.x writes processes and events. */
  readonly sha256: boolean;
  /** ≥ 7.1: a sensor PUT may hold only the fields that can be changed; before, the whole object (contract/sensors.md). */
  readonly strictSensorPut: boolean;
  /** ≥ 6.0: `event_log_flush_time` must be an RFC 822 date; before, anything goes. */
  readonly rfc822FlushTime: boolean;
  /** ≥ 6.1: `teams` of a user PUT are objects; before, ids (contract/users-teams.md). */
  readonly teamObjects: boolean;
  /** 5.2: a user's own object shows the token in clear. */
  readonly showsTokens: boolean;
  /** Versions of the sensors that came with the server, by operating system. */
  readonly sensorBuilds: Readonly<Record<'windows' | 'linux' | 'macos', string>>;
}

export const eras: Readonly<Record<Era['name'], Era>> = {
  '5.2': {
    name: '5.2',
    version: '5.2.0.161004.1206',
    release: '5.2.0-4',
    activeOnly: false,
    partitions: false,
    groupV3: false,
    sessionGroup: false,
    sensorIdAsText: true,
    ranges: false,
    noSensors: 'array',
    noWatchlists: 'array',
    noSuchBan: 409,
    actionTypes: false,
    wholeNewFeed: true,
    timedSegments: false,
    eventVersion: 3,
    enhancedCommandLines: false,
    queryRefusal: undefined,
    sha256: false,
    strictSensorPut: false,
    rfc822FlushTime: false,
    teamObjects: false,
    showsTokens: true,
    sensorBuilds: { windows: '005.002.000.61003', linux: '005.002.000.60921', macos: '005.002.000.60914' },
  },
  '6.2': {
    name: '6.2',
    version: '6.2.0.171114.1158',
    release: '6.2.0-1',
    activeOnly: false,
    partitions: true,
    groupV3: false,
    sessionGroup: false,
    sensorIdAsText: false,
    ranges: true,
    noSensors: '204',
    noWatchlists: '204',
    noSuchBan: 409,
    actionTypes: false,
    wholeNewFeed: false,
    timedSegments: true,
    eventVersion: 5,
    enhancedCommandLines: false,
    queryRefusal: 'query_syntax_error',
    sha256: false,
    strictSensorPut: false,
    rfc822FlushTime: true,
    teamObjects: true,
    showsTokens: false,
    sensorBuilds: { windows: '006.001.002.71109', linux: '006.001.002.10227', macos: '006.001.003.71003' },
  },
  '7.8': {
    name: '7.8',
    version: '7.8.1.240213.0914',
    release: '7.8.1-1',
    activeOnly: true,
    partitions: true,
    groupV3: true,
    sessionGroup: true,
    sensorIdAsText: false,
    ranges: true,
    noSensors: 'array',
    noWatchlists: 'array',
    noSuchBan: 404,
    actionTypes: true,
    wholeNewFeed: false,
    timedSegments: true,
    eventVersion: 5,
    enhancedCommandLines: true,
    queryRefusal: 'query_malformed_syntax',
    sha256: true,
    strictSensorPut: true,
    rfc822FlushTime: true,
    teamObjects: true,
    showsTokens: false,
    sensorBuilds: { windows: '007.004.001.18957', linux: '007.002.001.17041', macos: '007.003.001.18225' },
  },
};
