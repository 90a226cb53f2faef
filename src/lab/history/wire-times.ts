/** `2021-04-20T12:47:27.187Z`, without zeros at the end of the fraction (contract/conventions.md). */
export function isoTime(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace(/\.(\d*?)0*Z$/, (_all, digits: string) => (digits === '' ? 'Z' : `.${digits}Z`));
}

/** `2016-11-11 20:59:31.631000`: events (contract/process-events.md). */
export function eventTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000`;
}
