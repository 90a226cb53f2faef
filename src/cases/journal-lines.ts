import { field, type LineTable } from '../transcript/fields.ts';
import { repairedLine } from '../transcript/repaired-line.ts';

const { text, number, sha256, maybe } = field;

const by = text('account and computer of who did it');
const file = text('its path below the folder of the case');
const bytes = number('how many');

/** The lines of the journal of a case, `case.ndjson` (docs/case.md is made from this). Secrets are masked before they come here. */
export const journalLines = {
  created: {
    about: 'the first line: what case this is',
    fields: {
      id: text('of the case, wherever its folder is'),
      name: text('as typed'),
      title: maybe(text('of the report')),
      by,
    },
  },
  opened: {
    about: 'what is done from now on belongs to it',
    fields: { profile: text('name of the profile'), by },
  },
  closed: { about: 'and no longer', fields: { profile: text('name of the profile'), by } },
  noted: { about: 'the analyst noted something', fields: { text: text('secrets as `***`'), by } },
  pinned: {
    about: 'what was seen is kept, as the server told it then',
    fields: {
      what: text('`process`, `binary`, `alert` or `sensor`'),
      id: text('its GUID, MD5, or id'),
      server: text('address of the server'),
      file,
      sha256: sha256('of that file'),
      note: maybe(text('why, secrets as `***`')),
      by,
    },
  },
  added: {
    about: 'a file of this computer was copied into the case',
    fields: { from: text('where it was'), file, bytes, sha256: sha256('of it'), by },
  },
  saved: {
    about: 'the result of a command was kept',
    fields: { line: text('as typed, secrets as `***`'), file, bytes, sha256: sha256('of it'), by },
  },
  host: {
    about: 'what is fetched from this sensor goes into this folder, whatever its host is called later',
    fields: {
      server: text('address of the server'),
      sensor: number('id of the sensor'),
      host: text('hostname of the sensor'),
      folder: text('its name below `evidence`'),
    },
  },
  reported: {
    about: 'a report was written',
    fields: { file: text('its path'), bytes, sha256: sha256('of it'), by },
  },
  exported: {
    about: 'all of it was packed',
    fields: { file: text('its path'), bytes, sha256: sha256('of it'), by },
  },
  ...repairedLine,
} as const satisfies LineTable;
