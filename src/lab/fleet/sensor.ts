export type SensorOs = 'windows' | 'linux' | 'macos';

/** How a sensor stands to the server; only an online one ever checks in. */
export type Presence = 'online' | 'offline' | 'uninstall pending' | 'uninstalled';

/** What changes about a sensor, because the console wants it or because it heard so. */
export interface SensorState {
  presence: Presence;
  /** Unix seconds; when a sensor that is not online was last heard. */
  lastSeen: number;
  /** Waiting on the endpoint to be sent. */
  eventlogBytes: number;
  storefileBytes: number;
  groupId: number;
  /** `network_isolation_enabled`: what the console wants. */
  isolationRequested: boolean;
  /** `is_isolating`: what the sensor confirmed. */
  isolating: boolean;
  restartQueued: boolean;
  uninstallQueued: boolean;
  /** As it was sent; null once everything is sent. */
  flushTime: string | null;
  notes: string | null;
  /** Unix seconds of the last start of the sensor's service; null: with the machine. */
  serviceStart: number | null;
}

/** One endpoint as the server knows it. */
export interface Sensor extends SensorState {
  readonly id: number;
  readonly hostname: string;
  readonly dnsName: string;
  readonly domain: string | undefined;
  readonly os: SensorOs;
  /** `os_environment_display_string`. */
  readonly osName: string;
  /** Address of the interface, dotted. */
  readonly address: string;
  /** Address the server sees, dotted: differs behind a NAT. */
  readonly remoteAddress: string;
  /** 12 hex digits. */
  readonly mac: string;
  readonly machineSid: string;
  readonly build: string;
  /** Unix seconds. */
  readonly bootTime: number;
  readonly registeredAt: number;
  /** Endpoint minus server, seconds. */
  readonly clockDelta: number;
  readonly memoryBytes: number;
  readonly volumeBytes: number;
  readonly volumeFreeBytes: number;
  readonly health: number;
  readonly healthMessage: string;
  readonly supportsLiveResponse: boolean;
  readonly supportsIsolation: boolean;
  /** Asleep rather than off, while it is offline. */
  readonly isSuspended: boolean;
  readonly isThisMachine: boolean;
}
