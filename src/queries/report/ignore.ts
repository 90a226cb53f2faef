import { query } from '../context.ts';
import { ignoring, setIgnored } from './set-ignored.ts';

export const reportIgnore = query({
  ...ignoring,
  name: 'report ignore',
  about: 'ignore threat reports: their hits raise no alert',
  undo: { not: 'cbq report unignore takes it back' },
  examples: [
    { line: 'cbq report ignore soc:updater-implant', shows: 'what came of it' },
    {
      line: 'cbq report ignore --query title:FUZZYWOMBAT --feed soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  run: (input, context) => setIgnored(input, true, context),
});
