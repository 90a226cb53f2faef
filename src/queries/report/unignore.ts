import { query } from '../context.ts';
import { completeQuery } from '../search-options.ts';
import { areReportsByQuery, reportDetails, reportOperand, reportOptions, setIgnored } from './set-ignored.ts';

export const reportUnignore = query({
  name: 'report unignore',
  about: 'let the hits of threat reports raise alerts again',
  details: reportDetails,
  group: 'feeds and reports',
  effect: 'changes',
  undo: { not: 'cbq report ignore takes it back' },
  effectOf: (choice) => (areReportsByQuery(choice) ? 'destroys' : 'changes'),
  question: 'own',
  operands: { report: reportOperand },
  options: reportOptions,
  search: ['false positive', 'noise'],
  examples: [
    { line: 'cbq report unignore soc:updater-implant', shows: 'what came of it' },
    {
      line: 'cbq report unignore --query is_ignored:true --feed soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  complete: { query: completeQuery('report') },
  run: (input, context) => setIgnored(input, false, context),
});
