import { needsQuotes, preferredQuote, quoteWith } from '../text/quote.ts';
import type { Quote } from '../text/tokenise.ts';
import { completionPoint } from './completion-point.ts';
import { type ValueSources, valuesAt } from './completion-values.ts';
import type { Options } from './params.ts';
import type { Spec } from './spec.ts';

export interface CompletionRequest extends ValueSources {
  readonly registry: readonly Spec<never>[];
  readonly line: string;
  readonly cursor: number;
  /** The global options that may stand in this line. */
  readonly globals: Options;
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

/** Completes the word at the cursor. A provider that fails gives no candidates; it rejects for a fault of ours alone. */
export async function completeLine(request: CompletionRequest): Promise<Completion> {
  const { registry, line, cursor, globals } = request;
  const point = completionPoint(registry, line, cursor, globals);
  if (point.what === 'nothing') return { start: cursor, candidates: [] };
  const { word } = point;
  if (point.what === 'names') {
    const names = point.names.map(({ name }) => name);
    return { start: word.start, candidates: candidatesOf(names, '', word.openQuote, true) };
  }
  const { lead, values } = await valuesAt(point, request);
  return { start: word.start, candidates: candidatesOf(values, lead, word.openQuote, false) };
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
