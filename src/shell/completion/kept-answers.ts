import type { Clock } from '../../ports/clock.ts';
import type { CompletionProvider, CompletionProviders } from '../../spec/completion-values.ts';
import type { ParamKind } from '../../spec/params.ts';

const keptMs = 30_000;
/** What a listing of a folder or key gives. */
const listed: ReadonlySet<ParamKind> = new Set(['remotePath', 'regValue']);

interface Kept {
  until: number;
  readonly kind: ParamKind;
  readonly values: Promise<readonly string[]>;
}

/** What a sensor or server answered to Tab, for half a minute. A folder is asked for once, whatever part of a name in it is typed. */
export class KeptAnswers {
  readonly providers: CompletionProviders;
  readonly #given: CompletionProviders;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #place: () => string;
  readonly #known = new Map<string, Kept>();

  /** `place` is where paths begin that do not say it: elsewhere they are others. */
  constructor(given: CompletionProviders, clock: Pick<Clock, 'monotonic'>, place: () => string = () => '') {
    this.#given = given;
    this.#clock = clock;
    this.#place = place;
    const wrapped: { [K in ParamKind]?: CompletionProvider } = {};
    for (const kind of Object.keys(given) as ParamKind[])
      wrapped[kind] = (word, signal) => this.#fitting(kind, word, signal);
    this.providers = wrapped;
  }

  /** Asks for all of a kind that is not known. What fails is asked for again when it is wanted. */
  async look(kind: ParamKind, signal: AbortSignal): Promise<void> {
    await this.#all(kind, '', signal).catch(() => undefined);
  }

  /** What is in folders, too, where that may have changed. */
  forget(changed: boolean): void {
    for (const [key, { kind }] of this.#known) {
      if (changed || !listed.has(kind)) this.#known.delete(key);
    }
  }

  async #fitting(kind: ParamKind, word: string, signal: AbortSignal): Promise<readonly string[]> {
    const folder = /^.*[\\/]/s.exec(word)?.[0] ?? '';
    const start = word.toLowerCase();
    const all = await this.#all(kind, folder, signal);
    return all.filter((value) => value.toLowerCase().startsWith(start));
  }

  /** Whoever asks while an answer is on its way waits for the same. */
  #all(kind: ParamKind, folder: string, signal: AbortSignal): Promise<readonly string[]> {
    const key = JSON.stringify([kind, this.#place(), folder]);
    const hit = this.#known.get(key);
    if (hit !== undefined && this.#clock.monotonic() < hit.until) return hit.values;
    const values = Promise.resolve(this.#given[kind]?.(folder, signal, []) ?? []);
    const kept: Kept = { until: Number.POSITIVE_INFINITY, kind, values };
    this.#known.set(key, kept);
    values.then(
      () => {
        kept.until = this.#clock.monotonic() + keptMs;
      },
      () => {
        if (this.#known.get(key) === kept) this.#known.delete(key);
      },
    );
    return values;
  }
}
