import type { CallOptions } from '../api/resources/replies.ts';
import type { Session } from '../api/wire/session.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { guessPathStyle, type RemotePaths, remotePaths } from '../text/remote-path.ts';
import { Background } from './background.ts';
import { CommandRunner } from './command-runner.ts';
import { ExactForm, workingDirectory } from './exact-path.ts';
import type { FileEntry } from './file-entry.ts';
import * as directory from './files.ts';
import type { LeftFiles } from './left-files.ts';
import { type Dumped, type DumpOptions, dumpMemory } from './memory.ts';
import { RunningProcesses } from './processes.ts';
import { Programs } from './programs.ts';
import { Registry } from './registry.ts';
import { Remains, type RemovalLine } from './remains.ts';
import { followFile, type LastLines, lastLines, readPieces } from './remote-text.ts';
import { removeTree } from './remove-tree.ts';
import { LiveSession, type SessionDeps, type SessionOptions } from './session.ts';
import { SessionStore } from './store.ts';
import { CodePage, type Decode, decodeText } from './text-decoder.ts';
import {
  type Downloaded,
  type DownloadOptions,
  download,
  type RemoteRange,
  readRemote,
} from './transfer/download.ts';
import { type DownloadAllOptions, downloadAll, downloadTree } from './transfer/download-tree.ts';
import type { Pumped } from './transfer/pump.ts';
import { type SaveOptions, save } from './transfer/save.ts';
import type { Transferred } from './transfer/tree.ts';
import { type Uploaded, type UploadOptions, upload } from './transfer/upload.ts';
import { type UploadTreeOptions, uploadTree } from './transfer/upload-tree.ts';
import type { Workplace } from './workplace.ts';

export interface LiveDeps extends SessionDeps {
  readonly files: LocalFiles;
  readonly clock: Clock;
  readonly leftFiles: LeftFiles;
  readonly removalLine: RemovalLine;
}

/** A sensor that is busy with a program does not get to removing a file; leaving does not wait for that. */
const backgroundMs = 3_000;
/** The same after Ctrl-C or a signal: whoever asked for the end has little time left. */
const hurriedMs = 1_000;
/** The output of a program is wanted even where its sensor does not say how it writes. */
const codePageMs = 30_000;

/** A session on one sensor and everything that can be done in it. Paths given here are absolute; `resolve` makes them so. */
export class Live {
  readonly session: LiveSession;
  readonly paths: RemotePaths;
  readonly processes: RunningProcesses;
  readonly programs: Programs;
  readonly remains: Remains;
  readonly registry: Registry;
  readonly codePage: CodePage;
  readonly #work: Workplace;
  readonly #deps: LiveDeps;
  /** The shell's own directory on the sensor. */
  directory: string;
  /** The one before it, for `cd -`. */
  directoryBefore: string | undefined;

  private constructor(session: LiveSession, runner: CommandRunner, deps: LiveDeps) {
    const { current, sensor } = session;
    const background = new Background(deps.clock);
    this.session = session;
    this.paths = remotePaths(sensor.style ?? guessPathStyle(current.directory || (current.drives[0] ?? '')));
    this.directory = current.directory || (this.paths.style === 'windows' ? 'C:\\' : '/');
    this.#deps = deps;
    this.#work = { ...deps, session, runner, paths: this.paths, exact: new ExactForm(), background };
    this.registry = new Registry(this.#work);
    this.codePage = new CodePage(
      this.#work,
      async (path, signal) => (await this.registry.value(path, signal)).data,
    );
    this.processes = new RunningProcesses(this.#work);
    const decode: Decode = (chunks, options) =>
      decodeText(chunks, {
        ...options,
        fallback: () => this.codePage.name(AbortSignal.timeout(codePageMs)),
      });
    this.programs = new Programs(this.#work, decode, this.processes, (path) => deps.leftFiles.forget(path));
    this.remains = new Remains(this.#work, this.programs.helpers, deps.leftFiles, deps.removalLine);
  }

  static async open(deps: LiveDeps, options: SessionOptions, signal: AbortSignal): Promise<Live> {
    const session = await LiveSession.open(deps, options, signal);
    return new Live(
      session,
      new CommandRunner(deps.server, deps.clock, deps.bus, session, deps.progress),
      deps,
    );
  }

  /** Prints the writes of the next verb in place of sending them; undefined sends them. */
  set dryRun(print: CallOptions['dryRun']) {
    this.#work.runner.dryRun = print;
  }

  /** `typed` seen from the shell's directory. */
  resolve(typed: string): string {
    return this.paths.resolve(this.directory, typed);
  }

  /** Where a program begins; `Usage` for a directory that Windows would take for another one. */
  workingDirectory(typed = '.'): string {
    return workingDirectory(this.paths, this.resolve(typed));
  }

  /** For a look that shows nothing to be whole: rows that cannot be read are passed over. */
  list(path: string, signal: AbortSignal): Promise<readonly FileEntry[]> {
    return directory.listDirectory(this.#work, path, signal, { onUnread: () => undefined });
  }

  /** What a typed path shows: what is in a directory, what a wildcard matches, or the entry itself. */
  look(
    typed: string,
    options: directory.DirectoryListOptions & { readonly signal: AbortSignal },
  ): Promise<directory.DirectoryListing> {
    return directory.look(this.#work, this.directory, typed, options);
  }

  stat(path: string, signal: AbortSignal): Promise<FileEntry | undefined> {
    return directory.statEntry(this.#work, path, signal);
  }

  /** As `stat`; `NotOnSensor` where there is nothing. */
  mustStat(path: string, signal: AbortSignal): Promise<FileEntry> {
    return directory.mustStat(this.#work, path, signal);
  }

  /** As `stat`, but none also where the sensor does not list such a path: that is no proof that nothing is there. */
  async listed(path: string, signal: AbortSignal): Promise<readonly FileEntry[]> {
    try {
      return [(await this.stat(path, signal)) ?? []].flat();
    } catch (error) {
      if (isCbError(error, 'CommandFailed')) return [];
      throw error;
    }
  }

  /** Entries that a typed path or a wildcard in its last part means; `NotOnSensor` for none. */
  expand(typed: string, signal: AbortSignal): Promise<readonly FileEntry[]> {
    return directory.expand(this.#work, this.directory, typed, signal);
  }

  walk(path: string, options: directory.WalkOptions): AsyncGenerator<directory.WalkEntry> {
    return directory.walk(this.#work, path, options);
  }

  removeFile(path: string, signal: AbortSignal): Promise<void> {
    return directory.removeFile(this.#work, path, signal);
  }

  /** A directory with all in it, by the sensor's own interpreter. */
  removeTree(entry: FileEntry, signal: AbortSignal): Promise<void> {
    return removeTree(this.#work, entry, signal);
  }

  makeDirectory(path: string, signal: AbortSignal): Promise<void> {
    return directory.makeDirectory(this.#work, path, signal);
  }

  makeDirectories(path: string, signal: AbortSignal): Promise<readonly string[]> {
    return directory.makeDirectories(this.#work, path, signal);
  }

  /** Bytes of a remote file or a range of it; nothing touches the disk. */
  read(path: string, range: RemoteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    return readRemote(this.#work, path, range, signal);
  }

  /** The same in pieces that are asked for one after the other, for whoever may stop early. */
  readPieces(
    path: string,
    range: { readonly offset: number; readonly bytes?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    return readPieces(this.#work, path, range, signal);
  }

  lastLines(
    entry: Pick<FileEntry, 'path' | 'size'>,
    options: Parameters<typeof lastLines>[2],
  ): Promise<LastLines> {
    return lastLines(this.#work, entry, options);
  }

  /** What is written to a file behind `offset`, as it grows, until the signal ends it. */
  follow(
    path: string,
    offset: number,
    options: { readonly signal: AbortSignal; readonly onShorter: () => void },
  ): AsyncGenerator<Uint8Array> {
    return followFile(this.#work, path, offset, options);
  }

  /**
   * The bytes as text: byte order mark, else valid UTF-8, else the sensor's OEM code page; `encoding` overrules, `eager` holds
   * nothing back.
   */
  decode(
    chunks: AsyncIterable<Uint8Array>,
    encoding: string | undefined,
    signal: AbortSignal,
    { eager = false }: { readonly eager?: boolean } = {},
  ): AsyncGenerator<string> {
    return decodeText(chunks, { encoding, eager, fallback: () => this.codePage.name(signal) });
  }

  download(remote: FileEntry, local: string, options: DownloadOptions): Promise<Downloaded> {
    return download(this.#work, remote, local, options);
  }

  /** Several entries into a local folder. */
  downloadAll(
    entries: readonly FileEntry[],
    folder: string,
    options: DownloadAllOptions,
  ): AsyncGenerator<Transferred> {
    return downloadAll(this.#work, entries, folder, options);
  }

  /** What is in a directory and below, into a local folder under a name. */
  downloadTree(
    start: FileEntry,
    target: { readonly folder: string; readonly name: string },
    options: DownloadAllOptions,
  ): AsyncGenerator<Transferred> {
    return downloadTree(this.#work, start, target, options);
  }

  /** What is in a local folder and below, into a remote directory. */
  uploadTree(source: string, target: string, options: UploadTreeOptions): AsyncGenerator<Transferred> {
    return uploadTree(this.#work, source, target, options);
  }

  upload(local: string, remote: string, options: UploadOptions): Promise<Uploaded> {
    return upload(this.#work, local, remote, options);
  }

  dumpMemory(path: string, options: DumpOptions): Promise<Dumped> {
    return dumpMemory(this.#work, path, options);
  }

  /** What the session keeps on the server. */
  get store(): SessionStore {
    return new SessionStore(this.#deps, this.session.current.id, this.#work.runner.dryRun);
  }

  /** A stream to a local file: `.part`, SHA-256, then the final name; 0600, nothing left behind when it breaks. */
  save(body: AsyncIterable<Uint8Array>, local: string, options: SaveOptions): Promise<Pumped> {
    return save(this.#deps.files, body, local, options);
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
   * Leaves the session by the rules of cli.md. Waits a little for files of ours that are being removed, no longer once `hurry` is aborted;
   * a sensor that is held does not get to it, and what stays there is said and remembered.
   */
  async leave(options: { readonly keep: boolean; readonly hurry?: AbortSignal }): Promise<void> {
    const { helpers } = this.programs;
    helpers.removeAll();
    await this.#settleBackground(options.hurry);
    await this.remains.say(helpers.left());
    await this.session.leave(this.#work.runner, options);
  }

  async #settleBackground(hurry: AbortSignal | undefined): Promise<void> {
    const { background } = this.#work;
    if (background.isIdle) return;
    const task = this.#deps.progress.start('waiting for the sensor to remove our temporary files');
    try {
      await background.settled(hurry?.aborted === true ? hurriedMs : backgroundMs, hurry);
    } finally {
      task.stop();
    }
  }
}
