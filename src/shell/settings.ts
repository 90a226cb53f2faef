import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';

interface Setting {
  readonly about: string;
  readonly choices: readonly [string, ...string[]];
}

/** What `set` knows; the first choice is the default. */
export const settingTable = {
  complete: { about: 'Tab may ask the sensor for paths, keys and pids', choices: ['on', 'off'] },
  output: {
    about: 'how results are printed (auto: table on a terminal, tsv elsewhere)',
    choices: ['auto', 'table', 'tsv', 'json', 'ndjson', 'csv'],
  },
  timestamps: { about: 'the time (UTC) before each verb, on stderr', choices: ['off', 'on'] },
  exec: {
    about: 'exec at the prompt (auto: the sensor is not held; wait: it is, and the exit code is known)',
    choices: ['auto', 'wait'],
  },
  confirm: { about: 'ask before what cannot be undone (off: as with --yes)', choices: ['on', 'off'] },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingTable;

export type SettingValues = { readonly [K in SettingName]: (typeof settingTable)[K]['choices'][number] };

/** Kept for later shells; `confirm` never is: what was switched off in one night must not be off in another. */
export const keptSettings: readonly SettingName[] = ['complete', 'output', 'timestamps', 'exec'];

/** Where settings outlive a shell. */
export interface SettingsMemory {
  load(): Promise<Readonly<Record<string, unknown>>>;
  save(name: SettingName, value: string): Promise<void>;
}

/** The settings of one shell. */
export interface Settings {
  readonly values: SettingValues;
  /** Throws `Usage` for an unknown name or value, naming the known ones. */
  set(name: string, value: string): void;
}

export const settingNames = Object.keys(settingTable) as readonly SettingName[];

/** Settings at their defaults, but for those given. */
export function makeSettings(given: Partial<SettingValues> = {}): Settings {
  const values: Record<string, string> = {};
  for (const name of settingNames) values[name] = given[name] ?? settingTable[name].choices[0];
  return {
    values: values as SettingValues,
    set(name, value) {
      const known = settingName(name);
      const choices: readonly string[] = settingTable[known].choices;
      if (!choices.includes(value))
        throw new CbError('Usage', `${known} can be ${choices.join(', ')}, not "${value}"`);
      values[known] = value;
    },
  };
}

/** Takes over what was kept and is still known; anything else is passed over. */
export function takeKept(settings: Settings, kept: Readonly<Record<string, unknown>>): void {
  for (const name of keptSettings) {
    const value = kept[name];
    const choices: readonly string[] = settingTable[name].choices;
    if (typeof value === 'string' && choices.includes(value)) settings.set(name, value);
  }
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
