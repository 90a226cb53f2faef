const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in words, in one unit, never more than it was: `12 s`, `3 min`, `47 h`, `2 days`. */
export function spanWords(durationMs: number): string {
  const ms = Math.abs(durationMs);
  if (!Number.isFinite(ms)) return '?';
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} days`;
}
