/** The zone the made-up server stands in; a zone other than UTC shows clients that ignore it (contract/values.md). */
const SERVER_ZONE = '-06:00';
const SERVER_OFFSET_MS = -6 * 3_600_000;

/** `2018-02-06 12:44:40.002234-06:00`: sensors, watchlists, bans. */
export function pgTimestamp(ms: number): string {
  return `${naiveTimestamp(ms)}${SERVER_ZONE}`;
}

/** `2018-02-06 12:44:47.197794`: server time without a zone, as `Last-Modified` of ordinary calls has it. */
export function naiveTimestamp(ms: number): string {
  const whole = Math.floor(ms);
  const micros = Math.floor((ms - whole) * 1000);
  const iso = new Date(whole + SERVER_OFFSET_MS).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(micros).padStart(3, '0')}`;
}

/** `Tue, 06 Feb 2018 18:44:47 GMT`. */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
