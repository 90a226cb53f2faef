import type { Readable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import type { Prompter } from '../ports/prompter.ts';
import { escapeLine } from '../text/escape.ts';

export interface PrompterOptions {
  readonly input: () => Readable;
  /** Questions go to stderr: stdout carries results. */
  readonly output: () => NodeJS.WritableStream;
}

/** Questions by inquirer, which is loaded when the first one is asked. Texts are escaped: they may name what a sensor sent. */
export function makePrompter(options: PrompterOptions): Prompter {
  const ask = async <T>(question: Readonly<Record<string, unknown>>): Promise<T> => {
    const { createPromptModule } = await import('inquirer');
    const prompt = createPromptModule({
      input: options.input() as NodeJS.ReadStream,
      output: options.output(),
    });
    try {
      const answers: unknown = await prompt([{ ...question, name: 'answer' } as never]);
      return (answers as { readonly answer: T }).answer;
    } catch (error) {
      throw cancelled(error);
    }
  };

  return {
    confirm: (question, { initial = false } = {}) =>
      ask<boolean>({ type: 'confirm', message: escapeLine(question), default: initial }),
    async select(question, choices) {
      const index = await ask<number>({
        type: 'select',
        message: escapeLine(question),
        choices: choices.map(({ label }, value) => ({ name: escapeLine(label), value })),
      });
      const choice = choices[index];
      if (choice === undefined) throw new CbError('Declined', 'nothing was chosen');
      return choice.value;
    },
    input: (question, { initial } = {}) =>
      ask<string>({
        type: 'input',
        message: escapeLine(question),
        ...(initial === undefined ? {} : { default: initial }),
      }),
    secret: (question) => ask<string>({ type: 'password', message: escapeLine(question) }),
  };
}

const cancelNames = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

function cancelled(error: unknown): unknown {
  const isCancel = error instanceof Error && cancelNames.has(error.name);
  return isCancel ? new CbError('Interrupted', 'interrupted at a question', { cause: error }) : error;
}
