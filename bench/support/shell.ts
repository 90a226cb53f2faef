import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './run.ts';
import type { BenchLab } from './with-lab.ts';

/** A shell of the built program on sensor 10, over pipes. */
export function openShell({ env }: Pick<BenchLab, 'env'>) {
  const child = spawn(process.execPath, [`${root}bin/cblr.js`, 'connect', '10', '--quiet'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const waiting: { readonly isIt: (line: string) => boolean; readonly seen: () => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (waiting[0]?.isIt(line)) waiting.shift()?.seen();
  });
  const until = (typed: string, isIt: (line: string) => boolean): Promise<number> => {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      waiting.push({ isIt, seen: () => resolve(performance.now() - startedAt) });
      child.stdin.write(typed);
    });
  };
  return {
    /** Wall time until its output is there; `pwd` asks nobody and marks the end. */
    verb: (line: string): Promise<number> =>
      until(`${line}\npwd\n`, (shown) => shown.startsWith('C:\\Windows\\CarbonBlack')),
    /** Wall time until a line of its output is one of these; it goes on. */
    firstLine: (line: string, isIt: (line: string) => boolean): Promise<number> => until(`${line}\n`, isIt),
    async close(): Promise<void> {
      child.stdin.end('exit\n');
      await closed;
    },
    /** Not to wait for what goes on. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
