import { CbError } from '../errors/cb-error.ts';
import type { Questions } from '../ports/questions.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Streams } from '../ports/streams.ts';

export interface QuestionRules {
  /** `--yes`. */
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** The questions of a command, by the table "Effects" of cli.md. */
export function makeQuestions(
  { streams, prompter }: Pick<Runtime, 'prompter'> & { readonly streams: Pick<Streams, 'canPrompt'> },
  { yes, dryRun }: QuestionRules,
): Questions {
  return {
    canPrompt: streams.canPrompt,
    yes,
    async confirm(question) {
      if (yes || dryRun) return false;
      if (!streams.canPrompt) {
        throw new CbError('Usage', `there is no terminal to ask on: ${question}`, {
          hint: 'add --yes if it is meant',
        });
      }
      if (await prompter.confirm(question)) return true;
      throw new CbError('Declined', 'nothing was done');
    },
    async letter(question, choices) {
      if (streams.canPrompt) return await prompter.letter(question, choices);
      throw new CbError('Usage', `there is no terminal to ask on: ${question}`);
    },
    async pick(question, choices, keys) {
      if (streams.canPrompt) return await prompter.pick(question, choices, keys);
      throw new CbError('Usage', `there is no terminal to ask on: ${question}`);
    },
    async secret(question) {
      if (streams.canPrompt) return await prompter.secret(question);
      throw new CbError('Usage', `there is no terminal to ask on: ${question}`, {
        hint: 'give it on stdin',
      });
    },
  };
}
