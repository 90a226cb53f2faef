import type { InputOf, Operands, Option, Options } from './params.ts';
import type { Column, Result } from './result.ts';

/**
 * reads: no trace on the sensor; changes: leaves one; disrupts: can be taken back, but what runs meanwhile cannot; destroys: what is there is gone, as far as undo has not kept it.
 * What each allows is in `effects.ts`.
 */
export type Effect = 'reads' | 'changes' | 'disrupts' | 'destroys';

/** Names of the command objects of the contract (live-response-commands.md). */
export type CommandObjectName =
  | 'directory list'
  | 'get file'
  | 'put file'
  | 'delete file'
  | 'create directory'
  | 'process list'
  | 'kill'
  | 'create process'
  | 'memdump'
  | 'reg enum key'
  | 'reg query value'
  | 'reg create key'
  | 'reg delete key'
  | 'reg set value'
  | 'reg delete value';

/** Run with the lab by test/programs/examples.test.ts: each ends with 0 and shows something, in the shell and as a one-shot. */
export interface Example {
  /** Without the program's name for a verb (`kill 4312`), with it for a command (`cblr sessions --all`). */
  readonly line: string;
  readonly shows: string;
  /** Of a verb: the sensor of its one-shot form, where that is not 10 (in the lab: Windows) but 1 (Linux). */
  readonly sensor?: string;
}

/** Gives words that are known here for the one being typed; `operands` stand before it. What a sensor or server knows goes by kind. */
type Completer = (word: string, operands: readonly string[]) => readonly string[];

interface SpecBase<O extends Operands, P extends Options, C> {
  /** As typed; two words for a verb in a group (`reg query`) or a command below a noun (`session show`). */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Lower case, no full stop, at most 72 characters. */
  readonly about: string;
  /** More about it for help: whole sentences, wrapped where shown. */
  readonly details?: string;
  /** Heading in help under which it stands: files, processes, system, registry, memory, session, shell … */
  readonly group: string;
  /** As a one-shot: `attaches` to a session that exists (else NotFound) instead of opening one. */
  readonly session?: 'opens' | 'attaches';
  /** True for a call that asks the sensor nothing: as a one-shot it opens no session, and its `live` must not be touched. */
  readonly asksNothing?: (input: InputOf<O, P>) => boolean;
  /** Makes sense only inside the shell: no one-shot of it. */
  readonly shellOnly?: boolean;
  /** Touches only this computer: that a profile is readonly does not matter to it. */
  readonly isLocal?: boolean;
  /**
   * Command objects that it cannot do without: where the session's supported list lacks one nothing is sent. What its examples and plays
   * send must stand here or in `wireAtTimes` (test/programs/examples.test.ts, test/plays/plays.test.ts).
   */
  readonly wire?: readonly CommandObjectName[];
  /** Further ones, which only some calls send, or jobs that they become: looked up in that list when one is to be sent. */
  readonly wireAtTimes?: readonly CommandObjectName[];
  readonly effect: Effect;
  /** Of what runs verbs: in help, in the place of the words for its own effect. */
  readonly effectIs?: string;
  /** The effect of this very call, where options or operands change it (`put --force` destroys). */
  readonly effectOf?: (input: InputOf<O, P>) => Effect;
  /**
   * What it changes is kept before (`Keeper`), and undo puts it back; or why that cannot be, in words that follow "cannot be undone:". All
   * that may do more than read say one of them (test/contract/undo.test.ts).
   */
  readonly undo?: 'kept' | { readonly not: string };
  /**
   * What shows how it ended where a reply was lost, in words in front of "shows": `cbq sensor show`. Of a command of cbq the list of its noun, when
   * not given.
   */
  readonly shownBy?: string;
  /** What it leaves is a trace of itself alone: where it broke off it is done again without a question. Of what may do more than read. */
  readonly mayRepeat?: true;
  /**
   * The question asked before it destroys: names what is meant, looked up where it must be. A generic one when not given; `own`
   * where `run` asks by itself, once it knows what is meant.
   */
  readonly question?: 'own' | ((input: InputOf<O, P>, context: C) => string | Promise<string>);
  /** Operands in order of the literal's keys. */
  readonly operands: O;
  /** Options by long name in camelCase: key `dryRun` is typed `--dry-run`. */
  readonly options: P;
  /** What to say where a word too many was given: people expect it to mean something. */
  readonly beyond?: string;
  /**
   * A repeated option that takes NAME=VALUE, and stands for all that nobody else has: `--host X` is `--set host=X`. Which names there are
   * is only known when it runs.
   */
  readonly namedBy?: keyof P & string;
  /** Pairs of options that exclude each other. */
  readonly conflicts?: readonly (readonly [keyof P & string, keyof P & string])[];
  /** Operands and options of which exactly one is given. */
  readonly either?: readonly (keyof (O & P) & string)[];
  /**
   * It is done in the directory of the shell, unless one of these operands and options is given: refused where the shell stands in the registry,
   * as are paths there that only a file can be meant by (`spec/places.ts`).
   */
  readonly hereUnless?: readonly (keyof (O & P) & string)[];
  /** Of a verb for files: lines that do the like in the registry. */
  readonly inRegistry?: readonly string[];
  /** Words that help and "did you mean" find it by. */
  readonly search?: readonly string[];
  readonly examples: readonly Example[];
  /** Beyond what the kinds give. */
  readonly complete?: { readonly [K in keyof O | keyof P]?: Completer };
  /** What `--fields` may name, where that is known before it runs: for Tab, and for `--fields help` without a server. */
  readonly fields?: () => readonly FieldColumn[];
}

export type FieldColumn = Pick<Column<never>, 'field' | 'head' | 'wide'>;

export interface SpecDefinition<O extends Operands, P extends Options, C> extends SpecBase<O, P, C> {
  run(input: InputOf<O, P>, context: C): Promise<Result> | Result;
}

/** What an index of verbs or commands knows of one before the whole of it is loaded: enough to find it, and to list it in help. */
export type Listing = Pick<Spec<never>, 'name' | 'aliases' | 'about' | 'group' | 'search'>;

/** A spec with its input type forgotten: what parsers, help, completion and programs work with. */
export interface Spec<C>
  extends Omit<
    SpecBase<Operands, Options, C>,
    'asksNothing' | 'effectOf' | 'question' | 'complete' | 'conflicts' | 'either' | 'hereUnless' | 'namedBy'
  > {
  readonly asksNothing?: (input: Input) => boolean;
  readonly effectOf?: (input: Input) => Effect;
  readonly question?: 'own' | ((input: Input, context: C) => string | Promise<string>);
  readonly complete?: Readonly<Record<string, Completer | undefined>>;
  readonly conflicts?: readonly (readonly [string, string])[];
  readonly either?: readonly string[];
  readonly hereUnless?: readonly string[];
  readonly namedBy?: string;
  run(input: Input, context: C): Promise<Result> | Result;
}

/** Parsed operands and options by key; absent ones are `undefined`, absent flags `false`, absent repeated ones `[]`. */
export type Input = Readonly<Record<string, unknown>>;

/** The identity function that lets a literal infer its own input type. The parser alone makes inputs, so the erasure is sound. */
export function specFor<C>() {
  return <const O extends Operands, const P extends Options>(definition: SpecDefinition<O, P, C>): Spec<C> =>
    definition as unknown as Spec<C>;
}

/** The effect of this call. */
export function effectOf<C>(spec: Spec<C>, input: Input): Effect {
  return spec.effectOf?.(input) ?? spec.effect;
}

/** Names of the options each of which makes a call destroy that does not without it. */
export function destroyingOptions<C>(spec: Spec<C>): readonly string[] {
  const { effectOf: judge, operands, options } = spec;
  if (judge === undefined) return [];
  const without: Record<string, unknown> = {};
  for (const [key, operand] of Object.entries(operands))
    without[key] = operand.many === true ? [] : undefined;
  for (const [key, option] of Object.entries(options))
    without[key] = option.kind === 'flag' ? false : option.repeat === true ? [] : undefined;
  if (judge(without) === 'destroys') return [];
  const some = ({ kind }: Option): unknown =>
    kind === 'flag' ? true : kind === 'list' ? ['x'] : kind === 'integer' || kind === 'timeMs' ? 1 : 'x';
  return Object.entries(options)
    .filter(([key, option]) => judge({ ...without, [key]: some(option) }) === 'destroys')
    .map(([key]) => key);
}
