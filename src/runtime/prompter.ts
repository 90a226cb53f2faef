import type { Readable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import type { Picked, PickKey, Prompter } from '../ports/prompter.ts';
import { escapeLine, escapeQuestion } from '../text/escape.ts';
import { makeQuestionInput, type QuestionKeys, type Unanswered } from './question-input.ts';
import { questionMarks } from './question-paste.ts';

export interface PrompterOptions {
  readonly input: () => Readable;
  /** Questions go to stderr: stdout carries results. */
  readonly output: () => NodeJS.WritableStream;
  /** Stops the program as Ctrl-Z does; resolves when it goes on. */
  readonly suspend: () => Promise<void>;
}

type Question = Readonly<Record<string, unknown>>;

/** Questions by inquirer, which is loaded when the first one is asked. Texts are escaped: they may name what a sensor sent. */
export function makePrompter(options: PrompterOptions): Prompter {
  /** Undefined where the question was left by Ctrl-D or a key of its own, or the terminal has gone. After Ctrl-Z and `fg` it is asked again. */
  const ask = async <T>(question: Question, how: AskHow = {}): Promise<T | undefined> => {
    for (;;) {
      const answered = await askOnce<T>(question, options, how);
      if (typeof answered === 'object') return answered.answer;
      if (answered !== 'suspended') return undefined;
      await options.suspend();
    }
  };
  const wanted = async <T>(question: Question): Promise<T> => {
    const answer = await ask<T>(question);
    if (answer === undefined) throw new CbError('Declined', 'the question was not answered');
    return answer;
  };

  return {
    async confirm(question, { initial = false } = {}) {
      const answer = await ask<string>({
        type: 'input',
        message: `${escapeQuestion(question)} ${initial ? '(Y/n)' : '(y/N)'}`,
        validate: (text: string) => answerOf(text, initial) !== undefined || 'answer y or n',
        transformer: (text: string, { isFinal }: { readonly isFinal: boolean }) =>
          isFinal ? (answerOf(text, initial) ? 'yes' : 'no') : text,
        // A wrong answer must not stand in front of the right one.
        theme: { validationFailureMode: 'clear' },
      });
      return answer !== undefined && answerOf(answer, initial) === true;
    },
    async select(question, choices) {
      const index = await wanted<number>({
        type: 'select',
        message: escapeQuestion(question),
        choices: choices.map(({ label }, value) => ({ name: escapeLine(label), value })),
      });
      const choice = choices[index];
      if (choice === undefined) throw new CbError('Declined', 'nothing was chosen');
      return choice.value;
    },
    async pick<T, K>(
      question: string,
      choices: readonly { readonly label: string; readonly value: T }[],
      keys: readonly PickKey<K>[],
    ): Promise<Picked<T, K>> {
      let pressed: PickKey<K> | undefined;
      const own = keys.flatMap((each) =>
        bytesOf(each.key).map((byte) => [
          byte,
          () => {
            pressed = each;
          },
        ]),
      );
      const ways = keys.map(({ key, about }) => [key === 'backspace' ? '⌫' : key, about]);
      const shown = choices.map(({ label }, value) => ({ name: escapeLine(label), value }));
      const index = await ask<number>(
        {
          type: 'select',
          message: escapeQuestion(question),
          choices: shown.length > 0 ? shown : [{ name: '(nothing)', value: -1 }],
          pageSize: mostOfPage,
          loop: false,
          theme: {
            style: {
              keysHelpTip: (arrows: readonly (readonly string[])[]) =>
                [...arrows, ...ways].map((words) => words.join(' ')).join(' · '),
            },
          },
        },
        { keys: Object.fromEntries(own) as QuestionKeys, leavesNothing: true },
      );
      if (pressed !== undefined) return { pressed: pressed.value };
      if (index === undefined) throw new CbError('Declined', 'nothing was chosen');
      const choice = choices[index];
      return choice === undefined ? {} : { chosen: choice.value };
    },
    async letter(question, choices) {
      const find = (typed: string) => choices.find(({ letter }) => letter === typed.trim().toLowerCase());
      const ways = choices.map(({ letter, about }) => `${letter === '' ? 'Enter' : letter} ${about}`);
      const typed = await wanted<string>({
        type: 'input',
        message: `${escapeQuestion(question)}: ${escapeQuestion(ways.join(', '))}`,
        validate: (text: string) => find(text) !== undefined || `one of ${ways.join(', ')}`,
        transformer: (text: string, { isFinal }: { readonly isFinal: boolean }) =>
          isFinal ? (find(text)?.about ?? '') : text,
        theme: { validationFailureMode: 'clear' },
      });
      const choice = find(typed);
      if (choice === undefined) throw new CbError('Declined', 'nothing was chosen');
      return choice.value;
    },
    input: (question, { initial } = {}) =>
      wanted<string>({
        type: 'input',
        message: escapeQuestion(question),
        ...(initial === undefined ? {} : { default: initial }),
      }),
    secret: (question) => wanted<string>({ type: 'password', message: escapeQuestion(question) }),
  };
}

/** `y`, `yes`, `n`, `no`, or nothing for the one that is offered. */
function answerOf(text: string, initial: boolean): boolean | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === '') return initial;
  return 'yes'.startsWith(typed) ? true : 'no'.startsWith(typed) ? false : undefined;
}

/** Lines of a list on the screen. */
const mostOfPage = 15;

interface AskHow {
  readonly keys?: QuestionKeys;
  readonly leavesNothing?: boolean;
}

function bytesOf(key: string): readonly number[] {
  return key === 'backspace' ? [0x7f, 0x08] : [key.charCodeAt(0)];
}

async function askOnce<T>(
  question: Question,
  options: PrompterOptions,
  { keys, leavesNothing = false }: AskHow,
): Promise<{ readonly answer: T } | Unanswered> {
  const { createPromptModule } = await import('inquirer');
  const stop = new AbortController();
  let unanswered: Unanswered | undefined;
  const leave = (how: Unanswered): void => {
    unanswered ??= how;
    stop.abort();
  };
  const input = makeQuestionInput(options.input(), leave, keys);
  const output = options.output();
  const isTerminal = 'isTTY' in output && output.isTTY === true;
  if (isTerminal) output.write(questionMarks.on);
  const prompt = createPromptModule({
    input: input as unknown as NodeJS.ReadStream,
    output,
    signal: stop.signal,
    clearPromptOnDone: leavesNothing,
  });
  try {
    return (await prompt([{ ...question, name: 'answer' } as never])) as { readonly answer: T };
  } catch (error) {
    if (unanswered !== undefined) return unanswered;
    throw cancelled(error);
  } finally {
    input.release();
    if (isTerminal) output.write(questionMarks.off);
  }
}

const cancelNames = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

function cancelled(error: unknown): unknown {
  const isCancel = error instanceof Error && cancelNames.has(error.name);
  return isCancel ? new CbError('Interrupted', 'interrupted at a question', { cause: error }) : error;
}
