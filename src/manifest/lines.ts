import { type FieldsOf, field, type LineKind, type ValuesOf } from '../transcript/fields.ts';

const { text, number, md5, sha1, sha256, time, list, maybe } = field;

/** Number of the format, in each line: another meaning of a field is another number. */
export const manifestVersion = 1;

/** One transfer of several by which a file came. */
export const pieceFields = {
  offset: number('where it begins in the file here'),
  bytes: number('how many'),
  session: number('id of the session'),
  command: number('id of the command object that fetched it'),
  file: number('id of the session file that it became'),
  begun: time('by the clock of this computer'),
  ended: time('by the clock of this computer'),
} as const;

export type Piece = ValuesOf<typeof pieceFields>;

/** The lines of a manifest (docs/manifest.md is made from this). */
export const manifestLines = {
  taken: {
    about: 'a file was fetched, and has its name',
    fields: {
      local: text('its name in this folder'),
      path: text('where that was, from the root of this computer'),
      from: text('`sensor`, `session` (a file that one keeps), `archive`, `binary` or `registry`'),
      remote: text('path on the sensor; `session N` of an archive, the MD5 of a binary, a key'),
      server: text('its address'),
      host: maybe(text('hostname of the sensor')),
      sensor: maybe(number('id of the sensor')),
      size: number('bytes of the file here'),
      remote_size: maybe(number('bytes of the whole file there, as it was listed')),
      offset: maybe(number('where these bytes begin there, if only some were asked for')),
      bytes: maybe(number('at most how many were asked for, if only some were')),
      created: maybe(time('by the clock of the sensor')),
      accessed: maybe(time('by the clock of the sensor')),
      written: maybe(time('by the clock of the sensor')),
      attributes: maybe(text('as the sensor names them, with blanks between')),
      md5: md5('of the file here'),
      sha1: sha1('of the file here'),
      sha256: sha256('of the file here'),
      session: maybe(number('id of the session')),
      command: maybe(number('id of the command object that fetched it')),
      file: maybe(number('id of the session file that it became')),
      pieces: maybe(list('where it came in more than one transfer: each of them', pieceFields)),
      operator: text('account on this computer'),
      machine: text('name of this computer'),
      case: maybe(text('id of the case')),
      begun: time('by the clock of this computer'),
      ended: time('by the clock of this computer'),
    },
  },
  removed: {
    about: 'a file that was fetched was removed here',
    fields: {
      local: text('its name in this folder'),
      path: text('where that was, from the root of this computer'),
      operator: text('account on this computer'),
      machine: text('name of this computer'),
      case: maybe(text('id of the case')),
      at: time('by the clock of this computer'),
    },
  },
} as const satisfies Readonly<Record<string, LineKind>>;

export type TakenLine = FieldsOf<typeof manifestLines.taken>;
export type RemovedLine = FieldsOf<typeof manifestLines.removed>;
