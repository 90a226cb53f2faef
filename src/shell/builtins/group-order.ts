/** Headings of `help` in the order of a day's work; groups that are not named follow. */
export const groupOrder: readonly string[] = [
  'hosts',
  'files',
  'processes',
  'system',
  'registry',
  'memory',
  'session',
  'shell',
];
