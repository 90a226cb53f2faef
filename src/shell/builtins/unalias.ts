import { done } from '../../spec/result.ts';
import { laterShells } from '../settings.ts';
import { builtin } from '../shell-context.ts';

export const unalias = builtin({
  name: 'unalias',
  about: 'take aliases away',
  group: 'shell',
  effect: 'reads',
  operands: { name: { kind: 'alias', many: true, about: 'the word' } },
  options: {},
  examples: [{ line: 'unalias ll', shows: 'll is no word any more, or what it was before' }],

  async run({ name }, { aliases, keep }) {
    const said: string[] = [];
    for (const each of name) {
      const { origin } = aliases.remove(each);
      const isKept = await keep('aliases', each, undefined, origin);
      said.push(`${each} is no alias${laterShells(origin, isKept)}`);
    }
    return done(said.join('; '), { removed: [...name] });
  },
});
