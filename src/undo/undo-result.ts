import { CbError } from '../errors/cb-error.ts';
import type { Questions } from '../ports/questions.ts';
import { type Column, done, type Result, rows } from '../spec/result.ts';
import { thingKinds } from './kinds/index.ts';
import type { UndoPlace } from './kinds/thing-kind.ts';
import type { PlannedUndo } from './planned-undo.ts';
import type { UndoStep } from './undo-step.ts';
import type { Undoing, UndoneChange, UndoPlan } from './undoing.ts';

interface UndoHow {
  readonly ask: Questions;
  readonly note: (text: string) => void;
  readonly place: UndoPlace;
  /** Called when the last row is told, or it broke off. */
  readonly end?: () => Promise<void>;
}

/** Shows what would be put back and what cannot come back, asks, and does it. */
export async function undoStep(
  step: UndoStep,
  undoing: Undoing,
  { ask, note, place, end = async () => undefined }: UndoHow,
): Promise<Result> {
  const by = step.changes.find(({ undoneBy }) => undoneBy !== undefined)?.undoneBy;
  const again = by === undefined || by === 0 ? '' : `: undo ${by} takes that back`;
  const plan = await undoing.plan(step, place);
  if (plan.changes.length === 0 && step.unread > 0)
    throw new CbError('CommandFailed', `step ${step.number} cannot be undone: ${unreadWords(step)}`);
  if (plan.changes.length === 0)
    return done(`step ${step.number} was undone already${again}`, { step: step.number });
  try {
    for (const line of inWords(plan)) note(line);
    const due = plan.changes.filter(({ way }) => way.startsWith('put back'));
    if (due.length === 0 && plan.changes.every(({ way }) => way !== 'already so')) throw nothingToDo(plan);
    if (due.length > 0) await ask.confirm(questionOf(plan, due));
  } catch (error) {
    await plan.keeper.discard();
    throw error;
  }
  const isDry = place.writes.dryRun !== undefined;
  return rows(ended(undoing.apply(plan, place), end), columns, {
    noun: 'changes',
    outcome: ({ outcome }) => (outcome === 'not sent' || outcome === 'left' ? undefined : outcome),
    toldBy: 'detail',
    isPartial: () =>
      step.unread > 0 || plan.changes.some(({ way }) => way === 'stays' || way === 'cannot be undone'),
    notes: () => (isDry ? ['dry run: nothing was sent'] : []),
  });
}

async function* ended<T>(all: AsyncIterable<T>, end: () => Promise<void>): AsyncGenerator<T> {
  try {
    yield* all;
  } finally {
    await end();
  }
}

function questionOf({ step }: UndoPlan, due: readonly PlannedUndo[]): string {
  const over = due.filter(({ way }) => way === 'put back over others').length;
  const though = over === 0 ? '' : ` over what ${over === 1 ? 'was' : 'were'} changed since (${over})`;
  return `undo step ${step.number}: put ${due.length === 1 ? 'it' : `${due.length} things`} back${though}?`;
}

function nothingToDo({ step, changes: [first] }: UndoPlan): CbError {
  const why = first?.why === undefined ? '' : `: ${first.why}`;
  return new CbError('CommandFailed', `step ${step.number} cannot be undone${why}`);
}

function unreadWords({ unread }: UndoStep): string {
  return `its file was changed here, lines of it that cannot be read: ${unread}`;
}

/** Of a plan; all of them are in its rows. */
const mostShown = 30;

/** `step 3: reg set HKLM\… --force`, and what becomes of each thing. */
function* inWords({ step, changes, kept }: UndoPlan): Generator<string> {
  yield `step ${step.number}: ${step.line}`;
  if (step.unread > 0) yield `${unreadWords(step)}: what they tell of stays as it is`;
  const lost = new Set<string>();
  for (const [at, { change, now, way, why }] of changes.entries()) {
    const kind = thingKinds[change.thing.kind];
    const isToDo = way.startsWith('put back');
    const not = isToDo ? kind.lost?.(change.before) : undefined;
    if (not !== undefined) lost.add(not);
    // What others have changed is shown, however many there are.
    if (at >= mostShown && way === 'put back') continue;
    const more = why === undefined ? '' : ` (${why})`;
    const states = way === 'put back' ? `: ${kind.words(now)} → ${kind.words(change.before)}` : '';
    yield `${way}: ${change.thing.kind} ${change.thing.path}${states}${more}`;
    if (way === 'put back over others') {
      yield `  before: ${kind.words(change.before)}`;
      yield `  ours: ${change.left === undefined ? 'not known' : kind.words(change.left)}`;
      yield `  now: ${kind.words(now)}`;
    }
    if (isToDo && kept !== undefined && now.is === 'unkept')
      yield `  this cannot be undone again: ${now.why}`;
  }
  if (changes.length > mostShown) yield `… ${changes.length} in all`;
  for (const words of lost) yield `does not come back: ${words}`;
}

const words: Readonly<Record<'done' | 'same' | 'not sent' | 'left' | 'unknown', string>> = {
  done: 'put back',
  same: 'already so',
  'not sent': 'not sent',
  left: 'left as it is',
  unknown: 'unknown',
};

const columns: readonly Column<UndoneChange>[] = [
  {
    field: 'outcome',
    head: 'result',
    of: ({ outcome }) => (typeof outcome === 'object' ? 'failed' : words[outcome]),
    style: ({ outcome }) =>
      typeof outcome === 'object'
        ? 'bad'
        : outcome === 'done'
          ? 'ok'
          : outcome === 'unknown'
            ? 'warn'
            : 'dim',
  },
  { field: 'thing', head: 'thing', of: ({ change }) => change.thing.kind },
  { field: 'path', head: 'path', of: ({ change }) => change.thing.path, style: () => 'name' },
  {
    field: 'before',
    head: 'before',
    of: ({ change }) => thingKinds[change.thing.kind].words(change.before),
  },
  {
    field: 'now',
    head: 'was',
    of: ({ change, now }) => thingKinds[change.thing.kind].words(now),
    wide: true,
  },
  {
    field: 'lost',
    head: 'lost',
    of: ({ change }) => thingKinds[change.thing.kind].lost?.(change.before) ?? null,
  },
  {
    field: 'detail',
    head: '',
    of: ({ outcome, why }) =>
      typeof outcome !== 'object'
        ? (why ?? null)
        : outcome.failed instanceof Error
          ? outcome.failed.message
          : String(outcome.failed),
    whole: true,
  },
];
