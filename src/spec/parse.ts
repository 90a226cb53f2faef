import { CbError } from '../errors/cb-error.ts';
import { lacksZone } from '../text/typed-time.ts';
import { type Globals, settledGlobals } from './globals.ts';
import { choicesOf, kebab, longName, operandName, valuePlaceholder } from './names.ts';
import type { CommandLine, Operand, ParamKind } from './params.ts';
import { asksHelp, type Occurrence, type ParsedWord, type Scan } from './scan-words.ts';
import type { Input, Spec } from './spec.ts';
import { operandsLine } from './usage.ts';
import { parseValue } from './values.ts';

export interface ParseOptions {
  /** Unix ms, for times such as `-24h`. */
  readonly now: number;
  /** The statement's text, whose places are the words' `start`: gives a `commandLine` operand its exact text. */
  readonly source?: string;
  /** Put before the verb in usage texts: `cblr`. */
  readonly program?: string;
}

export interface Parsed {
  readonly input: Input;
  /** Only those that were given. */
  readonly globals: Partial<Globals>;
  /** What should be said of how it was understood. */
  readonly notes: readonly string[];
}

/** More words than operands: two of them may be one name, cut at a blank. */
export class WordTooMany extends CbError {}

/** Words of argv, for the parser. */
export function wordsOf(argv: readonly string[]): readonly ParsedWord[] {
  return argv.map((text) => ({ text }));
}

/**
 * The one parser, for the shell and for one-shots: of the words that stood behind the verb's name, as `scanWords` sorted them. Errors are
 * `Usage`. With `--help` among the words the input is empty and nothing is refused: the caller shows help and must not run the verb.
 */
export function parseInput<C>(spec: Spec<C>, scan: Scan, { now, source, program }: ParseOptions): Parsed {
  if (asksHelp(scan)) return { input: {}, globals: { help: true }, notes: [] };
  if (scan.problem !== undefined) throw withHint(scan.problem, spec, program);

  const own: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(spec.options))
    own[key] = option.kind === 'flag' ? false : option.repeat === true ? [] : undefined;
  const given: Record<string, unknown> = {};
  for (const occurrence of scan.occurrences)
    setOption(occurrence.entry.isGlobal ? given : own, occurrence, now);
  refuseConflicts(spec, scan);
  const input = { ...assignOperands(spec, scan, { now, source, program }), ...own };
  mustBeOneOf(spec, input);
  return { input, globals: settledGlobals(given), notes: zoneNotes(scan) };
}

function zoneNotes({ occurrences }: Scan): readonly string[] {
  return occurrences.flatMap(({ entry, value }) =>
    entry.option.kind === 'timeMs' && typeof value === 'string' && lacksZone(value)
      ? [`${longName(entry.key)} ${value} is taken as UTC; ${value}+02:00 would be another zone`]
      : [],
  );
}

function setOption(target: Record<string, unknown>, { entry, value }: Occurrence, now: number): void {
  const { key, option } = entry;
  const parsed = typeof value === 'string' ? parseValue(option, value, longName(key), now) : value;
  if (option.repeat !== true) {
    target[key] = parsed;
    return;
  }
  const before = target[key];
  target[key] = [...(Array.isArray(before) ? before : []), parsed];
}

function refuseConflicts<C>(spec: Spec<C>, scan: Scan): void {
  const given = new Set(
    scan.occurrences
      .filter(({ entry, value }) => !entry.isGlobal && value !== false)
      .map(({ entry }) => entry.key),
  );
  for (const [a, b] of spec.conflicts ?? []) {
    if (!given.has(a) || !given.has(b)) continue;
    throw new CbError('Usage', `${longName(a)} and ${longName(b)} exclude each other`);
  }
}

function mustBeOneOf<C>(spec: Spec<C>, input: Record<string, unknown>): void {
  if (spec.either === undefined) return;
  const isGiven = (value: unknown) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  if (spec.either.filter((key) => isGiven(input[key])).length === 1) return;
  const names = spec.either.map((key) => {
    const option = spec.options[key];
    if (option === undefined) return `<${kebab(key)}>`;
    return `${longName(key)} ${valuePlaceholder(key, option)}`.trimEnd();
  });
  const hints = spec.either.flatMap((key) => {
    const operand = spec.operands[key];
    return (operand && whereToLook(operand, key)) ?? [];
  });
  throw new CbError('Usage', `${spec.name} needs ${names.join(' or ')}, and not both`, { hint: hints[0] });
}

interface AssignOptions {
  readonly now: number;
  readonly source: string | undefined;
  readonly program: string | undefined;
}

/** Gives the words to the operands in order; an optional or `many` one leaves enough for the required ones behind it. */
function assignOperands<C>(spec: Spec<C>, scan: Scan, options: AssignOptions): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const entries = Object.entries(spec.operands);
  let left = scan.operands;
  for (const [index, [key, operand]] of entries.entries()) {
    if (operand.kind === 'commandLine') {
      input[key] = commandLineOf(scan.commandLine, options.source);
      if (input[key] === undefined && operand.optional !== true) throw missing(spec, key, options.program);
      continue;
    }
    const laterRequired = entries.slice(index + 1).filter(([, later]) => isRequired(later)).length;
    const free = left.length - laterRequired;
    const count = Math.max(operand.many === true ? free : Math.min(free, 1), isRequired(operand) ? 1 : 0);
    const taken = left.slice(0, count);
    left = left.slice(count);
    if (taken.length === 0 && isRequired(operand)) throw missing(spec, key, options.program);
    const values = taken.map((word) => {
      const value = operandValue(operand, key, word.text, { spec, ...options });
      const isGlob = operand.kind === 'remoteGlob' || operand.kind === 'itemGlob';
      return isGlob ? { typed: word.text, inQuotes: word.inQuotes } : value;
    });
    input[key] = operand.many === true ? values : values[0];
  }
  if (left[0] !== undefined) throw tooMany(spec, left[0], scan, options.program);
  return input;
}

/** With what it is, and where it stands, behind what is wrong with it. */
function operandValue<C>(
  operand: Operand,
  key: string,
  word: string,
  { spec, now, program }: { readonly spec: Spec<C> } & Pick<AssignOptions, 'now' | 'program'>,
): unknown {
  try {
    return parseValue(operand, word, operandName(key), now);
  } catch (error) {
    if (!(error instanceof CbError) || error.hint !== undefined) throw error;
    throw error.reworded({ hint: `${operandsLine(spec, program)}; <${kebab(key)}>: ${operand.about}` });
  }
}

function isRequired(operand: Operand): boolean {
  return operand.optional !== true && operand.kind !== 'commandLine';
}

function commandLineOf(words: readonly ParsedWord[], source: string | undefined): CommandLine | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  const texts = words.map(({ text }) => text);
  return source === undefined || first.start === undefined
    ? { words: texts }
    : { text: source.slice(first.start).trimEnd(), words: texts };
}

function missing<C>(spec: Spec<C>, key: string, program: string | undefined): CbError {
  const operand = spec.operands[key];
  const name = operand?.choices === undefined ? `<${kebab(key)}>` : choicesOf(operand);
  return new CbError('Usage', `${spec.name} needs ${name}: ${operandsLine(spec, program)}`, {
    hint: operand === undefined ? undefined : whereToLook(operand, key),
  });
}

/** Kinds of which nobody knows a value by heart. */
const lookedUp: ReadonlySet<ParamKind> = new Set<ParamKind>([
  'sensor',
  'process',
  'pid',
  'session',
  'commandId',
  'fileId',
  'run',
  'job',
  'shellSession',
]);

function whereToLook({ kind, about }: Operand, key: string): string | undefined {
  if (!lookedUp.has(kind)) return undefined;
  return `<${kebab(key)}>: ${about}${kind === 'sensor' ? '; cbq sensor lists them' : ''}`;
}

function tooMany<C>(spec: Spec<C>, word: ParsedWord, scan: Scan, program: string | undefined): CbError {
  const takesNone = Object.keys(spec.operands).length === 0;
  const message = takesNone
    ? `${spec.name} takes no operand, and "${word.text}" was given`
    : `one word too many for ${spec.name}: "${word.text}"`;
  const bare = scan.occurrences.find(({ entry, value }) => entry.option.optionalValue && value === true);
  if (bare !== undefined) {
    const name = longName(bare.entry.key);
    return new CbError('Usage', message, {
      hint: `a value of ${name} stands behind =: ${name}=${word.text}`,
    });
  }
  if (takesNone || spec.beyond !== undefined)
    return withHint(new CbError('Usage', message, { hint: spec.beyond }), spec, program);
  const hint = `${operandsLine(spec, program)}; a name with blanks stands in quotes`;
  return new WordTooMany('Usage', message, { hint });
}

function withHint<C>(problem: CbError, spec: Spec<C>, program: string | undefined): CbError {
  if (problem.hint !== undefined) return problem;
  const hint = program === undefined ? `help ${spec.name}` : `${program} ${spec.name} --help`;
  return problem.reworded({ hint: `see ${hint}` });
}
