import type { ChainEvent } from '../../transcript/walk.ts';
import { commandSentence, requestSentence } from './sentences.ts';

/** What a command object or request that writes did, and what came of it. */
export interface Change {
  readonly at: string;
  readonly sentence: string;
  readonly outcome: string;
  readonly host: string | undefined;
}

/** What was there before a change was kept for undo. */
export interface KeptBefore {
  readonly step: number;
  /** Of the step, from 1. */
  readonly change: number;
  readonly thing: string;
  readonly path: string;
  /** `nothing`, `there`, `data` or `unkept`. */
  readonly before: string;
  readonly bytes: number | undefined;
  readonly sha256: string | undefined;
}

/** A change that was put back; without `by` it was so already. */
export interface Undone {
  readonly step: number;
  readonly change: number;
  readonly by: number | undefined;
}

export interface TakenFile {
  readonly at: string;
  readonly remote: string;
  readonly local: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly host: string | undefined;
  readonly by: string;
  /** Of a session: what the server kept of what was done. */
  readonly isArchive: boolean;
  /** What a manifest knows besides. */
  readonly more?: readonly (readonly [label: string, value: string])[];
}

/** An archive of a session that was wanted, and is not there. */
export interface Unarchived {
  readonly at: string;
  readonly by: string;
  readonly session: string;
  readonly host: string | undefined;
  readonly why: string;
}

/** One line that was typed, with what it did. */
export interface Deed {
  readonly at: string;
  /** Account and computer. */
  readonly by: string;
  readonly server: string;
  readonly line: string;
  readonly exitCode: number | undefined;
  readonly error: string | undefined;
  readonly changes: readonly Change[];
  readonly kept: readonly KeptBefore[];
  readonly taken: readonly TakenFile[];
  readonly host: string | undefined;
}

/** A sensor that something was done on, or that was pinned. */
export interface SeenHost {
  readonly host: string;
  readonly sensor: string;
  readonly server: string;
  readonly system: string;
}

export interface Noted {
  readonly at: string;
  readonly by: string;
  readonly text: string;
}

interface OpenDeed extends Deed {
  exitCode: number | undefined;
  error: string | undefined;
  host: string | undefined;
  readonly changes: Change[];
  readonly kept: KeptBefore[];
  readonly taken: TakenFile[];
}

/**
 * What a transcript says was done, verb by verb. What is done belongs to the verb that was begun last and has not ended: jobs of a shell
 * that run at once share what they do with the line that was typed last.
 */
export class DeedReader {
  readonly deeds: OpenDeed[] = [];
  readonly notes: Noted[] = [];
  readonly hosts: SeenHost[] = [];
  readonly unarchived: Unarchived[] = [];
  readonly undone: Undone[] = [];
  readonly #hosts = new Map<string, string>();
  readonly #verbs = new Map<number, OpenDeed>();
  readonly #open = new Map<number, { readonly deed: OpenDeed; readonly index: number }>();
  #by = '';
  #server = '';
  #host: string | undefined;

  take(event: ChainEvent): void {
    const { kind, at, fields } = event;
    const text = (name: string): string => String(fields[name] ?? '');
    const key = Number(fields['key']);
    switch (kind) {
      case 'opened':
        this.#by = `${text('user')} on ${text('machine')}`;
        this.#server = text('server');
        break;
      case 'session':
        this.#host = text('host');
        this.#hosts.set(text('session'), this.#host);
        this.hosts.push({ host: this.#host, sensor: text('sensor'), server: this.#server, system: '' });
        break;
      case 'verb':
        this.#begin(Number(fields['verb']), at, text('line'));
        break;
      case 'ended':
        this.#end(Number(fields['verb']), fields);
        break;
      case 'command':
        if (fields['writes'] === true) {
          const sentence = commandSentence(text('name'), text('body'));
          this.#change(key, at, sentence, this.#hosts.get(text('session')));
        }
        break;
      case 'request':
        this.#request(key, event);
        break;
      case 'result':
        this.#came(key, resultWords(text('status'), text('error') || text('said')));
        break;
      case 'reply':
        this.#came(key, replyWords(Number(fields['status']), text('error')));
        break;
      case 'file':
        if (text('way') === 'got') this.#took(event);
        break;
      case 'unarchived': {
        const session = text('session');
        const host = this.#hosts.get(session);
        this.unarchived.push({ at, by: this.#by, session, host, why: text('why') });
        break;
      }
      case 'kept':
        this.#keep(fields);
        break;
      case 'undone':
        this.undone.push({
          step: Number(fields['step']),
          change: Number(fields['change']),
          by: numberIn(fields, 'by'),
        });
        break;
      case 'note':
        this.notes.push({ at, by: this.#by, text: text('text') });
        break;
      default:
        break;
    }
  }

  #begin(verb: number, at: string, line: string): void {
    const deed: OpenDeed = {
      at,
      by: this.#by,
      server: this.#server,
      line,
      exitCode: undefined,
      error: undefined,
      changes: [],
      kept: [],
      taken: [],
      host: undefined,
    };
    this.deeds.push(deed);
    this.#verbs.set(verb, deed);
  }

  #end(verb: number, fields: ChainEvent['fields']): void {
    const deed = this.#verbs.get(verb);
    if (deed === undefined) return;
    deed.exitCode = Number(fields['exit_code']);
    deed.error = fields['error'] === undefined ? undefined : String(fields['error']);
    this.#verbs.delete(verb);
  }

  /** The last one that has not ended. */
  #current(host: string | undefined): OpenDeed | undefined {
    const deed = [...this.#verbs.values()].at(-1) ?? this.deeds.at(-1);
    if (deed !== undefined) deed.host ??= host ?? this.#host;
    return deed;
  }

  #change(key: number, at: string, sentence: string, host: string | undefined): void {
    const deed = this.#current(host);
    if (deed === undefined) return;
    const index = deed.changes.push({ at, sentence, outcome: 'unknown', host }) - 1;
    this.#open.set(key, { deed, index });
  }

  #keep(fields: ChainEvent['fields']): void {
    this.#verbs.get(Number(fields['verb']))?.kept.push({
      step: Number(fields['step']),
      change: Number(fields['change']),
      thing: String(fields['thing']),
      path: String(fields['path']),
      before: String(fields['before']),
      bytes: numberIn(fields, 'bytes'),
      sha256: fields['sha256'] === undefined ? undefined : String(fields['sha256']),
    });
  }

  #request(key: number, { at, fields }: ChainEvent): void {
    const [method = '', path = '', body = ''] = ['method', 'path', 'body'].map((name) =>
      String(fields[name] ?? ''),
    );
    this.#change(
      key,
      at,
      requestSentence(method, path, body, this.#current(undefined)?.line ?? ''),
      undefined,
    );
  }

  #came(key: number, outcome: string): void {
    const open = this.#open.get(key);
    const change = open?.deed.changes[open.index];
    if (open === undefined || change === undefined) return;
    open.deed.changes[open.index] = { ...change, outcome };
    this.#open.delete(key);
  }

  #took({ at, fields }: ChainEvent): void {
    const host = this.#hosts.get(String(fields['session']));
    this.#current(host)?.taken.push({
      at,
      remote: String(fields['remote']),
      local: String(fields['local']),
      bytes: Number(fields['bytes']),
      sha256: String(fields['sha256']),
      host,
      by: this.#by,
      // What is on a sensor is told with the sensor.
      isArchive: fields['sensor'] === undefined && /^session \d+$/.test(String(fields['remote'])),
    });
  }
}

function numberIn(fields: ChainEvent['fields'], name: string): number | undefined {
  return fields[name] === undefined ? undefined : Number(fields[name]);
}

function resultWords(status: string, said: string): string {
  if (status === 'complete') return 'done';
  return said === '' ? status : `${status}: ${said}`;
}

/** Without a reply nobody knows. */
function replyWords(status: number, error: string): string {
  if (status >= 200 && status < 300) return 'done';
  if (error !== '') return Number.isNaN(status) ? `unknown: ${error}` : error;
  return Number.isNaN(status) ? 'unknown' : `refused with ${status}`;
}
