import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';
import { quoteForPosix } from '../text/quote.ts';
import type { Listing, Spec } from './spec.ts';

export interface Found<L extends Listing> {
  readonly spec: L;
  /** How many words its name or alias took: 1 or 2. */
  readonly used: number;
}

/** The spec whose name or alias the first one or two words are; the longer match wins. */
export function findSpec<L extends Listing>(
  registry: readonly L[],
  words: readonly string[],
): Found<L> | undefined {
  const index = indexOf(registry);
  const [first, second] = words;
  if (first === undefined) return undefined;
  const pair = second === undefined ? undefined : index.get(`${first} ${second}`);
  if (pair !== undefined) return { spec: pair, used: 2 };
  const single = index.get(first);
  return single === undefined ? undefined : { spec: single, used: 1 };
}

/** The specs below a noun or group word: `reg` → `reg query`, `reg get` …; by name, without aliases. */
export function specsBelow<L extends Listing>(registry: readonly L[], word: string): readonly L[] {
  return registry.filter((spec) => spec.name.startsWith(`${word} `));
}

/** Names that the words may be meant for, best first, at most three: slips of the hand, then what the specs' `search` words say. */
export function suggest(registry: readonly Listing[], words: readonly string[]): readonly string[] {
  const [first = '', second = ''] = words;
  if (specsBelow(registry, first).length > 0) return suggestBelow(registry, first, second);
  const typed = first.toLowerCase();
  const names = [...indexOf(registry).keys()];
  const heads = new Set(names.map((name) => name.split(' ')[0] ?? name));
  const bySearch = registry
    .filter((spec) => spec.search?.some((term) => term.toLowerCase() === typed))
    .map((spec) => spec.name);
  const slips = nearest(first, heads);
  const begun = typed.length < 2 ? [] : [...heads].filter((head) => head.startsWith(typed));
  const found = [...new Set([...bySearch, ...slips, ...begun])].slice(0, 3);
  if (found.length > 0) return found;
  const [term] = nearest(
    first,
    registry.flatMap(({ search }) => search ?? []),
  );
  return registry
    .filter(({ search }) => term !== undefined && search?.includes(term))
    .map(({ name }) => name)
    .slice(0, 3);
}

/** The same for the word below a noun. What the noun alone stands for is not found by its `search` words: it is what was typed. */
function suggestBelow(registry: readonly Listing[], noun: string, word: string): readonly string[] {
  const index = indexOf(registry);
  const typed = word.toLowerCase();
  const lead = `${noun} `;
  const slips = nearest(
    typed,
    [...index.keys()].filter((name) => name.startsWith(lead)).map((name) => name.slice(lead.length)),
  ).map((name) => lead + name);
  const bySearch = specsBelow(registry, noun)
    .filter((spec) => spec !== index.get(noun) && spec.search?.includes(typed) === true)
    .map(({ name }) => name);
  return [...new Set([...slips, ...bySearch])].slice(0, 3);
}

export interface TypedNoun {
  readonly noun: string;
  /** What the noun alone stands for. */
  readonly spec: Pick<Spec<never>, 'operands' | 'beyond'>;
  readonly operands: readonly string[];
}

/**
 * The `Usage` error for what stands behind a noun that lists or searches by itself and is meant for a command below it (`process evnts`,
 * `ban delete`), or is an object where the noun takes none (`user mia`). Undefined where it may stand there: a query is told from a slip
 * by its colons, wildcards, quotes and blanks.
 */
export function misplacedBelow(
  registry: readonly Listing[],
  { noun, spec, operands }: TypedNoun,
  program: string,
): CbError | undefined {
  const below = specsBelow(registry, noun);
  const [word] = operands;
  if (below.length === 0 || word === undefined) return undefined;
  const isSearch = Object.keys(spec.operands).length > 0;
  const near = /^[a-z]+(?:[-_][a-z]+)*$/i.test(word) ? suggestBelow(registry, noun, word) : [];
  if (near.length > 0) {
    const meant = `did you mean ${near.map((name) => `${program} ${name}`).join(' or ')}?`;
    const rest = isSearch
      ? `${program} ${noun} search ${word} searches for the word`
      : `${program} ${noun} --help lists the commands`;
    return new CbError('Usage', `unknown command "${noun} ${word}"`, { hint: `${meant}  ${rest}` });
  }
  if (isSearch || spec.beyond !== undefined || !below.some(({ name }) => name === `${noun} show`))
    return undefined;
  return new CbError('Usage', `${noun} takes no operand, and "${word}" was given`, {
    hint: `did you mean ${program} ${noun} show ${quoteForPosix([word])}?`,
  });
}

export interface UnknownOptions {
  /** What the registry holds: `verb` in the shell, `command` for a program. */
  readonly noun: 'verb' | 'command';
  /** The program, outside the shell. */
  readonly program?: string;
  /** Only help was wanted: nothing about running it. */
  readonly isHelp?: boolean;
}

/** The `Usage` error for words that `findSpec` does not know. */
export function unknownSpec(
  registry: readonly Listing[],
  words: readonly string[],
  { noun, program, isHelp }: UnknownOptions,
): CbError {
  const [first = '', second] = words;
  const below = specsBelow(registry, first).map((spec) => spec.name.slice(first.length + 1));
  const lead = program === undefined ? '' : `${program} `;
  const isOption = second === undefined || second.startsWith('-');
  if (below.length > 0 && isOption) {
    return new CbError('Usage', `${first} needs one of: ${below.join(', ')}`, {
      hint: program === undefined ? `help ${first}` : `${lead}${first} --help`,
    });
  }
  const near = suggest(registry, words);
  const help = program === undefined ? `help lists the ${noun}s` : `${program} --help lists the ${noun}s`;
  const isShell = program === undefined && isHelp !== true && below.length === 0 && near.length === 0;
  const list = isShell ? `exec ${first} runs a program of the sensor; ${help}` : help;
  const choices = below.length > 0 && near.length === 0 ? `${first} has ${below.join(', ')};` : undefined;
  const meant = near.length === 0 ? choices : `did you mean ${near.map((name) => lead + name).join(' or ')}?`;
  return new CbError('Usage', `unknown ${noun} "${below.length > 0 ? `${first} ${second}` : first}"`, {
    hint: meant === undefined ? list : `${meant}${choices === undefined ? ' ' : ''} ${list}`,
  });
}

const indexes = new WeakMap<readonly Listing[], ReadonlyMap<string, Listing>>();

function indexOf<L extends Listing>(registry: readonly L[]): ReadonlyMap<string, L> {
  const known = indexes.get(registry) as ReadonlyMap<string, L> | undefined;
  if (known !== undefined) return known;
  const index = new Map<string, L>();
  for (const spec of registry) {
    for (const name of [spec.name, ...(spec.aliases ?? [])]) index.set(name, spec);
  }
  indexes.set(registry, index);
  return index;
}
