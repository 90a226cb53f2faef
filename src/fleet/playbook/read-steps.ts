import { type Member, placeOf, type StrictYaml, type YamlValue } from '../../ops/strict-yaml.ts';
import { lineWords } from './line-words.ts';
import { type IsVerb, mostSteps, type PlayStep } from './playbook.ts';
import { conditionOf, mustBeOwnName, refuseAt, within } from './read-parts.ts';
import { type WordTemplate, wordPieces } from './template.ts';

const stepKeys = ['name', 'do', 'when', 'for-each', 'register', 'on-error'] as const;

interface Reading {
  readonly isVerb: IsVerb;
  /** Number of the first. */
  readonly from: number;
  readonly isCleanup: boolean;
}

/** The steps of a list: a verb line, or a map with `do:` or the verb itself as a key. */
export function readSteps(yaml: StrictYaml, list: Member, reading: Reading): readonly PlayStep[] {
  const what = reading.isCleanup ? 'cleanup' : 'steps';
  const items = yaml.items(list.value, list.key.range[0], what);
  if (items.length > mostSteps) yaml.refuse(placeOf(list, 0), `${what} holds more than ${mostSteps} steps`);
  return items.map((value, index) =>
    readStep(yaml, { key: list.key, value }, { ...reading, from: reading.from + index }),
  );
}

function readStep(yaml: StrictYaml, item: Member, { isVerb, from: number, isCleanup }: Reading): PlayStep {
  const at = placeOf(item, 0);
  const base = { number, place: yaml.place(at), isCleanup };
  const plain = { title: undefined, when: undefined, forEach: undefined, register: undefined, goesOn: false };
  if (item.value === null || !('items' in item.value) || yaml.isList(item.value))
    return { ...base, ...plain, ...lineOf(yaml, item) };
  const all = yaml.members(item.value, at, `step ${number}`);
  const verbs = [...all.keys()].filter((key) => !stepKeys.some((known) => known === key));
  const [verb, second] = verbs;
  const line = all.get('do');
  const named = verb === undefined ? undefined : all.get(verb);
  if (second !== undefined || (verb !== undefined && line !== undefined)) {
    yaml.refuse(
      all.get(second ?? verb ?? '')?.key.range[0] ?? at,
      'a step does one thing',
      `"${second ?? verb}" is a second one`,
    );
  }
  if (named !== undefined && verb !== undefined && !isVerb(verb)) {
    yaml.refuse(
      named.key.range[0],
      `unknown verb "${verb}"`,
      `a step has a verb and ${stepKeys.join(', ')}; cblr help verbs lists them`,
    );
  }
  const action =
    line !== undefined
      ? lineOf(yaml, line)
      : verb !== undefined && named !== undefined
        ? { words: namedWords(yaml, verb, named), source: undefined }
        : yaml.refuse(at, `step ${number} has nothing to do`, 'do: VERB …, or the verb as a key');
  const [title, when, forEach, register, onError] = [
    all.get('name'),
    all.get('when'),
    all.get('for-each'),
    all.get('register'),
    all.get('on-error'),
  ];
  const name = register === undefined ? undefined : yaml.text(register, 'register');
  if (register !== undefined && name !== undefined)
    mustBeOwnName(yaml, name, { ...register, key: scalarKey(register) }, 'register');
  const how = onError === undefined ? 'stop' : yaml.text(onError, 'on-error');
  if (onError !== undefined && how !== 'stop' && how !== 'continue')
    refuseAt(yaml, onError, `on-error wants stop or continue, not "${how}"`);
  return {
    ...base,
    ...action,
    title: title === undefined ? undefined : yaml.text(title, 'name'),
    when: when === undefined ? undefined : conditionOf(yaml, when, 'when'),
    forEach: forEach === undefined ? undefined : conditionOf(yaml, forEach, 'for-each'),
    register: name,
    // A cleanup that fails keeps none of the others from being done.
    goesOn: how === 'continue' || isCleanup,
  };
}

/** A fault of a name is told where it stands. */
function scalarKey({ key, value }: Member): Member['key'] {
  return value !== null && !('items' in value) ? (value as Member['key']) : key;
}

function lineOf(yaml: StrictYaml, member: Member): Pick<PlayStep, 'words' | 'source'> {
  const line = yaml.text(member, 'a step');
  return within(yaml, member, () => lineWords(line));
}

/** `verb: {operand: value, option: value}`, or a list of its words: every one of them is a word, however it begins. */
function namedWords(yaml: StrictYaml, verb: string, member: Member): readonly WordTemplate[] {
  const name = verb.split(' ').map((text) => literal(text));
  if (member.value === null || isNothing(member.value)) return name;
  if (yaml.isList(member.value)) return [...name, ...listWords(yaml, member, verb)];
  if (!('items' in member.value)) return [...name, valueWord(yaml, member, verb)];
  const marked: WordTemplate[] = [];
  for (const [key, each] of yaml.members(member.value, member.key.range[0], verb))
    marked.push(...fieldWords(yaml, key, each));
  return [...name, ...marked];
}

function isNothing(value: NonNullable<YamlValue>): boolean {
  return 'value' in value && value.value === null;
}

/** Marks a word as the value of an operand or option of that name: whoever knows the verb puts it where it belongs. */
export const fieldMark = '\u0000';

function fieldWords(yaml: StrictYaml, key: string, member: Member): readonly WordTemplate[] {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(key))
    yaml.refuse(member.key.range[0], `"${key}" is no operand or option`);
  const lead = literal(`${fieldMark}${key}`);
  const values = yaml.isList(member.value) ? listWords(yaml, member, key) : [valueWord(yaml, member, key)];
  return [lead, ...values];
}

function listWords(yaml: StrictYaml, member: Member, key: string): readonly WordTemplate[] {
  return yaml
    .items(member.value, member.key.range[0], key)
    .map((value) => valueWord(yaml, { ...member, value }, key));
}

function valueWord(yaml: StrictYaml, member: Member, key: string): WordTemplate {
  const value = plainValue(yaml, member, key);
  return { isQuoted: true, pieces: within(yaml, member, () => wordPieces(value)) };
}

function plainValue(yaml: StrictYaml, member: Member, key: string): string {
  const value: unknown = yaml.scalar(member, key, 'text');
  if (typeof value === 'string') return yaml.text(member, key);
  if (value === true) return 'true';
  if (value === false) return 'false';
  if (typeof value === 'number') return sourceOf(member.value) ?? String(value);
  return yaml.wrong(member, key, 'a value');
}

/** As it was typed: `0x1F` and `010` are other texts than their numbers. */
function sourceOf(value: YamlValue): string | undefined {
  const source = value !== null && 'source' in value ? value.source : undefined;
  return typeof source === 'string' ? source : undefined;
}

function literal(text: string): WordTemplate {
  return { isQuoted: false, pieces: [{ kind: 'text', text, isPlain: false }] };
}
