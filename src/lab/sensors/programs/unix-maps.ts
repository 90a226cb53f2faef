import type { Machine } from '../machine.ts';

/** `/proc/PID/maps` of a process that runs; undefined for any other path. */
export function mapsOf({ os, processes }: Machine, path: string): string | undefined {
  const pid = /^\/proc\/(\d+)\/maps$/.exec(path)?.[1];
  const process = os === 'linux' && pid !== undefined ? processes.get(Number(pid)) : undefined;
  if (process === undefined) return undefined;
  const parts: readonly (readonly [range: string, access: string, inode: number, path: string])[] = [
    ['00400000-00452000', 'r-xp', 173_521, process.path],
    ['00651000-00652000', 'r--p', 173_521, process.path],
    ['00652000-00655000', 'rw-p', 173_521, process.path],
    ['00e03000-00e24000', 'rw-p', 0, '[heap]'],
    ...(process.path.startsWith('/tmp/') ? [['7f3a10000000-7f3a10021000', 'rwxp', 0, ''] as const] : []),
    ['7f3a1c000000-7f3a1c1c2000', 'r-xp', 135_870, '/usr/lib64/libc-2.17.so'],
    ['7f3a1c1c2000-7f3a1c3c1000', '---p', 135_870, '/usr/lib64/libc-2.17.so'],
    ['7ffd2a400000-7ffd2a421000', 'rw-p', 0, '[stack]'],
    ['ffffffffff600000-ffffffffff601000', 'r-xp', 0, '[vsyscall]'],
  ];
  return parts
    .map(([range, access, inode, file]) => {
      const front = `${range} ${access} 00000000 ${inode === 0 ? '00:00' : 'fd:00'} ${inode} `;
      return `${file === '' ? front : front.padEnd(73) + file}\n`;
    })
    .join('');
}
