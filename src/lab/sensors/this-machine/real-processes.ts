import { type ChildProcess, spawn } from 'node:child_process';
import { constants as fileFlags } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { env, kill, pid as ownPid } from 'node:process';
import { flagField, objectPid, objectText, textField } from '../command-fields.ts';
import type { EndpointCommand, EndpointContext } from '../endpoint.ts';
import type { EndpointSpec } from '../endpoint-spec.ts';
import { fail } from '../failure.ts';
import { noProcessGuid, processGuid, unixFromFileTime, unknownParentGuid } from '../process-guid.ts';
import { splitUnixArguments } from '../programs/unix-arguments.ts';
import { linuxProcesses } from './linux-processes.ts';
import { macProcesses } from './mac-processes.ts';
import type { RealFiles } from './real-files.ts';
import { toRealPath } from './real-path.ts';
import type { RealProcess } from './real-process.ts';
import { windowsProcesses } from './windows-processes.ts';

type Fields = Record<string, unknown>;

const { O_CREAT, O_NONBLOCK, O_TRUNC, O_WRONLY } = fileFlags;

const readers = { linux: linuxProcesses, macos: macProcesses, windows: windowsProcesses } as const;

/** Variables that a started program gets; ours may hold tokens. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TMPDIR|TZ|TEMP|TMP|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|USERNAME|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES)$/i;

/** The real processes, behind the process commands. */
export class RealProcesses {
  readonly #spec: EndpointSpec;
  readonly #files: RealFiles;
  readonly #children = new Set<ChildProcess>();

  constructor(spec: EndpointSpec, files: RealFiles) {
    this.#spec = spec;
    this.#files = files;
  }

  async list(): Promise<Fields> {
    const rows = await readers[this.#spec.os]();
    const byPid = new Map(rows.map((row) => [row.pid, row]));
    return { processes: rows.map((row) => listed(this.#spec, row, byPid.get(row.parent))) };
  }

  async kill(command: EndpointCommand): Promise<Fields> {
    const pid = objectPid(command);
    if (pid === 0) fail('noSuchProcess');
    // The first process, and the lab itself.
    if (pid === 1 || pid === ownPid || (this.#spec.os === 'windows' && pid === 4)) fail('accessDenied');
    kill(pid, 'SIGKILL');
    return {};
  }

  async create(command: EndpointCommand, context: EndpointContext): Promise<Fields> {
    const line = objectText(command);
    const cwd = await this.#directory(textField(command, 'working_directory'));
    const outputFile = textField(command, 'output_file');
    const output = outputFile === undefined ? undefined : await this.#openOutput(outputFile);
    const { child, ended } = await this.#start(line, cwd, output).finally(() => output?.close());
    const pid = child.pid ?? 0;
    const echoed = outputFile === undefined ? {} : { output_file: outputFile };
    if (!flagField(command, 'wait')) {
      child.unref();
      return { pid, ...echoed };
    }
    context.progress({ pid, ...echoed });
    return { pid, return_code: await orAborted(ended, context.signal), ...echoed };
  }

  /** Ends what was started here and still runs. */
  async close(): Promise<void> {
    for (const child of this.#children) {
      if (child.pid !== undefined) end(child.pid, this.#spec.os);
    }
    this.#children.clear();
  }

  async #start(
    line: string,
    cwd: string,
    output: FileHandle | undefined,
  ): Promise<{ child: ChildProcess; ended: Promise<number> }> {
    const child = this.#spawn(line, cwd, output?.fd ?? 'ignore');
    // Listened for at once: a short program ends before its output file is closed.
    const ended = this.#watch(child);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.once('spawn', resolve);
    child.once('error', reject);
    await promise;
    return { child, ended };
  }

  #spawn(line: string, cwd: string, output: number | 'ignore'): ChildProcess {
    const shared = {
      cwd,
      env: Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name))),
      stdio: ['ignore', output, output] satisfies ['ignore', number | 'ignore', number | 'ignore'],
    };
    if (this.#spec.os === 'windows') {
      const quoted = /^\s*"([^"]*)"?/.exec(line) ?? /^\s*(\S+)/.exec(line);
      const tail = line.slice(quoted?.[0].length ?? 0).trim();
      return spawn(quoted?.[1] ?? line, tail === '' ? [] : [tail], {
        ...shared,
        windowsVerbatimArguments: true,
        windowsHide: true,
      });
    }
    const [name = fail('fileNotFound'), ...args] = splitUnixArguments(line);
    // A group of its own: Ctrl-C on the lab does not reach it, and its children end with it.
    return spawn(name, args, { ...shared, detached: true });
  }

  #watch(child: ChildProcess): Promise<number> {
    this.#children.add(child);
    const { promise, resolve } = Promise.withResolvers<number>();
    child.once('error', () => this.#children.delete(child));
    child.once('exit', (code, signal) => {
      this.#children.delete(child);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
    return promise;
  }

  async #directory(path: string | undefined): Promise<string> {
    if (path === undefined) return this.#files.rules.format(this.#files.parse('.'));
    const wanted = this.#files.rules.format(this.#files.parse(path));
    const isFolder = await stat(wanted).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    return isFolder ? wanted : fail('invalidDirectory');
  }

  async #openOutput(path: string): Promise<FileHandle> {
    // Without waiting: a named pipe would hold the command until somebody reads it.
    const flags = O_WRONLY | O_CREAT | O_TRUNC | (O_NONBLOCK ?? 0);
    return open(await toRealPath(this.#files.rules, this.#files.parse(path)), flags, 0o600);
  }
}

function listed(spec: EndpointSpec, row: RealProcess, parent: RealProcess | undefined): Fields {
  const isFirst = row.parent === 0;
  return {
    pid: row.pid,
    parent: row.parent,
    create_time: unixFromFileTime(row.start),
    proc_guid: processGuid(spec.sensorId, row.pid, row.start),
    parent_guid: isFirst
      ? noProcessGuid(spec.sensorId)
      : parent === undefined
        ? unknownParentGuid(spec.sensorId)
        : processGuid(spec.sensorId, parent.pid, parent.start),
    path: spec.os === 'windows' ? row.path.toLowerCase() : row.path,
    command_line: row.commandLine,
    sid: row.sid.toLowerCase(),
    username: row.username,
  };
}

function end(pid: number, os: EndpointSpec['os']): void {
  try {
    kill(os === 'windows' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself just now.
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
