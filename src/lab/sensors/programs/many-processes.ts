import type { Machine, Program } from '../machine.ts';

const LARGEST = 200_000;

/**
 * `lab-many-processes 10000`: fills the process list with so many idle processes, and ends; `0` takes them away again.
 * For trying a client with a long list.
 */
export const manyProcesses: Program = ({ machine, args, out, err, pid }) => {
  const count = Number(args[0] ?? '10000');
  if (!Number.isInteger(count) || count < 0 || count > LARGEST) {
    err.text(`usage: lab-many-processes COUNT (0 to ${LARGEST})\n`);
    return 2;
  }
  if (count === 0) {
    for (const process of [...machine.processes.values()]) {
      if (isIdle(process.path)) machine.processes.remove(process.pid);
    }
  } else addManyProcesses(machine, count, pid, machine.clock.now());
  out.text(`${count} processes\n`);
  return 0;
};

export function addManyProcesses(machine: Machine, count: number, parentPid: number, now: number): void {
  const path = machine.os === 'windows' ? 'C:\\lab\\idle.exe' : '/lab/bin/idle';
  for (let index = 1; index <= count; index += 1) {
    machine.processes.spawn({
      parentPid,
      path,
      commandLine: `"${path}" --number ${index}`,
      account: machine.account,
      now,
    });
  }
}

function isIdle(path: string): boolean {
  return path === 'C:\\lab\\idle.exe' || path === '/lab/bin/idle';
}
