import { nearest } from '../text/nearest.ts';
import { kebab } from './names.ts';
import type { Operand, Operands, Option, Options } from './params.ts';

export interface Grammar {
  readonly operands: Operands;
  readonly options: Options;
  readonly namedBy?: string;
}

/** An option as found by its name: `isGlobal` when it is not the verb's own. */
export interface OptionEntry {
  readonly key: string;
  readonly option: Option;
  readonly isGlobal: boolean;
  /** Stands in front of its value: `host=` where `--host` was typed for `--set host=`. */
  readonly lead?: string;
}

/** By the name behind `--`. */
export function findLong(spec: Grammar, globals: Options, name: string): OptionEntry | undefined {
  return find(spec, globals, (key) => kebab(key) === name);
}

/** The option that stands for those whose names the command alone knows (`Spec.namedBy`). */
export function findNamed({ namedBy, options }: Grammar, name: string): OptionEntry | undefined {
  const option = namedBy === undefined ? undefined : options[namedBy];
  if (namedBy === undefined || option === undefined || !/^[a-z]/.test(name)) return undefined;
  return { key: namedBy, option, isGlobal: false, lead: `${name}=` };
}

/** By its letter: the verb's own letters win over the global ones. */
export function findShort(spec: Grammar, globals: Options, letter: string): OptionEntry | undefined {
  return find(spec, globals, (_key, option) => option.short === letter);
}

function find(
  spec: Grammar,
  globals: Options,
  matches: (key: string, option: Option) => boolean,
): OptionEntry | undefined {
  for (const [key, option] of Object.entries(spec.options)) {
    if (matches(key, option)) return { key, option, isGlobal: false };
  }
  for (const [key, option] of Object.entries(globals)) {
    if (matches(key, option)) return { key, option, isGlobal: true };
  }
  return undefined;
}

/** The long name that a wrong one may stand for, without dashes. */
export function nearestOption(spec: Grammar, globals: Options, name: string): string | undefined {
  const names = [...Object.keys(spec.options), ...Object.keys(globals)].map(kebab);
  const bare = name.replace(/=.*$/s, '');
  if (names.includes(bare)) return bare;
  const begun = bare.length < 3 ? undefined : names.find((each) => each.startsWith(bare));
  return nearest(bare, names)[0] ?? begun;
}

/**
 * True for a word that is no option although it may begin with a dash: `-`, a query (`-path:c:\windows*`, `-(a OR b)`), a negative
 * number or a time ago where the next operand is one. `-dC:\Temp` stays option `-d` with its value.
 */
export function isOperandWord(
  text: string,
  next: Operand | undefined,
  spec: Grammar,
  globals: Options,
): boolean {
  if (!text.startsWith('-') || text === '-' || text.startsWith('-(')) return true;
  if (/^-[A-Za-z]\w*:/.test(text)) return !isAttachedDrive(text, spec, globals);
  return /^-\d/.test(text) && (next?.kind === 'integer' || next?.kind === 'timeMs');
}

function isAttachedDrive(text: string, spec: Grammar, globals: Options): boolean {
  if (!/^-[A-Za-z][A-Za-z]:[\\/]/.test(text)) return false;
  const entry = findShort(spec, globals, text.charAt(1));
  return entry !== undefined && entry.option.kind !== 'flag';
}
