import { type PartialLine, type PartialWord, tokenisePartial } from '../text/tokenise.ts';
import { kebab, longName } from './names.ts';
import type { Operand, Option, Options } from './params.ts';
import { findSpec, specsBelow } from './registry.ts';
import { operandAt, type Scan, scanWords } from './scan-words.ts';
import type { Spec } from './spec.ts';
import { verbatimAfterDashes } from './verbatim.ts';

/** What is being typed at the cursor. */
export type CompletionPoint<C> =
  | { readonly what: 'nothing' }
  | { readonly what: 'names'; readonly names: readonly string[]; readonly word: PartialWord }
  | {
      readonly what: 'value';
      /** Undefined for the file behind `>`. */
      readonly spec: Spec<C> | undefined;
      readonly key: string;
      readonly param: Operand | Option;
      readonly word: PartialWord;
      /** The part of the word before the value, which stays: `--name=`. */
      readonly lead: string;
      /** Words that belong to the same operand, before this one. */
      readonly before: readonly string[];
    };

/** Finds out what is typed at the cursor: a verb, an option, or a value and of which kind. Never throws. */
export function completionPoint<C>(
  registry: readonly Spec<C>[],
  line: string,
  cursor: number,
  globals: Options,
): CompletionPoint<C> {
  const partial = tokenisePartial(line, cursor, {
    verbatimAfterDashes: verbatimAfterDashes(registry, globals),
  });
  const { current } = partial;
  if (partial.place === 'redirect') {
    const param: Operand = { kind: 'localPath', about: 'the file to write' };
    return { what: 'value', spec: undefined, key: 'redirect', param, word: current, lead: '', before: [] };
  }
  if (partial.place !== 'verb') return { what: 'nothing' };
  const typed = partial.words.map(({ text }) => text);
  const found = findSpec(registry, typed);
  const names = typed.length < 2 && found?.used !== 2 ? verbNames(registry, typed, current.text) : [];
  // A word that is a verb and stands above others (`files`, `files get`) has options of its own.
  const isOption = found !== undefined && current.text.startsWith('-') && !current.quoted;
  if (found === undefined || (typed.length === 1 && names.length > 0 && !isOption)) {
    return names.length === 0 ? { what: 'nothing' } : { what: 'names', names, word: current };
  }
  return pointBehindVerb(registry, found.spec, partial, found.used, globals);
}

/** First words of the verbs, or with one word before it, the second words; aliases only once something is typed. */
export function verbNames<C>(
  registry: readonly Spec<C>[],
  before: readonly string[],
  typed: string,
): readonly string[] {
  const [head] = before;
  if (before.length > 1) return [];
  if (head !== undefined) return specsBelow(registry, head).map(({ name }) => name.slice(head.length + 1));
  const names = registry.flatMap(({ name, aliases = [] }) => (typed === '' ? [name] : [name, ...aliases]));
  return [...new Set(names.map((name) => name.split(' ')[0] ?? name))];
}

function pointBehindVerb<C>(
  registry: readonly Spec<C>[],
  spec: Spec<C>,
  { words, current }: PartialLine,
  used: number,
  globals: Options,
): CompletionPoint<C> {
  const scan = scanWords(spec, words.slice(used), globals);
  const value = { what: 'value' as const, spec, word: current, lead: '', before: [] };
  if (scan.pending !== undefined) {
    return { ...value, key: scan.pending.key, param: scan.pending.option };
  }
  const isOption = !current.quoted && !scan.optionsEnded && scan.commandLine.length === 0;
  if (isOption && current.text.startsWith('-') && current.text !== '-') {
    const equals = current.text.indexOf('=');
    if (equals < 0) return { what: 'names', names: optionNames(spec, scan, globals), word: current };
    const name = current.text.slice(0, equals);
    const option = Object.entries({ ...globals, ...spec.options }).find(([key]) => longName(key) === name);
    if (option === undefined) return { what: 'nothing' };
    return { ...value, key: option[0], param: option[1], lead: `${name}=` };
  }
  if (isOption && current.text === '-') {
    return { what: 'names', names: optionNames(spec, scan, globals), word: current };
  }
  return operandPoint(registry, spec, scan, current, globals);
}

function operandPoint<C>(
  registry: readonly Spec<C>[],
  spec: Spec<C>,
  scan: Scan,
  word: PartialWord,
  globals: Options,
): CompletionPoint<C> {
  const entries = Object.entries(spec.operands);
  const operand = operandAt(Object.values(spec.operands), scan.operands.length);
  const key = entries.find(([, candidate]) => candidate === operand)?.[0];
  if (operand === undefined || key === undefined) {
    if (word.text !== '' || scan.optionsEnded) return { what: 'nothing' };
    return { what: 'names', names: optionNames(spec, scan, globals), word };
  }
  const isCommand = operand.kind === 'commandLine';
  const taken = isCommand
    ? scan.commandLine
    : scan.operands.slice(entries.findIndex(([name]) => name === key));
  const before = taken.map(({ text }) => text);
  if (operand.kind === 'verb') {
    return { what: 'names', names: verbNames(registry, before, word.text), word };
  }
  return { what: 'value', spec, key, param: operand, word, lead: '', before };
}

/** Long names that may still be given, the verb's own first. */
function optionNames<C>(spec: Spec<C>, scan: Scan, globals: Options): readonly string[] {
  const given = new Set(
    scan.occurrences.filter(({ entry }) => entry.option.repeat !== true).map(({ entry }) => entry.key),
  );
  const own = Object.keys(spec.options);
  const others = Object.keys(globals).filter((key) => !own.includes(key));
  return [...own, ...others].filter((key) => !given.has(key)).map((key) => `--${kebab(key)}`);
}
