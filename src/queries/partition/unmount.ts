import { query } from '../context.ts';
import { partitionsOperand } from './partition-kind.ts';
import { setMounted } from './set-mounted.ts';

export const partitionUnmount = query({
  name: 'partition unmount',
  about: 'take warm storage partitions out of all searches',
  details:
    'What is in them stays on disk, and is not found until they are mounted again. Global administrators only.',
  group: 'server',
  effect: 'disrupts',
  undo: { not: 'cbq partition mount takes it back' },
  question: 'own',
  operands: { partition: partitionsOperand },
  options: {},
  search: ['storage', 'cold', 'solr'],
  examples: [
    { line: 'cbq partition unmount cbevents_2024_04_17_2226 --dry-run', shows: 'what would be sent' },
  ],
  run: ({ partition }, context) => setMounted(partition, false, context),
});
