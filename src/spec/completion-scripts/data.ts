import { longName } from '../names.ts';
import type { Operand, Option, Options } from '../params.ts';
import type { ProgramSpec } from '../program.ts';
import type { Spec } from '../spec.ts';

/** What a completion script can offer without asking the program: fixed words, or the files or profiles of this machine. */
export type Values = readonly string[] | 'files' | 'profiles';

export interface Described {
  readonly name: string;
  readonly about: string;
}

export interface ScriptOption extends Described {
  /** With its dashes: `--sort`, and `-s` where it has a letter. */
  readonly names: readonly string[];
  /** The next word is its value. */
  readonly takesValue: boolean;
  readonly values: Values | undefined;
}

export interface ScriptCommand extends Described {
  readonly aliases: readonly string[];
  readonly options: readonly ScriptOption[];
  /** By place. */
  readonly operands: readonly (Values | undefined)[];
  /** The last operand takes every word that is left. */
  readonly many: boolean;
  /** The place of a command line: behind its first word nothing is offered. */
  readonly commandLineAt: number | undefined;
}

/** A program boiled down to what completion scripts need; the same for every shell. */
export interface ScriptData {
  readonly program: string;
  /** First words, each once. */
  readonly heads: readonly Described[];
  /** Second words by their first. */
  readonly below: ReadonlyMap<string, readonly Described[]>;
  readonly commands: readonly ScriptCommand[];
  readonly globals: readonly ScriptOption[];
}

export function scriptData<C>(program: ProgramSpec<C>): ScriptData {
  const heads = new Map<string, string>();
  const below = new Map<string, Described[]>();
  for (const spec of program.commands) {
    for (const name of [spec.name, ...(spec.aliases ?? [])]) {
      const [head = name, second] = name.split(' ');
      if (second === undefined) heads.set(head, spec.about);
      else below.set(head, [...(below.get(head) ?? []), { name: second, about: spec.about }]);
    }
  }
  for (const [head, children] of below) {
    if (!heads.has(head)) heads.set(head, children.map(({ name }) => name).join(', '));
  }
  const commands = program.commands.flatMap((spec) => commandsOf(spec, below));
  if (!heads.has('help')) {
    const topics = [...heads.keys(), ...Object.keys(program.topics ?? {})];
    heads.set('help', 'show help');
    commands.push({ ...helpCommand, operands: [topics] });
  }
  return {
    program: program.name,
    heads: [...heads].map(([name, about]) => ({ name, about })),
    below,
    commands,
    globals: optionsOf(program.globals),
  };
}

const helpCommand = {
  name: 'help',
  about: 'show help',
  aliases: [],
  options: [],
  many: false,
  commandLineAt: undefined,
} as const;

/**
 * A command by its names. One of them that is also the word above others (`process`, and `process show`) stands for itself, or the word
 * behind it would be looked for below the command that it is short for.
 */
function commandsOf<C>(spec: Spec<C>, below: ReadonlyMap<string, unknown>): readonly ScriptCommand[] {
  const names = [spec.name, ...(spec.aliases ?? [])];
  const heads = names.filter((name) => below.has(name));
  const [name, ...aliases] = names.filter((each) => !below.has(each));
  const command = commandOf(spec);
  return [
    ...(name === undefined ? [] : [{ ...command, name, aliases }]),
    ...heads.map((head) => ({ ...command, name: head, aliases: [] })),
  ];
}

function commandOf<C>(spec: Spec<C>): ScriptCommand {
  const operands = Object.values(spec.operands);
  const commandLineAt = operands.findIndex(({ kind }) => kind === 'commandLine');
  return {
    name: spec.name,
    about: spec.about,
    aliases: spec.aliases ?? [],
    options: optionsOf(spec.options),
    operands: operands.map(valuesOf),
    many: operands.at(-1)?.many === true,
    commandLineAt: commandLineAt < 0 ? undefined : commandLineAt,
  };
}

function optionsOf(options: Options): readonly ScriptOption[] {
  return Object.entries(options).map(([key, option]) => {
    // The one flag that is on unless it is said otherwise.
    const name = key === 'color' ? '--no-color' : longName(key);
    return {
      name,
      about: option.about,
      names: option.short === undefined ? [name] : [name, `-${option.short}`],
      takesValue: option.kind !== 'flag' && option.optionalValue !== true,
      values: valuesOf(option),
    };
  });
}

function valuesOf(param: Operand | Option): Values | undefined {
  if (param.choices !== undefined) return param.choices;
  if (param.kind === 'profile') return 'profiles';
  return param.kind === 'localPath' ? 'files' : undefined;
}

/** One row of the tables in a script: for these commands and this option, these values. */
export interface OptionRow {
  readonly command: string;
  readonly names: readonly string[];
  readonly option: ScriptOption;
}

/**
 * The verbs' own options that a script must know of: those with a value, and those whose letter means something else before the verb.
 * Scripts look here first and then among the global ones.
 */
export function ownOptionRows({ commands, globals }: ScriptData): readonly OptionRow[] {
  const taken = new Set(globals.flatMap(({ names }) => names));
  return commands.flatMap((command) =>
    command.options
      .filter(
        ({ takesValue, values, names }) =>
          takesValue || values !== undefined || names.some((name) => taken.has(name)),
      )
      .map((option) => ({ command: command.name, names: option.names, option })),
  );
}

/** Operand values by command and place, where there are some: `place` is the last one's for all that follow when it takes many. */
export interface OperandRow {
  readonly command: string;
  readonly place: number;
  readonly andAfter: boolean;
  readonly values: Values;
}

export function operandRows({ commands }: ScriptData): readonly OperandRow[] {
  return commands.flatMap(({ name, operands, many }) =>
    operands.flatMap((values, place) =>
      values === undefined
        ? []
        : [{ command: name, place, andAfter: many && place === operands.length - 1, values }],
    ),
  );
}

/** Files whose sections are profiles, as a shell writes them (contract/credentials.md); `CBRC` may name another first one. */
export const profileFiles = {
  own: '.cbrc',
  others: ['.carbonblack/credentials.response'],
  system: '/etc/carbonblack/credentials.response',
} as const;

/** What a shell would take for more than a name is not offered: it would run as part of the line. */
export const profileName = '[A-Za-z0-9._-]';

/** The profile that is there without a file. */
export const labProfile = 'lab';
