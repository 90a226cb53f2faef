import { type PartialLine, type PartialWord, tokenisePartial } from '../text/tokenise-partial.ts';
import { longName } from './names.ts';
import type { Operand, Option, Options } from './params.ts';
import { findSpec, specsBelow } from './registry.ts';
import { type Occurrence, operandAt, type Scan, scanWords } from './scan-words.ts';
import type { Spec } from './spec.ts';
import { verbatimAfterDashes } from './verbatim.ts';

/** What is being typed at the cursor. */
export type CompletionPoint =
  | { readonly what: 'nothing' }
  | { readonly what: 'names'; readonly names: readonly Described[]; readonly word: PartialWord }
  | {
      readonly what: 'value';
      /** Undefined for the file behind `>`. */
      readonly spec: Spec<never> | undefined;
      readonly key: string;
      readonly param: Operand | Option;
      readonly word: PartialWord;
      /** The part of the word before the value, which stays: `--name=`. */
      readonly lead: string;
      /** The operands and options before this word. */
      readonly operands: readonly string[];
      readonly given: readonly Occurrence[];
    };

export interface Described {
  readonly name: string;
  readonly about: string;
}

/** What is typed, as far as completion looks at it. */
export type TypedWords = Pick<PartialLine, 'words' | 'current'>;

/** Finds out what is typed at the cursor: a verb, an option, or a value and of which kind. Never throws. */
export function completionPoint(
  registry: readonly Spec<never>[],
  line: string,
  cursor: number,
  globals: Options,
): CompletionPoint {
  const partial = tokenisePartial(line, cursor, {
    verbatimAfterDashes: verbatimAfterDashes(registry, globals),
  });
  const { current } = partial;
  if (partial.place === 'redirect') {
    const param: Operand = { kind: 'localPath', about: 'the file to write' };
    const nothing = { spec: undefined, operands: [], given: [] };
    return { ...nothing, what: 'value', key: 'redirect', param, word: current, lead: '' };
  }
  return partial.place === 'verb' ? pointInWords(registry, partial, globals) : { what: 'nothing' };
}

/** The same for words that stand alone: the first names the verb. */
export function pointInWords(
  registry: readonly Spec<never>[],
  partial: TypedWords,
  globals: Options,
): CompletionPoint {
  const { words, current } = partial;
  const typed = words.map(({ text }) => text);
  const found = findSpec(registry, typed);
  const names =
    typed.length < 2 && found?.used !== 2
      ? fitting(verbNames(registry, typed, current.text), current.text)
      : [];
  // A word that is a verb and stands above others (`files`, `files get`) has options of its own.
  const isOption = found !== undefined && current.text.startsWith('-') && !current.quoted;
  if (found === undefined || (typed.length === 1 && names.length > 0 && !isOption))
    return namesPoint(names, current);
  const scan = scanWords(found.spec, words.slice(found.used), globals);
  return pointBehindVerb(registry, found.spec, scan, current, globals);
}

/** First words of the verbs, or with one word before it, the second words; aliases only once something is typed. */
export function verbNames(
  registry: readonly Spec<never>[],
  before: readonly string[],
  typed: string,
): readonly Described[] {
  const [head] = before;
  if (before.length > 1) return [];
  if (head !== undefined) {
    return specsBelow(registry, head).map(({ name, about }) => ({
      name: name.slice(head.length + 1),
      about,
    }));
  }
  const heads = new Map<string, string>();
  for (const { name, aliases = [], about } of registry) {
    for (const each of typed === '' ? [name] : [name, ...aliases]) {
      const [first = each] = each.split(' ');
      // A word that is no verb itself is told by those below it.
      if (each === first) heads.set(first, about);
      else if (!heads.has(first)) heads.set(first, specsBelow(registry, first).map(lastWord).join(', '));
    }
  }
  return [...heads].map(([name, about]) => ({ name, about }));
}

function lastWord({ name }: Spec<never>): string {
  return name.slice(name.indexOf(' ') + 1);
}

/** Those of the names that begin with what is typed. */
export function namesPoint(all: readonly Described[], word: PartialWord): CompletionPoint {
  const names = fitting(all, word.text);
  return names.length === 0 ? { what: 'nothing' } : { what: 'names', names, word };
}

function fitting(names: readonly Described[], typed: string): readonly Described[] {
  const start = typed.toLowerCase();
  return names.filter(({ name }) => name.toLowerCase().startsWith(start));
}

/** The same behind a verb, and what was typed behind its name. */
export function pointBehindVerb(
  registry: readonly Spec<never>[],
  spec: Spec<never>,
  scan: Scan,
  current: PartialWord,
  globals: Options,
): CompletionPoint {
  const operands = scan.operands.map(({ text }) => text);
  const value = { what: 'value' as const, spec, word: current, lead: '', operands, given: scan.occurrences };
  if (scan.pending !== undefined) return { ...value, key: scan.pending.key, param: scan.pending.option };
  const isOption = !current.quoted && !scan.optionsEnded && scan.commandLine.length === 0;
  if (isOption && current.text.startsWith('-') && current.text !== '-') {
    const equals = current.text.indexOf('=');
    if (equals < 0) return namesPoint(optionNames(spec, scan, globals), current);
    const name = current.text.slice(0, equals);
    const option = Object.entries({ ...globals, ...spec.options }).find(([key]) => longName(key) === name);
    if (option === undefined) return { what: 'nothing' };
    return { ...value, key: option[0], param: option[1], lead: `${name}=` };
  }
  if (isOption && current.text === '-') return namesPoint(optionNames(spec, scan, globals), current);
  return operandPoint(registry, spec, scan, current, globals);
}

function operandPoint(
  registry: readonly Spec<never>[],
  spec: Spec<never>,
  scan: Scan,
  word: PartialWord,
  globals: Options,
): CompletionPoint {
  const entries = Object.entries(spec.operands);
  const operand = operandAt(Object.values(spec.operands), scan.operands.length);
  const key = entries.find(([, candidate]) => candidate === operand)?.[0];
  if (operand === undefined || key === undefined) {
    if (word.text !== '' || scan.optionsEnded) return { what: 'nothing' };
    return namesPoint(optionNames(spec, scan, globals), word);
  }
  const operands = scan.operands.map(({ text }) => text);
  if (operand.kind === 'verb') return namesPoint(verbNames(registry, operands, word.text), word);
  const given = scan.occurrences;
  return { what: 'value', spec, key, param: operand, word, lead: '', operands, given };
}

/** Long names that may still be given, the verb's own first. */
function optionNames(spec: Spec<never>, scan: Scan, globals: Options): readonly Described[] {
  const given = new Set(
    scan.occurrences.filter(({ entry }) => entry.option.repeat !== true).map(({ entry }) => entry.key),
  );
  return Object.entries({ ...spec.options, ...globals, ...spec.options })
    .filter(([key]) => !given.has(key))
    .map(([key, { about }]) => ({ name: longName(key), about }));
}
