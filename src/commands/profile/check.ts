import { type Column, rows } from '../../spec/result.ts';
import { command } from '../context.ts';
import type { CheckRow } from './checks.ts';

const columns: readonly Column<CheckRow>[] = [
  { field: 'check', head: 'check', of: (row) => row.check, style: () => 'name' },
  {
    field: 'result',
    head: 'result',
    of: (row) => row.result,
    style: ({ result }) => styles[result],
  },
  { field: 'detail', head: 'detail', of: (row) => row.detail },
];

const styles = { ok: 'ok', warning: 'warn', failed: 'bad', skipped: 'dim' } as const;

export const profileCheck = command({
  name: 'profile check',
  about: 'check that a server can be reached, trusted and worked with',
  details:
    'Looks at the profile, the connection, the certificate, the token, the version, Live Response, the rights of the token and the clock, one row each. The exit code is that of the first failure; a clock that is more than five minutes off is a warning.',
  group: 'setup',
  effect: 'reads',
  operands: { name: { kind: 'profile', optional: true, about: 'profile; the current one when not said' } },
  options: {},
  search: ['test', 'ping', 'doctor', 'login', 'whoami', 'version'],
  examples: [
    { line: 'cblr profile check', shows: 'is everything well with the current profile' },
    { line: 'cblr profile check work --json', shows: 'for a script' },
  ],
  async run({ name }, context) {
    const { checkProfile } = await import('./checks.ts');
    // Only the first failure decides the exit code and is explained; its consequences are not told twice.
    let first: CheckRow | undefined;
    return rows(checkProfile(name, context), columns, {
      noun: 'checks',
      toldBy: 'detail',
      outcome: (row) => {
        if (row.result !== 'failed') return undefined;
        first ??= row;
        return row === first ? { failed: row.error } : undefined;
      },
    });
  },
});
