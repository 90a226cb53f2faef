import type { Alert, AlertStatus } from '../../api/wire/alert.ts';
import type { WireObject } from '../../api/wire/read.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { thrown } from '../../ops/bulk.ts';
import type { LetterChoice } from '../../ports/prompter.ts';
import { type Column, type Result, type RowOutcome, rows } from '../../spec/result.ts';
import { shortName } from '../../text/short-name.ts';
import { type QueryContext, query } from '../context.ts';
import { completeQuery } from '../search-options.ts';
import { alertFilterOptions, filterTerms } from './alert-filters.ts';
import { assignWork, statusWork } from './alert-work.ts';
import { knownUser } from './assign.ts';
import { changeAlert } from './change-alerts.ts';
import { alertsOf } from './chosen-alerts.ts';
import { alertColumn } from './columns.ts';
import { completeStatus } from './status-words.ts';
import { statusAndHolder, toldAlert } from './told-alert.ts';

type Decision = AlertStatus | 'mine' | 'next' | 'quit';

interface Decided {
  readonly alert: Alert;
  readonly decision: string;
  readonly outcome: RowOutcome;
  readonly detail: string | undefined;
}

export const alertTriage = query({
  name: 'alert triage',
  about: 'go through alerts one by one, and decide on each',
  details:
    'On a terminal: what raised it, where, the process with those who started it, and its binary; then a letter decides. Those that are unresolved when nothing else is said, the worst first. What was decided is shown at the end; cblr undo takes a decision back.',
  group: 'alerts',
  effect: 'changes',
  undo: 'kept',
  question: 'own',
  operands: {
    query: { kind: 'text', many: true, optional: true, about: 'which alerts; unresolved ones when not said' },
  },
  options: {
    ...alertFilterOptions,
    user: {
      kind: 'user',
      value: 'NAME',
      about: 'the name that you have on the server: offers to take an alert',
    },
  },
  conflicts: [['assigned', 'unassigned']],
  search: ['review', 'decide', 'resolve', 'queue', 'work'],
  examples: [
    { line: 'cbq alert triage --severity 60', shows: 'one after the other, the worst first' },
    {
      line: 'cbq alert triage --hostname WIN-IA9NQ1GN8OI --user admin',
      shows: 'those of a host, and a letter that takes one',
    },
  ],
  complete: { query: completeQuery('alert'), status: completeStatus },

  async run({ query: words, user, ...filters }, context) {
    const { ask, note } = context;
    if (!ask.canPrompt) {
      throw new CbError('Usage', 'there is no terminal to decide on', {
        hint: 'cbq alert lists them, cbq alert set-status decides on those of a query',
      });
    }
    const typed = words.join(' ').trim();
    const saysStatus = filters.status !== undefined || /\bstatus:/i.test(typed);
    const terms = [...filterTerms(filters), ...(saysStatus ? [] : ['status:Unresolved'])];
    const me = user === undefined ? undefined : await knownUser(user, context);
    const look = { name: 'alert', key: 'unique_id', noun: 'alerts', sort: 'alert_severity desc' } as const;
    const wanted = { query: typed === '' ? undefined : typed, filters: terms, force: true };
    const { items, isPartial } = await alertsOf(wanted, look, context);
    const shift: Shift = { decided: [], gone: 0, count: items.length, isPartial };
    try {
      for (const [at, { id, alert }] of items.entries()) {
        note(`alert ${at + 1} of ${items.length}: ${id}`);
        if ((await turn(alert, shift, me, context)) === 'quit') break;
      }
    } catch (error) {
      // What was decided before stands, and is shown in front of it.
      if (shift.decided.length === 0) throw error;
      return shown(shift, context, error);
    }
    return shown(shift, context);
  },
});

/** What became of those that were gone through so far. */
interface Shift {
  readonly decided: Decided[];
  /** The server finds them no more. */
  gone: number;
  readonly count: number;
  readonly isPartial: boolean;
}

/** One alert, as it is now: a colleague may have decided on it while one before was looked at, or while this one is. */
async function turn(
  listed: Alert,
  shift: Shift,
  me: string | undefined,
  context: QueryContext,
): Promise<'quit' | undefined> {
  const { note, signal } = context;
  const cb = await context.cb();
  for (let before = listed; ; ) {
    const alert = await cb.alerts.byId(listed.id, { signal });
    if (alert === undefined) {
      shift.gone += 1;
      note('  the server finds it no more');
      return undefined;
    }
    for (const each of await toldAlert(alert, cb, signal)) note(each);
    if (!isAsBefore(before, alert)) note(`  meanwhile it was changed: it was ${statusAndHolder(before)}`);
    const decision = await decide(alert, me, context);
    if (decision === 'quit') return decision;
    if (decision === 'next') return undefined;
    const work = decision === 'mine' ? assignWork(me ?? '', 'In Progress') : statusWork(decision);
    const now = await cb.alerts.byId(alert.id, { signal });
    if (now !== undefined && (isAsBefore(alert, now) || work.isSo(now))) {
      const words = decision === 'mine' ? `assigned to ${me}` : decision;
      const decided = await carryOut(now, work, words, context);
      shift.decided.push(decided);
      if (decided.outcome !== 'done' && decided.outcome !== 'same') note(`  ${wordsOf(decided)}`);
      return undefined;
    }
    note('  nothing was sent: somebody changed it while you looked at it');
    before = alert;
  }
}

function isAsBefore(before: Alert, now: Alert): boolean {
  return before.status === now.status && before.assignedTo === now.assignedTo;
}

async function decide({ cause }: Alert, me: string | undefined, { ask }: QueryContext): Promise<Decision> {
  const choices: readonly LetterChoice<Decision>[] = [
    { letter: 'r', about: 'resolved', value: 'Resolved' },
    { letter: 'f', about: 'false positive', value: 'False Positive' },
    { letter: 'i', about: 'in progress', value: 'In Progress' },
    ...(me === undefined ? [] : [{ letter: 'm', about: `mine (${me})`, value: 'mine' as const }]),
    { letter: 'q', about: 'quit', value: 'quit' },
    { letter: '', about: 'next', value: 'next' },
  ];
  try {
    return await ask.letter(cause === '' ? 'what is it?' : `${shortName(cause)}?`, choices);
  } catch (error) {
    // What was decided before stands, and is shown.
    if (isCbError(error, 'Interrupted', 'Declined')) return 'quit';
    throw error;
  }
}

async function carryOut(
  alert: Alert,
  work: Parameters<typeof changeAlert>[1],
  words: string,
  context: QueryContext,
): Promise<Decided> {
  try {
    const { outcome, detail } = await changeAlert(alert, work, context);
    return { alert, decision: words, outcome, detail };
  } catch (error) {
    if (context.signal.aborted || !isCbError(error)) throw error;
    return { alert, decision: words, detail: error.message, ...thrown(error) };
  }
}

/** Of what did not plainly go through, which is told at once: the rest of the list would end so, too. */
function wordsOf({ outcome, detail }: Decided): string {
  if (typeof outcome !== 'object')
    return `${outcome}: ${detail ?? 'the server does not say what came of it'}`;
  const { failed } = outcome;
  return `failed: ${detail ?? (failed instanceof Error ? failed.message : String(failed))}`;
}

async function* withFault(decided: readonly Decided[], fault: unknown): AsyncGenerator<Decided> {
  yield* decided;
  if (fault !== undefined) throw fault;
}

function shown(
  { decided, gone, count, isPartial }: Shift,
  { dryRun }: QueryContext,
  fault?: unknown,
): Result {
  const left = count - gone - decided.length;
  // What was not sent came to nothing.
  return rows(withFault(dryRun ? [] : decided, fault), columns, {
    noun: 'decisions',
    isPartial: () => isPartial,
    outcome: ({ outcome }) => outcome,
    toldBy: 'detail',
    whenEmpty: count === 0 ? 'no such alerts' : decided.length === 0 ? 'nothing was decided' : '',
    notes: () =>
      decided.length === 0
        ? []
        : [
            `${decided.length} decided, ${left} left as they are`,
            ...(dryRun ? ['dry run: nothing was sent'] : []),
          ],
  });
}

const ofAlert = ({ field, head, ...rest }: Column<WireObject>): Column<Decided> => ({
  field,
  head,
  ...(rest.firm === true ? { firm: true } : {}),
  of: ({ alert }) => rest.of(alert.wire),
});

const columns: readonly Column<Decided>[] = [
  ofAlert(alertColumn.hostname),
  ofAlert(alertColumn.cause),
  { field: 'decision', head: 'decision', of: ({ decision }) => decision },
  {
    field: 'outcome',
    head: 'outcome',
    of: ({ outcome }) =>
      typeof outcome === 'object' ? 'failed' : outcome === 'same' ? 'already so' : outcome,
  },
  { field: 'detail', head: '', of: ({ detail }) => detail ?? null },
  { ...ofAlert(alertColumn.id), whole: true },
];
