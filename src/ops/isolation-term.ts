import type { Sensor } from '../api/wire/sensor.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { TimedIsolations } from '../ports/timed-isolations.ts';
import { formatTimeUtc } from '../text/age.ts';
import type { IsolationEnd } from './isolation.ts';

/** `--for` of whatever isolates. */
export const isolationFor = {
  kind: 'durationMs',
  value: '4h',
  about: 'until then: later runs remind of it, and cbq isolate due releases it',
} as const;

export interface IsolationTerm {
  readonly terms: TimedIsolations;
  readonly isWanted: boolean;
  /** Undefined: without an end. */
  readonly forMs: number | undefined;
  /** Unix ms. */
  readonly nowMs: number;
  readonly isDry: boolean;
}

/**
 * Isolates or releases, and keeps when that is to end. The end is on the disk before the server is asked, so that none is lost with this
 * process. What was isolated before by somebody else gets none: nobody asked them. Adds it to the words.
 */
export async function withTerm(
  { id, name, isolationWanted }: Sensor,
  { terms, isWanted, forMs, nowMs, isDry }: IsolationTerm,
  act: () => Promise<IsolationEnd>,
): Promise<IsolationEnd> {
  if (isDry) return await act();
  const known = await terms.get(id);
  if (!isWanted || forMs === undefined) {
    const end = await act();
    if (known === undefined) return end;
    await terms.forget(id);
    return isWanted ? { ...end, words: `${end.words}; it has no end any more` } : end;
  }
  if (isolationWanted && known === undefined) {
    const end = await act();
    return { ...end, words: `${end.words}; it was isolated before, and gets no end` };
  }
  const untilMs = nowMs + forMs;
  await terms.set({ sensorId: id, host: name, untilMs });
  try {
    const end = await act();
    return { ...end, words: `${end.words}; to end at ${formatTimeUtc(untilMs)}` };
  } catch (error) {
    // What surely did not happen has no end.
    if (known === undefined && isCbError(error, 'Unsupported', 'Auth', 'ReadOnly', 'NotFound'))
      await terms.forget(id);
    throw error;
  }
}
