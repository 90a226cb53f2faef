import { CbError } from '../../errors/cb-error.ts';
import type { AttemptEnd } from '../store/run-store.ts';
import type { Post, RunHost, Step } from '../store/run-types.ts';
import type { HostFacts } from '../work/door.ts';
import type { TurnJournal } from './journal.ts';
import type { Said, Turn } from './messages.ts';
import { packRows } from './packed-rows.ts';
import type { WorkerLine } from './worker-line.ts';

/** So long a write waits for the process of the run to have its intent on disk. */
const intentMs = 30_000;

export interface TurnLogDeps {
  readonly turn: Turn;
  readonly line: WorkerLine;
  readonly journal: TurnJournal;
  /** Of this computer, in front of the places of files that stay on it. */
  readonly machine: string;
  /** What a step in front failed with. */
  readonly failure: string | undefined;
}

/** The state of a host while a worker has it: told to the process of the run in the order in which it happens, and on the disk here before. */
export class TurnLog {
  readonly #deps: TurnLogDeps;
  readonly #posts = new Map<number, Post[]>();
  #n = 0;
  #attempt = 0;
  #failure: string | undefined;
  #last: Promise<void> = Promise.resolve();
  /** As it was last said to be. */
  state: RunHost['state'] | undefined;
  detail: string | undefined;

  constructor(deps: TurnLogDeps) {
    this.#deps = deps;
    this.#failure = deps.failure;
  }

  setHost(_id: number, change: Partial<RunHost>): void {
    this.#heed(change);
    this.#say({ is: 'host', change });
  }

  begin(_host: number, step: Step, sessionId: number, startedMs: number): number {
    this.#attempt += 1;
    this.#posts.set(this.#attempt, []);
    this.#say({ is: 'begin', step: step.number, sessionId, startedMs });
    return this.#attempt;
  }

  /** Resolves once the process of the run has it on its disk: nothing is sent before. */
  async intend(attempt: number, post: Omit<Post, 'commandId' | 'isEnded'>): Promise<void> {
    const { turn, line, journal } = this.#deps;
    const n = this.#next();
    const written = line.written({ ...turn, n, said: { is: 'intend', ...post } });
    journal.add(written);
    const [told] = await Promise.all([line.ask(turn, n, written, intentMs), journal.sync()]);
    if (told?.is === 'noted') {
      this.#posts.get(attempt)?.push({ ...post, commandId: undefined, isEnded: false });
      return;
    }
    if (told !== undefined) throw new CbError('Interrupted', 'another worker has this host now');
    this.#say({ is: 'unsent', key: post.key });
    throw new CbError('Network', 'nobody confirmed that the write may be sent, and it was not sent');
  }

  posted(attempt: number, key: number, commandId: number): void {
    this.#change(attempt, key, { commandId });
    this.#say({ is: 'posted', key, commandId });
  }

  ended(attempt: number, key: number): void {
    this.#change(attempt, key, { isEnded: true });
    this.#say({ is: 'ended', key });
  }

  fetched(_attempt: number, file: { remote: string; local: string; bytes: number; sha256: string }): void {
    this.#say({ is: 'fetched', ...file, local: `${this.#deps.machine}:${file.local}` });
  }

  posts(attempt: number): readonly Post[] {
    return this.#posts.get(attempt) ?? [];
  }

  /** Of which step it was nobody asks where a host goes on behind it. */
  failureOf(): { readonly step: number; readonly detail: string } | undefined {
    return this.#failure === undefined ? undefined : { step: 0, detail: this.#failure };
  }

  async end(_own: object, end: AttemptEnd, change: Partial<RunHost>): Promise<void> {
    const { state, exitCode, detail, endedMs, rows = new Uint8Array() } = end;
    if (state === 'failed') this.#failure ??= detail ?? 'a step failed';
    this.#heed(change);
    const said = { is: 'end', state, exitCode, detail, endedMs } as const;
    this.#say({ ...said, rows: packRows(rows), change });
    await this.#deps.journal.sync();
    await this.#last;
  }

  opened(pendingMs: number | undefined): void {
    this.#say({ is: 'opened', pendingMs });
  }

  notNow(facts: HostFacts | undefined): void {
    this.#say({ is: 'not now', facts });
  }

  refused(): void {
    this.#say({ is: 'refused' });
  }

  /** Nothing follows. Resolves once all is with Redis. */
  async over(): Promise<void> {
    this.#say({ is: 'over' });
    await this.#last;
    await this.#deps.journal.close();
  }

  #heed({ state, detail }: Partial<RunHost>): void {
    if (state === undefined) return;
    this.state = state;
    this.detail = detail;
  }

  #change(attempt: number, key: number, change: Partial<Post>): void {
    const posts = this.#posts.get(attempt) ?? [];
    this.#posts.set(
      attempt,
      posts.map((post) => (post.key === key ? { ...post, ...change } : post)),
    );
  }

  #next(): number {
    this.#n += 1;
    return this.#n;
  }

  #say(said: Said): void {
    const { turn, line, journal } = this.#deps;
    const written = line.written({ ...turn, n: this.#next(), said });
    journal.add(written);
    const heard = line.say(turn.run, written);
    this.#last = Promise.all([this.#last, heard]).then(() => undefined);
    // Whoever waits for it is told.
    this.#last.catch(() => undefined);
  }
}
