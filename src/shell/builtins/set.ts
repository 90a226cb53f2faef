import { done, record, rows } from '../../spec/result.ts';
import { promptParts } from '../prompt-template.ts';
import {
  isForNow,
  laterShells,
  type Origin,
  settingChoices,
  settingName,
  settingNames,
  settingTable,
} from '../settings.ts';
import { builtin } from '../shell-context.ts';

interface SettingRow {
  readonly name: string;
  readonly value: string;
  readonly from: Origin;
  readonly choices: readonly string[];
  readonly about: string;
}

const columns = [
  { field: 'name', head: 'name', of: (row: SettingRow) => row.name, style: () => 'name' as const },
  { field: 'value', head: 'value', of: (row: SettingRow) => row.value },
  { field: 'from', head: 'from', of: (row: SettingRow) => row.from, style: () => 'dim' as const },
  { field: 'choices', head: 'choices', of: (row: SettingRow) => row.choices, as: 'flags' as const },
  { field: 'about', head: 'about', of: (row: SettingRow) => row.about, whole: true },
];

export const set = builtin({
  name: 'set',
  about: 'list the settings of this shell, or change one',
  details: `The prompt is a template: '{host} {session} {age}>' shows what is in braces. There are ${promptParts.map((part) => `{${part}}`).join(', ')}; one that is empty takes its blank along.`,
  group: 'shell',
  effect: 'reads',
  operands: {
    name: { kind: 'text', optional: true, about: 'the setting' },
    value: { kind: 'text', optional: true, about: 'its new value' },
  },
  options: {},
  search: ['settings', 'options', 'config'],
  examples: [
    { line: 'set', shows: 'all settings, with what they can be' },
    { line: 'set complete off', shows: 'Tab asks the sensor nothing' },
    { line: 'set expand auto', shows: 'rows that are too wide one below the other' },
    { line: 'set timeout 5m', shows: 'a slow server is waited for' },
    { line: "set prompt '{host} {directory} {age}>'", shows: 'how long the session has been open' },
  ],
  complete: {
    name: () => settingNames,
    value: (_word, [name = '']) =>
      settingNames.flatMap((each) => (each === name ? settingTable[each].choices : [])),
  },

  async run({ name, value }, { settings, origin, keep }) {
    const rowOf = (known: (typeof settingNames)[number]): SettingRow => ({
      name: known,
      value: settings.values[known],
      from: settings.originOf(known),
      choices: settingChoices(known),
      about: settingTable[known].about,
    });
    if (name === undefined) return rows(settingNames.map(rowOf), columns, { noun: 'settings' });
    if (value === undefined) return record(rowOf(settingName(name)), columns);
    const before = settings.originOf(settingName(name));
    settings.set(name, value, origin);
    const isKept = !isForNow(settingName(name)) && (await keep('settings', name, value, before));
    return done(`${name} is ${value}${laterShells(before, isKept)}`, { name, value });
  },
});
