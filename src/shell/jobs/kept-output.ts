import type { LocalFiles } from '../../ports/local-files.ts';
import type { Runtime } from '../../ports/runtime.ts';
import type { Sink } from '../../ports/streams.ts';
import { formatBytes } from '../../text/bytes.ts';
import { escapeMessage } from '../../text/escape.ts';

export type SpoolFiles = Pick<LocalFiles, 'temporaryDirectory' | 'openWriter' | 'read' | 'remove'>;

/** Where a statement's result goes, and what is said beside it. */
export interface Ends {
  readonly out: Sink;
  readonly err: Sink;
  readonly note: (text: string) => void;
}

/** The outside of a statement that writes there. */
export function withEnds<R extends Pick<Runtime, 'streams' | 'note'>>(
  runtime: R,
  { out, err, note }: Ends,
): R {
  return { ...runtime, note, streams: { ...runtime.streams, out, err } };
}

/** Beyond this what is kept of a result lies in a file of ours. */
const mostInMemory = 4 * 1024 * 1024;
/** A program that never ends must not fill this computer's disk. */
const mostKept = 1024 * 1024 * 1024;
/** Of what was said beside it; the beginning tells what went wrong. */
const mostSaid = 64 * 1024;

/**
 * Both ends of a verb's output, which can be taken off the terminal and put on again: what comes meanwhile is kept. Texts are escaped by
 * whoever writes them.
 */
export class KeptOutput implements Ends {
  readonly out: Sink;
  readonly err: Sink;
  readonly note: (text: string) => void;
  readonly #files: SpoolFiles;
  readonly #most: number;
  #shown: Ends | undefined;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #keptBytes = 0;
  #isCut = false;
  #said = '';
  #folder: string | undefined;
  /** One after the other, so that what is kept comes in front of what is written then. */
  #turn: Promise<unknown> = Promise.resolve();

  /** Shown from the beginning where `shown` says where. */
  constructor(files: SpoolFiles, isTTY: boolean, shown?: Ends, most = mostKept) {
    this.#files = files;
    this.#shown = shown;
    this.#most = most;
    this.out = {
      isTTY,
      write: (chunk) => this.#inTurn(() => this.#shown?.out.write(chunk) ?? this.#keep(chunk)),
    };
    this.err = {
      isTTY,
      write: (chunk) => this.#inTurn(() => this.#shown?.err.write(chunk) ?? this.#say(chunk)),
    };
    this.note = (text) => {
      // At once where it is shown: it may belong in front of a question.
      if (this.#shown !== undefined) this.#shown.note(text);
      else void this.#inTurn(() => this.#say(`${escapeMessage(text)}\n`));
    };
  }

  /** What comes from now on is kept. */
  keep(): Promise<void> {
    return this.#inTurn(async () => {
      this.#shown = undefined;
    });
  }

  /** Shows what was kept, and what comes from now on. */
  show(ends: Ends): Promise<void> {
    return this.#inTurn(async () => {
      for await (const chunk of this.#kept()) await ends.out.write(chunk);
      if (this.#isCut) ends.note(`only the first ${formatBytes(this.#keptBytes)} were kept of its output`);
      if (this.#said !== '') await ends.err.write(this.#said);
      await this.#forget();
      this.#shown = ends;
    });
  }

  /** What was said beside its output and not shown yet. */
  async said(): Promise<string> {
    await this.#turn;
    return this.#said;
  }

  /** Forgets what nobody will ask for. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#forget());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #keep(chunk: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(chunk);
    this.#isCut ||= this.#keptBytes + bytes.length > this.#most;
    if (this.#isCut) return;
    this.#keptBytes += bytes.length;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#heldBytes <= mostInMemory) return;
    const isFirst = this.#folder === undefined;
    this.#folder ??= await this.#files.temporaryDirectory();
    const flags = isFirst ? 'exclusive' : 'append';
    const writer = await this.#files.openWriter(spoolIn(this.#folder), { mode: 0o600, flags });
    try {
      for (const piece of this.#held) await writer.write(piece);
    } finally {
      await writer.close();
    }
    this.#held = [];
    this.#heldBytes = 0;
  }

  async #say(chunk: string | Uint8Array): Promise<void> {
    const room = mostSaid - this.#said.length;
    this.#said += Buffer.from(chunk).toString('utf8').slice(0, Math.max(0, room));
  }

  async *#kept(): AsyncGenerator<Uint8Array> {
    if (this.#folder !== undefined) yield* this.#files.read(spoolIn(this.#folder));
    yield* this.#held;
  }

  async #forget(): Promise<void> {
    this.#held = [];
    this.#heldBytes = 0;
    this.#keptBytes = 0;
    this.#isCut = false;
    this.#said = '';
    const folder = this.#folder;
    this.#folder = undefined;
    if (folder !== undefined) await this.#files.remove(folder, { recursive: true });
  }
}

function spoolIn(folder: string): string {
  return `${folder}/output`;
}
