import { query } from '../context.ts';
import { ignoring, setIgnored } from './set-ignored.ts';

export const reportUnignore = query({
  ...ignoring,
  name: 'report unignore',
  about: 'let the hits of threat reports raise alerts again',
  undo: { not: 'cbq report ignore takes it back' },
  examples: [
    { line: 'cbq report unignore soc:updater-implant', shows: 'what came of it' },
    {
      line: 'cbq report unignore --query is_ignored:true --feed soc --dry-run',
      shows: 'what would be sent for all that match',
    },
  ],
  run: (input, context) => setIgnored(input, false, context),
});
