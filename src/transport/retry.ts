const retried: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The longest `Retry-After` that is waited for. */
const mostMs = 60_000;

/** True for a status after which a GET is worth another try. */
export function isPassing(status: number): boolean {
  return retried.has(status);
}

/** How long to wait before try number `attempt + 1` (attempts count from 1): doubling from 0.5 s, half of it by chance. */
export function backoffMs(attempt: number, random: () => number): number {
  const most = 500 * 2 ** (attempt - 1);
  return Math.round(most / 2 + (most / 2) * random());
}

/** The wait that `Retry-After` asks for (seconds or a date): undefined when it asks for none, `Infinity` for more than a minute. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  if (!Number.isFinite(ms)) return undefined;
  return ms > mostMs ? Number.POSITIVE_INFINITY : Math.max(0, ms);
}
