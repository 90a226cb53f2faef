import { matchGlob } from '../text/glob.ts';
import { toNumber, toText } from '../text/number.ts';
import { lastPart } from '../text/remote-path.ts';

/** One entry of `process list` (contract/live-response-commands.md). `createTime` in Unix seconds of the endpoint. */
export interface ProcessEntry {
  readonly pid: number;
  /** Undefined where the sensor does not say. */
  readonly parent: number | undefined;
  readonly createTime: number;
  readonly guid: string;
  readonly parentGuid: string;
  readonly path: string;
  readonly commandLine: string;
  readonly sid: string;
  readonly username: string;
}

/** The last part of its path; the first word of its command line, or the pid, where there is no path. */
export function processName(entry: ProcessEntry): string {
  const fromPath = lastPart(entry.path);
  if (fromPath !== '') return fromPath;
  if (entry.pid === 4 && entry.parent === 0) return 'System';
  return /^\S+/.exec(entry.commandLine)?.[0] ?? `pid ${entry.pid}`;
}

export function isNamed(entry: ProcessEntry, pattern: string, style: 'windows' | 'unix'): boolean {
  const name = processName(entry);
  if (matchGlob(pattern, name, style)) return true;
  return style === 'windows' && matchGlob(`${pattern}.exe`, name, style);
}

/** True where both are one and the same, seen twice. On Unix one process becomes another program. */
export function isSameProcess(a: ProcessEntry, b: ProcessEntry): boolean {
  if (a.guid !== '' && b.guid !== '') return a.guid === b.guid;
  if (a.createTime !== b.createTime) return false;
  const isOnUnix = [a, b].every(({ path }) => path.startsWith('/'));
  return a.path === b.path || (isOnUnix && a.createTime > 0);
}

/** Undefined for what is no process. */
export function toProcessEntry(wire: unknown): ProcessEntry | undefined {
  if (typeof wire !== 'object' || wire === null) return undefined;
  const entry = wire as Readonly<Record<string, unknown>>;
  const pid = toNumber(entry['pid']);
  // A negative one means every process, or a group of them, to whoever kills on Unix.
  if (pid === undefined || !Number.isSafeInteger(pid) || pid < 0) return undefined;
  return {
    pid,
    parent: toNumber(entry['parent']),
    createTime: toNumber(entry['create_time']) ?? 0,
    guid: toText(entry['proc_guid']) ?? '',
    parentGuid: toText(entry['parent_guid']) ?? '',
    path: toText(entry['path']) ?? '',
    commandLine: toText(entry['command_line']) ?? '',
    sid: toText(entry['sid']) ?? '',
    username: toText(entry['username']) ?? '',
  };
}
