import type { Random } from '../../random.ts';
import type { FileTime } from '../../sensors/process-guid.ts';
import type { StartedProcess } from '../../sensors/processes/boot-processes.ts';
import type { Account } from '../../sensors/processes/process-table.ts';
import type { Draft } from '../draft.ts';
import type { BootedHost } from '../hosts.ts';
import { cutSlices } from './stage.ts';

const epochTicks = 116_444_736_000_000_000n;
const ntoskrnl = 'c:\\windows\\system32\\ntoskrnl.exe';

/** Enough to hang everything else on; the rest of a boot's processes are told where there is room for them. */
const frame = new Set([
  'ntoskrnl.exe',
  'smss.exe',
  'wininit.exe',
  'winlogon.exe',
  'services.exe',
  'lsass.exe',
  'userinit.exe',
  'explorer.exe',
  'outlook.exe',
  'searchindexer.exe',
  'systemd',
  'crond',
  'sshd',
  'nginx',
  'launchd',
  'terminal',
  'login',
]);

/** What an intruder left running; the server heard of it from some sensors only. */
const intruded = new Set(['winword.exe', 'powershell.exe', 'svch0st.exe', 'evil.exe', 'kswapd0', 'agent']);

/** What the boot started, as drafts: the same pids and times that Live Response lists. */
export function bootDrafts(booted: BootedHost, isWhole: boolean, random: Random, nowMs: number): Draft[] {
  const made = new Map<bigint, Draft>();
  for (const started of booted.boot.processes) {
    const path = pathOf(started, booted);
    const name = fileName(path);
    const isNoticed = booted.host.sensorId % 12 === 11 && intruded.has(name);
    const isKept = isWhole || isNoticed || frame.has(name) || started.row.key === 'svchost netsvcs';
    if (path !== '' && isKept)
      made.set(keyOf(started.at), draftOf(started, path, booted, made, random, nowMs));
  }
  return [...made.values()];
}

/** By file name, for what starts later; of several, the one that starts most. */
export function parentsByName(drafts: readonly Draft[]): Map<string, Draft> {
  const parents = new Map<string, Draft>();
  for (const draft of drafts) {
    const name = fileName(draft.path);
    if (!parents.has(name) || draft.commandLine.endsWith('netsvcs')) parents.set(name, draft);
  }
  return parents;
}

function draftOf(
  { row, at, parent }: StartedProcess,
  path: string,
  { host }: BootedHost,
  made: ReadonlyMap<bigint, Draft>,
  random: Random,
  nowMs: number,
): Draft {
  const start = Number((at.start - epochTicks) / 10_000n);
  const ended = row.hasEnded === true ? start + random.int(9_000, 40_000) : 0;
  const count = ended === 0 ? random.pick([1, 1, 2, 3]) : 1;
  return {
    host,
    pid: at.pid,
    start,
    sub: Number((at.start - epochTicks) % 10_000n),
    path,
    commandLine: row.commandLine === '' && path === ntoskrnl ? ntoskrnl : row.commandLine,
    account: shortAccount(row.account),
    parent: parent === undefined ? undefined : made.get(keyOf(parent)),
    ended,
    slices: cutSlices(start, ended === 0 ? Math.max(start, host.until) : ended, count, host, random, nowMs),
  };
}

function keyOf({ pid, start }: { readonly pid: number; readonly start: FileTime }): bigint {
  return start * 65_536n + BigInt(pid);
}

/** Documents know the system's own accounts without their domain (seed 001). */
function shortAccount({ username, sid }: Account): Account {
  return { username: username.replace(/^NT AUTHORITY\\/, ''), sid };
}

/** The kernel of Windows has a path in documents; kernel threads of Linux have no document. */
function pathOf({ row }: StartedProcess, { host }: BootedHost): string {
  return row.path === '' && host.os === 'windows' ? ntoskrnl : row.path;
}

export function fileName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').toLowerCase();
}
