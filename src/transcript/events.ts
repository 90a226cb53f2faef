import { type FieldsOf, field, type LineKind } from './fields.ts';
import { repairedLine } from './repaired-line.ts';

const { text, number, flag, sha256, time, maybe } = field;

/** Number of the format, in each line: another meaning of a field is another number. */
export const formatVersion = 1;

/** The lines of a transcript (docs/transcript.md is made from this). Secrets are masked before they come here. */
export const events = {
  opened: {
    about: 'a program begins; the first line of every transcript',
    fields: {
      program: text('`cblr` or `cbq`'),
      version: text('of the program'),
      profile: text('name of the profile'),
      server: text('its address'),
      user: text('account on this computer'),
      machine: text('name of this computer'),
      pid: number('of the process'),
    },
  },
  session: {
    about: 'a session was opened or joined',
    fields: {
      session: number('id of the session'),
      sensor: number('id of the sensor'),
      host: text('hostname of the sensor'),
      clock_ahead_ms: maybe(number("how far the server's clock is ahead of ours")),
    },
  },
  verb: {
    about: 'a verb or command was typed',
    fields: {
      verb: number('counts those of this process'),
      line: text('as typed, secrets as `***`; `!LINE` is a command of this computer'),
      session: maybe(number('id of the session that it went to, in a shell')),
      dry_run: maybe(flag('its writes were shown and not sent')),
    },
  },
  ended: {
    about: 'it ended',
    fields: {
      verb: number('which one'),
      exit_code: number('as the program would end with it'),
      ran: maybe(number('exit code of the program that ran on the sensor')),
      error: maybe(text('what it failed with')),
      error_kind: maybe(text('kind of the error')),
    },
  },
  command: {
    about: 'a command object is about to be posted',
    fields: {
      key: number('ours: its `result` has the same'),
      session: number('id of the session'),
      name: text('of the command object'),
      writes: flag('it may change something on the sensor'),
      body: text('the JSON that is posted, secrets as `***`; a long one is cut'),
      bytes: number('length of what is posted'),
      sha256: sha256('of what is posted'),
    },
  },
  result: {
    about: 'what came of a command object',
    fields: {
      key: number('of its `command`'),
      id: maybe(number('that the server gave it')),
      status: text('its last status; `unknown` where nobody looked to the end'),
      code: maybe(number('result code, 0 is success')),
      said: maybe(text("the sensor's own words, secrets as `***`")),
      by: maybe(text('the user that the server attributes it to')),
      created: maybe(time("by the server's clock")),
      completed: maybe(time("by the server's clock")),
      file: maybe(number('id of the session file that it made')),
      error: maybe(text('why it is not known')),
    },
  },
  request: {
    about: 'another request that writes is about to be sent',
    fields: {
      key: number('ours: its `reply` has the same'),
      method: text('of HTTP'),
      path: text('with its query, secrets as `***`'),
      body: maybe(text('the JSON that is sent, secrets as `***`; a long one is cut')),
      bytes: maybe(number('length of what is sent')),
      sha256: maybe(sha256('of what is sent; not of a file that is streamed')),
    },
  },
  reply: {
    about: 'what came of such a request',
    fields: {
      key: number('of its `request`'),
      status: maybe(number('of HTTP; not there where no reply came')),
      error: maybe(text('what it failed with')),
    },
  },
  file: {
    about: 'the bytes of a file went over the wire',
    fields: {
      way: text('`got` from the sensor or `put` on it'),
      remote: text('path on the sensor'),
      local: text('path on this computer'),
      session: number('id of the session'),
      sensor: maybe(number('id of the sensor; not there for what the server keeps of another session')),
      offset: maybe(number('where they begin, where that is not 0')),
      bytes: number('how many'),
      sha256: sha256('of these bytes'),
    },
  },
  local: {
    about: 'a file on this computer was changed',
    fields: {
      action: text('`written`, `appended` or `removed`'),
      path: text('of the file'),
      bytes: maybe(number('that were written')),
    },
  },
  unarchived: {
    about: 'the archive of a session that was left was wanted, and is not there',
    fields: {
      session: number('id of the session'),
      why: text('what stood in the way'),
    },
  },
  kept: {
    about: 'what is there is kept, as it is about to be changed (docs/undo.md)',
    fields: {
      step: number('of the undo: its file lies beside the transcript'),
      change: number('counts those of the step'),
      verb: number('which one changes it'),
      thing: text('its kind: `file`, `registry value` …'),
      path: text('of the thing, or its id'),
      before: text('`nothing`, `there` (a folder or key), `data`, or `unkept`: something that was not kept'),
      bytes: maybe(number('of what was there')),
      sha256: maybe(sha256('of what was there')),
    },
  },
  changed: {
    about: 'how such a change ended',
    fields: {
      step: number('of the undo'),
      change: number('which one of the step'),
      end: text('`done`, `not done` or `unknown`'),
      after: text('as `before` of `kept`; `unknown` where nobody looked'),
      bytes: maybe(number('of what was left there')),
      sha256: maybe(sha256('of what was left there')),
    },
  },
  undone: {
    about: 'a change was put back',
    fields: {
      step: number('that was undone'),
      change: number('which one of the step'),
      by: maybe(number('step that undid it; not there where it was so already')),
    },
  },
  note: { about: 'the analyst noted something', fields: { text: text('secrets as `***`') } },
  missed: {
    about: 'lines could not be written for a while',
    fields: { events: number('how many'), why: text('what stood in the way') },
  },
  left: {
    about: 'the program ends; the last line of every whole transcript',
    fields: { exit_code: maybe(number('that it ends with')) },
  },
} as const satisfies Readonly<Record<string, LineKind>>;

/** The lines of `index.ndjson`, which knows every transcript of its folder. */
export const indexEvents = {
  begun: {
    about: 'a transcript begins',
    fields: { file: text('its name'), first: sha256('of its first line') },
  },
  finished: {
    about: 'it is whole',
    fields: {
      file: text('its name'),
      lines: number('how many it has'),
      last: sha256('of its last line'),
    },
  },
  ...repairedLine,
} as const satisfies Readonly<Record<string, LineKind>>;

export type EventName = keyof typeof events;
export type EventFields<K extends EventName> = FieldsOf<(typeof events)[K]>;
