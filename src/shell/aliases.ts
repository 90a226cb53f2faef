import { CbError } from '../errors/cb-error.ts';
import type { Spec } from '../spec/spec.ts';
import { escapeLine } from '../text/escape.ts';
import { nearest } from '../text/nearest.ts';
import { type TokeniseOptions, tokenise, type VerbStatement } from '../text/tokenise.ts';
import { withoutAddress } from './sessions/address.ts';
import type { Origin } from './settings.ts';

/** A word that stands for a line. */
export interface Alias {
  readonly name: string;
  readonly line: string;
  readonly origin: Origin;
}

const mostAliases = 500;
/** Of one, and of a line that they make. */
const longest = 4096;
/** The way back must always be there. */
const notForAliases = ['alias', 'unalias'];

/** The aliases of one shell. */
export class Aliases {
  readonly #known = new Map<string, Alias>();
  #specs: readonly Spec<never>[] | undefined;

  /** By name. */
  all(): readonly Alias[] {
    return [...this.#known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Alias | undefined {
    return this.#known.get(name);
  }

  /** Throws `Usage` where there is none. */
  get(name: string): Alias {
    const alias = this.#known.get(name);
    if (alias === undefined) throw noAlias(name, [...this.#known.keys()]);
    return alias;
  }

  /** Throws `Usage` for a name or a line that cannot be one. */
  set(alias: Alias): void {
    mustBeAlias(alias);
    const { name } = alias;
    if (!this.#known.has(name) && this.#known.size >= mostAliases)
      throw new CbError('Usage', `there are ${mostAliases} aliases already; unalias takes one away`);
    this.#known.set(name, alias);
    this.#specs = undefined;
  }

  /** Gives the one that is gone; throws `Usage` where there is none. */
  remove(name: string): Alias {
    const alias = this.get(name);
    this.#known.delete(name);
    this.#specs = undefined;
    return alias;
  }

  /** Takes over what was kept; what can be none is passed over. */
  takeKept(kept: Readonly<Record<string, unknown>>): void {
    for (const [name, line] of Object.entries(kept)) {
      try {
        if (typeof line === 'string') this.set({ name, line, origin: 'kept' });
      } catch (error) {
        if (!(error instanceof CbError)) throw error;
      }
    }
  }

  /**
   * The line with its aliases written out: the first word of each statement, unless it is quoted. Within what an alias stands for the same
   * one is a plain word, so that none goes in a circle. Throws `Usage` where they make a line that is too long.
   */
  expand(line: string, options: TokeniseOptions): string {
    return this.#known.size === 0 ? line : this.#expand(line, options, new Set());
  }

  /** For completion and "did you mean": those that are no verb besides. */
  specs(verbs: readonly Spec<never>[]): readonly Spec<never>[] {
    const names = new Set(verbs.flatMap(({ name, aliases = [] }) => [name, ...aliases]));
    this.#specs ??= [
      ...verbs,
      ...this.all()
        .filter(({ name }) => !names.has(name))
        .map(specOf),
    ];
    return this.#specs;
  }

  #expand(line: string, options: TokeniseOptions, within: ReadonlySet<string>): string {
    let text = line;
    let from = 0;
    for (;;) {
      const head = headsOf(text, options).find(({ start }) => start >= from);
      if (head === undefined) return text;
      const alias = head.quoted || within.has(head.text) ? undefined : this.#known.get(head.text);
      if (alias === undefined) from = head.end;
      else {
        const meant = this.#expand(alias.line, options, new Set([...within, alias.name]));
        text = text.slice(0, head.start) + meant + text.slice(head.end);
        from = head.start + meant.length;
        if (text.length > longest + line.length)
          throw new CbError('Usage', `the alias ${alias.name} makes a line that is too long`);
      }
    }
  }
}

/** What is behind `alias`: `ll = ls -l`, `ll=ls -l`, `'ll=ls -l'`; no line where one is only asked for. */
export function readAlias(name: string, rest: string): { readonly name: string; readonly line?: string } {
  const equals = name.indexOf('=');
  if (equals >= 0)
    return { name: name.slice(0, equals), line: unquoted(`${name.slice(equals + 1)} ${rest}`) };
  if (rest === '') return { name };
  if (rest.startsWith('=')) return { name, line: unquoted(rest.slice(1)) };
  throw new CbError('Usage', `alias wants a = behind ${name}: alias ${name} = ${rest}`);
}

/** What is one word in quotes is the text inside them, so that operators can be meant: `'ls | sort'`. */
function unquoted(typed: string): string {
  const text = typed.trim();
  if (!/^["']/.test(text)) return text;
  const [only, ...more] = tokenise(text).statements;
  const [word, ...others] = only?.kind === 'verb' ? only.words : [];
  return word?.end === text.length && more.length + others.length === 0 ? word.text : text;
}

function mustBeAlias({ name, line }: Alias): void {
  if (!/^[A-Za-z_][\w.+-]{0,31}$/.test(name) || notForAliases.includes(name)) {
    throw new CbError('Usage', `"${name}" cannot be the name of an alias`, {
      hint: 'a letter, then letters, digits and . + - _; alias and unalias stay what they are',
    });
  }
  if (line === '') throw new CbError('Usage', `the alias ${name} stands for nothing`);
  if (line.length > longest || escapeLine(line) !== line)
    throw new CbError('Usage', `the line of the alias ${name} is too long, or holds what cannot be typed`);
  tokenise(line);
}

function noAlias(name: string, known: readonly string[]): CbError {
  const near = nearest(name, known)[0];
  return new CbError('Usage', `no alias "${name}"`, {
    hint: near === undefined ? 'alias lists them' : `did you mean ${near}?`,
  });
}

function headsOf(line: string, options: TokeniseOptions): readonly VerbStatement['words'][number][] {
  try {
    return tokenise(line, options).statements.flatMap((statement) =>
      statement.kind === 'verb' ? withoutAddress(statement.words).slice(0, 1) : [],
    );
  } catch (error) {
    // What is wrong with a line is told when it is run.
    if (error instanceof CbError) return [];
    throw error;
  }
}

function specOf({ name, line }: Alias): Spec<never> {
  return {
    name,
    about: `short for ${line}`,
    group: 'aliases',
    effect: 'reads',
    operands: {},
    options: {},
    examples: [],
    run: () => {
      throw new Error(`the alias ${name} was not written out`);
    },
  };
}
