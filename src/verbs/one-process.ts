import { CbError } from '../errors/cb-error.ts';
import type { ProcessEntry } from '../live/process-entry.ts';

/** The process that a pid or name means; `Usage` where it is several. */
export function onlyProcess(wanted: string, found: readonly ProcessEntry[]): ProcessEntry {
  const [entry, ...others] = found;
  if (entry === undefined) throw new CbError('NotOnSensor', `no process "${wanted}"`);
  if (others.length === 0) return entry;
  throw new CbError('Usage', `"${wanted}" is ${found.length} processes`, {
    hint: `name one by its pid: ${found.map(({ pid }) => pid).join(', ')}`,
  });
}
