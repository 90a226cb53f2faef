import { CbError } from '../errors/cb-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { helpOfRegistry, helpOfSpec } from './help.ts';
import { type HelpLine, pairs, paragraph, section } from './help-lines.ts';
import type { ProgramSpec } from './program.ts';
import { findSpec, specsBelow, unknownSpec } from './registry.ts';

/** Help of the program: what it is, how it is called, every command by group, the options that stand anywhere. */
function helpOfProgram<C>(program: ProgramSpec<C>, columns: number): readonly HelpLine[] {
  const { name, about, commands, globals, groupOrder = [], topics = {} } = program;
  const more = [
    `${name} COMMAND --help tells about one`,
    ...Object.keys(topics).map((topic) => `${name} help ${topic}`),
  ];
  return [
    ...paragraph(`${name}: ${about}`, columns, 0, 'plain'),
    ...section('usage'),
    { text: `  ${name} [options] COMMAND …`, role: 'plain' },
    { text: '', role: 'plain' },
    ...helpOfRegistry(commands, { columns, globals, groupOrder }),
    { text: '', role: 'plain' },
    ...paragraph(more.join('; '), columns, 0, 'dim'),
  ];
}

/** `help WORDS`, `WORDS --help`: of a command, of all below a noun, of a topic, or of the program. Unknown words are `Usage`. */
export async function helpOfWords<C>(
  program: ProgramSpec<C>,
  words: readonly string[],
  columns: number,
): Promise<readonly HelpLine[]> {
  const [first] = words;
  if (first === undefined) return helpOfProgram(program, columns);
  const below = specsBelow(program.commands, first);
  const found = findSpec(program.commands, words);
  const topic =
    program.topics !== undefined && Object.hasOwn(program.topics, first) ? program.topics[first] : undefined;
  if (found === undefined && below.length === 0 && topic !== undefined) return topic(columns);
  if (words.length > (found?.used ?? 1)) throw unknownWord(program, words);
  if (found === undefined && below.length === 0) throw unknownWord(program, words);
  const page =
    found === undefined
      ? []
      : helpOfSpec(await program.load(found.spec), { ...program, columns, program: program.name });
  if (found?.used === 2 || below.length === 0) return page;
  const list = helpOfRegistry(below, { columns });
  return page.length === 0 ? list : [...page, { text: '', role: 'plain' }, ...list];
}

function unknownWord<C>(program: ProgramSpec<C>, words: readonly string[]): CbError {
  return findSpec(program.commands, words) === undefined
    ? unknownSpec(program.commands, words, { noun: 'command', program: program.name })
    : new CbError('Usage', `no help about "${words.join(' ')}"`, { hint: `${program.name} --help` });
}

/** The page `help exit-codes`: every code with what raises it. */
export function helpOfExitCodes(columns: number): readonly HelpLine[] {
  const entries = exitReasons().map(([code, when]): readonly [string, string] => [code.padStart(3), when]);
  return [{ text: 'exit codes', role: 'heading' }, ...pairs(entries, columns)];
}

/** Each code with what raises it. */
export function exitReasons(): readonly (readonly [string, string])[] {
  const reasons = new Map<number, string[]>([[0, ['done; also when nothing was found (see --expect)']]]);
  for (const { code, when } of Object.values(exitCodes))
    reasons.set(code, [...(reasons.get(code) ?? []), when]);
  return [...reasons].map(([code, whens]) => [String(code), whens.join('; ')]);
}
