import { CbError } from '../../errors/cb-error.ts';
import {
  type Member,
  parseStrictYaml,
  placeOf,
  type StrictYaml,
  type YamlValue,
} from '../../ops/strict-yaml.ts';
import { targetOptions } from '../targets/target-options.ts';
import { mustKnowNames } from './check-names.ts';
import { type IsVerb, type Playbook, type PlayFile, type PlayParam, paramTypes } from './playbook.ts';
import { readIni } from './read-ini.ts';
import { mustBeOwnName, paramValue, refuseAt } from './read-parts.ts';
import { readSteps } from './read-steps.ts';

/** The longest that is read. */
const mostPlaybookBytes = 1024 * 1024;

const keys = ['name', 'about', 'params', 'targets', 'files', 'steps', 'cleanup'] as const;

/**
 * Reads a playbook, YAML or, by its `[overview]`, one of cbinterface2. Kind `Usage` with file, line and column for what is wrong in it; what its
 * verbs say of their words is checked by whoever knows them.
 */
export async function readPlaybook(text: string, file: string, isVerb: IsVerb): Promise<Playbook> {
  if (Buffer.byteLength(text) > mostPlaybookBytes)
    throw new CbError('Usage', `${file} is larger than 1 MiB: that is no playbook`);
  if (/\.ini$/i.test(file) || /^\s*(?:[;#].*\s+)*\[overview\]/.test(text.slice(0, 4096)))
    return readIni(text, file);
  const { top, yaml } = await parseStrictYaml(text, file);
  if (top === null) return yaml.refuse(0, 'the file is empty', beginning);
  const all = yaml.members(top, 0, 'the playbook', keys);
  const steps = all.get('steps');
  if (steps === undefined) return yaml.refuse(0, 'the playbook has no steps', beginning);
  const name = all.get('name');
  if (name === undefined) return yaml.refuse(0, 'the playbook has no name', beginning);
  const params = membersOf(yaml, all.get('params'), 'params').map(([key, member]) =>
    readParam(yaml, key, member),
  );
  const main = readSteps(yaml, steps, { isVerb, from: 1, isCleanup: false });
  if (main.length === 0) yaml.refuse(steps.key.range[0], 'there is no step');
  const cleanup = all.get('cleanup');
  const playbook: Playbook = {
    file,
    name: yaml.text(name, 'name'),
    about: textOf(yaml, all.get('about'), 'about'),
    params,
    targets: readTargets(yaml, all.get('targets')),
    files: membersOf(yaml, all.get('files'), 'files').map(([key, member]) => readFile(yaml, key, member)),
    steps: [
      ...main,
      ...(cleanup === undefined
        ? []
        : readSteps(yaml, cleanup, { isVerb, from: main.length + 1, isCleanup: true })),
    ],
    notes: [],
    isIni: false,
  };
  mustKnowNames(playbook);
  return playbook;
}

const beginning = 'it has name: and steps:; docs/playbooks.md shows one';

function membersOf(
  yaml: StrictYaml,
  member: Member | undefined,
  what: string,
): readonly (readonly [string, Member])[] {
  if (member === undefined) return [];
  return [...yaml.members(member.value, member.key.range[0], what)];
}

function textOf(yaml: StrictYaml, member: Member | undefined, key: string): string {
  return member === undefined ? '' : yaml.text(member, key);
}

const paramKeys = ['type', 'default', 'required', 'secret', 'about'] as const;

/** `name: {type: text, …}`, or only its default. */
function readParam(yaml: StrictYaml, name: string, member: Member): PlayParam {
  mustBeOwnName(yaml, name, member, 'a parameter');
  if (!isMap(yaml, member)) return shortParam(yaml, name, member);
  const own = yaml.members(member.value, member.key.range[0], `parameter ${name}`, paramKeys);
  const [typeMember, fallbackMember] = [own.get('type'), own.get('default')];
  const typed = typeMember === undefined ? 'text' : yaml.text(typeMember, 'type');
  const type = paramTypes.find((each) => each === typed);
  if (type === undefined)
    return refuseAt(yaml, typeMember ?? member, `type wants one of ${paramTypes.join(', ')}, not "${typed}"`);
  const flag = (key: 'required' | 'secret') => {
    const found = own.get(key);
    return found !== undefined && yaml.flag(found, key);
  };
  const [isSecret, isAsked] = [flag('secret'), flag('required')];
  if (isSecret && fallbackMember !== undefined)
    refuseAt(yaml, fallbackMember, 'a secret has no default: the file would hold it');
  if (isSecret && type !== 'text') refuseAt(yaml, typeMember ?? member, 'a secret is a text');
  if (isAsked && fallbackMember !== undefined)
    refuseAt(yaml, fallbackMember, 'what is required has no default');
  const fallback = fallbackMember === undefined ? undefined : defaultOf(yaml, fallbackMember, type, name);
  return {
    name,
    about: textOf(yaml, own.get('about'), 'about'),
    type,
    fallback,
    isRequired: fallback === undefined,
    isSecret,
  };
}

/** Only a default, which says its type, too. */
function shortParam(yaml: StrictYaml, name: string, member: Member): PlayParam {
  const base = { name, about: '', isSecret: false };
  if (yaml.isList(member.value)) {
    const items = yaml.items(member.value, member.key.range[0], name);
    const fallback = items.map((item) => yaml.text({ ...member, value: item }, name));
    return { ...base, type: 'list', fallback, isRequired: false };
  }
  const value = yaml.scalar(member, name, 'a value');
  if (value === null || value === undefined)
    return { ...base, type: 'text', fallback: undefined, isRequired: true };
  const text = String(value);
  const type = typeof value === 'number' ? 'number' : /^(?:yes|no|true|false)$/i.test(text) ? 'flag' : 'text';
  return { ...base, type, fallback: paramValue(type, text), isRequired: false };
}

function defaultOf(yaml: StrictYaml, member: Member, type: PlayParam['type'], name: string) {
  if (type === 'list') {
    const items = yaml.items(member.value, member.key.range[0], 'default');
    return items.map((item) => yaml.text({ ...member, value: item }, 'default'));
  }
  const text = String(yaml.scalar(member, 'default', 'a value') ?? '');
  const value = paramValue(type, text);
  return value ?? refuseAt(yaml, member, `${name} wants a ${type}, not "${text}"`);
}

function isMap(yaml: StrictYaml, { value }: Member): boolean {
  return value !== null && !yaml.isList(value) && 'items' in value;
}

function readTargets(yaml: StrictYaml, member: Member | undefined): ReadonlyMap<string, readonly string[]> {
  const known = Object.keys(targetOptions).filter((key) => key !== 'file');
  if (member === undefined) return new Map();
  const all = yaml.members(member.value, member.key.range[0], 'targets', known);
  return new Map([...all].map(([key, each]) => [key, wordsOf(yaml, each, key)]));
}

function wordsOf(yaml: StrictYaml, member: Member, key: string): readonly string[] {
  const word = (value: YamlValue): string => {
    const scalar = yaml.scalar({ ...member, value }, key, 'text');
    return String(scalar ?? yaml.wrong(member, key, 'text'));
  };
  return yaml.isList(member.value)
    ? yaml.items(member.value, member.key.range[0], key).map(word)
    : [word(member.value)];
}

/** `name: {path: …, sha256: …}`. */
function readFile(yaml: StrictYaml, name: string, member: Member): PlayFile {
  mustBeOwnName(yaml, name, member, 'a file');
  const own = yaml.members(member.value, member.key.range[0], `file ${name}`, ['path', 'sha256']);
  const [path, sum] = [own.get('path'), own.get('sha256')];
  if (path === undefined) return refuseAt(yaml, member, `file ${name} has no path`);
  if (sum === undefined) {
    return refuseAt(
      yaml,
      member,
      `file ${name} has no sha256`,
      'sha256sum FILE tells it: what is put is checked before',
    );
  }
  const sha256 = yaml.text(sum, 'sha256').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) refuseAt(yaml, sum, 'sha256 wants 64 hex digits');
  return { name, path: yaml.text(path, 'path'), sha256, place: yaml.place(placeOf(path, 0)) };
}
