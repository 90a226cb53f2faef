import type { Session } from '../api/wire/session.ts';
import { isCbError } from '../errors/cb-error.ts';
import { deadline, Stopped, untilOf } from '../errors/stopped.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { isOfRegistry } from '../text/registry-path.ts';
import { guessPathStyle, type RemotePaths, remotePaths } from '../text/remote-path.ts';
import type { Recorder } from '../transcript/recorder.ts';
import { Background } from './background.ts';
import { CommandRunner } from './command-runner.ts';
import { ExactForm, workingDirectory } from './exact-path.ts';
import type { LeftFiles } from './left-files.ts';
import { atItsPaceMs, type LatencyBook } from './pace.ts';
import { RunningProcesses } from './processes.ts';
import { Programs } from './programs.ts';
import { Registry } from './registry.ts';
import { Remains, type RemovalLine } from './remains.ts';
import { RemoteFiles } from './remote-files.ts';
import { type HowLeft, LiveSession, type SessionDeps, type SessionOptions } from './session.ts';
import { ShellPlace } from './shell-place.ts';
import { SessionStore } from './store.ts';
import { CodePage, type Decode, decodeText } from './text-decoder.ts';
import { Transfers } from './transfer/transfers.ts';
import type { Workplace } from './workplace.ts';

export interface LiveDeps extends SessionDeps {
  readonly files: LocalFiles;
  readonly clock: Clock;
  readonly leftFiles: LeftFiles;
  readonly removalLine: RemovalLine;
  readonly recorder: Recorder;
  /** What commands took in other sessions of this process: one a session when not said. */
  readonly latencies?: LatencyBook | undefined;
}

export interface LeaveOptions extends HowLeft {
  /** A sensor that is held is not waited for any longer, all that is asked of it on the way out together. */
  readonly until?: AbortSignal | undefined;
}

/** To files of ours that are being removed, where the end was asked for before. */
const hurriedMs = 1_000;
/** A sensor that is held tells nothing of one program more. */
const leastPatienceMs = 3_000;
/** A few of our files may be removed. */
const leaveCommands = 4;
/** The output of a program is wanted even where its sensor does not say how it writes. */
const codePageMs = 30_000;

/** A session on one sensor: where the shell is in it, and the things with which everything is done. */
export class Live {
  readonly session: LiveSession;
  readonly paths: RemotePaths;
  readonly files: RemoteFiles;
  readonly transfers: Transfers;
  readonly remains: Remains;
  readonly #work: Workplace;
  readonly #deps: LiveDeps;
  readonly place: ShellPlace;
  #processes: RunningProcesses | undefined;
  #programs: Programs | undefined;
  #registry: Registry | undefined;
  #codePage: CodePage | undefined;

  private constructor(session: LiveSession, runner: CommandRunner, deps: LiveDeps) {
    const { current, sensor } = session;
    const background = new Background();
    this.session = session;
    this.paths = remotePaths(sensor.style ?? guessPathStyle(current.directory || (current.drives[0] ?? '')));
    this.place = new ShellPlace(current.directory || (this.paths.style === 'windows' ? 'C:\\' : '/'));
    this.#deps = deps;
    this.#work = { ...deps, session, runner, paths: this.paths, exact: new ExactForm(), background };
    this.files = new RemoteFiles(this.#work, this.place);
    this.transfers = new Transfers(this.#work);
    this.remains = new Remains(this.#work, () => this.programs.helpers, deps.leftFiles, deps.removalLine);
  }

  static async open(deps: LiveDeps, options: SessionOptions, signal: AbortSignal): Promise<Live> {
    const session = await LiveSession.open(deps, options, signal);
    return new Live(
      session,
      new CommandRunner(
        deps.server,
        deps.clock,
        deps.bus,
        session,
        deps.progress,
        deps.recorder,
        deps.latencies,
      ),
      deps,
    );
  }

  get processes(): RunningProcesses {
    this.#processes ??= new RunningProcesses(this.#work);
    return this.#processes;
  }

  get programs(): Programs {
    this.#programs ??= new Programs(this.#work, this.#decode, this.processes, (path) =>
      this.#deps.leftFiles.forget(path),
    );
    return this.#programs;
  }

  get registry(): Registry {
    this.#registry ??= new Registry(this.#work, this.place);
    return this.#registry;
  }

  get codePage(): CodePage {
    this.#codePage ??= new CodePage(
      this.#work,
      async (path, signal) => (await this.registry.value(path, signal)).data,
    );
    return this.#codePage;
  }

  readonly #decode: Decode = (chunks, options) =>
    decodeText(chunks, { ...options, fallback: () => this.codePage.name(AbortSignal.timeout(codePageMs)) });

  /** The account that command objects of ours are sent by; undefined before the server has named it. */
  get username(): string | undefined {
    return this.#work.runner.username;
  }

  /** How long the sensor is waited for on the way out, and for so many commands besides what is removed. */
  patienceMs(commands = 0): number {
    return atItsPaceMs(leastPatienceMs, this.#work.runner.commandMs, leaveCommands + commands);
  }

  /** The path of a file as it was typed, seen from the shell's directory. */
  resolve(typed: string): string {
    return this.paths.resolve(this.place.directory, typed);
  }

  /** False for what is typed for a file. */
  isOfRegistry(typed: string): boolean {
    return isOfRegistry(typed, this.place.key !== undefined);
  }

  /** Where a program begins; `Usage` for a directory that Windows would take for another one. */
  workingDirectory(typed = '.'): string {
    return workingDirectory(this.paths, this.resolve(typed));
  }

  /** What the session keeps on the server. */
  get store(): SessionStore {
    return this.storeOf();
  }

  /** The same of a session that may be over; this one's where none is said. */
  storeOf(sessionId: number = this.session.current.id): SessionStore {
    return new SessionStore(this.#deps, sessionId);
  }

  /** The session as the server has it now; another one is opened in place of a lost one. */
  async refreshed(signal: AbortSignal): Promise<Session> {
    try {
      return await this.store.session(signal);
    } catch (error) {
      if (!isCbError(error, 'SessionGone')) throw error;
      await this.session.replace(this.session.currentId(), signal);
      return this.session.current;
    }
  }

  /**
   * Leaves the session by the rules of cli.md. Waits a little for files of ours that are being removed: a sensor that is held does not get to
   * it, and what stays there is said and remembered.
   */
  async leave(options: LeaveOptions): Promise<void> {
    // Without a program nothing of ours was put there.
    const helpers = this.#programs?.helpers;
    helpers?.removeAll();
    await this.#settleBackground(options);
    if (helpers !== undefined) await this.remains.say(helpers.left());
    await this.session.leave(this.#work.runner, options);
  }

  async #settleBackground({
    hurry,
    until = deadline(this.#deps.clock, this.patienceMs()),
  }: LeaveOptions): Promise<void> {
    const { background } = this.#work;
    if (background.isIdle) return;
    const task = this.#deps.progress.start('waiting for the sensor to remove our temporary files');
    try {
      const isHurried = hurry?.aborted === true;
      if (!isHurried)
        await background.settled(AbortSignal.any([until, ...(hurry === undefined ? [] : [hurry])]));
      // The first Ctrl-C may come in the middle of leaving: many hosts are stopped by one. Only who had asked to leave waits no longer.
      if (isHurried || hurry?.reason instanceof Stopped)
        await background.settled(this.#hurried(until, hurry));
    } finally {
      task.stop();
    }
  }

  #hurried(until: AbortSignal, { reason }: AbortSignal): AbortSignal {
    const { clock } = this.#deps;
    return AbortSignal.any([until, untilOf(reason, clock), deadline(clock, hurriedMs)]);
  }
}
