/** `2021-04-20T12:47:27.187Z`, without zeros at the end of the fraction (contract/conventions.md). */
export function isoTime(ms: number): string {
  const text = new Date(ms).toISOString();
  const rest = ms % 1000;
  if (rest === 0) {
    return `${text.slice(0, 19)}Z`;
  }
  return `${text.slice(0, rest % 100 === 0 ? 21 : rest % 10 === 0 ? 22 : 23)}Z`;
}

/** `2016-11-11 20:59:31.631000`: events (contract/process-events.md). */
export function eventTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000`;
}
