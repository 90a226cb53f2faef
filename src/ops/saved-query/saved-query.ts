import { CbError } from '../../errors/cb-error.ts';
import type { QueryIndex } from '../../text/query-fields.ts';
import { placeholders } from '../../text/query-parameters.ts';
import { isDeviceName } from '../../text/windows-name.ts';
import { type Member, parseStrictYaml, placeOf, type StrictYaml } from '../strict-yaml.ts';
import { writeYaml } from '../yaml-writer.ts';

/** Indexes that a saved query may look at. */
export const savedIndexes = ['process', 'binary'] as const satisfies readonly QueryIndex[];

/** A query that is kept by a name; `{NAME}` in it stands for the value of a parameter. */
export interface SavedQuery {
  readonly query: string;
  readonly index: (typeof savedIndexes)[number];
  /** What it is for; may be empty. */
  readonly about: string;
  readonly parameters: readonly string[];
}

/** More than this is no query. */
export const mostSavedBytes = 64 * 1024;

const keys = ['query', 'index', 'about', 'parameters'] as const;
const nameForm = /^[A-Za-z0-9][\w.-]{0,63}$/;
const parameterForm = /^[a-z][a-z0-9-]{0,30}$/;

/** Names are typed, and made files of, on any system. */
export function isSavedName(name: string): boolean {
  return nameForm.test(name) && !name.endsWith('.') && !isDeviceName(name);
}

/** Kind `Usage` for what no file can be called everywhere. */
export function mustBeSavedName(name: string): void {
  if (isSavedName(name)) return;
  throw new CbError('Usage', `"${name}" cannot be the name of a saved query`, {
    hint: 'up to 64 letters, digits, dots, - and _, with a letter or digit in front',
  });
}

/** Kind `Usage` for a name that cannot be typed as `--NAME`, and for one of `taken`, which are options already. */
export function mustBeParameter(name: string, taken: readonly string[]): void {
  if (!parameterForm.test(name)) {
    throw new CbError('Usage', `"${name}" cannot be the name of a parameter`, {
      hint: 'lower-case letters, digits and -, with a letter in front',
    });
  }
  if (taken.includes(name))
    throw new CbError('Usage', `--${name} is an option already: the parameter needs another name`);
}

/** Why its parameters cannot be filled, with where in the query; undefined where they can. */
export function faultOfParameters({
  query,
  parameters,
}: SavedQuery): { readonly at: number; readonly message: string; readonly hint: string } | undefined {
  const found = placeholders(query, parameters);
  const inside = found.find(({ isValue }) => !isValue);
  if (inside !== undefined) {
    const message = `{${inside.name}} is a part of something else: a parameter is the whole value of a field`;
    return { at: inside.start, message, hint: `such as hostname:{${inside.name}}` };
  }
  const unused = parameters.find((name) => !found.some((each) => each.name === name));
  if (unused === undefined) return undefined;
  const hint = `write {${unused}} where its value goes, such as hostname:{${unused}}`;
  return { at: 0, message: `the query has no {${unused}}`, hint };
}

export async function writeSavedQuery(name: string, saved: SavedQuery): Promise<string> {
  const { query, index, about, parameters } = saved;
  const options = parameters.map((each) => ` --${each} ${each.toUpperCase()}`).join('');
  const plain = {
    ...(about === '' ? {} : { about }),
    query,
    index,
    ...(parameters.length === 0 ? {} : { parameters }),
  };
  return await writeYaml(plain, { heading: ` cbq query run ${name}${options}`, inline: ['parameters'] });
}

/** Strict: kind `Usage` with file, line and column for what is no YAML or JSON, an unknown key, a wrong type and a parameter without its place. */
export async function readSavedQuery(text: string, file: string): Promise<SavedQuery> {
  const { top, yaml } = await parseStrictYaml(text, file);
  if (top === null) return yaml.refuse(0, 'the file is empty', 'cbq query save writes one');
  const all = yaml.members(top, 0, 'a saved query', keys);
  const query = all.get('query') ?? yaml.refuse(0, 'the saved query has no query');
  const about = all.get('about');
  const saved: SavedQuery = {
    query: yaml.text(query, 'query').trim(),
    index: indexOf(yaml, all.get('index')),
    about: about === undefined ? '' : yaml.text(about, 'about'),
    parameters: parametersOf(yaml, all.get('parameters')),
  };
  const fault = faultOfParameters(saved);
  if (fault !== undefined) yaml.refuse(placeOf(query, 0), fault.message, fault.hint);
  return saved;
}

function indexOf(yaml: StrictYaml, member: Member | undefined): SavedQuery['index'] {
  if (member === undefined) return 'process';
  const word = yaml.text(member, 'index');
  const found = savedIndexes.find((each) => each === word);
  return found ?? yaml.wrong(member, 'index', `${savedIndexes.join(' or ')}, not "${word}"`);
}

function parametersOf(yaml: StrictYaml, member: Member | undefined): readonly string[] {
  if (member === undefined) return [];
  const names: string[] = [];
  for (const item of yaml.items(member.value, placeOf(member, 0), 'parameters')) {
    const name = yaml.text({ key: member.key, value: item }, 'a parameter');
    if (!parameterForm.test(name)) yaml.refuse(item.range[0], `"${name}" cannot be the name of a parameter`);
    if (names.includes(name)) yaml.refuse(item.range[0], `${name} stands here a second time`);
    names.push(name);
  }
  return names;
}
