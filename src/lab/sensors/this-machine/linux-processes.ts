import { readdir, readFile, readlink } from 'node:fs/promises';
import { fileTimeFromUnix } from '../process-guid.ts';
import type { RealProcess } from './real-process.ts';

/** `sysconf(_SC_CLK_TCK)`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const AT_ONCE = 64;

/** Boot time shifts by a second now and then as the clock is set; GUIDs must not. */
let bootTime: number | undefined;

/** All processes, out of `/proc`. */
export async function linuxProcesses(): Promise<RealProcess[]> {
  bootTime ??= Number(/^btime (\d+)/m.exec(await readFile('/proc/stat', 'utf8'))?.[1] ?? '0');
  const names = readUserNames(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const rows: RealProcess[] = [];
  for (let at = 0; at < pids.length; at += AT_ONCE) {
    const batch = pids.slice(at, at + AT_ONCE).map((pid) => readProcess(pid, bootTime ?? 0, names));
    rows.push(...(await Promise.all(batch)).filter((row) => row !== undefined));
  }
  return rows;
}

async function readProcess(
  pid: number,
  boot: number,
  names: ReadonlyMap<string, string>,
): Promise<RealProcess | undefined> {
  const folder = `/proc/${pid}`;
  const stat = await readFile(`${folder}/stat`, 'utf8').catch(() => undefined);
  const status = await readFile(`${folder}/status`, 'utf8').catch(() => undefined);
  if (stat === undefined || status === undefined) return undefined;
  const { parent, startTicks } = parseStat(stat);
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1] ?? '';
  return {
    pid,
    parent,
    start: fileTimeFromUnix(boot + startTicks / TICKS_PER_SECOND),
    path: await readlink(`${folder}/exe`).catch(() => ''),
    commandLine: (await readFile(`${folder}/cmdline`, 'utf8').catch(() => ''))
      .replace(/\0+$/, '')
      .replaceAll('\0', ' '),
    username: names.get(uid) ?? uid,
    sid: '',
  };
}

/** Parent and start time of `/proc/PID/stat`; the name in parentheses may hold blanks and parentheses. */
export function parseStat(stat: string): { parent: number; startTicks: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1] ?? '0'), startTicks: Number(fields[19] ?? '0') };
}

function readUserNames(passwd: string): Map<string, string> {
  return new Map(
    passwd.split('\n').flatMap((line) => {
      const [name, , uid] = line.split(':');
      return name === undefined || uid === undefined ? [] : [[uid, name] as const];
    }),
  );
}
