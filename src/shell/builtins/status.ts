import type { Outcome } from '../../run/outcome.ts';
import { record } from '../../spec/result.ts';
import { builtin } from '../shell-context.ts';

const columns = [
  { field: 'exit_code', head: 'exit code', of: (outcome: Outcome) => outcome.exitCode },
  { field: 'kind', head: 'kind', of: (outcome: Outcome) => outcome.kind },
];

export const status = builtin({
  name: 'status',
  about: 'show how the line before ended',
  details: 'help exit-codes of the program explains the codes; the prompt shows one that is not 0.',
  group: 'shell',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['$?', 'exit code', 'errorlevel'],
  examples: [{ line: 'status', shows: 'its exit code, and the kind of error' }],

  run: (_input, { last }) => record(last, columns),
});
