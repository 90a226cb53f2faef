import { CbError } from '../errors/cb-error.ts';
import type { Globals } from './globals.ts';
import type { HelpLine } from './help-lines.ts';
import { locate } from './locate.ts';
import { wordsOf } from './parse.ts';
import type { ProgramSpec } from './program.ts';
import { helpOfWords } from './program-help.ts';
import { misplacedBelow, unknownSpec } from './registry.ts';
import { scanWords } from './scan-words.ts';
import type { Spec } from './spec.ts';

/** What a program does with what argv asks for. */
export interface ProgramHooks<C> {
  /** Width that help is wrapped at. */
  readonly columns: number;
  /** Runs a command: `argv` is what stood behind its name, for `parseInput`; `globals` what stood before. */
  run(spec: Spec<C>, argv: readonly string[], globals: Partial<Globals>): Promise<void>;
  /** Shows help on stdout. */
  help(lines: readonly HelpLine[]): Promise<void>;
  /** Shows the version on stdout. */
  version(version: string): Promise<void>;
}

/**
 * From argv to a hook: finds the command and whether help or the version is asked for. Help loads nothing but the specs; to run a
 * command, the commander tree is built. Unknown commands and options before them are `Usage`.
 */
export async function runProgram<C>(
  program: ProgramSpec<C>,
  argv: readonly string[],
  hooks: ProgramHooks<C>,
): Promise<void> {
  const { found, globals, words, rest } = locate(program.commands, argv);
  if (globals.version === true) return hooks.version(program.version);
  const help = (about: readonly string[]): Promise<void> =>
    hooks.help(helpOfWords(program, about, hooks.columns));
  if (found === undefined) {
    if (words[0] === 'help') return help(words.slice(1).filter((word) => !isHelpOption(word)));
    const asksHelp = globals.help === true || words.length === 0 || words.slice(1).some(isHelpOption);
    if (asksHelp) return help(words.filter((word) => !word.startsWith('-')));
    const hint = await program.elsewhere?.(words[0] ?? '');
    if (hint !== undefined) throw new CbError('Usage', `unknown command "${words[0]}"`, { hint });
    throw unknownSpec(program.commands, words, { noun: 'command', program: program.name });
  }
  const { occurrences, operands, optionsEnded } = scanWords(found.spec, wordsOf(rest), program.globals);
  const asksHelp = occurrences.some(({ entry, value }) => entry.isGlobal && entry.key === 'help' && value);
  if (asksHelp || globals.help === true) return help(found.spec.name.split(' '));
  // Behind `--` nobody means a command.
  if (found.used === 1 && !optionsEnded) {
    const typed = operands.map(({ text }) => text);
    const misplaced = misplacedBelow(program.commands, words[0] ?? '', typed, program.name);
    if (misplaced !== undefined) throw misplaced;
  }
  const { dispatch } = await import('./to-commander.ts');
  return dispatch(program, found.spec, rest, (words) => hooks.run(found.spec, words, globals));
}

function isHelpOption(word: string): boolean {
  return word === '--help' || word === '-h';
}
