import { query } from '../context.ts';
import { completeQuery } from '../search-options.ts';
import { areReportsByQuery, reportDetails, reportOperand, reportOptions, setIgnored } from './set-ignored.ts';

export const reportIgnore = query({
  name: 'report ignore',
  about: 'ignore threat reports: their hits raise no alert',
  details: reportDetails,
  group: 'feeds and reports',
  effect: 'changes',
  undo: { not: 'cbq report unignore takes it back' },
  effectOf: (choice) => (areReportsByQuery(choice) ? 'destroys' : 'changes'),
  question: 'own',
  operands: { report: reportOperand },
  options: reportOptions,
  search: ['false positive', 'noise'],
  examples: [
    { line: 'cbq report ignore soc:updater-implant', shows: 'what came of it' },
    {
      line: 'cbq report ignore --query title:FUZZYWOMBAT --feed soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { query: completeQuery('report') },
  run: (input, context) => setIgnored(input, true, context),
});
