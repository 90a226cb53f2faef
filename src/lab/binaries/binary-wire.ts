import type { Era } from '../era.ts';
import type { Wire } from '../history/document-wire.ts';
import { isoTime } from '../history/wire-times.ts';
import {
  type BinaryContext,
  binaryTags,
  copyright,
  groupNames,
  heldBytes,
  issuer,
  stem,
} from './binary-fields.ts';
import type { SeenBinary } from './binary-index.ts';
import { feedTags } from './feed-tags.ts';

const osNames = { windows: 'Windows', linux: 'Linux', macos: 'OSX' } as const;

/** A binary as search and summary have it; what is empty is left out (contract/binaries.md). */
export function binaryWire(binary: SeenBinary, era: Era, context: BinaryContext): Wire {
  const { spec, md5, sha256, paths, sensors, first, last } = binary;
  const { result, code, publisher, signedAt } = spec.signature;
  const hasVersion = spec.version !== '';
  const texts = {
    original_filename: hasVersion ? spec.fileName : '',
    internal_name: hasVersion ? stem(spec.fileName) : '',
    file_desc: spec.description,
    file_version: spec.version,
    product_name: spec.product,
    product_version: spec.version,
    company_name: spec.company,
    legal_copyright: copyright(spec.company),
    digsig_publisher: publisher,
    digsig_issuer: issuer(publisher),
    digsig_subject: publisher,
    digsig_prog_name: publisher === '' ? '' : spec.product,
    digsig_sign_time: signedAt === undefined ? '' : isoTime(Math.floor(signedAt / 1000) * 1000),
  };
  const added = isoTime(first + 41_137);
  // Servers of 6.x that came from 5.x list what they knew before once more, in small letters.
  const known = (names: string[]) =>
    era.name === '6.2' && sensors.size > 2
      ? [...new Set([...names, ...names.map((name) => name.toLowerCase())])]
      : names;
  const wire: Wire = {
    md5: md5.toUpperCase(),
    ...(era.sha256 ? { sha256 } : {}),
    orig_mod_len: spec.size,
    copied_mod_len: heldBytes(binary),
    observed_filename: [...paths],
    is_executable_image: spec.isExecutable,
    is_64bit: true,
    digsig_result: result,
    signed: result,
    digsig_result_code: String(code),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    os_type: osNames[spec.os],
    host_count: sensors.size,
    endpoint: known([...sensors].map((id) => `${context.fleet.get(id)?.hostname ?? ''}|${id}`)),
    group: known(groupNames(binary, context)),
    server_added_timestamp: added,
    timestamp: added,
    last_seen: isoTime(Math.max(last, first) + 41_137),
    watchlists: binaryTags(context)(binary).map((wid) => ({ wid, value: added })),
    cb_version: Number(era.version.split('.').slice(0, 3).join('')),
    facet_id: Number.parseInt(md5.slice(0, 6), 16),
    event_partition_id: era.timedSegments ? [first] : [],
  };
  for (const { feed, score, link, reports } of feedTags(spec)) {
    wire[`alliance_score_${feed}`] = score;
    wire[`alliance_link_${feed}`] = link;
    wire[`alliance_data_${feed}`] = reports;
    wire[`alliance_updated_${feed}`] = added;
  }
  return wire;
}

/** What a search can be sorted by. */
export const binarySorts: Readonly<Record<string, (binary: SeenBinary) => number | string>> = {
  server_added_timestamp: ({ first }) => first,
  timestamp: ({ first }) => first,
  last_seen: ({ last }) => last,
  md5: ({ md5 }) => md5,
  host_count: ({ sensors }) => sensors.size,
  orig_mod_len: ({ spec }) => spec.size,
  digsig_publisher: ({ spec }) => spec.signature.publisher,
  company_name: ({ spec }) => spec.company,
  product_name: ({ spec }) => spec.product,
  original_filename: ({ spec }) => spec.fileName,
};

const dayMs = 86_400_000;

type Buckets = (binary: SeenBinary, context: BinaryContext) => readonly string[];

/** Under its own name, and under that of the whole text that is not cut into words. */
function twice(name: string, buckets: Buckets): Record<string, Buckets> {
  return { [name]: buckets, [`${name}_facet`]: buckets };
}

/** What a facet counts of a binary: a value, or several; months and days for times. */
export const binaryFacets: Readonly<Record<string, Buckets>> = {
  ...twice('product_name', ({ spec }) => [spec.product]),
  ...twice('file_version', ({ spec }) => [spec.version]),
  ...twice('company_name', ({ spec }) => [spec.company]),
  ...twice('digsig_publisher', ({ spec }) => [spec.signature.publisher]),
  ...twice('observed_filename', ({ paths }) => [...paths]),
  digsig_result: ({ spec }) => [spec.signature.result],
  signed: ({ spec }) => [spec.signature.result],
  os_type: ({ spec }) => [osNames[spec.os]],
  host_count: ({ sensors }) => [String(sensors.size)],
  group: (binary, context) => groupNames(binary, context),
  hostname: ({ sensors }, { fleet }) => [...sensors].map((id) => fleet.get(id)?.hostname ?? ''),
  alliance_score_virustotal: ({ spec }) =>
    feedTags(spec)
      .filter(({ feed }) => feed === 'virustotal')
      .map(({ score }) => String(score)),
  digsig_sign_time: ({ spec: { signature } }) =>
    signature.signedAt === undefined ? [] : [`${isoTime(signature.signedAt).slice(0, 7)}-01T00:00:00Z`],
  server_added_timestamp: ({ first }) => [isoTime(Math.floor(first / dayMs) * dayMs)],
};
