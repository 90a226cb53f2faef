import { query } from '../context.ts';
import { completeQuery } from '../search-options.ts';
import { changeAlerts } from './change-alerts.ts';
import { choiceOperand, choiceOption } from './chosen-alerts.ts';
import { completeStatus, statusOf } from './status-words.ts';

export const alertSetStatus = query({
  name: 'alert set-status',
  about: 'set the status of alerts: those named, or all that match a query',
  details:
    'With --query it says how many there are and asks, or wants --yes without a terminal. More than one alert at a time is for global administrators.',
  group: 'alerts',
  effect: 'changes',
  effectOf: ({ query: text }) => (text === undefined ? 'changes' : 'destroys'),
  question: 'own',
  operands: {
    status: { kind: 'text', about: 'unresolved, in-progress, resolved or false-positive' },
    alert: choiceOperand,
  },
  options: { query: choiceOption },
  search: ['resolve', 'close', 'reopen', 'dismiss', 'triage'],
  examples: [
    {
      line: 'cbq alert set-status resolved 58485023-19cd-4c6e-80f0-24d600000000',
      shows: 'what came of it',
    },
    {
      line: 'cbq alert set-status false-positive --query \'watchlist_name:"PS hidden window"\' --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { status: completeStatus, query: completeQuery('alert') },
  async run({ status: word, ...choice }, context) {
    const status = statusOf(word);
    const work = {
      verb: `set to ${status}`,
      change: { requested_status: status },
      isSo: (alert: { readonly status: string }) => alert.status === status,
      single: () => ({ status }),
      question: (them: string) => `set ${them} to ${status}?`,
    };
    return await changeAlerts(choice, work, context);
  },
});
