import { CbError } from '../../errors/cb-error.ts';
import type { QueueKeys } from './keys.ts';
import { mostPlan, type Plan, planHash, readPlan } from './plan.ts';
import type { RedisLink } from './redis-link.ts';
import { readSigned } from './signed-text.ts';
import type { Verifier } from './signing.ts';

export interface KnownPlan {
  readonly plan: Plan;
  readonly hash: string;
  /** Who signed it, in words. */
  readonly by: string;
}

export interface PlanBookDeps {
  readonly link: Pick<RedisLink, 'get'>;
  readonly keys: QueueKeys;
  readonly server: string;
  readonly verifier: Verifier;
}

const mostKnown = 1000;

/** The plans that this worker trusts: each is checked once. */
export class PlanBook {
  readonly #deps: PlanBookDeps;
  readonly #known = new Map<string, Promise<KnownPlan | undefined>>();

  constructor(deps: PlanBookDeps) {
    this.#deps = deps;
  }

  /** Undefined where it does not stand on the queue. Kind `Integrity` for what nobody signed that counts, `BadReply` for no plan. */
  async plan(run: string, hash: string): Promise<KnownPlan | undefined> {
    const known = this.#known.get(hash);
    if (known !== undefined) {
      const found = await known;
      return found?.plan.run === run ? found : undefined;
    }
    const asked = this.#ask(run, hash);
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(hash, asked);
    // What is not there may come, and what was refused is refused anew.
    asked.then(
      (found) => found ?? this.#known.delete(hash),
      () => this.#known.delete(hash),
    );
    return await asked;
  }

  async #ask(run: string, hash: string): Promise<KnownPlan | undefined> {
    const { link, keys, server, verifier } = this.#deps;
    const written = await link.get(keys.plan(run, hash), 3 * mostPlan);
    if (written === undefined) return undefined;
    const { text, signature } = readSigned(written, 'a plan on the queue', mostPlan);
    if (planHash(text) !== hash) throw new CbError('Integrity', 'a plan on the queue was altered');
    const by = await verifier.checkPlan(text, signature);
    if (by === undefined)
      throw new CbError('Integrity', 'a plan on the queue is signed by nobody that counts here');
    const plan = readPlan(text);
    if (plan.run !== run) throw new CbError('Integrity', 'a plan on the queue is of another run');
    if (plan.server !== server)
      throw new CbError('Integrity', `a plan on the queue is for ${plan.server}, and this is ${server}`);
    return { plan, hash, by };
  }
}
