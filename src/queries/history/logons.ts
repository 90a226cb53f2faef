import type { Document } from '../../api/document.ts';
import { type Column, rows } from '../../spec/result.ts';
import { parseServerTime } from '../../text/age.ts';
import { toNumber, toText } from '../../text/number.ts';
import { queryValue } from '../../text/query-filters.ts';
import { query } from '../context.ts';
import { foundProcesses, historyConflicts, historyOptions, isWithin, sensorTerm } from './history-of.ts';

/** What runs once for somebody who logs on, and what that tells. */
const starters: Readonly<Record<string, string>> = {
  'userinit.exe': 'interactive',
  'rdpclip.exe': 'remote desktop',
  sshd: 'ssh',
  login: 'console',
};

export const historyLogons = query({
  name: 'history logons',
  about: 'who logged on where, and when, by what that started',
  details:
    'By programs that run once for each logon: userinit.exe, rdpclip.exe, sshd and login. A logon over the network, or of a service, starts none of them: Windows has those in its event log alone. sshd and login run as root first: those rows are left out.',
  group: 'processes',
  effect: 'reads',
  operands: { sensor: { kind: 'sensor', optional: true, about: 'id, hostname or address' } },
  options: {
    user: { kind: 'text', value: 'NAME', about: 'of this user, on all sensors or on the one that is named' },
    ...historyOptions,
  },
  conflicts: historyConflicts,
  search: ['login', 'sign in', 'session', 'rdp', 'ssh', 'who'],
  examples: [
    { line: 'cbq history logons 20', shows: 'who worked there' },
    { line: 'cbq history logons --user mgarcia', shows: 'where that user was' },
  ],
  fields: () => columns,
  async run({ sensor, user, ...input }, context) {
    const names = Object.keys(starters).map((name) => `process_name:${name}`);
    const terms = [
      ...(sensor === undefined ? [] : [await sensorTerm(sensor, context)]),
      ...(user === undefined ? [] : [`username:${queryValue(user)}`]),
      `(${names.join(' OR ')})`,
    ];
    const found = await foundProcesses(terms.join(' '), input, context);
    const kept = async function* (): AsyncGenerator<Document> {
      for await (const document of found.rows) {
        const isRoot = document.field('username') === 'root' && howOf(document) !== 'interactive';
        if (!isRoot && isWithin(startOf(document), input)) yield document;
      }
    };
    return rows(kept(), columns, {
      noun: 'logons',
      isLong: true,
      notes: found.list.notes,
      isPartial: found.list.isPartial,
    });
  },
});

function startOf(document: Document): number | undefined {
  return parseServerTime(toText(document.field('start')) ?? '');
}

function howOf(document: Document): string {
  return starters[(toText(document.field('process_name')) ?? '').toLowerCase()] ?? '';
}

const columns: readonly Column<Document>[] = [
  { field: 'start', head: 'time', of: (document) => toText(document.field('start')), as: 'iso' },
  { field: 'username', head: 'username', of: (document) => toText(document.field('username')) },
  {
    field: 'hostname',
    head: 'hostname',
    of: (document) => toText(document.field('hostname')),
    style: () => 'name',
  },
  { field: 'how', head: 'how', of: howOf },
  {
    field: 'sensor_id',
    head: 'sensor',
    of: (document) => toNumber(document.field('sensor_id')),
    wide: 'data',
  },
  {
    field: 'process_guid',
    head: 'process guid',
    of: (document) => toText(document.field('id')),
    wide: 'data',
  },
];
