import type { User } from '../../api/wire/user.ts';
import { lacksRight } from '../../errors/server-fault.ts';
import { pickNamed } from '../../ops/named.ts';
import { type QueryContext, query } from '../context.ts';
import { idOfWord } from '../linked-id.ts';
import { completeQuery } from '../search-options.ts';
import { assignWork } from './alert-work.ts';
import { changeAlerts } from './change-alerts.ts';
import { areAlertsByQuery, choiceDetails, choiceOperand, choiceOptions } from './chosen-alerts.ts';
import { completeStatus, statusOf } from './status-words.ts';

export const alertAssign = query({
  name: 'alert assign',
  about: 'assign alerts to a user, and set them In Progress',
  details: `The server takes both together: --set-status sets another one. ${choiceDetails} More than one alert at a time is for global administrators.`,
  group: 'alerts',
  effect: 'changes',
  undo: 'kept',
  effectOf: (choice) => (areAlertsByQuery(choice) ? 'destroys' : 'changes'),
  conflicts: [['assigned', 'unassigned']],
  question: 'own',
  operands: { user: { kind: 'user', about: 'name of a user of the server' }, alert: choiceOperand },
  options: {
    setStatus: {
      kind: 'text',
      value: 'WORD',
      about: 'unresolved, in-progress, resolved or false-positive; in-progress when not said',
    },
    ...choiceOptions,
  },
  search: ['owner', 'take', 'triage'],
  examples: [
    { line: 'cbq alert assign hschulz 58485023-19cd-4c6e-80f0-24d600000000', shows: 'what came of it' },
    {
      line: 'cbq alert assign hschulz --status unresolved --severity 50 --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: {
    setStatus: completeStatus,
    status: completeStatus,
    query: completeQuery('alert'),
  },
  async run({ user: word, setStatus: statusWord = 'in-progress', ...choice }, context) {
    const status = statusOf(statusWord);
    const user = await knownUser(word, context);
    const work = {
      verb: `assigned to ${user}`,
      ...assignWork(user, status),
      question: (them: string) => `assign ${them} to ${user}, as ${status}?`,
    };
    return await changeAlerts(choice, work, context);
  },
});

/** The user as the server spells him. Who may not list users is believed. */
export async function knownUser(word: string, context: QueryContext): Promise<string> {
  const { users } = await context.cb();
  const name = await idOfWord(word, 'user', context);
  const listed = await users.list({ signal: context.signal }).catch((error: unknown) => {
    if (lacksRight(error)) return undefined;
    throw error;
  });
  if (listed === undefined) return name;
  const kind = {
    noun: 'user',
    idOf: ({ username }: User) => username,
    namesOf: ({ username }: User) => [username],
    lister: 'cbq user',
  };
  return pickNamed(listed, name, kind).username;
}
