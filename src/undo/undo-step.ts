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
  /** Of the step, from 1. */
  readonly number: number;
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
  /** How many of its lines cannot be read, beside one that was being written: there may be other changes. */
  readonly unread: number;
}

/** What an undo has to do with: not what surely did not happen, and not what was put back. */
export function openChanges({ changes }: UndoStep): readonly KeptChange[] {
  return changes.filter(({ end, undoneBy }) => end !== 'not done' && undoneBy === undefined);
}

export type StepStatus = 'done' | 'unknown' | 'undone' | 'partly undone' | 'cannot be undone' | 'not done';

export function statusOfStep(step: UndoStep): StepStatus {
  if (step.unread > 0) return 'unknown';
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

/** Reads the lines of a step; undefined for what is none of ours. */
export function readStep(number: number, text: string): UndoStep | undefined {
  const texts = text.split('\n');
  // Behind the last line break stands what was being written.
  const last = readLine(texts.pop() ?? '');
  const read = texts.map(readLine);
  const unread = read.filter((line) => line === undefined).length;
  const [head, ...others] = [...read, last].filter((line) => line !== undefined);
  if (head?.kind !== 'step' || head.v !== 1) return undefined;
  const changes = new Map<number, KeptChange>();
  for (const line of others) {
    if (line.kind === 'step') continue;
    if (line.kind === 'kept') {
      const { change, thing, before, left, not } = line;
      changes.set(change, { number: change, thing, before, left, not, end: 'open', undoneBy: undefined });
      continue;
    }
    if (line.kind === 'removed') {
      for (const [at, change] of changes) changes.set(at, withoutKept(change, line));
      continue;
    }
    const known = changes.get(line.change);
    if (known === undefined) continue;
    const now =
      line.kind === 'undone' ? { undoneBy: line.by } : { end: line.end, left: line.left ?? known.left };
    changes.set(line.change, { ...known, ...now });
  }
  const { kind: _kind, v: _v, ...rest } = head;
  const inOrder = [...changes.values()].sort((a, b) => a.number - b.number);
  return { ...rest, number, changes: inOrder, unread };
}

/** Undefined for what is none of ours. */
function readLine(line: string): StepLine | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null ? (read as StepLine) : undefined;
  } catch {
    return undefined;
  }
}

/** The same change, of which nobody can put back any more what was there. */
function withoutKept(change: KeptChange, { kept, at, why }: Removal & { readonly kept: string }): KeptChange {
  const { before } = change;
  if (before.is !== 'data' || before.kept !== kept) return change;
  const reason = why === 'room' ? 'to make room (undo_total)' : 'as it was old';
  const words = `what was kept of it was removed on ${at.slice(0, 10)}, ${reason}`;
  return { ...change, before: { is: 'unkept', why: words, bytes: before.bytes } };
}
