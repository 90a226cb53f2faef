import type { Clock } from '../../ports/clock.ts';
import type { QueueKeys } from './keys.ts';
import { type Message, mostAnswer, readAnswer, type Told, type Turn, writeMessage } from './messages.ts';
import type { PlanBook } from './plan-book.ts';
import type { RedisLink } from './redis-link.ts';
import { readSigned, writeSigned } from './signed-text.ts';
import type { Signer, Verifier } from './signing.ts';

export interface WorkerLineDeps {
  readonly link: RedisLink;
  readonly keys: QueueKeys;
  readonly book: PlanBook;
  readonly verifier: Verifier;
  /** Signs what is said, where the key is one that workers have, too. */
  readonly signer: Pick<Signer, 'sign'> | undefined;
  /** Of this worker. */
  readonly id: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What came was from nobody that counts. */
  readonly onRefused: (words: string) => void;
}

const blockMs = 1000;

/** What a worker says to the processes of runs, and what they answer. */
export class WorkerLine {
  readonly #deps: WorkerLineDeps;
  readonly #asked = new Map<string, (told: Told) => void>();

  constructor(deps: WorkerLineDeps) {
    this.#deps = deps;
  }

  /** As it goes over the queue. */
  written(message: Message): string {
    const text = writeMessage(message);
    return writeSigned({ text, signature: this.#deps.signer?.sign(text) ?? '' });
  }

  /** What was said in this order arrives in this order. */
  async say(run: string, written: string): Promise<void> {
    await this.#deps.link.add(this.#deps.keys.said(run), written);
  }

  /** Undefined where there is no answer in that time. */
  async ask(turn: Turn, n: number, written: string, waitMs: number): Promise<Told | undefined> {
    const { clock, signal } = this.#deps;
    const key = keyOf(turn, n);
    const heard = Promise.withResolvers<Told | undefined>();
    const ended = new AbortController();
    this.#asked.set(key, heard.resolve);
    clock.sleep(waitMs, AbortSignal.any([ended.signal, signal]), true).then(
      () => heard.resolve(undefined),
      () => heard.resolve(undefined),
    );
    // It may wait for Redis to come back for longer than anybody waits for the answer.
    this.say(turn.run, written).catch(() => heard.resolve(undefined));
    try {
      return await heard.promise;
    } finally {
      ended.abort();
      this.#asked.delete(key);
    }
  }

  /** Hears answers until the signal. Throws once Redis is gone. */
  async listen(): Promise<void> {
    const { link, keys, id, signal } = this.#deps;
    const stream = keys.told(id);
    let behind = '0';
    while (!signal.aborted) {
      for (const line of await link.read(stream, behind, blockMs)) {
        behind = line.id;
        await this.#hear(line.text);
      }
    }
    await link.remove(stream);
  }

  async #hear(written: string): Promise<void> {
    const { book, verifier, onRefused } = this.#deps;
    try {
      const { text, signature } = readSigned(written, 'an answer on the queue', mostAnswer);
      const answer = readAnswer(text);
      const asked = this.#asked.get(keyOf(answer, answer.n));
      // Nobody waits for it any more.
      if (asked === undefined) return;
      const known = await book.plan(answer.run, answer.plan);
      if (known !== undefined && verifier.check(known.plan.key, text, signature)) asked(answer.told);
      else onRefused('an answer on the queue is signed by nobody that counts here');
    } catch (error) {
      onRefused(error instanceof Error ? error.message : String(error));
    }
  }
}

function keyOf({ run, host, turn, holder }: Turn, n: number): string {
  return `${run}.${host}.${turn}.${holder}.${n}`;
}
