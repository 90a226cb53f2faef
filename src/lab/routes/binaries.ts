import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type BinaryContext, binaryFilter, heldContent } from '../binaries/binary-fields.ts';
import type { SeenBinary } from '../binaries/binary-index.ts';
import { binaryFacets, binarySorts, binaryWire } from '../binaries/binary-wire.ts';
import { defaultIcon, iconOf } from '../binaries/icon.ts';
import { zipArchive } from '../binaries/zip-archive.ts';
import { refuse } from '../failure.ts';
import { termsOf } from '../query/parse.ts';
import { QueryError } from '../query/syntax.ts';
import { namedFacet } from '../search/facets.ts';
import { readSearch, type SearchRequest } from '../search/search-request.ts';
import { searching, searchParameters } from '../search/searching.ts';
import type { LabWorld } from '../world.ts';

type ByMd5 = { Params: { md5: string } };

/** By every name that a facet has; clients read both `company_name` and `company_name_facet` (contract/binaries.md). */
const rules = { isTimed: false, defaultFacets: Object.keys(binaryFacets) };

/** The module store: search, summary, download, icon (contract/binaries.md). */
export function binaryRoutes(app: FastifyInstance, world: LabWorld): void {
  const { era } = world;
  const context = (): BinaryContext => ({
    fleet: world.fleet,
    groups: world.groups,
    watchlists: world.watchlists,
    nowMs: world.clock.nowMs(),
  });
  const find = async (md5: string) => (await world.records.open()).binaries().get(md5);

  const search = async (request: FastifyRequest) => {
    const { binaries } = await world.records.open();
    const since = performance.now();
    return searching(era, () => {
      const asked = readSearch(searchParameters(request), rules, world.clock.nowMs());
      const found = binaries().all.filter(binaryFilter(asked.query, context()));
      const page = sorted(found, asked.sort).slice(asked.start, asked.start + asked.rows);
      return {
        terms: termsOf(asked.query),
        results: page.map((binary) => binaryWire(binary, era, context())),
        total_results: found.length,
        start: asked.start,
        facets: facets(asked, found, context()),
        highlights: [],
        elapsed: (performance.now() - since) / 1000,
      };
    });
  };
  app.get('/api/v1/binary', search);
  app.post('/api/v1/binary', search);

  app.get<ByMd5>('/api/v1/binary/:md5/summary', async ({ params }) => {
    const binary = known(await find(params.md5), params.md5);
    return { ...binaryWire(binary, era, context()), icon: iconOf(binary.spec).toString('base64') };
  });

  app.get<ByMd5>('/api/v1/binary/:md5/icon', async ({ params }, reply) => {
    const binary = await find(params.md5);
    return reply.type('image/png').send(binary === undefined ? defaultIcon() : iconOf(binary.spec));
  });

  app.get<ByMd5>('/api/v1/binary/:md5', async ({ params }, reply) => {
    const binary = known(await find(params.md5), params.md5);
    const bytes = heldContent(binary);
    if (bytes === undefined) throw refuse(404, `The content of ${params.md5} was never collected`);
    return sendArchive(reply, binary, bytes);
  });
}

function known(binary: SeenBinary | undefined, md5: string): SeenBinary {
  if (binary === undefined) throw refuse(404, `Binary ${md5} not found`);
  return binary;
}

function sendArchive(reply: FastifyReply, { md5, first, paths }: SeenBinary, bytes: Buffer): FastifyReply {
  const [path = ''] = paths;
  const lines = [
    ['Timestamp', metadataTime(first)],
    ['OrigFilename', path.replace(/^c:/, '\\device\\harddiskvolume2')],
    ['OrigModLen', String(bytes.length)],
    ['CopiedModLen', String(bytes.length)],
    ['MD5', md5.toUpperCase()],
  ].map(([key = '', value = '']) => `${key.padEnd(31)}: ${value}\r\n`);
  reply.header('content-disposition', `attachment; filename="${md5.toUpperCase()}.zip"`);
  return reply.type('application/zip').send(
    zipArchive([
      { name: 'filedata', bytes },
      { name: 'metadata', bytes: Buffer.from(lines.join('')) },
    ]),
  );
}

/** `02/01/2017 04:05:44`. */
function metadataTime(ms: number): string {
  const [, year = '', month = '', day = '', time = ''] =
    /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(ms).toISOString()) ?? [];
  return `${month}/${day}/${year} ${time}`;
}

function sorted(binaries: readonly SeenBinary[], text: string | undefined): SeenBinary[] {
  const [name = '', direction = 'asc'] = (text?.trim() || 'server_added_timestamp desc').split(/\s+/);
  const of = Object.hasOwn(binarySorts, name) ? binarySorts[name] : undefined;
  if (of === undefined || !/^(asc|desc)$/i.test(direction))
    throw new QueryError(`nothing can be sorted by ${text}`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return binaries.toSorted((a, b) => sign * compare(of(a), of(b)) || compare(a.md5, b.md5));
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function facets({ facets: fields }: SearchRequest, found: readonly SeenBinary[], context: BinaryContext) {
  return Object.fromEntries(fields.map((field) => [field, facet(field, found, context)]));
}

/** Months of four years, days of one month (contract/binaries.md). */
const timeBuckets: Readonly<Record<string, number>> = { digsig_sign_time: 48, server_added_timestamp: 30 };

function facet(field: string, found: readonly SeenBinary[], context: BinaryContext): unknown[] {
  const valuesOf = Object.hasOwn(binaryFacets, field) ? binaryFacets[field] : undefined;
  const counts = new Map<string, number>();
  for (const binary of valuesOf === undefined ? [] : found) {
    for (const value of valuesOf?.(binary, context) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const most = timeBuckets[field];
  return most === undefined
    ? namedFacet(counts)
    : [...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(-most)
        .map(([name, value]) => ({ name, value }));
}
