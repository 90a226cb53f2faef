import type { Column } from '../../spec/result.ts';
import { rows } from '../../spec/result.ts';
import { command } from '../context.ts';
import type { Right } from './rights.ts';

const columns: readonly Column<Right>[] = [
  { field: 'right', head: 'right', of: ({ right }) => right, style: () => 'name' },
  {
    field: 'granted',
    head: 'granted',
    of: ({ granted }) => granted,
    show: ({ granted }) => (granted === null ? 'not known' : granted ? 'yes' : 'no'),
    isWord: true,
    style: ({ granted }) => (granted === null ? 'dim' : granted ? 'ok' : 'bad'),
  },
  { field: 'because', head: 'because', of: ({ because }) => because },
];

export const profileWhoami = command({
  name: 'profile whoami',
  about: 'say what the token of a profile may do, right by right',
  details:
    'The server tells nobody whose token it is. What a right opens to read is asked for, and nothing is written: a right that only a write would show is not known, unless the user is a global administrator.',
  group: 'setup',
  effect: 'reads',
  operands: { name: { kind: 'profile', optional: true, about: 'profile; the current one when not said' } },
  options: {},
  search: ['rights', 'permissions', 'token', 'user', 'role'],
  examples: [
    { line: 'cblr profile whoami', shows: 'the rights of the current profile' },
    {
      line: "cblr profile whoami work --jq 'select(.granted != false) | .right'",
      shows: 'what it may do, and what nobody knows',
    },
  ],
  async run({ name }, context) {
    const { rightsOfToken } = await import('./rights.ts');
    return rows(await rightsOfToken(name, context), columns, { noun: 'rights' });
  },
});
