import { describe, expect, it } from 'vitest';
import { readSchtasks } from '../../../src/verbs/system/schtasks-text.ts';

const row = (cells: readonly string[]) => `"${cells.join('","')}"\n`;
const english = row(['HostName', 'TaskName', ...Array.from({ length: 26 }, (_, at) => `Heading ${at}`)]);
const german = row([
  'Hostname',
  'Aufgabenname',
  ...Array.from({ length: 26 }, (_, at) => `Überschrift ${at}`),
]);

function task(name: string, more: Readonly<Record<number, string>> = {}): string {
  return row(Array.from({ length: 28 }, (_, at) => more[at] ?? (at === 1 ? name : `c${at}`)));
}

describe('schtasks /query /fo csv /v', () => {
  it.each([
    ['English', english],
    ['German', german],
  ])('is read in %s by what stands where, with headings for each folder', (_language, heading) => {
    const found = readSchtasks(
      heading + task('\\Updater', { 3: 'Wird ausgeführt' }) + heading + task('\\a\\b, c'),
    );
    expect(found).toEqual([
      {
        name: '\\Updater',
        next: 'c2',
        state: 'Wird ausgeführt',
        last: 'c5',
        result: 'c6',
        author: 'c7',
        runs: 'c8',
        startIn: 'c9',
        isEnabled: 'c11',
        account: 'c14',
        schedule: 'c18',
      },
      expect.objectContaining({ name: '\\a\\b, c' }),
    ]);
  });

  it('takes quotes in a command doubled or as they are', () => {
    for (const quote of ['"', '""']) {
      const text = english + task('\\t', { 8: `${quote}C:\\Program Files\\x.exe${quote} /q` });
      expect(readSchtasks(text)?.[0]?.runs).toBe('"C:\\Program Files\\x.exe" /q');
    }
  });

  it.each([
    ['nothing', ''],
    ['an error', 'ERROR: Access is denied.\n'],
    ['columns of an older system', row(['HostName', 'TaskName', 'Status'])],
    ['a cell too many', english + task('\\t', { 8: 'a","b' })],
    ['a line of its own in a cell', english + task('\\t', { 10: 'one"\n"two' })],
    ['a task without a folder', english + task('t')],
  ])('is not known with %s', (_what, text) => {
    expect(readSchtasks(text)).toBeUndefined();
  });
});
