import { describe, expect, it } from 'vitest';
import { decide, type EffectRules } from '../../src/spec/effects.ts';
import type { Effect } from '../../src/spec/spec.ts';

const terminal: EffectRules = { readonly: false, dryRun: false, canPrompt: true, yes: false };
const pipe: EffectRules = { ...terminal, canPrompt: false };

/** `run`, `ask`, or the kind of the refusal. */
function decided(effect: Effect, rules: EffectRules): string {
  const decision = decide(effect, rules, 'rm');
  return typeof decision === 'string' ? decision : decision.refuse.kind;
}

describe('effects', () => {
  it.each([
    // effect, on a terminal, without one, --yes without one, --dry-run without one, readonly, readonly with --yes, with --dry-run
    ['reads', 'run', 'run', 'run', 'run', 'run', 'run', 'run'],
    ['changes', 'run', 'run', 'run', 'run', 'ReadOnly', 'ReadOnly', 'ReadOnly'],
    ['disrupts', 'ask', 'run', 'run', 'run', 'ReadOnly', 'ReadOnly', 'ReadOnly'],
    ['destroys', 'ask', 'Usage', 'run', 'run', 'ReadOnly', 'ReadOnly', 'ReadOnly'],
  ] as const)('what %s follows the table', (effect, onTerminal, onPipe, yes, dry, locked, forced, both) => {
    expect(decided(effect, terminal)).toBe(onTerminal);
    expect(decided(effect, pipe)).toBe(onPipe);
    expect(decided(effect, { ...pipe, yes: true })).toBe(yes);
    expect(decided(effect, { ...pipe, dryRun: true })).toBe(dry);
    expect(decided(effect, { ...terminal, readonly: true })).toBe(locked);
    expect(decided(effect, { ...pipe, readonly: true, yes: true })).toBe(forced);
    expect(decided(effect, { ...pipe, readonly: true, dryRun: true })).toBe(both);
  });

  it('asks nothing where --yes or --dry-run is given', () => {
    expect(decided('destroys', { ...terminal, yes: true })).toBe('run');
    expect(decided('destroys', { ...terminal, dryRun: true })).toBe('run');
  });

  it('says what to do about a refusal', () => {
    const refused = decide('destroys', pipe, 'kill');
    expect(refused).toMatchObject({
      refuse: {
        message: 'kill destroys, and there is no terminal to ask on',
        hint: 'add --yes if it is meant',
      },
    });
  });
});
