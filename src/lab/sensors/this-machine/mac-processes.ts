import { fileTimeFromUnix } from '../process-guid.ts';
import type { RealProcess } from './real-process.ts';
import { runLocal } from './run-local.ts';

/** All processes, out of `ps`: once with command lines, once with the programs' paths (both may hold blanks). */
export async function macProcesses(): Promise<RealProcess[]> {
  const [lines, paths] = await Promise.all([
    runLocal('/bin/ps', ['-axww', '-o', 'pid=,ppid=,user=,lstart=,command=']),
    runLocal('/bin/ps', ['-axww', '-o', 'pid=,comm=']),
  ]);
  return parsePs(lines, paths);
}

/** The two outputs put together by pid. */
export function parsePs(lines: string, paths: string): RealProcess[] {
  const pathOf = new Map(
    paths.split('\n').flatMap((line) => {
      const found = /^\s*(\d+) +(.*)$/.exec(line);
      return found === null ? [] : [[Number(found[1]), found[2] ?? ''] as const];
    }),
  );
  return lines.split('\n').flatMap((line) => {
    const found = /^\s*(\d+) +(\d+) +(\S+) +(\w{3} +\w{3} +\d+ +[\d:]{8} +\d{4}) +(.*)$/.exec(line);
    if (found === null) return [];
    const [, pid = '', parent = '', username = '', start = '', commandLine = ''] = found;
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        start: fileTimeFromUnix(Date.parse(start) / 1000),
        path: pathOf.get(Number(pid)) ?? '',
        commandLine,
        username,
        sid: '',
      },
    ];
  });
}
