import { CbError } from '../errors/cb-error.ts';
import type { Effect } from './spec.ts';

export interface EffectRules {
  /** The profile is read-only. */
  readonly readonly: boolean;
  /** Writes are printed instead of sent. */
  readonly dryRun: boolean;
  /** There is a terminal to ask on. */
  readonly canPrompt: boolean;
  /** `--yes`. */
  readonly yes: boolean;
}

/** `run` it, `ask` first, or refuse it with this error (`ReadOnly`, `Usage`). */
export type Decision = 'run' | 'ask' | { readonly refuse: CbError };

/**
 * | effect   | readonly profile | `--dry-run` | on a terminal | without one                                               |
 * |----------|------------------|-------------|---------------|-----------------------------------------------------------|
 * | reads    | runs             | runs        | runs          | runs                                                      |
 * | changes  | refused          | printed     | runs          | runs                                                      |
 * | disrupts | refused          | printed     | asks          | runs on one workstation; more, or a server, need `--yes`  |
 * | destroys | refused          | printed     | asks          | needs `--yes`                                             |
 *
 * `name` is what was typed, for the message. A read-only profile refuses a dry run, too. What disrupts asks by itself, once it knows what
 * is meant (`question: 'own'`), and refuses by itself where nobody can be asked.
 */
export function decide(effect: Effect, rules: EffectRules, name: string): Decision {
  if (effect === 'reads') return 'run';
  if (rules.readonly) {
    return {
      refuse: new CbError('ReadOnly', `${name} is refused: the profile is read-only`, {
        hint: 'use a profile without "readonly = true"',
        context: { verb: name, effect },
      }),
    };
  }
  if (rules.dryRun || effect === 'changes' || rules.yes) return 'run';
  if (rules.canPrompt) return 'ask';
  if (effect === 'disrupts') return 'run';
  return {
    refuse: new CbError('Usage', `${name} destroys, and there is no terminal to ask on`, {
      hint: 'add --yes if it is meant',
      context: { verb: name, effect },
    }),
  };
}
