import { lastPart } from '../../text/remote-path.ts';
import { readCsv } from './text-forms.ts';

/** A file that a process has mapped, or memory that it may run. What a tool does not say is undefined. */
export interface LoadedFile {
  readonly path: string;
  readonly name: string;
  /** Where it begins, in hex. */
  readonly base?: string;
  readonly size?: number;
  /** `rwx`: of what may be written and run, else of what may be run. */
  readonly access?: string;
  readonly company?: string;
}

/** `tasklist /m`: names alone, in one cell, in a list that commas divide. */
export function readTasklistModules(text: string): readonly LoadedFile[] | undefined {
  const [row, ...others] = readCsv(text.trimEnd()) ?? [];
  if (row?.length !== 3 || others.length > 0 || !/^\d{1,10}$/.test(row[1] ?? '')) return undefined;
  return (row[2] ?? '').split(',').map((name) => ({ path: '', name }));
}

/** `/proc/PID/maps`: each file once; of what is no file only what may be run, which injected code must be. */
export function readMaps(text: string): readonly LoadedFile[] | undefined {
  const all = new Map<string, { path: string; base: string; size: number; access: string }>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const found =
      /^([\da-f]{1,16})-([\da-f]{1,16}) ([r-][w-][x-])[ps] [\da-f]+ [\da-f]+:[\da-f]+ \d+ *(.*)$/.exec(line);
    if (found === null) return undefined;
    const [, from = '', to = '', access = '', path = ''] = found;
    const isFile = path.startsWith('/');
    if (!isFile && !access.includes('x')) continue;
    const size = Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
    const key = isFile ? path : `${path} ${from}`;
    const known = all.get(key);
    if (known === undefined) all.set(key, { path: path || '[anonymous]', base: from, size, access });
    else {
      known.size += size;
      if (weight(access) > weight(known.access)) known.access = access;
    }
  }
  return all.size === 0 ? undefined : [...all.values()].map((one) => ({ ...one, name: lastPart(one.path) }));
}

/** Of several parts that one is told that can be both written and run, then one that can be run. */
function weight(access: string): number {
  return (access.includes('x') ? 2 : 0) + (access.includes('x') && access.includes('w') ? 1 : 0);
}

/** `lsof -Fn`: a process, then `f` and `n` of each file. */
export function readLsofFiles(text: string): readonly LoadedFile[] | undefined {
  const all = new Set<string>();
  for (const line of text.split('\n')) {
    if (line.startsWith('n')) all.add(line.slice(1));
    else if (line !== '' && !/^(?:p\d+|ftxt)$/.test(line)) return undefined;
  }
  return all.size === 0 ? undefined : Array.from(all, (path) => ({ path, name: lastPart(path) }));
}
