import type { Clock } from '../../ports/clock.ts';
import type { Run } from '../store/run-types.ts';
import type { QueueKeys } from './keys.ts';
import { type Message, type Told, writeAnswer } from './messages.ts';
import { planHash, planOf, writePlan } from './plan.ts';
import type { RedisLink } from './redis-link.ts';
import { writeSigned } from './signed-text.ts';
import type { Signer } from './signing.ts';

export interface RunNoticeDeps {
  readonly link: RedisLink;
  readonly keys: QueueKeys;
  readonly signer: Signer;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Of the run on the queue, and on this computer. */
  readonly id: string;
  readonly number: number;
  readonly note: (text: string) => void;
  /** How a worker is started, for whoever has none. */
  readonly hint: string;
}

/** Nobody works on the run any more where it was not said for so long that somebody does. */
const currentMs = 30_000;
const renewMs = 5000;
/** Of a worker that is gone answers are kept for so long, and so many. */
const toldMs = 10 * 60_000;
const mostTold = 1000;
const weekMs = 7 * 86_400_000;

/** What workers must know of a run, signed; and that its process is there. */
export class RunNotice {
  readonly #deps: RunNoticeDeps;
  #hash = '';
  #saidMs = Number.NEGATIVE_INFINITY;
  #lonelyMs: number | undefined;

  constructor(deps: RunNoticeDeps) {
    this.#deps = deps;
  }

  /** What jobs and answers call the plan by. */
  get hash(): string {
    return this.#hash;
  }

  /** Anew where it has changed. */
  async publish(run: Run): Promise<void> {
    const { link, keys, signer, id, number, clock } = this.#deps;
    const text = writePlan(planOf(run, { id, number, key: signer.key }));
    const hash = planHash(text);
    if (this.#hash === hash) return;
    const signature = await signer.signPlan(text);
    const forMs = Math.max(run.expiresMs - clock.now(), 0) + weekMs;
    await link.put(keys.plan(id, hash), writeSigned({ text, signature }), forMs);
    this.#hash = hash;
  }

  async renew(run: Run): Promise<void> {
    const { link, keys, id, clock } = this.#deps;
    const nowMs = clock.monotonic();
    if (nowMs - this.#saidMs < renewMs) return;
    this.#saidMs = nowMs;
    await this.publish(run);
    await link.put(keys.current(id), this.#hash, currentMs);
    await this.#lookForWorkers(nowMs);
  }

  /** Workers end the step that they are at. */
  async takeBack(): Promise<void> {
    const { link, keys, id } = this.#deps;
    if (this.#saidMs !== Number.NEGATIVE_INFINITY) await link.remove(keys.current(id));
    this.#saidMs = Number.NEGATIVE_INFINITY;
  }

  /** What a worker asked. */
  async answer({ run, host, turn, holder, n }: Message, told: Told): Promise<void> {
    const { link, keys, signer } = this.#deps;
    const [worker = ''] = holder.split(':');
    // It names a key of Redis.
    if (!/^[\da-f]{1,64}$/.test(worker)) return;
    const text = writeAnswer({ run, host, turn, holder, n, plan: this.#hash, told });
    const written = writeSigned({ text, signature: signer.sign(text) });
    await link.addBounded(keys.told(worker), written, mostTold, toldMs);
  }

  async #lookForWorkers(nowMs: number): Promise<void> {
    const { link, keys, note, hint } = this.#deps;
    if ((await link.count(keys.workers)) > 0) {
      this.#lonelyMs = undefined;
      return;
    }
    this.#lonelyMs ??= nowMs;
    if (this.#lonelyMs === Number.POSITIVE_INFINITY || nowMs - this.#lonelyMs < renewMs) return;
    this.#lonelyMs = Number.POSITIVE_INFINITY;
    note(`no worker takes hosts from the queue; ${hint}`);
  }
}
