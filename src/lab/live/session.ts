import { EventEmitter, once } from 'node:events';
import type { LabClock } from '../clock.ts';
import type { Era } from '../era.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Sensor } from '../fleet/sensor.ts';
import type { Endpoint } from '../sensors/endpoint.ts';
import type { LabSettings } from '../settings.ts';
import { SessionCommand } from './command.ts';
import { runCommand } from './run-command.ts';
import { SessionFiles } from './session-files.ts';

/** `inactive` is listed and was never captured: nobody knows when a server says it (contract/live-response.md). */
export type SessionStatus = 'pending' | 'active' | 'close' | 'timeout' | 'inactive';

/** Seconds and days a session was created with (contract/live-response.md, "Session object"). */
export interface SessionLimits {
  readonly check_in_timeout: number;
  readonly session_timeout: number;
  readonly sensor_wait_timeout: number;
  readonly storage_ttl: number;
  /** Seconds a command may take that does not say it itself. */
  readonly default_command_timeout: number | undefined;
}

/** Each call gives the next id. */
export interface SessionCounters {
  readonly nextCommand: () => number;
  readonly nextFile: () => number;
}

/** What a session needs of the lab. */
export interface SessionWorld {
  readonly clock: LabClock;
  readonly era: Era;
  readonly fleet: Fleet;
  readonly faults: FaultSet;
  readonly sensorLatencyMs: number;
  readonly settings: LabSettings;
  readonly spoolFolder: string;
  /** The counters of a new session: for its commands, and for its files. */
  countersOf(): SessionCounters;
  endpointOf(sensor: Sensor): Endpoint;
}

/** One Live Response session: waits for the sensor, then runs its commands one after the other. */
export class LiveSession {
  readonly id: number;
  readonly sensor: Sensor;
  readonly limits: SessionLimits;
  readonly files: SessionFiles;
  readonly createTime: number;
  readonly createdMs: number;
  /** Elapsed milliseconds of the last thing that keeps the session alive. */
  lastUsedMs: number;
  closedMs: number | undefined;
  readonly #world: SessionWorld;
  readonly #life = new AbortController();
  readonly #loss = new AbortController();
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #commands: SessionCommand[] = [];
  readonly #nextCommand: () => number;
  #queue: Promise<void> = Promise.resolve();
  #status: SessionStatus = 'pending';
  #hasBeenActive = false;
  #closeTime: number | undefined;

  constructor(id: number, sensor: Sensor, limits: SessionLimits, world: SessionWorld) {
    this.id = id;
    this.sensor = sensor;
    this.limits = limits;
    this.#world = world;
    this.createTime = world.clock.nowSeconds();
    this.createdMs = world.clock.elapsedMs();
    this.lastUsedMs = this.createdMs;
    const { nextCommand, nextFile } = world.countersOf();
    this.#nextCommand = nextCommand;
    this.files = new SessionFiles(world.spoolFolder, String(id), nextFile);
    world.fleet.restartRhythm(sensor);
    void this.#awaitCheckIn();
  }

  get status(): SessionStatus {
    return this.#status;
  }

  /** Pending or active, a close still under way included: it holds a slot and its sensor. */
  get isAlive(): boolean {
    return this.#status === 'pending' || this.#status === 'active';
  }

  get isClosing(): boolean {
    return this.isAlive && this.#closeTime !== undefined;
  }

  /** Ends with the session. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Ends when the server forgets the session; a close leaves what is being sent alone. */
  get lost(): AbortSignal {
    return this.#loss.signal;
  }

  get commands(): readonly SessionCommand[] {
    return this.#commands;
  }

  /** A command has not ended yet. */
  get isBusy(): boolean {
    return this.#commands.some((command) => !command.isTerminal);
  }

  /** What the server keeps of it. */
  get storedBytes(): number {
    return this.files.bytes + this.#commands.reduce((sum, command) => sum + command.resultBytes, 0);
  }

  touch(): void {
    this.lastUsedMs = this.#world.clock.elapsedMs();
  }

  post(posted: Readonly<Record<string, unknown>>, username: string): SessionCommand {
    const { default_command_timeout: usual } = this.limits;
    const sent = usual === undefined ? posted : { command_timeout: usual, ...posted };
    const facts = { session_id: this.id, sensor_id: this.sensor.id, username };
    const command = new SessionCommand(this.#nextCommand(), sent, facts, this.#world.clock.nowSeconds());
    if (command.name === 'get file') command.fileId = this.files.reserve(String(command.object ?? '')).id;
    this.#commands.push(command);
    this.touch();
    this.#queue = this.#queue.then(() => this.#run(command));
    return command;
  }

  /** Works while the command is pending; afterwards it changes nothing. */
  cancel(command: SessionCommand): void {
    if (command.status === 'pending') {
      command.end('cancel', this.#world.clock.nowSeconds());
      command.cancelled.abort();
    }
  }

  /** The status turns to `close` a moment later, when the sensor has heard of it: until then it shows what it was. */
  beginClose(): void {
    if (!this.isAlive || this.#closeTime !== undefined) return;
    this.#closeTime = this.#world.clock.nowSeconds();
    this.#world.clock.sleep(this.#world.sensorLatencyMs, this.signal).then(
      () => this.end('close'),
      () => {},
    );
  }

  /** Ends the session now; whatever runs or waits in it ends too. */
  end(status: 'close' | 'timeout' | 'inactive'): void {
    if (!this.isAlive) return;
    this.#status = status;
    this.#closeTime ??= this.#world.clock.nowSeconds();
    this.closedMs = this.#world.clock.elapsedMs();
    this.#life.abort();
    for (const command of this.#commands) command.end('cancel', this.#world.clock.nowSeconds());
    this.#events.emit('change');
  }

  /** The server forgets the session and its files. */
  forget(): void {
    this.end('timeout');
    this.#loss.abort();
    void this.files.discard();
  }

  /** Resolves when the status is no longer `pending`; rejects when the signal ends. */
  async settled(signal: AbortSignal): Promise<void> {
    while (this.#status === 'pending') await once(this.#events, 'change', { signal });
  }

  wire(): Record<string, unknown> {
    const endpoint = this.#hasBeenActive ? this.#world.endpointOf(this.sensor) : undefined;
    const storage = this.storedBytes;
    return {
      address: endpoint === undefined ? null : this.sensor.remoteAddress,
      check_in_timeout: this.limits.check_in_timeout,
      ...(this.#closeTime === undefined ? {} : { close_time: this.#closeTime }),
      create_time: this.createTime,
      current_working_directory: endpoint?.currentWorkingDirectory ?? '',
      drives: endpoint?.drives ?? [],
      ...(this.#world.era.sessionGroup ? { group_id: this.sensor.groupId } : {}),
      hostname: this.sensor.hostname,
      id: this.id,
      os_version: '',
      sensor_id: this.sensor.id,
      sensor_wait_timeout: this.limits.sensor_wait_timeout,
      session_timeout: this.limits.session_timeout,
      status: this.#status,
      // A number until there is something stored, then a string of digits.
      storage_size: storage === 0 ? 0 : String(storage),
      storage_ttl: this.limits.storage_ttl,
      supported_commands: endpoint?.supportedCommands ?? [],
    };
  }

  async #awaitCheckIn(): Promise<void> {
    const { clock, faults, fleet } = this.#world;
    if (!this.sensor.supportsLiveResponse) return;
    try {
      do {
        await faults.over('sensor-silent', this.signal);
        const ms = fleet.untilCheckIn(this.sensor);
        if (ms === undefined) return;
        await clock.sleep(ms, this.signal);
      } while (faults.has('sensor-silent'));
    } catch {
      return;
    }
    if (this.isClosing) return;
    this.#status = 'active';
    this.#hasBeenActive = true;
    this.touch();
    this.#events.emit('change');
  }

  async #run(command: SessionCommand): Promise<void> {
    if (command.isTerminal) return;
    await runCommand(command, {
      endpoint: () => this.#world.endpointOf(this.sensor),
      files: this.files,
      faults: this.#world.faults,
      latencyMs: this.#world.sensorLatencyMs,
      clock: this.#world.clock,
      signal: this.signal,
      serverNow: () => this.#world.clock.nowSeconds(),
      endpointNow: () => this.#world.clock.trueMs() / 1000 + this.sensor.clockDelta,
    });
    this.touch();
  }
}
