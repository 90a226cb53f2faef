import { CbError } from '../errors/cb-error.ts';
import type { Prompter } from '../ports/prompter.ts';
import { decide, type EffectRules } from '../spec/effects.ts';
import { effectOf, type Input, type Spec } from '../spec/spec.ts';

/**
 * Lets a call through, or throws `ReadOnly` or `Usage` (no terminal and no `--yes`), before anything is sent. `ask`: it must be asked
 * about once it can be said what it is about. What asks by itself (`question: 'own'`) is not refused for the lack of a terminal: first it
 * checks what was typed and looks up what is meant, and where there is nothing to be done nobody is asked. A verb is, as a sensor would be
 * waited for in vain.
 */
export function guardEffect<C>(spec: Spec<C>, input: Input, rules: EffectRules): 'run' | 'ask' {
  const asks = spec.question === 'own' && spec.wire === undefined ? { ...rules, canPrompt: true } : rules;
  const decision = decide(effectOf(spec, input), asks, spec.name);
  if (decision === 'run' || decision === 'ask') return decision;
  // Behind the first word of a command line it is the program's, and "add it" would be no help.
  const isTooLate = Object.values(input).some((value) => wordsOf(value).includes('--yes'));
  throw isTooLate
    ? decision.refuse.reworded({ hint: `options stand first: ${spec.name} --yes ...` })
    : decision.refuse;
}

function wordsOf(value: unknown): readonly unknown[] {
  const words = typeof value === 'object' && value !== null && 'words' in value ? value.words : [];
  return Array.isArray(words) ? words : [];
}

/** Asks before what cannot be undone. Throws `Declined` (answered no), `Interrupted`, and what the looking up throws. */
export async function askFirst<C>(
  spec: Spec<C>,
  input: Input,
  context: C,
  prompter: Prompter,
): Promise<void> {
  if (spec.question === 'own') return;
  const question = (await spec.question?.(input, context)) ?? `${spec.name} cannot be undone: go on?`;
  if (await prompter.confirm(question)) return;
  throw new CbError('Declined', `${spec.name} was not done`);
}
