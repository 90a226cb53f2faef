import type { ShellWord } from '../text/tokenise.ts';
import type { PartialWord } from '../text/tokenise-partial.ts';
import { type ValueSources, valuesAt } from './completion-values.ts';
import type { ProgramSpec } from './program.ts';
import { programPoint } from './program-point.ts';
import type { Occurrence } from './scan-words.ts';

/** What can stand in the place of the last word. */
export interface Proposal {
  readonly words: readonly ProposedWord[];
  /** Local files, which the analyst's shell knows best. */
  readonly files: boolean;
}

export interface ProposedWord {
  /** The whole word, without quotes. */
  readonly text: string;
  readonly about?: string;
  /** More of the word may follow: no blank behind it. */
  readonly goesOn: boolean;
}

/** Proposes the last word of what is typed behind a program's name. As `completeLine`, for the analyst's own shell. */
export async function completeWords(
  program: ProgramSpec<never>,
  typed: readonly string[],
  /** Asked for only where it is a value, with the options before it. */
  sources: (given: readonly Occurrence[]) => Promise<ValueSources>,
): Promise<Proposal> {
  const words = typed.slice(0, -1).map(plainWord);
  const current: PartialWord = { ...plainWord(typed.at(-1) ?? ''), openQuote: undefined };
  const point = await programPoint(program, { words, current });
  if (point.what === 'nothing') return { words: [], files: false };
  if (point.what === 'names') {
    const named = point.names.map(({ name, about }) => ({ text: name, about, goesOn: false }));
    return { words: named, files: false };
  }
  const { lead, values } = await valuesAt(point, await sources(point.given));
  return {
    words: values.map((value) => ({ text: lead + value, goesOn: /[:=\\/]$/.test(value) })),
    files: point.param.kind === 'localPath',
  };
}

/** Its quotes were the business of the shell that it was typed into. */
function plainWord(text: string): ShellWord {
  return { text, quoted: false, start: 0, end: 0 };
}
