import { NeverTaken } from '../errors/never-taken.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventFields, EventName } from './events.ts';
import type { AboutToBeSent, Recorder } from './recorder.ts';
import type { TranscriptFile } from './transcript-file.ts';

interface Happened {
  readonly atMs: number;
  readonly kind: EventName;
  readonly fields: object;
  readonly json?: unknown;
}

export interface RecordingDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** Makes the file with its first line, which is of that time (Unix ms); undefined where none is wanted. */
  readonly open: (begunMs: number) => Promise<TranscriptFile | undefined>;
  readonly note: (text: string) => void;
}

/** So many wait for a file that is not there yet. */
const mostWaiting = 1000;

/**
 * The transcript of one process. Nothing is loaded or made before something is about to be sent; what was told until then is written in
 * front of it.
 */
export class Recording implements Recorder {
  readonly #deps: RecordingDeps;
  #file: TranscriptFile | undefined;
  #opening: Promise<void> | undefined;
  #waiting: Happened[] = [];
  #isOff = false;
  #fault: string | undefined;
  #hasSaid = false;
  #missed = 0;
  #keys = 0;
  #verbs = 0;
  #settling: Promise<void> = Promise.resolve();

  constructor(deps: RecordingDeps) {
    this.#deps = deps;
  }

  key(): number {
    this.#keys += 1;
    return this.#keys;
  }

  verb(): number {
    this.#verbs += 1;
    return this.#verbs;
  }

  isKept(): boolean {
    return !this.#isOff && this.#fault === undefined;
  }

  tell<K extends EventName>(kind: K, fields: EventFields<K>): void {
    if (this.#isOff) return;
    const happened = { atMs: this.#deps.clock.now(), kind, fields };
    const file = this.#file;
    if (file === undefined) this.#wait(happened);
    else this.#attempt(() => this.#append(file, happened));
  }

  async before<K extends EventName>(kind: K, fields: object, { effect, json }: AboutToBeSent): Promise<void> {
    if (this.#isOff) return;
    const happened = { atMs: this.#deps.clock.now(), kind, fields, json };
    let isBegun = false;
    try {
      const file = await this.#begun(effect);
      isBegun = true;
      if (file === undefined) this.#wait(happened);
      else this.#append(file, happened);
      if (effect === 'writes') await file?.sync();
    } catch (error) {
      this.#fail(error, effect === 'reads');
      if (effect === 'writes') throw refusal(error);
      if (this.#file === undefined) this.#wait(happened);
      // Of what it began with there was no room: this one stands behind that.
      else if (!isBegun) this.#missed += 1;
    }
  }

  async ready(): Promise<void> {
    if (this.#isOff) return;
    try {
      await this.#begun('writes');
    } catch (error) {
      this.#fail(error, false);
      throw refusal(error);
    }
  }

  settle(): void {
    const file = this.#file;
    if (file !== undefined)
      this.#settling = this.#settling.then(() => file.sync()).catch((error: unknown) => this.#fail(error));
  }

  /** Ends it: nothing is told any more. */
  async close(exitCode: number | undefined): Promise<void> {
    await this.#opening?.catch(() => undefined);
    await this.#settling;
    const file = this.#file;
    if (file === undefined) return;
    this.tell('left', { exit_code: exitCode });
    this.#file = undefined;
    this.#isOff = true;
    await file.finish().catch((error: unknown) => this.#fail(error));
  }

  /** One that could not be made is tried anew before what writes. */
  async #begun(effect: 'reads' | 'writes'): Promise<TranscriptFile | undefined> {
    if (this.#fault !== undefined && effect === 'reads') return this.#file;
    if (this.#file === undefined) {
      this.#opening ??= this.#open().finally(() => {
        this.#opening = undefined;
      });
      await this.#opening;
    }
    return this.#file;
  }

  async #open(): Promise<void> {
    // What was told before it stands behind its first line: that is no later.
    const file = await this.#deps.open(this.#waiting[0]?.atMs ?? this.#deps.clock.now());
    if (file === undefined) {
      this.#isOff = true;
      this.#waiting = [];
      return;
    }
    this.#file = file;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const [index, happened] of waiting.entries()) {
      try {
        this.#append(file, happened);
      } catch (error) {
        this.#missed += waiting.length - index - 1;
        throw error;
      }
    }
  }

  #wait(happened: Happened): void {
    if (this.#isOff) return;
    if (this.#waiting.length < mostWaiting) this.#waiting.push(happened);
    else this.#missed += 1;
  }

  #append(file: TranscriptFile, { atMs, kind, fields, json }: Happened): void {
    try {
      if (this.#missed > 0) {
        file.append(atMs, 'missed', { events: this.#missed, why: this.#fault ?? 'too many at once' });
        this.#missed = 0;
      }
      file.append(atMs, kind, json === undefined ? fields : { ...fields, ...file.bodyOf(json) });
      this.#fault = undefined;
    } catch (error) {
      this.#missed += 1;
      throw error;
    }
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown, isToBeSaid = true): void {
    this.#fault = error instanceof Error ? error.message : String(error);
    if (this.#hasSaid || !isToBeSaid) return;
    this.#hasSaid = true;
    this.#deps.note(`no transcript is kept: ${this.#fault}`);
  }
}

function refusal(cause: unknown): NeverTaken {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new NeverTaken('Config', `no transcript can be kept, so nothing was sent: ${why}`, {
    cause,
    hint: '--transcript FILE names another place, --transcript off goes without one',
  });
}
