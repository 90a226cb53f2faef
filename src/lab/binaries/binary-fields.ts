import type { Fleet } from '../fleet/fleet.ts';
import type { SensorGroup } from '../fleet/groups.ts';
import { type TextKind, textMatcher } from '../query/matchers.ts';
import { dateSpan, numberSpan, type Span } from '../query/numbers.ts';
import { queryFilter } from '../query/query-filter.ts';
import { type Query, QueryError, type Value } from '../query/syntax.ts';
import { noTags, type TaggingQueries } from '../watchlists/watchlist-book.ts';
import { binaryBytes } from './binary-content.ts';
import type { SeenBinary } from './binary-index.ts';
import { feedTags } from './feed-tags.ts';

export interface BinaryContext {
  readonly fleet: Fleet;
  readonly groups: ReadonlyMap<number, SensorGroup>;
  readonly watchlists: TaggingQueries;
  readonly nowMs: number;
}

type Field =
  | {
      readonly type: TextKind;
      readonly bare: boolean;
      values(binary: SeenBinary, context: BinaryContext): Iterable<string>;
    }
  | { readonly type: 'count' | 'date'; readonly bare: false; value(binary: SeenBinary): number | undefined };

const text = (of: (binary: SeenBinary) => string, bare = true): Field => ({
  type: 'text',
  bare,
  values: (binary) => [of(binary)],
});

/** Fields of a binary, and of a process that are looked up in its binary (contract/query-fields.md). */
const fields: Readonly<Record<string, Field>> = {
  md5: { type: 'hash', bare: true, values: ({ md5 }) => [md5] },
  sha256: { type: 'hash', bare: false, values: ({ sha256 }) => [sha256] },
  observed_filename: { type: 'path', bare: true, values: ({ paths }) => paths },
  original_filename: text(({ spec }) => (spec.version === '' ? '' : spec.fileName)),
  internal_name: text(({ spec }) => (spec.version === '' ? '' : stem(spec.fileName))),
  file_desc: text(({ spec }) => spec.description),
  file_version: text(({ spec }) => spec.version),
  product_name: text(({ spec }) => spec.product),
  product_version: text(({ spec }) => spec.version),
  product_desc: text(() => ''),
  company_name: text(({ spec }) => spec.company),
  legal_copyright: text(({ spec }) => copyright(spec.company)),
  legal_trademark: text(() => ''),
  private_build: text(() => ''),
  special_build: text(() => ''),
  comments: text(() => ''),
  digsig_result: { type: 'keyword', bare: true, values: ({ spec }) => [spec.signature.result] },
  digsig_publisher: text(({ spec }) => spec.signature.publisher),
  digsig_issuer: text(({ spec }) => issuer(spec.signature.publisher)),
  digsig_subject: text(({ spec }) => spec.signature.publisher),
  digsig_prog_name: text(({ spec }) => (spec.signature.publisher === '' ? '' : spec.product)),
  digsig_sign_time: { type: 'date', bare: false, value: ({ spec }) => spec.signature.signedAt },
  is_64bit: { type: 'flag', bare: false, values: () => ['true'] },
  is_executable_image: { type: 'flag', bare: false, values: ({ spec }) => [String(spec.isExecutable)] },
  tampered: { type: 'flag', bare: false, values: () => ['false'] },
  os_type: { type: 'keyword', bare: false, values: ({ spec }) => [spec.os === 'macos' ? 'osx' : spec.os] },
  orig_mod_len: { type: 'count', bare: false, value: ({ spec }) => spec.size },
  copied_mod_len: { type: 'count', bare: false, value: (binary) => heldBytes(binary) },
  host_count: { type: 'count', bare: false, value: ({ sensors }) => sensors.size },
  server_added_timestamp: { type: 'date', bare: false, value: ({ first }) => first },
  last_seen: { type: 'date', bare: false, value: ({ last }) => last },
  hostname: { type: 'keyword', bare: true, values: (binary, context) => hostnames(binary, context) },
  group: { type: 'keyword', bare: true, values: (binary, context) => groupNames(binary, context) },
};

/** Fields that a process query looks up in the binary index. */
export const joinedFields: ReadonlySet<string> = new Set(
  Object.keys(fields).filter(
    (name) =>
      name.startsWith('digsig_') ||
      ['is_64bit', 'is_executable_image', 'orig_mod_len', 'copied_mod_len', 'observed_filename'].includes(
        name,
      ) ||
      (fields[name]?.type === 'text' && name !== 'comments'),
  ),
);

/** Says which binaries a query is for. @throws QueryError for values that a field cannot have. */
export function binaryFilter(query: Query, context: BinaryContext): (binary: SeenBinary) => boolean {
  return queryFilter(query, (field, value) =>
    field === undefined
      ? bareFields.map((name) => fieldFilter(name, value, context))
      : [fieldFilter(field, value, context)],
  );
}

const bareFields = Object.keys(fields).filter((name) => fields[name]?.bare === true);

/** One field of a binary against a value; an unknown field has no values. */
export function fieldFilter(
  name: string,
  value: Value,
  context: BinaryContext,
): (binary: SeenBinary) => boolean {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return tagFilter(name, value, context);
  if ('value' in field) {
    const span = field.type === 'count' ? numberSpan(value) : dateSpan(value, context.nowMs);
    return (binary) => within(span, field.value(binary));
  }
  const matches = textMatcher(field.type, value);
  return (binary) => {
    for (const stored of field.values(binary, context)) {
      if (matches(stored)) return true;
    }
    return false;
  };
}

function tagFilter(name: string, value: Value, context: BinaryContext): (binary: SeenBinary) => boolean {
  const feed = /^alliance_score_(.+)$/.exec(name)?.[1];
  if (feed !== undefined) {
    const span = numberSpan(value);
    return ({ spec }) => within(span, feedTags(spec).find((tag) => tag.feed === feed)?.score);
  }
  const query = name.startsWith('watchlist_')
    ? context.watchlists.queries('modules').get(name.slice('watchlist_'.length))
    : undefined;
  if (query === undefined) return () => false;
  const span = dateSpan(value, context.nowMs);
  const isTagged = savedFilter(query, context);
  return (binary) => within(span, isTagged(binary) ? binary.first : undefined);
}

/** The query of a watchlist; one with values that its fields cannot have finds nothing. */
function savedFilter(query: Query, context: BinaryContext): (binary: SeenBinary) => boolean {
  try {
    return binaryFilter(query, { ...context, watchlists: noTags });
  } catch (error) {
    if (error instanceof QueryError) return () => false;
    throw error;
  }
}

/** Says which watchlists tagged a binary, by their ids. */
export function binaryTags(context: BinaryContext): (binary: SeenBinary) => string[] {
  const filters = Array.from(
    context.watchlists.queries('modules'),
    ([id, query]) => [id, savedFilter(query, context)] as const,
  );
  return (binary) => filters.flatMap(([id, isTagged]) => (isTagged(binary) ? [id] : []));
}

function within(span: Span | undefined, value: number | undefined): boolean {
  return value !== undefined && (span === undefined || (value >= span.low && value <= span.high));
}

/** How much of the content the server has; nothing of what only a document tells of. */
export function heldBytes({ spec }: SeenBinary): number {
  return spec.knownMd5 === undefined ? spec.size : 0;
}

/** The content; undefined where the server never got it. */
export function heldContent(binary: SeenBinary): Buffer | undefined {
  return heldBytes(binary) === 0 ? undefined : binaryBytes(binary.spec);
}

function hostnames({ sensors }: SeenBinary, { fleet }: BinaryContext): string[] {
  return [...sensors].flatMap((id) => fleet.get(id)?.hostname ?? []);
}

export function groupNames({ sensors }: SeenBinary, { fleet, groups }: BinaryContext): string[] {
  const names = [...sensors].flatMap((id) => groups.get(fleet.get(id)?.groupId ?? 0)?.name ?? []);
  return [...new Set(names)];
}

export function copyright(company: string): string {
  return company === '' ? '' : `© ${company}. All rights reserved.`;
}

export function issuer(publisher: string): string {
  if (publisher === '') return '';
  return publisher.startsWith('Microsoft')
    ? 'Microsoft Windows Production PCA 2011'
    : 'Example Code Signing CA';
}

export function stem(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '');
}
