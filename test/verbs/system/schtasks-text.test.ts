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

  it.each([
    ['English', 'INFO: There is no task here that you may see.'],
    ['German', 'INFORMATION: Hier gibt es keine Aufgabe.'],
    ['French', "INFORMATIONS : aucune tâche n'est disponible."],
  ])('has a line of %s for each folder without tasks', (_language, line) => {
    const text = `${line}\n${english}${task('\\a')}${line}\n${line}\n${english}${task('\\b')}${line}\n`;
    expect(readSchtasks(text)?.map(({ name }) => name)).toEqual(['\\a', '\\b']);
  });

  it('keeps such a line within a cell', () => {
    const text = english + task('\\a', { 8: 'cmd /c x\nINFO y' });
    expect(readSchtasks(text)?.[0]?.runs).toBe('cmd /c x\nINFO y');
  });

  it('does not pass over other lines, as a task may be missing there', () => {
    expect(
      readSchtasks(`${english}${task('\\a')}ERROR: The task image is corrupt.\n${task('\\b')}`),
    ).toBeUndefined();
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
