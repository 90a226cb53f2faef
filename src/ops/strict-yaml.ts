import type { LineCounter, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { CbError } from '../errors/cb-error.ts';
import { readLoneUnits } from '../text/lone-units.ts';
import { nearest } from '../text/nearest.ts';
import { quotes, yamlWords } from './yaml-words.ts';

type Yaml = typeof import('yaml');

/** What was parsed at one place. */
export type YamlNode = ParsedNode;

/** A value; null where nothing stands behind its key. */
export type YamlValue = ParsedNode | null;

/** A key of a map and what stands behind it. */
export interface Member {
  readonly key: Scalar.Parsed;
  readonly value: YamlValue;
}

/** A document as it was parsed, without a fault. */
export interface StrictDocument {
  readonly top: YamlValue;
  readonly yaml: StrictYaml;
}

/**
 * Parses YAML 1.2, which JSON is part of. What it is made of is looked at by `StrictYaml`: nothing is turned into objects, so no key can do
 * harm and nothing can grow. Kind `Usage` with file, line and column for what cannot be parsed.
 */
export async function parseStrictYaml(text: string, file: string): Promise<StrictDocument> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  // Keys are compared by the reader: the parser takes its time for many of them.
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const strict = new StrictYaml(yaml, lines, file);
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const { words, hint } = yamlWords(problem.code, problem.message);
    strict.refuse(problem.pos[0], words, hint);
  }
  return { top: document.contents, yaml: strict };
}

/** Reads nodes strictly; whatever is not as wanted is `Usage` with file, line and column. */
export class StrictYaml {
  readonly #yaml: Yaml;
  readonly #lines: LineCounter;
  readonly #file: string;

  constructor(yaml: Yaml, lines: LineCounter, file: string) {
    this.#yaml = yaml;
    this.#lines = lines;
    this.#file = file;
  }

  text(member: Member, key: string): string {
    const value = this.scalar(member, key, 'text');
    if (typeof value === 'string') return readLoneUnits(value);
    return this.wrong(member, key, 'text', value === null ? undefined : 'put it in quotes');
  }

  flag(member: Member, key: string): boolean {
    const value = this.scalar(member, key, 'true or false');
    return typeof value === 'boolean' ? value : this.wrong(member, key, 'true or false');
  }

  scalar(member: Member, key: string, wants: string): unknown {
    const { value } = member;
    if (value === null) return null;
    this.#mustBePlain(value);
    return this.#yaml.isScalar(value) ? value.value : this.wrong(member, key, wants);
  }

  wrong(member: Member, key: string, wants: string, hint?: string): never {
    return this.refuse(placeOf(member, 0), `${key} wants ${wants}`, hint);
  }

  isList(node: YamlValue): boolean {
    return this.#yaml.isSeq(node);
  }

  isMap(node: YamlValue): boolean {
    return this.#yaml.isMap(node);
  }

  items(node: YamlValue, at: number, key: string): readonly ParsedNode[] {
    return this.values(node, at, key).map(
      (item) => item ?? this.refuse(node?.range[0] ?? at, `${key} holds nothing in one of its places`),
    );
  }

  /** The items of a list, null where a place holds nothing. */
  values(node: YamlValue, at: number, key: string): readonly YamlValue[] {
    if (node !== null) this.#mustBePlain(node);
    if (!this.#yaml.isSeq(node)) return this.refuse(node?.range[0] ?? at, `${key} wants a list`);
    const items = node.items as readonly YamlValue[];
    for (const item of items) {
      if (item !== null) this.#mustBePlain(item);
    }
    return items;
  }

  /** The members of a map, each key once; of `known` where they are given. */
  members(node: YamlValue, at: number, what: string, known?: readonly string[]): ReadonlyMap<string, Member> {
    const found = new Map<string, Member>();
    for (const [name, member] of this.pairs(node, at, what)) {
      const place = member.key.range[0];
      if (found.has(name)) this.refuse(place, `"${name}" stands here a second time`);
      if (known !== undefined && !known.includes(name)) {
        const [near] = nearest(name, known);
        const hint = near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
        this.refuse(place, `unknown key "${name}" in ${what}`, hint);
      }
      found.set(name, member);
    }
    return found;
  }

  /** The members of a map in their order; a key may stand there several times. */
  pairs(node: YamlValue, at: number, what: string): readonly (readonly [string, Member])[] {
    if (node !== null) this.#mustBePlain(node);
    if (!this.#yaml.isMap(node)) return this.refuse(node?.range[0] ?? at, `${what} wants "key: value" lines`);
    return (node as YAMLMap.Parsed).items.map(({ key, value }) => {
      this.#mustBePlain(key);
      const name = this.#yaml.isScalar(key) ? key.value : undefined;
      if (!this.#yaml.isScalar(key) || typeof name !== 'string')
        return this.refuse(key.range[0], `a key of ${what} is no text`);
      return [name, { key, value }];
    });
  }

  place(at: number): string {
    const { line, col } = this.#lines.linePos(at);
    return `${this.#file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  refuse(at: number, message: string, hint?: string): never {
    const { line, col } = this.#lines.linePos(at);
    throw new CbError('Usage', `${this.place(at)}: ${message}`, {
      hint,
      context: { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) },
    });
  }

  /** What makes one thing of another: a short file could become an endless one, or objects of any kind. */
  #mustBePlain(node: ParsedNode): void {
    if (this.#yaml.isAlias(node)) this.refuse(node.range[0], 'aliases (*name) are not read', quotes);
    const { anchor, tag } = node as { readonly anchor?: string; readonly tag?: string };
    if (anchor !== undefined) this.refuse(node.range[0], 'anchors (&name) are not read');
    if (tag !== undefined) this.refuse(node.range[0], 'tags (!name) are not read', quotes);
  }
}

/** Where a member's value stands; its key where there is none. */
export function placeOf(member: Member | undefined, otherwise: number): number {
  if (member === undefined) return otherwise;
  return member.value?.range[0] ?? member.key.range[0];
}
