import type { Alert } from '../../api/wire/alert.ts';
import { toNumber, toText } from '../../text/number.ts';
import { query } from '../context.ts';
import { completeQuery } from '../search-options.ts';
import { changeAlerts } from './change-alerts.ts';
import { areAlertsByQuery, choiceDetails, choiceOperand, choiceOptions } from './chosen-alerts.ts';
import { completeStatus } from './status-words.ts';

export const alertIgnore = query({
  name: 'alert ignore',
  about: 'mark alerts False Positive, and ignore the threat reports behind them',
  details: `The threat report that raised the alert is ignored from then on: its future hits, on any host, raise no alert; cbq report unignore takes that back. An alert of a watchlist has no such report. ${choiceDetails} For global administrators.`,
  group: 'alerts',
  effect: 'changes',
  undo: {
    not: 'the report behind it is ignored, too; cbq report unignore and cbq alert set-status take both back',
  },
  effectOf: (choice) => (areAlertsByQuery(choice) ? 'destroys' : 'changes'),
  conflicts: [['assigned', 'unassigned']],
  question: 'own',
  operands: { alert: choiceOperand },
  options: choiceOptions,
  search: ['false positive', 'noise', 'mute'],
  examples: [
    { line: 'cbq alert ignore 58485023-19cd-4c6e-80f0-24d600000000', shows: 'what came of it' },
    {
      line: 'cbq alert ignore --query feed_name:soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { status: completeStatus, query: completeQuery('alert') },
  async run(choice, context) {
    const status = 'False Positive';
    const work = {
      verb: 'ignored',
      change: { requested_status: status, set_ignored: true },
      isSo: (alert: Alert) => alert.status === status && (alert.isReportIgnored || isOfWatchlist(alert)),
      // Only a bulk update has it.
      single: undefined,
      question: (them: string, open: readonly Alert[]) => {
        const reports = new Set(
          open
            .filter((alert) => !isOfWatchlist(alert))
            .map(({ wire }) => `${toText(wire['feed_id'])}:${toText(wire['watchlist_id'])}`),
        ).size;
        const behind = `${reports === 1 ? 'the threat report' : `the ${reports} threat reports`} behind ${open.length === 1 ? 'it' : 'them'}`;
        return reports === 0
          ? `mark ${them} ${status}?`
          : `mark ${them} ${status}, and ignore ${behind}, so that future hits raise no alert?`;
      },
    } as const;
    return await changeAlerts(choice, work, context);
  },
});

/** −1 stands for the watchlists of users. */
function isOfWatchlist({ wire }: Alert): boolean {
  return toNumber(wire['feed_id']) === -1;
}
