import type { ShellWord } from '../text/tokenise.ts';
import {
  type CompletionPoint,
  type Described,
  namesPoint,
  pointBehindVerb,
  pointInWords,
  type TypedWords,
  verbNames,
} from './completion-point.ts';
import type { ProgramSpec } from './program.ts';
import { findSpec, specsBelow } from './registry.ts';
import { done } from './result.ts';
import { type Scan, scanWords } from './scan-words.ts';
import type { Listing, Spec } from './spec.ts';

/**
 * What is being typed behind a program's name, for the analyst's own shell: as in a line of ours, but that global options may stand before
 * the command and between its two words, and that there is `help`. Never throws.
 */
export async function programPoint(
  program: ProgramSpec<never>,
  { words, current }: TypedWords,
): Promise<CompletionPoint> {
  const { commands, globals } = program;
  const before = scanWords(leading, words, globals);
  const rest = before.commandLine as readonly ShellWord[];
  if (rest.length === 0) return pointBeforeCommand(program, before, current);
  const [head, ...others] = rest;
  if (head === undefined) return { what: 'nothing' };
  if (head.text === 'help' && findSpec(commands, ['help']) === undefined)
    return namesPoint(helpNames(program, others), current);
  const between = isNoun(commands, head) ? scanWords(leading, others, globals) : undefined;
  const second = between?.commandLine[0]?.text;
  const isBetween =
    between !== undefined &&
    between.occurrences.length > 0 &&
    between.problem === undefined &&
    (second === undefined || findSpec(commands, [head.text, second])?.used === 2);
  const plain = isBetween ? [head, ...(between.commandLine as readonly ShellWord[])] : rest;
  const found = findSpec(
    commands,
    plain.map(({ text }) => text),
  );
  const spec = found === undefined ? undefined : await program.load(found.spec);
  const point = pointInWords(registryOf(commands, spec), { words: plain, current }, globals);
  if (point.what !== 'value') return point;
  const named = isBetween ? between.occurrences : [];
  return { ...point, given: [...before.occurrences, ...named, ...point.given] };
}

/** Specs of which all but the one that was typed have their names only. */
function registryOf(listings: readonly Listing[], whole: Spec<never> | undefined): readonly Spec<never>[] {
  return listings.map((listing) => (listing.name === whole?.name ? whole : { ...nothingYet, ...listing }));
}

function isNoun(commands: readonly Listing[], { text }: ShellWord): boolean {
  return specsBelow(commands, text).length > 0;
}

const leading = { operands: { rest: { kind: 'commandLine', about: '' } }, options: {} } as const;

/** Stands for the command that has not been typed yet: it has the global options only. */
const nothingYet: Spec<never> = {
  name: '',
  about: '',
  group: '',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [],
  run: () => done(''),
};

function pointBeforeCommand(
  { commands, globals, topics = {} }: ProgramSpec<never>,
  scan: Scan,
  current: TypedWords['current'],
): CompletionPoint {
  const isOption = current.text.startsWith('-') && !current.quoted && !scan.optionsEnded;
  if (scan.pending !== undefined || isOption) return pointBehindVerb([], nothingYet, scan, current, globals);
  const help: Described = {
    name: 'help',
    about: `show help: of a command, ${Object.keys(topics).join(', ')}`,
  };
  const names = verbNames(registryOf(commands, undefined), [], current.text);
  return namesPoint(names.some(({ name }) => name === 'help') ? names : [...names, help], current);
}

function helpNames(
  { commands, topics = {} }: ProgramSpec<never>,
  words: readonly ShellWord[],
): readonly Described[] {
  const names = verbNames(
    registryOf(commands, undefined),
    words.map(({ text }) => text),
    '',
  );
  if (words.length > 0) return names;
  return [...names, ...Object.keys(topics).map((name) => ({ name, about: 'a page of the help' }))];
}
