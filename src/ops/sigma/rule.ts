import { type Member, placeOf, type StrictYaml, type YamlValue } from '../strict-yaml.ts';
import { ConditionError, type RuleCondition, readCondition } from './condition.ts';
import { itemOf, type RuleExpression, type RuleRefusal } from './expression.ts';
import { anyRun, matches, patternOf } from './pattern.ts';
import { readValue } from './values.ts';

/** A Sigma rule as it was written. */
export interface SigmaRule {
  readonly title: string;
  /** Empty where it has none. */
  readonly id: string;
  readonly level: string;
  readonly description: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly product: string;
  readonly category: string;
  readonly service: string;
  readonly expression: RuleExpression;
  /** What of it cannot be read into something to ask. */
  readonly refusals: readonly RuleRefusal[];
  /** `FILE:LINE:COLUMN`. */
  readonly place: string;
}

/** True for the members of a document that is a Sigma rule. */
export function isSigma(top: ReadonlyMap<string, Member>): boolean {
  return top.has('detection') || (top.has('logsource') && top.has('title'));
}

/**
 * Reads a rule. Kind `Usage`, with file, line and column, for what is no rule; what is one and cannot be asked is in `refusals`. Further keys
 * are the rule's own, as the format has it.
 */
export function readSigma(yaml: StrictYaml, top: ReadonlyMap<string, Member>): SigmaRule {
  const text = (key: string): string => {
    const member = top.get(key);
    return member === undefined ? '' : String(yaml.scalar(member, key, 'text') ?? '');
  };
  const detection = top.get('detection') ?? yaml.refuse(0, 'the rule has no detection');
  const logsource = top.get('logsource') ?? yaml.refuse(0, 'the rule has no logsource');
  const source = yaml.members(logsource.value, placeOf(logsource, 0), 'logsource');
  const from = (key: string): string => {
    const member = source.get(key);
    return member === undefined ? '' : String(yaml.scalar(member, key, 'text') ?? '').toLowerCase();
  };
  const title = text('title');
  if (title.trim() === '') yaml.refuse(0, 'the rule has no title');
  const refusals: RuleRefusal[] = [];
  const expression = new DetectionReader(yaml, refusals).read(detection);
  return {
    title,
    id: text('id'),
    level: text('level'),
    description: text('description'),
    references: textsOf(yaml, top.get('references'), 'references'),
    tags: textsOf(yaml, top.get('tags'), 'tags'),
    product: from('product'),
    category: from('category'),
    service: from('service'),
    expression,
    refusals,
    place: yaml.place(placeOf(top.get('title'), 0)),
  };
}

/** Texts of a list, or of one alone; what is no text in it counts for nothing here. */
function textsOf(yaml: StrictYaml, member: Member | undefined, key: string): readonly string[] {
  if (member === undefined || member.value === null) return [];
  if (!yaml.isList(member.value)) return [String(yaml.scalar(member, key, 'text') ?? '')];
  return yaml.items(member.value, placeOf(member, 0), key).flatMap((value) => {
    const found =
      yaml.isList(value) || yaml.isMap(value)
        ? undefined
        : yaml.scalar({ key: member.key, value }, key, 'text');
    return typeof found === 'string' ? [found] : [];
  });
}

class DetectionReader {
  readonly #yaml: StrictYaml;
  readonly #refusals: RuleRefusal[];

  constructor(yaml: StrictYaml, refusals: RuleRefusal[]) {
    this.#yaml = yaml;
    this.#refusals = refusals;
  }

  read(detection: Member): RuleExpression {
    const yaml = this.#yaml;
    const all = yaml.members(detection.value, placeOf(detection, 0), 'detection');
    const condition =
      all.get('condition') ?? yaml.refuse(placeOf(detection, 0), 'the detection has no condition');
    const timeframe = all.get('timeframe');
    if (timeframe !== undefined) this.#refuse(placeOf(timeframe, 0), undefined, 'it counts over a time');
    const selections = new Map<string, RuleExpression>();
    for (const [name, member] of all) {
      if (name !== 'condition' && name !== 'timeframe') selections.set(name, this.#selection(name, member));
    }
    const conditions = yaml.isList(condition.value)
      ? yaml
          .items(condition.value, placeOf(condition, 0), 'condition')
          .map((value) => ({ key: condition.key, value }))
      : [condition];
    const parts = conditions.map((member) => this.#condition(member, selections));
    const [first] = parts;
    return first !== undefined && parts.length === 1 ? first : { kind: 'or', parts };
  }

  #refuse(at: number, field: string | undefined, reason: string): void {
    this.#refusals.push({ place: this.#yaml.place(at), field, reason });
  }

  #condition(member: Member, selections: ReadonlyMap<string, RuleExpression>): RuleExpression {
    const text = this.#yaml.text(member, 'condition');
    const at = placeOf(member, 0);
    try {
      return this.#resolved(readCondition(text), selections, at);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      if (error.message.startsWith('counting')) {
        this.#refuse(at, undefined, error.message);
        return { kind: 'and', parts: [] };
      }
      return this.#yaml.refuse(at, `condition, character ${error.at + 1}: ${error.message}`);
    }
  }

  #resolved(
    condition: RuleCondition,
    selections: ReadonlyMap<string, RuleExpression>,
    at: number,
  ): RuleExpression {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return {
          kind: condition.kind,
          parts: condition.parts.map((part) => this.#resolved(part, selections, at)),
        };
      case 'not':
        return { kind: 'not', part: this.#resolved(condition.part, selections, at) };
      case 'name': {
        const found = selections.get(condition.name);
        if (found !== undefined) return found;
        return this.#yaml.refuse(
          at,
          `the condition names "${condition.name}", and the detection has no such selection`,
        );
      }
      case 'some': {
        const parts = namesLike(condition.names, [...selections.keys()]).flatMap(
          (name) => selections.get(name) ?? [],
        );
        if (parts.length === 0)
          return this.#yaml.refuse(at, `no selection is called like "${condition.names}"`);
        return { kind: condition.of === 'all' ? 'and' : 'or', parts };
      }
    }
  }

  /** A map: all of it; a list: any of it. */
  #selection(name: string, { key, value }: Member): RuleExpression {
    const yaml = this.#yaml;
    const at = value?.range[0] ?? key.range[0];
    if (yaml.isList(value))
      return { kind: 'or', parts: yaml.items(value, at, name).map((item) => this.#part(name, item, at)) };
    return this.#part(name, value, at);
  }

  #part(name: string, value: YamlValue, at: number): RuleExpression {
    if (!this.#yaml.isMap(value)) {
      this.#refuse(value?.range[0] ?? at, undefined, 'it looks for words in any field, without naming one');
      return { kind: 'and', parts: [] };
    }
    const members = this.#yaml.members(value, at, name);
    return { kind: 'and', parts: [...members].map(([field, member]) => this.#field(field, member)) };
  }

  #field(typed: string, { key, value }: Member): RuleExpression {
    const [field = '', ...modifiers] = typed.split('|');
    const needsAll = modifiers.includes('all');
    const isNot = modifiers.includes('neq');
    const others = modifiers.filter((name) => name !== 'all' && name !== 'neq');
    const at = value?.range[0] ?? key.range[0];
    const nodes: readonly YamlValue[] = this.#yaml.isList(value)
      ? this.#yaml.values(value, at, typed)
      : [value];
    if (nodes.length === 0) this.#refuse(at, field, 'it has no value');
    const parts = nodes.map((node) => this.#value(field, typed, others, { key, value: node }));
    const found: RuleExpression = { kind: needsAll ? 'and' : 'or', parts };
    return isNot ? { kind: 'not', part: found } : found;
  }

  #value(field: string, typed: string, modifiers: readonly string[], member: Member): RuleExpression {
    const at = placeOf(member, member.key.range[0]);
    if (field === '') {
      this.#refuse(at, undefined, 'it looks for words in any field, without naming one');
      return { kind: 'and', parts: [] };
    }
    const read = readValue(this.#yaml.scalar(member, typed, 'a value'), modifiers);
    if ('refused' in read) {
      this.#refuse(at, field, read.refused);
      return { kind: 'and', parts: [] };
    }
    const place = this.#yaml.place(at);
    return { kind: 'or', parts: read.any.map((match) => itemOf({ field, match, place })) };
  }
}

/** `them` are all but those that begin with `_`. */
function namesLike(names: string, all: readonly string[]): readonly string[] {
  if (names.toLowerCase() === 'them') return all.filter((name) => !name.startsWith('_'));
  if (!names.includes('*')) return all.filter((name) => name === names);
  const parts = names.split('*').flatMap((text, at) => (at === 0 ? [text] : [anyRun, text]));
  const pattern = patternOf(parts, true);
  return all.filter((name) => matches(pattern, name));
}
