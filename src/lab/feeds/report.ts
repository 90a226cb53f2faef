import type { Era } from '../era.ts';
import type { Wire } from '../history/document-wire.ts';
import { isoTime } from '../history/wire-times.ts';
import type { RecordFields, RecordIndex } from '../search/search-records.ts';
import type { Feed } from './feed.ts';

/** What a report warns of. Hashes are lower-case. */
export interface Iocs {
  readonly md5?: readonly string[];
  readonly sha256?: readonly string[];
  readonly dns?: readonly string[];
  readonly ipv4?: readonly string[];
  readonly query?: readonly { readonly index_type: string; readonly search_query: string }[];
}

/** A threat report, as its feed has it (contract/feeds-reports.md). */
export interface Report {
  readonly feed: Feed;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly link: string;
  /** -100 (trusted) … 100. */
  readonly score: number;
  readonly tags: readonly string[];
  readonly iocs: Iocs;
  /** Unix milliseconds. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Hits of an ignored report raise no alert. */
export type ReportState = Report & { readonly isIgnored: boolean };

export function reportWire(report: ReportState, era: Era): Wire {
  const { feed, id, title, description, link, score, tags, iocs, createdMs, updatedMs, isIgnored } = report;
  return {
    id,
    feed_id: feed.id,
    feed_name: feed.name,
    feed_category: feed.category,
    title,
    description,
    link,
    timestamp: Math.floor(updatedMs / 1000),
    create_time: era.timedSegments ? isoTime(createdMs) : Math.floor(createdMs / 1000),
    update_time: isoTime(updatedMs),
    severity_score: score,
    score,
    iocs,
    tags,
    is_ignored: isIgnored,
    is_deleted: false,
    has_query: iocs.query !== undefined,
  };
}

const fields: RecordFields<ReportState> = {
  description: { type: 'text', bare: true, values: ({ description }) => [description] },
  domain: { type: 'domain', bare: true, values: ({ iocs }) => iocs.dns ?? [] },
  feed_category: { type: 'keyword', bare: true, values: ({ feed }) => [feed.category] },
  feed_name: { type: 'keyword', bare: true, values: ({ feed }) => [feed.name] },
  md5: { type: 'hash', bare: true, values: ({ iocs }) => iocs.md5 ?? [] },
  tags: { type: 'keyword', bare: true, values: ({ tags }) => tags },
  feed_id: { type: 'number', value: ({ feed }) => feed.id },
  report_id: { type: 'keyword', values: ({ id }) => [id] },
  id: { type: 'keyword', values: ({ id }) => [id] },
  ipaddr: { type: 'address', values: ({ iocs }) => iocs.ipv4 ?? [] },
  sha256: { type: 'hash', values: ({ iocs }) => iocs.sha256 ?? [] },
  title: { type: 'text', values: ({ title }) => [title] },
  is_ignored: { type: 'flag', values: ({ isIgnored }) => [String(isIgnored)] },
  is_deleted: { type: 'flag', values: () => ['false'] },
  has_query: { type: 'flag', values: ({ iocs }) => [String(iocs.query !== undefined)] },
  severity_score: { type: 'number', value: ({ score }) => score },
  create_time: { type: 'date', value: ({ createdMs }) => createdMs },
  update_time: { type: 'date', value: ({ updatedMs }) => updatedMs },
};

/** What is searched for in reports, and by what they are put in order (contract/query-fields.md). */
export const reportIndex: RecordIndex<ReportState> = {
  fields,
  defaultSort: 'severity_score desc',
  defaultFacets: ['feed_name', 'feed_category', 'severity_score', 'is_ignored', 'tags', 'create_time'],
  idOf: ({ feed, id }) => `${feed.id}:${id}`,
};
