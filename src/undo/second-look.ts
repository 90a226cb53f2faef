import { CbError } from '../errors/cb-error.ts';
import type { Thing } from '../ports/keeper.ts';
import { thingKinds } from './kinds/index.ts';
import type { KeptBytes, UndoPlace } from './kinds/thing-kind.ts';
import type { PlannedUndo } from './planned-undo.ts';
import { sameState } from './states.ts';
import type { StepKeeper } from './step-keeper.ts';

/**
 * Looks at each thing again before it is put back: what was shown and asked about may have been changed while somebody thought about it. Files
 * are compared by size and time.
 */
export class SecondLook {
  readonly #keeper: StepKeeper;
  readonly #place: UndoPlace;
  readonly #gone: ReadonlySet<string>;
  /** What this undo itself has changed looks otherwise for that. */
  readonly #touched = new Set<string>();

  constructor(keeper: StepKeeper, changes: readonly PlannedUndo[], place: UndoPlace) {
    this.#keeper = keeper;
    this.#place = place;
    this.#gone = keysToGo(changes);
  }

  /** Undefined where it may go on. */
  async refused(planned: PlannedUndo): Promise<{ readonly failed: CbError } | undefined> {
    const { change, way, now } = planned;
    if (this.#place.writes.dryRun !== undefined || !way.startsWith('put back')) return undefined;
    const { path, to } = change.thing;
    const names = [path, ...(to === undefined ? [] : [to])].map((each) => each.toLowerCase());
    const isOurs = names.some((name) => this.#touched.has(name));
    for (const name of names) this.#touched.add(name);
    if (isOurs) return undefined;
    const again = await this.#keeper.look({ thing: change.thing }, sizeAlone);
    const known = [now, change.left, change.before];
    if (known.every((state) => state === undefined || sameState(again, state) === 'no'))
      return refusal('it was changed since it was shown');
    const others = await othersWithin(planned, this.#gone, this.#place);
    return others === undefined ? undefined : refusal(others);
  }
}

const sizeAlone: KeptBytes = {
  tooMuch: () => 'it is not read again',
  keep: () => Promise.reject(new TypeError('nothing is kept by a second look')),
  read: () => {
    throw new TypeError('nothing is kept by a second look');
  },
};

function refusal(why: string): { readonly failed: CbError } {
  return { failed: new CbError('CommandFailed', `${why}: it was left as it is`) };
}

function keyOf({ kind, path }: Thing): string {
  return `${kind} ${path.toLowerCase()}`;
}

/** What an undo takes away. */
export function keysToGo(changes: readonly PlannedUndo[]): ReadonlySet<string> {
  return new Set(
    changes
      .filter(({ change, way }) => change.before.is === 'nothing' && way !== 'cannot be undone')
      .map(({ change }) => keyOf(change.thing)),
  );
}

/** What else is in a folder or key that is to go; undefined where that is nothing. */
export async function othersWithin(
  { change: { thing, before }, now }: PlannedUndo,
  gone: ReadonlySet<string>,
  place: UndoPlace,
): Promise<string | undefined> {
  if (now.is !== 'there' || before.is !== 'nothing') return undefined;
  const inside = (await thingKinds[thing.kind].within?.(thing.path, place)) ?? [];
  const [other, ...more] = inside.filter((each) => !gone.has(keyOf(each)));
  if (other === undefined) return undefined;
  const others = more.length === 0 ? other.path : `${other.path} and ${more.length} more`;
  return `there is something in it: ${others}`;
}
