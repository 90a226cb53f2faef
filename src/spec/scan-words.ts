import { CbError } from '../errors/cb-error.ts';
import type { Span } from '../text/tokenise.ts';
import { longName, valuePlaceholder } from './names.ts';
import {
  findLong,
  findNamed,
  findShort,
  type Grammar,
  isOperandWord,
  nearestOption,
  type OptionEntry,
} from './option-names.ts';
import type { Operand, Options } from './params.ts';

/** A word from the shell (with `quoted` and `start`) or from argv (its text alone). */
export interface ParsedWord {
  readonly text: string;
  /** Begins inside quotes: never an option. */
  readonly quoted?: boolean;
  /** The spans of the text that stood in quotes. */
  readonly inQuotes?: readonly Span[];
  /** Its place in the source line, quotes included. */
  readonly start?: number;
  readonly end?: number;
}

/** One time that an option was given; `true` without a value, `false` for `--no-…`. */
export interface Occurrence {
  readonly entry: OptionEntry;
  readonly value: string | boolean;
}

export interface Scan {
  readonly occurrences: readonly Occurrence[];
  /** Without those of the command line. */
  readonly operands: readonly ParsedWord[];
  /** The words of a `commandLine` operand, from the first on. */
  readonly commandLine: readonly ParsedWord[];
  /** The option whose value is missing at the end. */
  readonly pending: OptionEntry | undefined;
  /** A `--` has been seen. */
  readonly optionsEnded: boolean;
  /** The first fault, as `Usage`; the scan goes on behind it, which completion and `--help` need. */
  readonly problem: CbError | undefined;
}

/**
 * Sorts words into options and operands; parses no values. Options may stand anywhere up to `--` or the first word of a `commandLine`
 * operand; where that one is optional (arguments of what stands before it, `run LOCAL [ARGS…]`) it begins right behind the others,
 * options or not. A needed value is taken whatever it looks like (`--newer -24h`), an optional one only with `=`.
 */
export function scanWords(spec: Grammar, words: readonly ParsedWord[], globals: Options): Scan {
  const operandList = Object.values(spec.operands);
  const commandAt = operandList.at(-1)?.kind === 'commandLine' ? operandList.length - 1 : undefined;
  const state: State = { occurrences: [], pending: undefined, problem: undefined };
  const operands: ParsedWord[] = [];
  let commandLine: readonly ParsedWord[] = [];
  let optionsEnded = false;

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? { text: '' };
    const next = operandAt(operandList, operands.length);
    const isArgument = operands.length === commandAt && commandAt > 0 && next?.optional === true;
    const isPlain = optionsEnded || word.quoted === true || (isArgument && word.text !== '--');
    if (isPlain || isOperandWord(word.text, next, spec, globals)) {
      if (operands.length === commandAt) {
        commandLine = words.slice(index);
        break;
      }
      operands.push(word);
    } else if (word.text === '--') optionsEnded = true;
    else {
      const scan = word.text.startsWith('--') ? scanLong : scanShorts;
      const wanting = scan(word.text, spec, globals, state);
      if (wanting === undefined) continue;
      index += 1;
      give(wanting, words[index], state);
    }
  }
  return { ...state, operands, commandLine, optionsEnded };
}

/** Help is asked for, whatever else is wrong with the words. */
export function asksHelp({ occurrences }: Scan): boolean {
  return occurrences.some(({ entry, value }) => entry.isGlobal && entry.key === 'help' && value !== false);
}

/** The operand that the word after `count` others is for. */
export function operandAt(operands: readonly Operand[], count: number): Operand | undefined {
  const many = operands.findIndex((operand) => operand.many === true);
  return operands[many >= 0 && count > many ? many : count];
}

interface State {
  occurrences: Occurrence[];
  pending: OptionEntry | undefined;
  problem: CbError | undefined;
}

/** `--name`, `--name=value`, `--no-name`. Gives the option whose value is the next word. */
function scanLong(text: string, spec: Grammar, globals: Options, state: State): OptionEntry | undefined {
  const equals = text.indexOf('=');
  const name = text.slice(2, equals < 0 ? undefined : equals);
  const value = equals < 0 ? undefined : text.slice(equals + 1);
  const negated = name.startsWith('no-') ? findLong(spec, globals, name.slice(3)) : undefined;
  const entry = findLong(spec, globals, name) ?? (negated === undefined ? findNamed(spec, name) : undefined);
  if (entry === undefined) {
    if (negated?.option.kind !== 'flag') return unknown(`--${name}`, name, spec, globals, state);
    if (value !== undefined) return fault(state, `--${name} takes no value`);
    state.occurrences.push({ entry: negated, value: false });
  } else if (entry.option.kind === 'flag') {
    if (value !== undefined) return fault(state, `--${name} takes no value`);
    state.occurrences.push({ entry, value: true });
  } else if (value !== undefined) state.occurrences.push({ entry, value: `${entry.lead ?? ''}${value}` });
  else if (entry.option.optionalValue === true) state.occurrences.push({ entry, value: true });
  else return entry;
  return undefined;
}

/** `-n`, `-nvalue`, `-n=value`, and bundles of flags. Gives the option whose value is the next word. */
function scanShorts(text: string, spec: Grammar, globals: Options, state: State): OptionEntry | undefined {
  const letters = [...text].slice(1);
  if (letters.length > 2 && findLong(spec, globals, text.slice(1)) !== undefined)
    return fault(state, `unknown option ${text}`, `long options have two dashes: -${text}`);
  const count = /^-\d+$/.test(text) ? countOption(spec) : undefined;
  if (count !== undefined)
    return fault(state, `unknown option ${text}`, `did you mean -${count} ${text.slice(1)}?`);
  for (const [at, letter] of letters.entries()) {
    const entry = findShort(spec, globals, letter);
    if (entry === undefined) return unknown(`-${letter}`, text.slice(1), spec, globals, state);
    const rest = letters.slice(at + 1).join('');
    const takesRest = entry.option.kind !== 'flag' && entry.option.optionalValue !== true;
    if (entry.option.kind === 'flag' && rest.startsWith('='))
      return fault(state, `-${letter} takes no value`);
    if (rest.startsWith('=') || (takesRest && rest !== '')) {
      state.occurrences.push({ entry, value: rest.replace(/^=/, '') });
      return undefined;
    }
    if (takesRest) return entry;
    state.occurrences.push({ entry, value: true });
  }
  return undefined;
}

/** The letter of the one option that takes a number, as `head -20` means it. */
function countOption(spec: Grammar): string | undefined {
  const letters = Object.values(spec.options).flatMap(({ kind, short }) =>
    kind === 'integer' && short !== undefined ? [short] : [],
  );
  return letters.length === 1 ? letters[0] : undefined;
}

function give(entry: OptionEntry, word: ParsedWord | undefined, state: State): void {
  if (word !== undefined) {
    state.occurrences.push({ entry, value: `${entry.lead ?? ''}${word.text}` });
    return;
  }
  state.pending = entry;
  const name = entry.lead === undefined ? longName(entry.key) : `--${entry.lead.slice(0, -1)}`;
  fault(state, `${name} needs a value: ${name} ${valuePlaceholder(entry.key, entry.option)}`);
}

function unknown(shown: string, name: string, spec: Grammar, globals: Options, state: State): undefined {
  const near = nearestOption(spec, globals, name);
  return fault(state, `unknown option ${shown}`, near === undefined ? undefined : `did you mean --${near}?`);
}

function fault(state: State, message: string, hint?: string): undefined {
  state.problem ??= new CbError('Usage', message, { hint });
  return undefined;
}
