import type { Cb } from '../api/client.ts';
import type { SessionTimeouts } from '../api/resources/live-response.ts';
import type { CaseFolder } from '../cases/case-folder.ts';
import type { Profile } from '../config/profile.ts';
import type { HostAnswer } from '../fleet/fold/fold-step.ts';
import type { Playbook } from '../fleet/playbook/playbook.ts';
import type { RunStore } from '../fleet/store/run-store.ts';
import type { Run, Step } from '../fleet/store/run-types.ts';
import type { HostDoor } from '../fleet/work/door.ts';
import type { WorkEnd } from '../fleet/work/end-of-run.ts';
import type { Slots } from '../fleet/work/slots.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Pages } from '../ports/pages.ts';
import type { Questions } from '../ports/questions.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import type { Result } from '../spec/result.ts';
import { specFor } from '../spec/spec.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { UndoPlace } from '../undo/kinds/thing-kind.ts';
import type { Undoing } from '../undo/undoing.ts';
import type { FleetDesk } from './fleet/fleet-desk.ts';

/** What a `cblr` command outside a session gets to work with. Nothing here is made before it is asked for. */
export interface CommandContext {
  readonly runtime: Runtime;
  readonly globals: Partial<Globals>;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  readonly note: (text: string) => void;
  readonly ask: Questions;
  /** The server of the profile in use. */
  cb(): Promise<Cb>;
  /** The transcript of this process. */
  readonly recorder: Recorder;
  /** Gets a line of each file that is fetched; undefined where none is wanted. */
  manifest(): Promise<Manifest | undefined>;
  /** Where what is fetched goes while a case is open and no place is named: a folder of it, made, with a separator behind it. */
  evidence(name: string): Promise<string | undefined>;
  readonly pages: Pages;
  /** What only the program itself can start. */
  readonly program: ProgramServices;
}

export interface ProgramServices {
  readonly version: string;
  /** Opens a session on the sensor and runs a shell or the given lines in it, to the end. */
  connect(request: ConnectRequest): Promise<Result>;
  /** Opens a session on the sensor that stays open for later one-shots, or finds the one that does. */
  keep(request: KeepRequest): Promise<KeptSession>;
  /** Before a session is closed: what is fetched of one of ours on leaving it. */
  lookBeforeClosing(session: number): Promise<void>;
  /** What was changed before, and the way back. */
  undoing(): Promise<Undoing>;
  /** Where a step is undone: on a sensor by a session that is opened, and left at the end. */
  undoPlace(sensor: number | undefined): Promise<{ readonly place: UndoPlace; end(): Promise<void> }>;
  /** What a run is worked on with. */
  fleet(): Promise<FleetServices>;
  /** Serves the lab until the signal. */
  serveLab(words: readonly string[]): Promise<Result>;
  /** The profile in use, or another by its name. Kind `Config` where there is none. */
  profile(name?: string): Promise<Profile>;
  /** The name alone, for which no server is asked and no lab started. */
  profileName(): Promise<string>;
  /** That one is in use where the command line says none, and none was asked for by now. */
  preferProfile(name: string): void;
  /** The case that this command belongs to: by `--case`, else the one that is open for the profile. */
  openCase(): Promise<CaseFolder | undefined>;
  /** A client of a profile that need not be the one in use: whoever asks for it closes it. */
  reach(profile: Profile): Promise<Cb>;
  /**
   * What a server shows of itself in a TLS handshake: no request and no token goes out. Checked by `tls` where that is given, else not
   * at all. Errors are `Network`, `Timeout`, `Tls`.
   */
  certificate(url: string, way: WayToServer): Promise<ShownCertificate>;
  /** The reply of a time stamp authority to a query, unchecked; nothing of a profile goes there. `Network`, `Timeout`, `Tls`, `BadReply`. */
  timestamp(url: string, query: Uint8Array, limits: TimestampLimits): Promise<Uint8Array>;
}

export interface FleetServices {
  /** The steps of lines of verbs, checked. Kind `Usage`. */
  plan(lines: readonly string[]): readonly Step[];
  /** A playbook and its steps, checked; of no host anything is asked. Kind `Usage`, with file, line and column. */
  playbook(file: string): Promise<ReadPlaybook>;
  /** How the run in that folder reaches its hosts. */
  door(run: Run, folder: string, wishes: DoorWishes): Promise<HostDoor>;
  /** The queue by which workers elsewhere get the hosts of a run. */
  queue(choice: QueueChoice): Promise<RunQueue>;
  /** One prompt for the hosts of a desk, to its end. */
  shell(desk: FleetDesk, how: { readonly noRc: boolean }): Promise<Result>;
  /** Takes hosts from it until the signal. */
  workQueue(choice: QueueChoice, how: QueueWorkOptions): Promise<void>;
}

export interface QueueChoice {
  /** `redis[s]://HOST…` */
  readonly url: string;
  /** An SSH key by which a run is signed. */
  readonly sign?: string | undefined;
  /** The file of those whose signatures count. */
  readonly signers?: string | undefined;
  /** The file of a key that all share. */
  readonly keyFile?: string | undefined;
  /** How long a Redis that is away is waited for. */
  readonly waitMs?: number | undefined;
}

export interface QueueWorkOptions {
  /** Hosts at once. */
  readonly most: number;
  readonly lockMs: number;
}

export interface RunQueue {
  /** Kind `Config` where Redis may forget what it was told, and the run writes. */
  mustTake(run: Pick<Run, 'steps'>): void;
  work(run: RunOnQueue): Promise<WorkEnd>;
  close(): Promise<void>;
}

/** What a run is worked on with. */
export interface RunOnQueue {
  readonly number: number;
  readonly store: RunStore;
  readonly door: HostDoor;
  readonly slots: Slots;
  readonly onProgress: () => void;
}

export interface ReadPlaybook {
  readonly text: string;
  readonly playbook: Playbook;
  readonly steps: readonly Step[];
}

/** What somebody who works on a run has beside what lies in its folder. */
export interface DoorWishes {
  /** `NAME=@FILE` of secrets of its playbook. */
  readonly sets: readonly string[];
  /** Where they are known already. */
  readonly secrets: ReadonlyMap<string, string> | undefined;
  /** What a step gave on a host before. */
  answerOf(host: number, step: number): Promise<HostAnswer | undefined>;
}

export interface KeepRequest {
  readonly sensor: string;
  readonly forMs: number;
}

export interface KeptSession {
  /** It was not there before. */
  readonly isNew: boolean;
  readonly id: number;
  readonly sensorId: number;
  readonly hostname: string;
  /** Its idle time, as the server has it. */
  readonly idleMs: number;
  /** When the server ends it unless it is used; on our clock. */
  readonly untilMs: number;
}

export interface WayToServer {
  readonly tls?: Profile['tls'];
  readonly proxy: string | undefined;
  readonly ignoreSystemProxy: boolean;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
}

/** Names are text from the server. */
export interface ShownCertificate {
  /** SHA-256 as `AA:BB:…` */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly names: string | undefined;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface TimestampLimits {
  readonly timeoutMs: number;
  /** Bytes of the reply. */
  readonly most: number;
  readonly signal: AbortSignal;
}

export interface ConnectRequest {
  readonly sensor: string;
  /** Statements to run instead of reading them. */
  readonly commands: string | undefined;
  /** A local file with lines to run. */
  readonly script: string | undefined;
  readonly keepGoing: boolean;
  readonly keep: boolean;
  readonly allowLocal: boolean;
  /** No startup file is run. */
  readonly noRc: boolean;
  /** ms; `true` for the default, undefined for a sensor that must be online. */
  readonly wait: number | true | undefined;
  readonly timeouts: SessionTimeouts;
}

/** A command as one literal. */
export const command = specFor<CommandContext>();
