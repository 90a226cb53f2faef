import type { LabTime } from './time.ts';

/** What `cblr lab`, `--lab`, `npm start`, the tests and the bench start. Implemented in start.ts. (docs/lab.md) */
export interface LabOptions {
  readonly port?: number;
  readonly tls?: boolean;
  /** Keeps store, certificate and token between runs. */
  readonly data?: string;
  readonly seed?: number;
  /** Unix milliseconds at start; the lab's clock runs on from there. */
  readonly now?: number;
  /** How its time passes, with that of the programs on its endpoints; the computer's when not said. */
  readonly time?: LabTime;
  /**
   * Where ids of sessions, commands and files begin, in the place of 1: text that holds one can be told by its number. Commands
   * and files are then counted over all sessions, so that no two have the same.
   */
  readonly firstIds?: { readonly session: number; readonly command: number; readonly file: number };
  readonly era?: '5.2' | '6.2' | '7.8';
  readonly sensors?: number;
  readonly processes?: number;
  /** Process documents that come in a minute of the lab's clock, some of them found late; none when not said. Not with `data`. */
  readonly arrivals?: number;
  /** Its process documents are those of a lab of this process that would make the same; its own with `data`, `arrivals` or very many. */
  readonly sharesHistory?: boolean;
  readonly alerts?: number;
  readonly checkInMs?: number;
  readonly sensorLatencyMs?: number;
  /** How far a sensor's own interval may be off `checkInMs`, from 0 to 1; with one each keeps its rhythm. */
  readonly checkInSpread?: number;
  /** How far each check-in may be off that rhythm, from 0 to 1. */
  readonly checkInJitter?: number;
  /** The share of the sensors that are away, and when they are back; never when not said. */
  readonly offline?: number;
  readonly backAfterMs?: number;
  /** Sessions that others hold. */
  readonly colleagues?: number;
  /** `NAME` or `NAME=VALUE`, as in docs/lab.md. */
  readonly faults?: readonly string[];
  /** `NAME=VALUE` of the server's cb.conf, as `--set` takes them. */
  readonly settings?: readonly string[];
  /** Whose token `RunningLab.token` is; `admin`, a global administrator, when not said. */
  readonly user?: string;
  readonly thisMachine?: boolean;
  readonly allowWrite?: boolean;
  readonly listenAnywhere?: boolean;
}

/** One request the lab was sent, in the order of arrival. */
export interface LabRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** 0 while there is no answer, and for one that was never sent whole. */
  readonly status: number;
  /** Name of the command object that it posted. */
  readonly command?: string;
  /** That very object. */
  readonly posted?: unknown;
}

export interface RunningLab {
  readonly url: string;
  /** Whose token it is. */
  readonly user: string;
  readonly token: string;
  /** SHA-256 of the server's certificate, `AA:BB:…` as Node prints it; undefined without TLS. */
  readonly fingerprint: string | undefined;
  /** PEM that a client can trust; undefined without TLS. */
  readonly ca: string | undefined;
  readonly port: number;
  /** The last requests (at most 10,000), for tests that count them. */
  readonly requests: readonly LabRequest[];
  /** @throws Error for an unknown fault or a bad value; it names the known ones. */
  setFault(fault: string): void;
  clearFaults(): void;
  /**
   * A second console user, to act as a colleague; returns the token. Global administrator unless said otherwise. One who
   * is there already (`admin`, `analyst`, `viewer` …) keeps his rights where none are said.
   */
  addUser(username: string, rights?: LabUserRights): string;
  /** Lets seconds pass at once on the server's clock, time-outs included. */
  advance(seconds: number): void;
  stop(): Promise<void>;
}

/** Each is there unless it is false. */
export interface LabUserRights {
  readonly globalAdmin?: boolean;
  /** Everyday writes; false makes a viewer, who has none of the next four unless they are true. */
  readonly analyst?: boolean;
  readonly banHashes?: boolean;
  readonly isolateSensors?: boolean;
  readonly liveResponse?: boolean;
  readonly uninstallSensors?: boolean;
}
