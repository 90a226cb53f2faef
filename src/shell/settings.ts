import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';
import { parseDuration } from '../text/typed-time.ts';
import { isPromptTemplate, promptParts, unknownParts } from './prompt-template.ts';

interface Setting {
  readonly about: string;
  /** The first is the default. */
  readonly choices: readonly [string, ...string[]];
  /** What else it can be. */
  readonly other?: {
    readonly value: string;
    readonly form: string;
    readonly isValid: (value: string) => boolean;
    /** What in particular is wrong with one that is not. */
    readonly flaw?: (value: string) => string | undefined;
  };
  /** Never kept for later shells. */
  readonly isForNow?: true;
}

/** What `set` knows. */
export const settingTable = {
  complete: { about: 'Tab may ask the sensor for paths, keys and pids', choices: ['on', 'off'] },
  output: {
    about: 'how results are printed (auto: table on a terminal, tsv elsewhere)',
    choices: ['auto', 'table', 'tsv', 'json', 'ndjson', 'csv', 'yaml'],
  },
  expand: {
    about: 'rows one below the other, a line a field (auto: where they are too wide)',
    choices: ['off', 'auto', 'on'],
  },
  pager: { about: 'long results through $PAGER', choices: ['on', 'off'] },
  times: {
    about: 'times in tables (local: of this computer, with its offset)',
    choices: ['utc', 'local'],
  },
  timestamps: { about: 'the time before each verb, on stderr', choices: ['off', 'on'] },
  timeout: {
    about: 'for one request to the server (auto: as the program was started)',
    choices: ['auto'],
    other: {
      value: 'DURATION',
      form: 'a duration such as 30s',
      isValid: (value) => (parseDuration(value) ?? 0) > 0,
    },
  },
  prompt: {
    about: 'what stands before the line: text, and parts in braces',
    choices: ['default'],
    other: {
      value: 'TEMPLATE',
      form: `a template of ${promptParts.map((part) => `{${part}}`).join(' ')}`,
      isValid: isPromptTemplate,
      flaw: (value) => {
        const [unknown] = unknownParts(value);
        return unknown === undefined ? undefined : `there is no part {${unknown}}`;
      },
    },
  },
  exec: {
    about: 'exec at the prompt (auto: the sensor is not held; wait: it is, and the exit code is known)',
    choices: ['auto', 'wait'],
  },
  // What was switched off in one night must not be off in another.
  confirm: {
    about: 'ask before what cannot be undone (off: as with --yes)',
    choices: ['on', 'off'],
    isForNow: true,
  },
} as const satisfies Record<string, Setting>;

type SettingTable = typeof settingTable;

export type SettingName = keyof SettingTable;

export type SettingValues = {
  readonly [K in SettingName]: SettingTable[K] extends { other: unknown }
    ? string
    : SettingTable[K]['choices'][number];
};

/** Where a value or an alias comes from: what is none of these words is a place in a startup file. */
export type Origin = 'default' | 'command line' | 'kept' | 'this shell' | `${string}:${number}`;

/** What a change means for later shells, in words behind it: a startup file says there what it always says. */
export function laterShells(before: Origin | undefined, isKept: boolean): string {
  if (isStartupFile(before)) return ` in this shell: ${before} sets it in later ones`;
  return isKept ? ', in later shells too' : '';
}

export function isStartupFile(origin: Origin | undefined): boolean {
  return origin !== undefined && /:\d+$/.test(origin);
}

/** What outlives a shell, by kind and name. */
export type KeptKind = 'settings' | 'aliases';

/** Where it is kept. */
export interface ShellMemory {
  load(): Promise<Readonly<Record<KeptKind, Readonly<Record<string, unknown>>>>>;
  /** `undefined` forgets it. */
  save(kind: KeptKind, name: string, value: string | undefined): Promise<void>;
}

/** The settings of one shell. */
export interface Settings {
  readonly values: SettingValues;
  originOf(name: SettingName): Origin;
  /**
   * Throws `Usage` for an unknown name or value, naming the known ones. What the command line says is changed in the shell alone: what is
   * kept or stands in a startup file is older.
   */
  set(name: string, value: string, origin: Origin): void;
}

export const settingNames = Object.keys(settingTable) as readonly SettingName[];

/** Settings at their defaults, but for those that the command line gives. */
export function makeSettings(given: Partial<Record<SettingName, string | undefined>> = {}): Settings {
  const values: Record<string, string> = {};
  const origins = new Map<SettingName, Origin>();
  for (const name of settingNames) {
    values[name] = given[name] ?? settingTable[name].choices[0];
    origins.set(name, given[name] === undefined ? 'default' : 'command line');
  }
  const originOf = (name: SettingName): Origin => origins.get(name) ?? 'default';
  return {
    values: values as SettingValues,
    originOf,
    set(name, value, origin) {
      const known = settingName(name);
      if (!isValid(known, value)) throw refused(known, value);
      if (isForNow(known) && origin !== 'this shell')
        throw new CbError('Usage', `${known} is set in each shell anew, and stands in no startup file`);
      if (originOf(known) === 'command line' && origin !== 'this shell') return;
      values[known] = value;
      origins.set(known, origin);
    },
  };
}

/** Takes over what was kept and is still known; anything else is passed over. */
export function takeKept(settings: Settings, kept: Readonly<Record<string, unknown>>): void {
  for (const name of settingNames) {
    const value = kept[name];
    if (typeof value === 'string' && !isForNow(name) && isValid(name, value))
      settings.set(name, value, 'kept');
  }
}

/** All that a setting can be. */
export function settingChoices(name: SettingName): readonly string[] {
  const { choices, other }: Setting = settingTable[name];
  return other === undefined ? choices : [...choices, other.value];
}

export function isForNow(name: SettingName): boolean {
  const setting: Setting = settingTable[name];
  return setting.isForNow === true;
}

/** The name as a setting; throws `Usage` that lists them. */
export function settingName(name: string): SettingName {
  const known = settingNames.find((candidate) => candidate === name);
  if (known !== undefined) return known;
  const near = nearest(name, settingNames)[0];
  throw new CbError('Usage', `unknown setting "${name}"`, {
    hint:
      near === undefined
        ? `there are ${settingNames.join(', ')}`
        : `did you mean ${near}?  set lists the settings`,
  });
}

function isValid(name: SettingName, value: string): boolean {
  const { choices, other }: Setting = settingTable[name];
  return choices.includes(value) || other?.isValid(value) === true;
}

function refused(name: SettingName, value: string): CbError {
  const { choices, other }: Setting = settingTable[name];
  const forms = other === undefined ? choices : [...choices, other.form];
  return new CbError('Usage', `${name} can be ${forms.join(', ')}, not "${value}"`, {
    hint: other?.flaw?.(value),
  });
}
