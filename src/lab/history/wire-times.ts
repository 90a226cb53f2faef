/** `2021-04-20T12:47:27.187Z`, without zeros at the end of the fraction (contract/values.md). */
export function isoTime(ms: number): string {
  const text = new Date(ms).toISOString();
  const rest = ms % 1000;
  if (rest === 0) return `${text.slice(0, 19)}Z`;
  return `${text.slice(0, rest % 100 === 0 ? 21 : rest % 10 === 0 ? 22 : 23)}Z`;
}

/** `2021-04-04T18:10:08.548000Z`: the ends of children since 7.0. */
export function isoMicros(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** `2016-11-11 20:59:31.631000`: events (contract/process-events.md). */
export function eventTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000`;
}

/** `2021-04-04 18:11:40.309`: most of them since 7.0. */
export function shortEventTime(ms: number): string {
  return eventTime(ms).slice(0, 23);
}
