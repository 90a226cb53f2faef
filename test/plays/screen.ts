import type { Prompter } from '../../src/ports/prompter.ts';
import type { TestRuntime } from '../support/make-runtime.ts';

/** What one command or typed line brings to the screen, in its order. */
export interface Screen {
  /** Lines of a play: stdout behind two blanks, stderr behind `! `, questions behind `? `. */
  lines(): string[];
  /** The line that is being edited: prompt and what was typed, without cursor movements. */
  edited(): string;
  clear(): void;
}

interface Piece {
  readonly mark: '  ' | '! ' | '? ';
  text: string;
}

/** Watches the streams of a runtime, or only its stderr. */
export function watchScreen(
  { streams }: TestRuntime,
  { onlyErr = false } = {},
): Screen & { readonly prompter: (answers: string[]) => Prompter } {
  let pieces: Piece[] = [];
  const add = (mark: Piece['mark'], text: string) => {
    const last = pieces.at(-1);
    if (last?.mark === mark) last.text += text;
    else pieces.push({ mark, text });
  };
  if (!onlyErr) streams.out.onWrite((text) => add('  ', text));
  streams.err.onWrite((text) => add('! ', text));

  const answer = (question: string, answers: string[]): string => {
    const given = answers.shift();
    if (given === undefined) throw new Error(`the play has no answer to: ${question}`);
    add('? ', `${question}${question.endsWith('?') ? '' : '?'} ${given}\n`);
    return given;
  };
  return {
    lines: () => pieces.flatMap(({ mark, text }) => shown(mark === '! ' ? withoutEditing(text) : text, mark)),
    edited: () =>
      withoutEditing(pieces.at(-1)?.text ?? '')
        .split('\n')
        .at(-1) ?? '',
    clear() {
      pieces = [];
    },
    prompter: (answers) => ({
      confirm: async (question) => answer(question, answers) === 'yes',
      input: async (question) => answer(question, answers),
      secret: async (question) => answer(question, answers),
      async letter(question, choices) {
        const letter = answer(question, answers);
        const choice = choices.find((each) => each.letter === letter);
        if (choice === undefined) throw new Error(`no letter ${letter} at: ${question}`);
        return choice.value;
      },
      async pick(question, choices, keys) {
        const given = answer(question, answers);
        const key = keys.find((each) => each.key === given);
        if (key !== undefined) return { pressed: key.value };
        const choice = choices.find(({ label }) => label === given || label.endsWith(`  ${given}`));
        if (choice === undefined)
          throw new Error(`no choice ${given} among: ${choices.map((each) => each.label).join(' | ')}`);
        return { chosen: choice.value };
      },
      async select(question, choices) {
        const label = answer(question, answers);
        const choice = choices.find((each) => each.label === label);
        if (choice === undefined)
          throw new Error(`no choice ${label} among: ${choices.map((each) => each.label).join(' | ')}`);
        return choice.value;
      },
    }),
  };
}

function shown(text: string, mark: Piece['mark']): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  // A control character that comes through is seen as one.
  return lines.map((line) => (mark + line).replaceAll('\u001b', '␛').replace(/^! $/, '!'));
}

/** Without what the line editor writes to move the cursor and to have pastes marked. */
function withoutEditing(text: string): string {
  return text.replace(/\u001b\[(?:\d*G|0J|\?2004[hl])/g, '').replaceAll('\r', '');
}
