import { toBoolean, toId, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A report of a feed (contract/feeds-reports.md, "Threat reports"). What is missing is empty. */
export interface ThreatReport {
  readonly feedId: string;
  readonly id: string;
  readonly title: string;
  readonly isIgnored: boolean;
  /** What it looks for. */
  readonly iocs: readonly Ioc[];
  readonly wire: WireObject;
}

/** Reads a threat report; never fails on what is missing or mistyped. Some name their id `report_id`. */
export function readThreatReport(json: unknown): ThreatReport {
  const wire = toObject(json);
  return {
    feedId: toId(wire['feed_id']) ?? '',
    id: toId(wire['id']) ?? toId(wire['report_id']) ?? '',
    title: toText(wire['title']) ?? '',
    isIgnored: toBoolean(wire['is_ignored']) ?? false,
    iocs: iocsOf(wire),
    wire,
  };
}

/** Kinds of indicators in the order they are shown. */
const iocKinds = ['md5', 'sha256', 'ipv4', 'ipv6', 'dns'] as const;

export interface Ioc {
  /** A kind of `iocKinds`, `query (events)`, or what else the report names. */
  readonly kind: string;
  readonly value: string;
}

/** The indicators of a report; `iocs` may be missing, or hold anything. */
function iocsOf(wire: WireObject): readonly Ioc[] {
  const all = toObject(wire['iocs']);
  const known: readonly string[] = iocKinds;
  const others = Object.keys(all).filter((kind) => !known.includes(kind));
  return [...known, ...others].flatMap((kind) => {
    const values: unknown = all[kind];
    const list = Array.isArray(values) ? values : values === undefined || values === null ? [] : [values];
    return list.map((value) => iocOf(kind, value));
  });
}

function iocOf(kind: string, value: unknown): Ioc {
  const { index_type: index, search_query: query } = toObject(value);
  if (query === undefined) return { kind, value: toText(value) ?? JSON.stringify(value) };
  const where = toText(index);
  return { kind: where === undefined ? kind : `${kind} (${where})`, value: toText(query) ?? '' };
}
