import { CbError } from '../errors/cb-error.ts';
import { hasLocalCode } from '../errors/local-fault.ts';
import { OwnLock } from '../own/own-lock.ts';
import { OwnRecords, unlessDisk } from '../own/own-records.ts';
import type { Clock } from '../ports/clock.ts';
import type { ThingData } from '../ports/keeper.ts';
import type { LocalFiles, OwnLog } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import { decodedKept, writeKept } from './kept-file.ts';
import { readStep, type StepHead, type StepLine, type UndoStep } from './undo-step.ts';

export interface StepDeps {
  readonly files: LocalFiles;
  readonly clock: Clock;
  readonly own: OwnProcess;
}

interface KeptFile {
  readonly name: string;
  readonly step: number;
  readonly size: number;
  readonly modifiedMs: number;
}

/** The numbers of the steps of which something was removed, as it was old or to make room, and the bytes that are left. */
export interface Cleared {
  readonly old: readonly number[];
  readonly room: readonly number[];
  readonly bytes: number;
}

/** Of the file of one step: values of a registry stand in it. */
const most = 256 * 1024 * 1024;
const keptForm = /^\d{4,9}-\d{1,9}\.kept$/;

/** The steps that lie beside the transcripts of a folder, numbered from 1: a file each, 0600, which only grows. */
export class StepFolder {
  readonly path: string;
  readonly #deps: StepDeps;

  /** `folder` holds the transcripts. */
  constructor(folder: string, deps: StepDeps) {
    this.path = `${folder}/undo`;
    this.#deps = deps;
  }

  /** The oldest first. What is not as we leave it is passed over. */
  async list(): Promise<readonly UndoStep[]> {
    const steps: UndoStep[] = [];
    for (const number of await this.#numbers()) steps.push(...[(await this.read(number)) ?? []].flat());
    return steps;
  }

  async read(number: number): Promise<UndoStep | undefined> {
    const { files, own } = this.#deps;
    const text = await files.readOwn(this.#pathOf(number), { uid: own.uid ?? -1, most });
    return text === undefined || 'fault' in text ? undefined : readStep(number, text.text);
  }

  /** A step of its own number: who comes second to one takes the next. */
  async begin(head: StepHead): Promise<StepFile> {
    const { files, own } = this.#deps;
    await files.makeDirectory(this.path, { parents: true, mode: 0o700 });
    for (let number = ((await this.#numbers()).at(-1) ?? 0) + 1; ; number += 1) {
      try {
        const log = files.openLog(this.#pathOf(number), { begin: 'new', uid: own.uid ?? -1 });
        log.close();
      } catch (error) {
        if (hasLocalCode(error, 'EEXIST')) continue;
        throw error;
      }
      const file = this.open(number);
      await file.append([{ kind: 'step', v: 1, ...head }]);
      return file;
    }
  }

  /** What was kept for any of them. */
  content({ kept = '', sha256 }: ThingData, signal: AbortSignal): AsyncIterable<Uint8Array> {
    if (!keptForm.test(kept)) throw new CbError('Integrity', 'nothing was kept of it');
    return decodedKept(this.#deps.files, `${this.path}/${kept}`, { sha256, signal });
  }

  /**
   * Removes what was kept of files before then, and of what is left the oldest until all has at most so many bytes. Their steps say so from then
   * on.
   */
  async removeKept({
    beforeMs,
    most,
  }: {
    readonly beforeMs: number;
    readonly most: number;
  }): Promise<Cleared> {
    const [old, room] = [new Set<number>(), new Set<number>()];
    let bytes = 0;
    await unlessDisk(async () => {
      const all = await this.#keptFiles();
      bytes = all.reduce((sum, { size }) => sum + size, 0);
      for (const { name, step, size, modifiedMs } of all) {
        const isOld = modifiedMs < beforeMs;
        // Steps are in the order of time.
        if (!isOld && bytes <= most) break;
        const [why, removed] = isOld ? (['old', old] as const) : (['room', room] as const);
        const at = new Date(this.#deps.clock.now()).toISOString();
        // First said, then done: a plan never promises what is not there.
        await this.open(step).append([{ kind: 'removed', kept: name, at, why }]);
        await this.#deps.files.remove(`${this.path}/${name}`);
        bytes -= size;
        removed.add(step);
      }
    });
    return { old: [...old], room: [...room], bytes };
  }

  /** By their steps. */
  async #keptFiles(): Promise<readonly KeptFile[]> {
    const names = await new OwnRecords(this.#deps.files, this.#deps.own, this.path).names();
    const found = names
      .filter((name) => keptForm.test(name))
      .map(async (name) => {
        const there = await this.#deps.files.stat(`${this.path}/${name}`);
        return there === undefined ? [] : [{ ...there, name, step: Number.parseInt(name, 10) }];
      });
    return (await Promise.all(found)).flat().sort((a, b) => a.step - b.step);
  }

  open(number: number): StepFile {
    return new StepFile(number, this.path, this.#deps);
  }

  async #numbers(): Promise<readonly number[]> {
    const names = await new OwnRecords(this.#deps.files, this.#deps.own, this.path).names();
    return names
      .flatMap((name) => {
        const [, digits] = /^(\d{4,9})\.ndjson$/.exec(name) ?? [];
        return digits === undefined ? [] : [Number(digits)];
      })
      .sort((a, b) => a - b);
  }

  #pathOf(number: number): string {
    return `${this.path}/${named(number)}.ndjson`;
  }
}

function named(number: number): string {
  return String(number).padStart(4, '0');
}

/** The file of one step, and what was kept for it beside that. */
export class StepFile {
  readonly number: number;
  readonly #folder: string;
  readonly #deps: StepDeps;
  #keptFiles = 0;
  #log: OwnLog | undefined;
  #writers = 0;
  #syncing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(number: number, folder: string, deps: StepDeps) {
    this.number = number;
    this.#folder = folder;
    this.#deps = deps;
  }

  /** With `sync` on the disk when it returns; those who write at once share the way there. */
  async append(lines: readonly StepLine[], { sync = false } = {}): Promise<void> {
    const { files, own } = this.#deps;
    this.#log ??= files.openLog(this.#path, { begin: 'any', uid: own.uid ?? -1 });
    const log = this.#log;
    this.#writers += 1;
    try {
      log.append(new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
      if (sync) await this.#synced(log);
    } finally {
      this.#writers -= 1;
      if (this.#writers === 0) {
        log.close();
        this.#log = undefined;
      }
    }
  }

  #synced(log: OwnLog): Promise<void> {
    this.#next ??= this.#syncing
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#syncing = log.sync();
        return this.#syncing;
      });
    return this.#next;
  }

  async keep(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, bytes: number): Promise<ThingData> {
    this.#keptFiles += 1;
    const kept = this.#keptName(this.#keptFiles);
    const written = await writeKept(this.#deps.files, `${this.#folder}/${kept}`, chunks, bytes);
    return { is: 'data', ...written, kept };
  }

  /** What was kept for what did not happen. Its number stays taken: the transcript has told of it. */
  async removeKept(): Promise<void> {
    for (let number = 1; number <= this.#keptFiles; number += 1)
      await this.#deps.files.remove(`${this.#folder}/${this.#keptName(number)}`);
  }

  #keptName(number: number): string {
    return `${named(this.number)}-${number}.kept`;
  }

  get #path(): string {
    return `${this.#folder}/${named(this.number)}.ndjson`;
  }

  /** Keeps it for this process; undefined where another one has it. To be released. */
  async lock(): Promise<OwnLock | undefined> {
    const { files, clock, own } = this.#deps;
    const lock = new OwnLock(files, clock, own, `${this.#path}.lock`);
    return (await lock.take()) ? lock : undefined;
  }
}
