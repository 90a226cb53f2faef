import { CbError } from '../errors/cb-error.ts';
import type { Prompter } from '../ports/prompter.ts';
import { decide, type EffectRules } from '../spec/effects.ts';
import { effectOf, type Input, type Spec } from '../spec/spec.ts';

/**
 * Lets a call through, asks, or throws: `ReadOnly`, `Usage` (no terminal and no `--yes`), `Declined` (answered no), `Interrupted`.
 * Called before anything is sent.
 */
export async function guardEffect<C>(
  spec: Spec<C>,
  input: Input,
  rules: EffectRules,
  prompter: Prompter,
): Promise<void> {
  const decision = decide(effectOf(spec, input), rules, spec.name);
  if (decision === 'run') return;
  if (decision !== 'ask') throw decision.refuse;
  const question = spec.question?.(input) ?? `${spec.name} cannot be undone: go on?`;
  if (await prompter.confirm(question)) return;
  throw new CbError('Declined', `${spec.name} was not done`);
}
