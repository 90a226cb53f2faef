import type { Random } from '../../random.ts';
import type { Account } from '../../sensors/processes/process-table.ts';
import { type Draft, type Host, type Slice, sliceAt } from '../draft.ts';
import { variants } from '../make-trace.ts';

export interface RunOptions {
  /** Milliseconds after the parent's start, or after the moment of the episode. */
  readonly after?: number;
  /** Milliseconds; it still runs if that reaches beyond what the host has reported. */
  readonly lasts?: number;
  readonly slices?: number;
  readonly account?: Account;
}

/** One episode on one host while it is made up: what starts what, when. */
export class Stage {
  readonly host: Host;
  readonly random: Random;
  /** Unix milliseconds. */
  readonly at: number;
  readonly drafts: Draft[] = [];
  readonly #parents: ReadonlyMap<string, Draft>;
  readonly #nowMs: number;

  constructor(host: Host, parents: ReadonlyMap<string, Draft>, random: Random, at: number, nowMs: number) {
    this.host = host;
    this.random = random;
    this.at = at;
    this.#parents = parents;
    this.#nowMs = nowMs;
  }

  /** Something that runs since the boot, by file name; undefined where it does not. */
  parent(name: string): Draft | undefined {
    return this.#parents.get(name);
  }

  /** As a person would: seconds, with a bias to short. */
  pause(most: number): number {
    return Math.floor(this.random.next() ** 2 * most) + 40;
  }

  run(parent: Draft | undefined, path: string, commandLine: string, options: RunOptions = {}): Draft {
    const { host, random } = this;
    const base = parent === undefined || parent.start < this.at ? this.at : parent.start;
    const latest =
      parent === undefined || parent.ended === 0 ? host.until : Math.min(host.until, parent.ended - 1);
    const start = Math.max(Math.min(base + (options.after ?? this.pause(4000)), latest), parent?.start ?? 0);
    const end = start + (options.lasts ?? this.pause(9000));
    const ended = end > host.until ? 0 : end;
    const draft: Draft = {
      host,
      pid: host.os === 'windows' ? random.int(120, 5200) * 4 : random.int(900, 31_000),
      start,
      sub: random.int(0, 9999),
      path,
      commandLine,
      account: options.account ?? parent?.account ?? host.person,
      parent,
      ended,
      slices: cutSlices(
        start,
        ended === 0 ? host.until : ended,
        options.slices ?? 1,
        host,
        random,
        this.#nowMs,
      ),
    };
    this.drafts.push(draft);
    return draft;
  }
}

/** Documents from one check-in to the next; the last one at the end. Ids come later. */
export function cutSlices(
  start: number,
  end: number,
  count: number,
  host: Host,
  random: Random,
  nowMs: number,
): Slice[] {
  let received = 0;
  const span = Math.max(0, end - start);
  return Array.from({ length: count }, (_none, index): Slice => {
    const isLast = index === count - 1;
    const updated = isLast ? end : Math.floor(start + span * ((index + 0.2 + random.next() * 0.6) / count));
    const arrived = Math.min(updated - host.skew + random.int(8_000, 95_000), nowMs - (count - index));
    received = Math.max(arrived, received + 1);
    return { id: 0, updated, received, variant: variantAt(index, random), children: 0 };
  });
}

function variantAt(index: number, random: Random): number {
  if (index === 0) return random.pick(variants.begins);
  return random.chance(0.4) ? variants.idle : random.pick(variants.goesOn);
}

/** Tells the parents' documents of their children. */
export function countChildren(drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const slice = draft.parent === undefined ? undefined : sliceAt(draft.parent, draft.start);
    if (slice !== undefined) slice.children += 1;
  }
}
