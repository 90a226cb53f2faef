import { escapeLine } from '../text/escape.ts';
import { needsQuotes, preferredQuote, quoteWith } from '../text/quote.ts';
import type { Quote } from '../text/tokenise.ts';
import { type CompletionPoint, completionPoint } from './completion-point.ts';
import type { Operand, Option, Options, ParamKind } from './params.ts';
import type { Spec } from './spec.ts';

/** Candidates for a word being typed; paths end in a separator where they are folders. */
export type CompletionProvider = (
  word: string,
  signal: AbortSignal,
) => Promise<readonly string[]> | readonly string[];

/** By kind of operand or option; where a kind has none, its nearest relative serves (a glob is completed as a path). */
export type CompletionProviders = { readonly [K in ParamKind]?: CompletionProvider };

export interface CompletionRequest<C> {
  readonly registry: readonly Spec<C>[];
  readonly line: string;
  readonly cursor: number;
  /** The global options that may stand in this line. */
  readonly globals: Options;
  readonly providers: CompletionProviders;
  /** Handed to the specs' own completers. */
  readonly context: C;
  /** When it is aborted there are no candidates, whatever a provider does. */
  readonly signal: AbortSignal;
}

export interface Completion {
  /** `line.slice(start, cursor)` is what a candidate's `insert` replaces. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  /** Quoted for the line. A single candidate that is complete has its closing quote and a blank. */
  readonly insert: string;
  /** Plain, for the list on the screen; holds nothing that could harm a terminal. */
  readonly shown: string;
}

const relatives: Partial<Record<ParamKind, ParamKind>> = {
  remoteGlob: 'remotePath',
  regValue: 'regKey',
  process: 'pid',
  pid: 'process',
};

// Their providers decide what fits (a drive letter in another case, `~`), so what they give is not filtered again.
const paths: ReadonlySet<ParamKind> = new Set([
  'remotePath',
  'remoteGlob',
  'localPath',
  'regKey',
  'regValue',
]);

/** Completes the word at the cursor. Never rejects: a provider that fails gives no candidates. */
export async function completeLine<C>(request: CompletionRequest<C>): Promise<Completion> {
  const { registry, line, cursor, globals } = request;
  const point = completionPoint(registry, line, cursor, globals);
  if (point.what === 'nothing') return { start: cursor, candidates: [] };
  const { word } = point;
  if (point.what === 'names') {
    const names = startingWith(point.names, word.text);
    return { start: word.start, candidates: candidatesOf(names, '', word.openQuote, true) };
  }
  const lead = point.lead + listLead(point, word.text.slice(point.lead.length));
  const typed = word.text.slice(lead.length);
  const values = harmless(await valuesFor(point, typed, lead, request));
  return { start: word.start, candidates: candidatesOf(values, lead, word.openQuote, false) };
}

type ValuePoint<C> = Extract<CompletionPoint<C>, { what: 'value' }>;

/** `a,b,` of `a,b,c`: a list is completed item by item. */
function listLead<C>({ param }: ValuePoint<C>, value: string): string {
  return param.kind === 'list' ? value.slice(0, value.lastIndexOf(',') + 1) : '';
}

async function valuesFor<C>(
  { param, spec, key }: ValuePoint<C>,
  typed: string,
  lead: string,
  { providers, context, signal }: CompletionRequest<C>,
): Promise<readonly string[]> {
  if (param.choices !== undefined) {
    const taken = lead.slice(lead.indexOf('=') + 1).split(',');
    return startingWith(param.choices, typed).filter((choice) => !taken.includes(choice));
  }
  const related = relatives[param.kind];
  const provider = providers[param.kind] ?? (related === undefined ? undefined : providers[related]);
  const completer = spec?.complete?.[key];
  const [provided, own] = await Promise.all([
    attempt(signal, () => provider?.(typed, signal)),
    attempt(signal, () => completer?.(typed, context, signal)),
  ]);
  const fitting = paths.has(param.kind) ? sortedPaths(provided, param) : startingWith(provided, typed);
  return [...fitting, ...startingWith(own, typed)];
}

/** By name, without regard to case. Where a folder is meant there are only folders; a lone link may be one, too. */
function sortedPaths(found: readonly string[], { isFolder }: Operand | Option): readonly string[] {
  const folders = isFolder === true ? found.filter((path) => /[\\/]$/.test(path)) : [];
  const keyed = (folders.length > 0 ? folders : found).map((path) => ({
    path,
    key: path.replace(/[\\/]$/, '').toLowerCase(),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ path }) => path);
}

type Values = Promise<readonly string[]> | readonly string[] | undefined;

/** What `get` gives; nothing where it fails, or does not settle before the signal is aborted. */
async function attempt(signal: AbortSignal, get: () => Values): Promise<readonly string[]> {
  if (signal.aborted) return [];
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const stop = (): void => resolve([]);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return (await Promise.race([get(), promise])) ?? [];
  } catch {
    return [];
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function startingWith(values: readonly string[], typed: string): readonly string[] {
  const start = typed.toLowerCase();
  return values.filter((value) => value.toLowerCase().startsWith(start));
}

/** Names come from a sensor: one that is not plain text on one line cannot be typed safely, so it is not offered. */
function harmless(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '' && escapeLine(value) === value);
}

/** All in the same quotes where one of them needs some, so that the part they share can be inserted. */
function candidatesOf(
  values: readonly string[],
  lead: string,
  openQuote: Quote | undefined,
  areNames: boolean,
): readonly Candidate[] {
  const wantsQuotes = !areNames && values.some((value) => needsQuotes(value));
  const quote = openQuote ?? (wantsQuotes ? preferredQuote(values.join('')) : undefined);
  const isSingle = values.length === 1;
  return values.map((value) => {
    const isComplete = isSingle && (areNames || !/[\\/]$/.test(value));
    const quoted = quote === undefined ? value : quoteWith(value, quote);
    const closed = quote === undefined ? quoted : isComplete ? quoted : quoted.slice(0, -1);
    return { insert: `${lead}${closed}${isComplete ? ' ' : ''}`, shown: value };
  });
}
