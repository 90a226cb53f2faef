import type { Alert, AlertStatus } from '../../api/wire/alert.ts';
import type { WireObject } from '../../api/wire/read.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { thrown } from '../../ops/bulk.ts';
import type { LetterChoice } from '../../ports/prompter.ts';
import { type Column, type Result, type RowOutcome, rows } from '../../spec/result.ts';
import { shortName } from '../../text/short-name.ts';
import { type QueryContext, query } from '../context.ts';
import { everyHit } from '../index-search.ts';
import { completeQuery } from '../search-options.ts';
import { alertFilterOptions, filterTerms } from './alert-filters.ts';
import { assignWork, statusWork } from './alert-work.ts';
import { knownUser } from './assign.ts';
import { changeAlert } from './change-alerts.ts';
import { alertColumn } from './columns.ts';
import { completeStatus } from './status-words.ts';
import { toldAlert } from './told-alert.ts';

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
    const { ask, note, signal } = context;
    if (!ask.canPrompt) {
      throw new CbError('Usage', 'there is no terminal to decide on', {
        hint: 'cbq alert lists them, cbq alert set-status decides on those of a query',
      });
    }
    const cb = await context.cb();
    const typed = words.join(' ').trim();
    const saysStatus = filters.status !== undefined || /\bstatus:/i.test(typed);
    const terms = [...filterTerms(filters), ...(saysStatus ? [] : ['status:Unresolved'])];
    const me = user === undefined ? undefined : await knownUser(user, context);
    const look = { name: 'alert', key: 'unique_id', noun: 'alerts', sort: 'alert_severity desc' } as const;
    const wanted = { query: typed === '' ? undefined : typed, filters: terms, force: true };
    const alerts = (await everyHit(cb.alerts, wanted, look, context)).map(cb.alerts.read);
    const decided: Decided[] = [];
    for (const [at, { id }] of alerts.entries()) {
      // As it is now: a colleague may have decided on it while one before was looked at.
      const alert = await cb.alerts.byId(id, { signal });
      if (alert === undefined) continue;
      note(`alert ${at + 1} of ${alerts.length}: ${id}`);
      for (const each of await toldAlert(alert, cb, signal)) note(each);
      const decision = await decide(alert, me, context);
      if (decision === 'quit') break;
      if (decision === 'next') continue;
      decided.push(await carryOut(alert, decision, me, context));
    }
    return shown(decided, alerts.length, context);
  },
});

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
  decision: Exclude<Decision, 'next' | 'quit'>,
  me: string | undefined,
  context: QueryContext,
): Promise<Decided> {
  const work = decision === 'mine' ? assignWork(me ?? '', 'In Progress') : statusWork(decision);
  const words = decision === 'mine' ? `assigned to ${me}` : decision;
  try {
    const { outcome, detail } = await changeAlert(alert, work, context);
    return { alert, decision: words, outcome, detail };
  } catch (error) {
    if (context.signal.aborted || !isCbError(error)) throw error;
    return { alert, decision: words, detail: error.message, ...thrown(error) };
  }
}

function shown(decided: readonly Decided[], count: number, { dryRun }: QueryContext): Result {
  const left = count - decided.length;
  // What was not sent came to nothing.
  return rows(dryRun ? [] : decided, columns, {
    noun: 'decisions',
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
