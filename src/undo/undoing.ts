import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { Thing, ThingState } from '../ports/keeper.ts';
import type { Recorder } from '../transcript/recorder.ts';
import { thingKinds } from './kinds/index.ts';
import type { UndoPlace } from './kinds/thing-kind.ts';
import type { PlannedUndo } from './planned-undo.ts';
import { keysToGo, othersWithin, SecondLook } from './second-look.ts';
import { noThing, sameState } from './states.ts';
import type { StepFolder } from './step-folder.ts';
import type { KeptThings, StepKeeper } from './step-keeper.ts';
import {
  type KeptChange,
  openChanges,
  type StepStatus,
  statusOfStep,
  type UndoStep,
  whyNot,
} from './undo-step.ts';

export interface UndoPlan {
  readonly step: UndoStep;
  readonly changes: readonly PlannedUndo[];
  /** What is there now, so that the undo can be undone. */
  readonly kept: KeptThings | undefined;
  readonly keeper: StepKeeper;
}

export interface UndoneChange extends PlannedUndo {
  readonly outcome: 'done' | 'same' | 'not sent' | 'left' | 'unknown' | { readonly failed: unknown };
}

export interface UndoingDeps {
  /** Undefined where no transcript is kept. */
  readonly folder: () => Promise<StepFolder | undefined>;
  /** For what an undo of that step changes. */
  readonly keeper: (undoes: number, place: UndoPlace) => Promise<StepKeeper>;
  /** Nothing of an undo is kept itself. */
  readonly isKeptOff: boolean;
  readonly server: () => Promise<string>;
  /** Of this process. */
  readonly run: string;
  readonly recorder: Recorder;
  /** Unix ms. */
  readonly nowMs: () => number;
}

/** The steps beside the transcripts, and the way back. */
export class Undoing {
  readonly #deps: UndoingDeps;

  constructor(deps: UndoingDeps) {
    this.#deps = deps;
  }

  /** What was changed, on this server, the oldest first; what surely did not happen is left out. */
  async list(): Promise<readonly (UndoStep & { readonly status: StepStatus })[]> {
    const folder = await this.#deps.folder();
    const server = await this.#deps.server();
    return ((await folder?.list()) ?? [])
      .map((step) => ({ ...step, status: statusOfStep(step) }))
      .filter((step) => step.server === server && step.status !== 'not done');
  }

  /** The one of that number; without one the last of this process on that sensor that was not undone, and undoes none itself. */
  async find(wanted: number | undefined, sensor: number | undefined): Promise<UndoStep> {
    if ((await this.#deps.folder()) === undefined) {
      throw new CbError('Config', 'no transcript is kept: nothing can be undone without', {
        hint: 'leave out --transcript off, or transcript = off of the profile',
      });
    }
    const steps = await this.list();
    if (wanted !== undefined) {
      const found = steps.find(({ number }) => number === wanted);
      if (found !== undefined) return found;
      throw new CbError('NotFound', `no step ${wanted}`, { hint: 'undo list shows what there is' });
    }
    const last = steps.findLast(
      (step) =>
        step.run === this.#deps.run &&
        step.undoes === undefined &&
        (step.sensor === undefined || step.sensor === sensor) &&
        openChanges(step).some((change) => whyNot(change) === undefined),
    );
    if (last !== undefined) return last;
    throw new CbError('NotFound', 'nothing was changed here that can be undone', {
      hint: 'undo list shows what was changed before',
    });
  }

  /** Looks at everything as it is now; what was changed last comes first. */
  async plan(step: UndoStep, place: UndoPlace): Promise<UndoPlan> {
    const keeper = await this.#deps.keeper(step.number, place);
    try {
      return await this.#planned(step, keeper, place);
    } catch (error) {
      // Nothing of it will be done.
      await keeper.discard();
      throw error;
    }
  }

  async #planned(step: UndoStep, keeper: StepKeeper, place: UndoPlace): Promise<UndoPlan> {
    const open = step.changes
      .filter(({ end, undoneBy }) => end !== 'not done' && undoneBy === undefined)
      .map((change) => ({ change, number: change.number }))
      .reverse();
    const looks = open.map(({ change: { thing, before: left } }) => ({ thing, left }));
    if (open.length === 0) return { step, changes: [], kept: undefined, keeper };
    const isKept = !this.#deps.isKeptOff && place.writes.dryRun === undefined;
    const kept = isKept ? await keeper.keep(looks) : undefined;
    const changes: PlannedUndo[] = [];
    for (const [at, each] of open.entries()) {
      const look = looks[at];
      if (look === undefined) continue;
      const found = kept?.before[at] ?? (await keeper.look(look));
      // What lies there now has been moved back by then.
      const now = isMovedFrom(changes, look.thing) ? noThing : found;
      changes.push({ ...each, now, ...wayOf(each.change, now, this.#deps.nowMs() - Date.parse(step.at)) });
    }
    return { step, changes: await withContents(changes, place), kept, keeper };
  }

  /** One after the other; each is told as it ends. */
  async *apply(plan: UndoPlan, place: UndoPlace): AsyncGenerator<UndoneChange> {
    const folder = await this.#deps.folder();
    const { number } = plan.step;
    const lock = place.writes.dryRun === undefined ? await folder?.open(number).lock() : undefined;
    if (lock === undefined && place.writes.dryRun === undefined) throw await beingUndone(plan);
    try {
      // Another process may have been first while somebody was asked.
      const now = await folder?.read(number);
      const undone = new Set(
        now?.changes.flatMap(({ number: at, undoneBy }) => (undoneBy === undefined ? [] : at)),
      );
      const isOpen = ({ number: at }: PlannedUndo) => !undone.has(at);
      if (!plan.changes.every(isOpen)) throw await beingUndone(plan);
      yield* this.#applyAlone(plan, folder, place);
    } finally {
      await lock?.release();
    }
  }

  async *#applyAlone(
    { step, changes, kept, keeper }: UndoPlan,
    folder: StepFolder | undefined,
    place: UndoPlace,
  ): AsyncGenerator<UndoneChange> {
    const by = kept === undefined ? undefined : await keeper.number();
    let hasChanged = false;
    const again = new SecondLook(keeper, changes, place);
    for (const [at, planned] of changes.entries()) {
      place.writes.signal.throwIfAborted();
      const outcome = (await again.refused(planned)) ?? (await this.#undo(planned, keeper, folder, place));
      const end = outcome === 'done' ? 'done' : outcome === 'unknown' ? 'unknown' : 'not done';
      await kept?.ended([{ at, end }]);
      if (place.writes.dryRun === undefined && (outcome === 'done' || outcome === 'same')) {
        const { number: change } = planned;
        const undoneBy = outcome === 'done' ? by : undefined;
        await folder?.open(step.number).append([{ kind: 'undone', change, by: undoneBy ?? 0 }]);
        this.#deps.recorder.tell('undone', { step: step.number, change, by: undoneBy });
      }
      hasChanged ||= outcome === 'done' || outcome === 'unknown';
      yield { ...planned, outcome };
    }
    if (!hasChanged) await keeper.discard();
  }

  async #undo(
    { change: { thing, before }, now, way }: PlannedUndo,
    keeper: StepKeeper,
    folder: StepFolder | undefined,
    place: UndoPlace,
  ): Promise<UndoneChange['outcome']> {
    if (way === 'already so') return 'same';
    if (way === 'stays' || way === 'cannot be undone') return 'left';
    const { dryRun, signal } = place.writes;
    try {
      await thingKinds[thing.kind].make(thing, before, now, place, keeper.bytes(folder));
      return dryRun === undefined ? 'done' : 'not sent';
    } catch (error) {
      if (signal.aborted || !isCbError(error)) throw error;
      if (!mayBeDone(error)) return { failed: error };
      // Nothing that can be looked at says whether it was started.
      if (thingKinds[thing.kind].instead !== undefined) return 'unknown';
      // A reply was lost: only a look says what came of it.
      const after = await keeper.look({ thing }).catch(() => undefined);
      if (after === undefined) return 'unknown';
      if (sameState(after, before) === 'yes') return 'done';
      return sameState(after, now) === 'yes' ? { failed: error } : 'unknown';
    }
  }
}

async function beingUndone({ step: { number }, keeper }: UndoPlan): Promise<CbError> {
  await keeper.discard();
  return new CbError('CommandFailed', `step ${number} was, or is, undone by another process`, {
    hint: 'undo list shows what came of it',
  });
}

function isMovedFrom(changes: readonly PlannedUndo[], { path }: Thing): boolean {
  return changes.some(({ change, way }) => change.thing.to === path && way === 'put back');
}

function wayOf(change: KeptChange, now: ThingState, ageMs: number): Pick<PlannedUndo, 'way' | 'why'> {
  const not = whyNot(change);
  const instead = thingKinds[change.thing.kind].instead?.(change.before);
  if (instead !== undefined) {
    const isDoubtful = change.end !== 'done' && change.end !== 'not done';
    return { way: 'put back', why: isDoubtful ? `whether it has ended is not known; ${instead}` : instead };
  }
  if (not !== undefined) return { way: 'cannot be undone', why: not };
  if (sameState(now, change.before) === 'yes') {
    const { lateMs = 0 } = thingKinds[change.thing.kind];
    if (change.end !== 'done' || ageMs >= lateMs) return { way: 'already so' };
    return { way: 'put back', why: 'the server may show late what was changed' };
  }
  if (change.left === undefined)
    return { way: 'put back over others', why: 'it is not known what was left there' };
  const same = sameState(now, change.left);
  if (same === 'no') return { way: 'put back over others', why: 'it was changed since' };
  return same === 'yes'
    ? { way: 'put back' }
    : { way: 'put back', why: 'as far as its size tells it is as it was left' };
}

/** A folder or key that is to go stays where others have put something into it. */
async function withContents(
  changes: readonly PlannedUndo[],
  place: UndoPlace,
): Promise<readonly PlannedUndo[]> {
  const gone = keysToGo(changes);
  const checked: PlannedUndo[] = [];
  for (const planned of changes) {
    const others = await othersWithin(planned, gone, place);
    checked.push(others === undefined ? planned : { ...planned, way: 'stays', why: others });
  }
  return checked;
}
