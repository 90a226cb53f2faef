export type SensorOs = 'windows' | 'linux' | 'macos';

/** How a sensor stands to the server; only an online one ever checks in. */
export type Presence = 'online' | 'offline' | 'uninstall pending' | 'uninstalled';

/** One endpoint as the server knows it. What the console can change is not readonly. */
export interface Sensor {
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
  readonly presence: Presence;
  /** Unix seconds. */
  readonly bootTime: number;
  readonly registeredAt: number;
  /** When a sensor that is not online was last heard. */
  readonly lastSeen: number;
  /** Endpoint minus server, seconds. */
  readonly clockDelta: number;
  readonly memoryBytes: number;
  readonly volumeBytes: number;
  readonly volumeFreeBytes: number;
  readonly eventlogBytes: number;
  readonly storefileBytes: number;
  readonly health: number;
  readonly healthMessage: string;
  readonly supportsLiveResponse: boolean;
  readonly isThisMachine: boolean;
  groupId: number;
  isolationRequested: boolean;
  isolating: boolean;
  restartQueued: boolean;
  uninstallQueued: boolean;
  notes: string | null;
}
