import type { Thing, ThingState } from '../ports/keeper.ts';

/** What is known of a call of a verb that changed something. */
export interface StepHead {
  readonly at: string;
  readonly program: string;
  /** Of the process: what it did is undone first. */
  readonly run: string;
  /** Its number in the transcript of the process. */
  readonly verb: number;
  /** As typed, secrets as `***`. */
  readonly line: string;
  readonly server: string;
  readonly user: string;
  readonly sensor?: number | undefined;
  readonly host?: string | undefined;
  /** The step that this one undid. */
  readonly undoes?: number | undefined;
}

/** How the change of one thing ended; `open` where nobody was left to say. */
export type ChangeEnd = 'done' | 'not done' | 'unknown' | 'open';

export interface KeptChange {
  readonly thing: Thing;
  readonly before: ThingState;
  /** What was left there, where that is known. */
  readonly left: ThingState | undefined;
  readonly end: ChangeEnd;
  /** Why it cannot be undone. */
  readonly not: string | undefined;
  /** The step by which it was put back. */
  readonly undoneBy: number | undefined;
}

/** A call of a verb with what was there before, by its number in its folder. */
export interface UndoStep extends StepHead {
  readonly number: number;
  readonly changes: readonly KeptChange[];
}

/** What an undo has to do with: not what surely did not happen, and not what was put back. */
export function openChanges({ changes }: UndoStep): readonly KeptChange[] {
  return changes.filter(({ end, undoneBy }) => end !== 'not done' && undoneBy === undefined);
}

export type StepStatus = 'done' | 'unknown' | 'undone' | 'partly undone' | 'cannot be undone' | 'not done';

export function statusOfStep(step: UndoStep): StepStatus {
  const happened = step.changes.filter(({ end }) => end !== 'not done');
  if (happened.length === 0) return 'not done';
  const left = happened.filter(({ undoneBy }) => undoneBy === undefined);
  if (left.length === 0) return 'undone';
  if (left.length < happened.length) return 'partly undone';
  if (left.some(({ end }) => end !== 'done')) return 'unknown';
  return left.every((change) => whyNot(change) !== undefined) ? 'cannot be undone' : 'done';
}

/** Why a change cannot be undone. */
export function whyNot({ not, before }: Pick<KeptChange, 'not' | 'before'>): string | undefined {
  return not ?? (before.is === 'unkept' ? before.why : undefined);
}

/** Lines of the file of a step, of which each is one of these. */
export type StepLine =
  | ({ readonly kind: 'step'; readonly v: 1 } & StepHead)
  | ({ readonly kind: 'kept'; readonly change: number } & Pick<
      KeptChange,
      'thing' | 'before' | 'left' | 'not'
    >)
  | {
      readonly kind: 'ended';
      readonly change: number;
      readonly end: Exclude<ChangeEnd, 'open'>;
      readonly left?: ThingState | undefined;
    }
  | { readonly kind: 'undone'; readonly change: number; readonly by: number }
  /** What a file held is kept no longer: a file of that name is gone. */
  | ({ readonly kind: 'removed'; readonly kept: string } & Removal);

interface Removal {
  readonly at: string;
  /** It was old, which it was where nothing is said, or all of it together was too much. */
  readonly why?: 'old' | 'room' | undefined;
}

/** Reads the lines of a step; undefined for what is none of ours. A line that breaks off at the end was being written. */
export function readStep(number: number, text: string): UndoStep | undefined {
  const lines = text.split('\n').flatMap((line) => {
    try {
      const read: unknown = line === '' ? undefined : JSON.parse(line);
      return typeof read === 'object' && read !== null ? [read as StepLine] : [];
    } catch {
      return [];
    }
  });
  const [head, ...others] = lines;
  if (head?.kind !== 'step' || head.v !== 1) return undefined;
  const changes: KeptChange[] = [];
  for (const line of others) {
    if (line.kind === 'kept') {
      const { thing, before, left, not } = line;
      changes[line.change - 1] = { thing, before, left, not, end: 'open', undoneBy: undefined };
      continue;
    }
    if (line.kind === 'step') continue;
    if (line.kind === 'removed') {
      for (const [at, change] of changes.entries()) changes[at] = withoutKept(change, line);
      continue;
    }
    const known = changes[line.change - 1];
    if (known === undefined) continue;
    changes[line.change - 1] =
      line.kind === 'undone'
        ? { ...known, undoneBy: line.by }
        : { ...known, end: line.end, left: line.left ?? known.left };
  }
  const { kind: _kind, v: _v, ...rest } = head;
  return { ...rest, number, changes: changes.filter((change) => change !== undefined) };
}

/** The same change, of which nobody can put back any more what was there. */
function withoutKept(change: KeptChange, { kept, at, why }: Removal & { readonly kept: string }): KeptChange {
  const { before } = change;
  if (before.is !== 'data' || before.kept !== kept) return change;
  const reason = why === 'room' ? 'to make room (undo_total)' : 'as it was old';
  const words = `what was kept of it was removed on ${at.slice(0, 10)}, ${reason}`;
  return { ...change, before: { is: 'unkept', why: words, bytes: before.bytes } };
}
