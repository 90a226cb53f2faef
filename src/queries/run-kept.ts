import { CbError } from '../errors/cb-error.ts';
import { checkQuery } from '../ops/query-check.ts';
import type { WantedSearch } from '../ops/wanted-search.ts';
import { longName } from '../spec/names.ts';
import type { InputOf } from '../spec/params.ts';
import type { Result } from '../spec/result.ts';
import { searchBinaries } from './binary/search.ts';
import type { QueryContext } from './context.ts';
import { processOptions, searchProcesses } from './process/search.ts';
import { searchOptions } from './search-options.ts';

interface KeptRun {
  /** What is run, as a sentence begins with it: `watchlist 19`. */
  readonly what: string;
  readonly input: InputOf<Record<never, never>, typeof processOptions>;
}

/** Searches with a query that was kept somewhere, as `cbq process` or `cbq binary` would with their options. */
export async function runKept(
  wanted: WantedSearch,
  index: 'process' | 'binary',
  { what, input }: KeptRun,
  context: QueryContext,
): Promise<Result> {
  const foreign =
    index === 'binary' &&
    Object.keys(processOptions).find((key) => !(key in searchOptions) && isGiven(input, key));
  if (typeof foreign === 'string')
    throw new CbError('Usage', `${what} finds binaries, and ${longName(foreign)} is for processes`);
  checkQuery(wanted.q, index, context.note);
  return index === 'binary'
    ? await searchBinaries(wanted, input, context)
    : await searchProcesses(wanted, input, context);
}

function isGiven(input: Readonly<Record<string, unknown>>, key: string): boolean {
  const value = input[key];
  return value !== undefined && value !== false;
}
