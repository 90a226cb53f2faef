import { expect, test } from 'vitest';
import { guardEffect } from '../../src/run/guard.ts';
import { run } from '../../src/verbs/run.ts';
import { failureOf } from '../support/failure-of.ts';

const rules = { readonly: false, dryRun: false, canPrompt: false, yes: false };
const refusalOf = (words: readonly string[]) =>
  failureOf(
    Promise.resolve().then(() =>
      guardEffect(run, { local: 'inv.sh', args: { words, text: undefined } }, rules),
    ),
  );

test('who typed --yes where it is an argument of the program is told where it stands', async () => {
  expect((await refusalOf(['--fast'])).hint).toBe('add --yes if it is meant');
  expect(await refusalOf(['--yes'])).toMatchObject({
    kind: 'Usage',
    hint: 'options stand first: run --yes ...',
  });
});
