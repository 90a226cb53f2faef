import { query } from '../context.ts';
import { completeQuery } from '../search-options.ts';
import { statusWork } from './alert-work.ts';
import { changeAlerts } from './change-alerts.ts';
import { areAlertsByQuery, choiceDetails, choiceOperand, choiceOptions } from './chosen-alerts.ts';
import { completeStatus, statusOf } from './status-words.ts';

export const alertSetStatus = query({
  name: 'alert set-status',
  about: 'set the status of alerts: those named, or all that match a query',
  details: `${choiceDetails} More than one alert at a time is for global administrators.`,
  group: 'alerts',
  effect: 'changes',
  undo: 'kept',
  effectOf: (choice) => (areAlertsByQuery(choice) ? 'destroys' : 'changes'),
  conflicts: [['assigned', 'unassigned']],
  question: 'own',
  operands: {
    newStatus: { kind: 'text', about: 'unresolved, in-progress, resolved or false-positive' },
    alert: choiceOperand,
  },
  options: choiceOptions,
  search: ['resolve', 'close', 'reopen', 'dismiss', 'triage'],
  examples: [
    {
      line: 'cbq alert set-status resolved 58485023-19cd-4c6e-80f0-24d600000000',
      shows: 'what came of it',
    },
    {
      line: 'cbq alert set-status resolved --hostname WIN-EP7RMLTCLAJ --status unresolved',
      shows: 'how many there are, and asks',
    },
    {
      line: 'cbq alert set-status false-positive --query \'watchlist_name:"PS hidden window"\' --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { newStatus: completeStatus, status: completeStatus, query: completeQuery('alert') },
  async run({ newStatus: word, ...choice }, context) {
    const status = statusOf(word);
    const work = {
      verb: `set to ${status}`,
      ...statusWork(status),
      question: (them: string) => `set ${them} to ${status}?`,
    };
    return await changeAlerts(choice, work, context);
  },
});
