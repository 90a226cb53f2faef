import type { Prompter } from '../../src/ports/prompter.ts';
import type { ProgramWorld } from './program-world.ts';

/** Every question is answered yes, or that it is enough, by the address and token of the lab, or by a password. */
export function yes({ lab }: ProgramWorld): Prompter {
  return {
    confirm: async () => true,
    select: async (_question, choices) => {
      const [first] = choices;
      if (first === undefined) throw new Error('no choice');
      return first.value;
    },
    pick: async (question, _choices, keys) => {
      const enough = keys.find(({ about }) => about === 'leave');
      if (enough === undefined) throw new Error(`nobody should be asked: ${question}`);
      return { pressed: enough.value };
    },
    letter: async (question, choices) => {
      const enough = choices.find(({ about }) => about === 'quit');
      if (enough === undefined) throw new Error(`nobody should be asked: ${question}`);
      return enough.value;
    },
    input: async () => lab.url,
    secret: async (question) => (/token/i.test(question) ? lab.token : 'Correct-Horse-7-Battery'),
  };
}
