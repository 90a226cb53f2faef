import { CbError } from '../../errors/cb-error.ts';
import { banWork } from '../../ops/ban-work.ts';
import { feedDocument, mustBeFeedName } from '../../ops/feed-file.ts';
import { queryOfIndicator } from '../../ops/indicator-hits.ts';
import { newFile } from '../../ops/new-file.ts';
import { done, type Result } from '../../spec/result.ts';
import type { Indicator } from '../../text/indicators.ts';
import { keptBans } from '../../undo/kept-bans.ts';
import { targetColumns } from '../../views/ban-columns.ts';
import { bulk } from '../../views/bulk-rows.ts';
import type { QueryContext } from '../context.ts';
import { makeWatchlist } from '../watchlist/make.ts';

/** What is done with the indicators of a report; one of these at a time. */
export const goOnOptions = {
  ban: { kind: 'flag', about: 'ban the MD5s, after a question' },
  watchlist: { kind: 'text', value: 'NAME', about: 'make a watchlist that looks for them, after a question' },
  feed: { kind: 'text', value: 'NAME', about: 'write them as a feed into the file NAME.json' },
} as const;

export interface GoOnInput {
  readonly ban: boolean;
  readonly watchlist: string | undefined;
  readonly feed: string | undefined;
}

/** Clauses of a watchlist: the server runs it every ten minutes, and takes 1024. */
const mostWatched = 300;

export function goesOn({ ban, watchlist, feed }: GoOnInput): boolean {
  return ban || watchlist !== undefined || feed !== undefined;
}

/** Does it with these indicators; `source` is what the report is called. */
export async function goOn(
  indicators: readonly Indicator[],
  source: string,
  { watchlist, feed }: GoOnInput,
  context: QueryContext,
): Promise<Result> {
  if (indicators.length === 0)
    throw new CbError('Usage', 'there is no indicator to go on with; nothing was sent');
  if (feed !== undefined) return await writeFeed(indicators, source, feed, context);
  return watchlist === undefined
    ? await banMd5s(indicators, source, context)
    : await watch(indicators, source, watchlist, context);
}

async function writeFeed(
  indicators: readonly Indicator[],
  source: string,
  name: string,
  { runtime, nowMs, dryRun }: QueryContext,
): Promise<Result> {
  mustBeFeedName(name);
  const file = await newFile(runtime.files, `${name}.json`, false);
  const fields = { path: file.path, indicators: indicators.length };
  if (dryRun) return done(`would write ${indicators.length} indicators into ${file.path}`, fields);
  await file.write(feedDocument({ name, title: source, indicators, nowMs: nowMs() }));
  return done(
    `${indicators.length} indicators are in ${file.path}; cbq feed add takes the address that it is put at`,
    fields,
    file.path,
  );
}

async function banMd5s(
  indicators: readonly Indicator[],
  source: string,
  context: QueryContext,
): Promise<Result> {
  const md5s = indicators.filter(({ type }) => type === 'md5').map(({ value }) => value);
  const sha256s = indicators.filter(({ type }) => type === 'sha256').length;
  if (sha256s > 0)
    context.note(`not banned: ${sha256s} SHA-256 ${sha256s === 1 ? 'hash' : 'hashes'}, as bans are of MD5s`);
  if (md5s.length === 0) throw new CbError('Usage', 'there is no MD5 to ban; nothing was sent');
  const what = md5s.length === 1 ? `the MD5 ${md5s[0]}` : `${md5s.length} MD5s`;
  const { progress } = context.runtime;
  const text = `indicator of ${source}`;
  const work = await banWork(await context.cb(), md5s, text, {
    ...context,
    progress,
    force: false,
    question: `ban ${what} of ${source}?`,
    forceHint: 'cbq ban add MD5 --force bans it',
  });
  return bulk({ ...keptBans(work, text, context.keeper), columns: targetColumns }, context);
}

async function watch(
  indicators: readonly Indicator[],
  source: string,
  name: string,
  context: QueryContext,
): Promise<Result> {
  if (indicators.length > mostWatched) {
    throw new CbError(
      'Usage',
      `${indicators.length} indicators are too many for one watchlist: it takes ${mostWatched}`,
      {
        hint: '--type takes some of them; --feed has room for all',
      },
    );
  }
  await context.ask.confirm(
    `make the watchlist "${name}", which looks for ${indicators.length} indicators of ${source}?`,
  );
  return await makeWatchlist(
    {
      id: undefined,
      name,
      type: 'process',
      description: `Indicators of ${source}`,
      query: `(${indicators.map(queryOfIndicator).join(' or ')})`,
      isRaw: false,
      filters: [],
      isEnabled: true,
      actions: [],
    },
    context,
  );
}
