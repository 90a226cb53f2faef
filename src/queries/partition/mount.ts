import { query } from '../context.ts';
import { partitionsOperand } from './partition-kind.ts';
import { setMounted } from './set-mounted.ts';

export const partitionMount = query({
  name: 'partition mount',
  about: 'make cold storage partitions searchable',
  details: 'Global administrators only. It takes memory of the server.',
  group: 'server',
  effect: 'changes',
  undo: { not: 'cbq partition unmount takes it back' },
  operands: { partition: partitionsOperand },
  options: {},
  search: ['storage', 'warm', 'solr'],
  examples: [{ line: 'cbq partition mount cbevents_2024_04_17_2226 --dry-run', shows: 'what would be sent' }],
  run: ({ partition }, context) => setMounted(partition, true, context),
});
