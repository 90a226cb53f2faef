import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { Keeper, ThingChange, ThingState } from '../ports/keeper.ts';
import { formatBytes } from '../text/bytes.ts';
import type { Recorder } from '../transcript/recorder.ts';
import { hashOnly } from './kept-file.ts';
import type { KeptBytes, UndoPlace } from './kinds/thing-kind.ts';
import { noThing } from './states.ts';
import type { StepFile, StepFolder } from './step-folder.ts';
import { type ChangeEnd, type StepHead, whyNot } from './undo-step.ts';

/** What one call of a verb keeps at most. */
export interface KeepLimits {
  readonly bytes: number;
  readonly files: number;
}

export interface KeeperDeps {
  /** Undefined where nothing is kept: it was switched off, or there is no transcript. */
  readonly folder: () => Promise<StepFolder | undefined>;
  readonly head: () => Promise<StepHead>;
  readonly place: UndoPlace;
  readonly limits: KeepLimits;
  readonly recorder: Recorder;
  /** Told what cannot be undone; throws where somebody was asked and said no. */
  readonly onUnkept: (path: string, why: string) => Promise<void>;
  /** Told how many bytes of a file lie beside the transcript from now on. */
  readonly onKept?: ((bytes: number) => void) | undefined;
}

interface EndedChange {
  /** Which one of those that were kept. */
  readonly at: number;
  readonly end: Exclude<ChangeEnd, 'open'>;
  readonly left?: ThingState | undefined;
}

/** What was kept of some things before they were changed. */
export interface KeptThings {
  readonly before: readonly ThingState[];
  ended(ends: readonly EndedChange[]): Promise<void>;
}

/** Keeps what one call of a verb changes as a step beside the transcript. */
export class StepKeeper implements Keeper {
  readonly #deps: KeeperDeps;
  #file: Promise<StepFile> | undefined;
  #changes = 0;
  #bytes = 0;
  #files = 0;

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
  }

  async isKeeping(): Promise<boolean> {
    return this.#deps.place.writes.dryRun === undefined && (await this.#deps.folder()) !== undefined;
  }

  async tooMuch(sizes: readonly (number | undefined)[]): Promise<string | undefined> {
    if (!(await this.isKeeping())) return undefined;
    const { files, bytes } = this.#deps.limits;
    if (sizes.length > files) return `more than ${files} files`;
    const sum = sizes.reduce<number>((all, size = 0) => all + size, 0);
    return sum > bytes ? `more than ${formatBytes(bytes)}` : undefined;
  }

  async change<T>(
    asked: Parameters<Keeper['change']>[0],
    act: () => Promise<T>,
    left: (result: T) => readonly (ThingState | undefined)[] | 'untouched' | 'unknown' = () => [],
  ): Promise<T> {
    if (!(await this.isKeeping())) return await act();
    const changes = typeof asked === 'function' ? await asked() : asked;
    if (changes.length === 0) return await act();
    const kept = await this.keep(changes);
    if (kept === undefined) return await act();
    try {
      const result = await act();
      const states = left(result);
      await kept.ended(
        changes.map((_, at) => {
          if (states === 'untouched') return { at, end: 'not done' };
          return states === 'unknown' ? { at, end: 'unknown' } : { at, end: 'done', left: states[at] };
        }),
      );
      return result;
    } catch (error) {
      const end = isUntouched(error, changes) ? 'not done' : 'unknown';
      await kept.ended(changes.map((_, at) => ({ at, end })));
      throw error;
    }
  }

  /** Looks at all of them, and has what is there on the disk. Undefined where nothing is kept. */
  async keep(changes: readonly ThingChange[]): Promise<KeptThings | undefined> {
    const folder = await this.#deps.folder();
    if (folder === undefined) return undefined;
    try {
      return await this.#keepIn(folder, changes);
    } catch (error) {
      if (!isCbError(error, 'LocalFile')) throw error;
      throw new CbError('Config', `what is there cannot be kept, so nothing was sent: ${error.message}`, {
        cause: error,
        hint: '--no-undo goes without',
      });
    }
  }

  /** Nothing of it was done. */
  async discard(): Promise<void> {
    const file = await this.#file;
    if (file === undefined) return;
    const changes = Array.from({ length: this.#changes }, (_, at) => at + 1);
    await file.append(changes.map((change) => ({ kind: 'ended', change, end: 'not done' })));
    await file.removeKept();
  }

  /** Of the step, where there is one. */
  async number(): Promise<number | undefined> {
    return (await this.#file)?.number;
  }

  /** What is there now; `bytes` says what is kept of it. */
  async look(change: ThingChange, bytes: KeptBytes = this.bytes(undefined)): Promise<ThingState> {
    const { thing, before, not, found } = change;
    if (before !== undefined) return before;
    if (not !== undefined) return { is: 'unkept', why: not, bytes: found?.size };
    try {
      const { thingKinds } = await import('./kinds/index.ts');
      return await thingKinds[thing.kind].look(thing, this.#deps.place, bytes, found);
    } catch (error) {
      // The sensor says no, or something odd: what is to be changed need not be readable.
      if (
        !isCbError(
          error,
          'CommandFailed',
          'NotOnSensor',
          'BadReply',
          'ServerError',
          'Unsupported',
          'Integrity',
        )
      )
        throw error;
      return { is: 'unkept', why: error.message };
    }
  }

  bytes(folder: StepFolder | undefined): KeptBytes {
    return {
      tooMuch: (bytes) => {
        const { limits } = this.#deps;
        if (this.#files + 1 > limits.files) return `more than ${limits.files} files`;
        if (this.#bytes + bytes <= limits.bytes) return undefined;
        return `with its ${formatBytes(bytes)} more than ${formatBytes(limits.bytes)}`;
      },
      keep: async (chunks, bytes) => {
        this.#bytes += bytes;
        this.#files += 1;
        if (folder === undefined) return { is: 'data', ...(await hashOnly(chunks, bytes)) };
        const data = await (await this.#begun(folder)).keep(chunks, bytes);
        this.#deps.onKept?.(bytes);
        return data;
      },
      read: (data, signal) => {
        if (folder === undefined) throw new TypeError('nothing is kept');
        return folder.content(data, signal);
      },
    };
  }

  async #keepIn(folder: StepFolder, changes: readonly ThingChange[]): Promise<KeptThings> {
    const { recorder, onUnkept } = this.#deps;
    const first = this.#changes + 1;
    this.#changes += changes.length;
    const before: ThingState[] = [];
    for (const change of changes) before.push(await this.look(change, this.bytes(folder)));
    const file = await this.#begun(folder);
    const { verb } = await this.#deps.head();
    await file.append(
      changes.map(({ thing, left, not }, at) => ({
        kind: 'kept',
        change: first + at,
        thing,
        before: before[at] ?? { is: 'unkept', why: '' },
        left,
        not,
      })),
      { sync: true },
    );
    for (const [at, { thing }] of changes.entries()) {
      const { is, bytes, sha256 } = told(before[at]);
      const fields = { step: file.number, change: first + at, verb, thing: thing.kind, path: thing.path };
      recorder.tell('kept', { ...fields, before: is, bytes, sha256 });
    }
    const ended: KeptThings['ended'] = async (ends) => {
      await file.append(ends.map(({ at, ...how }) => ({ kind: 'ended', change: first + at, ...how })));
      for (const { at, end, left } of ends) {
        const { is, bytes, sha256 } = told(end === 'done' ? (left ?? changes[at]?.left) : undefined);
        recorder.tell('changed', { step: file.number, change: first + at, end, after: is, bytes, sha256 });
      }
    };
    try {
      for (const [at, { thing, not }] of changes.entries()) {
        const why = not === undefined ? whyNot({ not, before: before[at] ?? noThing }) : undefined;
        if (why !== undefined) await onUnkept(thing.path, why);
      }
    } catch (error) {
      await ended(changes.map((_, at) => ({ at, end: 'not done' })));
      throw error;
    }
    return { before, ended };
  }

  #begun(folder: StepFolder): Promise<StepFile> {
    this.#file ??= this.#deps.head().then((head) => folder.begin(head));
    return this.#file;
  }
}

/** What of a state stands in the transcript: not what it holds. */
function told(state: ThingState | undefined) {
  if (state === undefined) return { is: 'unknown' };
  const { is } = state;
  return {
    is,
    bytes: 'bytes' in state ? state.bytes : undefined,
    sha256: is === 'data' ? state.sha256 : undefined,
  };
}

/** True where the fault says that nothing was changed. To replace a file takes two commands, and several things several. */
function isUntouched(error: unknown, changes: readonly ThingChange[]): boolean {
  const [only, ...others] = changes;
  if (!isCbError(error) || mayBeDone(error) || others.length > 0) return false;
  if (isCbError(error, 'Interrupted', 'Terminated', 'SessionTimeout', 'SessionLost', 'NotConfirmed'))
    return false;
  return only?.thing.kind !== 'file' || only.before?.is === 'nothing' || only.left?.is === 'nothing';
}
