import { CbError } from '../errors/cb-error.ts';
import type { Globals } from '../spec/globals.ts';
import { type Located, locate, splitGlobals } from '../spec/locate.ts';
import { wordsOf } from '../spec/parse.ts';
import type { ProgramSpec } from '../spec/program.ts';
import { misplacedBelow, unknownSpec } from '../spec/registry.ts';
import type { Listing } from '../spec/spec.ts';
import { type Call, makeCall } from './call.ts';

/** What argv asks of a program, and the global options that say how to answer. */
export type Asked = { readonly globals: Partial<Globals> } & (
  | { readonly what: 'version' }
  | { readonly what: 'help'; readonly words: readonly string[] }
  | { readonly what: 'call'; readonly call: Call<never> }
  | { readonly what: 'refused'; readonly error: unknown }
);

/**
 * From argv to a call. Names alone find a command; its spec is loaded when it is the one, and every word is read once: what stands before
 * its name and between its two words by the program's options, what stands behind by its own. Unknown commands and options are `Usage`.
 */
export async function readArgv(
  program: ProgramSpec<never>,
  argv: readonly string[],
  now: number,
): Promise<Asked> {
  let globals: Partial<Globals> = {};
  try {
    const located = locate(program.commands, argv);
    globals = located.globals;
    const { found, words, rest } = located;
    if (globals.version === true) return { what: 'version', globals };
    if (found === undefined) {
      globals = { ...globals, ...globalsBehind(words) };
      const about = helpWords(located);
      if (about !== undefined) return { what: 'help', words: about, globals };
      throw await unknownCommand(program, words);
    }
    const spec = await program.load(found.spec);
    const { name, globals: globalOptions } = program;
    const call = makeCall(spec, wordsOf(rest), { globals, globalOptions, now, program: name });
    if (call.globals.help === true) return { what: 'help', words: spec.name.split(' '), globals };
    const misplaced = found.used === 1 ? misplacedWord(program, words[0] ?? '', call) : undefined;
    if (misplaced !== undefined) throw misplaced;
    return { what: 'call', call, globals: call.globals };
  } catch (error) {
    return { what: 'refused', error, globals };
  }
}

/** What help is asked about without a command being found; undefined where none is asked for. */
function helpWords({ words, globals }: Located<Listing>): readonly string[] | undefined {
  if (words[0] === 'help') return words.slice(1).filter((word) => !isHelpOption(word));
  const isAsked = globals.help === true || words.length === 0 || words.slice(1).some(isHelpOption);
  return isAsked ? words.filter((word) => !word.startsWith('-')) : undefined;
}

function isHelpOption(word: string): boolean {
  return word === '--help' || word === '-h';
}

async function unknownCommand(program: ProgramSpec<never>, words: readonly string[]): Promise<CbError> {
  const [first = ''] = words;
  const hint = await program.elsewhere?.(first);
  if (hint !== undefined) return new CbError('Usage', `unknown command "${first}"`, { hint });
  return unknownSpec(program.commands, words, { noun: 'command', program: program.name });
}

/** Behind `--` nobody means a command. */
function misplacedWord(
  program: ProgramSpec<never>,
  noun: string,
  { spec, scan }: Call<never>,
): CbError | undefined {
  if (scan.optionsEnded) return undefined;
  const operands = scan.operands.map(({ text }) => text);
  return misplacedBelow(program.commands, { noun, spec, operands }, program.name);
}

/** The global options behind a command that nobody knows: how to tell so should still be known. */
function globalsBehind(words: readonly string[]): Partial<Globals> {
  const first = words.findIndex((word) => word.startsWith('-'));
  if (first < 0) return {};
  try {
    const { globals, rest } = splitGlobals(words.slice(first));
    return { ...globalsBehind(rest.slice(1)), ...globals };
  } catch {
    return {};
  }
}
