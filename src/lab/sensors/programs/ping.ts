import type { ProgramRun } from '../machine.ts';

const LARGEST_COUNT = 100_000;

export interface PingRequest {
  readonly host: string | undefined;
  readonly count: number;
}

/** Host and count of `ping -n 4 HOST` or `ping -c 4 HOST`; no count means `otherwise`. */
export function readPing(args: readonly string[], countOption: string, otherwise: number): PingRequest {
  let host: string | undefined;
  let count = otherwise;
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    if (argument.toLowerCase() === countOption || argument.toLowerCase() === countOption.replace('-', '/')) {
      at += 1;
      count = Number(args[at]);
    } else if (/^[-/][wilWs]$/.test(argument)) at += 1;
    else if (/^[-/]/.test(argument)) count = argument.toLowerCase() === '-t' ? LARGEST_COUNT : count;
    else host = argument;
  }
  return { host, count: Number.isInteger(count) && count > 0 ? Math.min(count, LARGEST_COUNT) : otherwise };
}

/** An address for a name: itself if it is one. Names under `.invalid` are not found. */
export function resolveName(host: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host;
  if (host === 'localhost') return '127.0.0.1';
  return host.endsWith('.invalid') ? undefined : '192.0.2.10';
}

/** One line at once, then one more every second of the endpoint. */
export async function everySecond(
  { machine, signal }: ProgramRun,
  count: number,
  line: (index: number) => void,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    if (index > 0) await machine.clock.sleep(1, signal);
    line(index);
  }
}
