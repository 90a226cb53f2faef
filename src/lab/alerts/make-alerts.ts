import { binaryFilter } from '../binaries/binary-fields.ts';
import type { SeenBinary } from '../binaries/binary-index.ts';
import { binarySpec } from '../binaries/binary-spec.ts';
import type { SensorGroup } from '../fleet/groups.ts';
import { osTypeOf } from '../fleet/host-type.ts';
import { type DocumentRow, documentsById } from '../history/document-rows.ts';
import { processGuidOf, segmentId, uniqueId } from '../history/document-wire.ts';
import type { History, Image } from '../history/history.ts';
import { type Random, seededRandom } from '../random.ts';
import { compileSaved } from '../search/compile.ts';
import { soughtWords, wrapMatches } from '../search/highlights.ts';
import type { SearchContext } from '../search/search-context.ts';
import { type Alert, type AlertCause, type AlertState, alertStatuses, nextState } from './alert.ts';
import { type CauseRule, causeRules } from './alert-causes.ts';

export interface AlertPlan {
  readonly seed: number;
  readonly count: number;
  /** Unix milliseconds that the reports count back from; no alert is younger. */
  readonly sinceMs: number;
}

/** What a rule may pick from. */
type Pool =
  | { readonly kind: 'documents'; readonly rule: CauseRule; readonly ids: readonly number[] }
  | { readonly kind: 'images'; readonly rule: CauseRule; readonly images: readonly Image[] };

/** Documents that one rule picks from, the newest ones. */
const mostOfRule = 5_000;
const minute = 60_000;

/** The alerts of a lab: the first ones have every type and every status, and more of them hold the fewer unchanged. */
export function makeAlerts({ seed, count, sinceMs }: AlertPlan, context: SearchContext): Alert[] {
  const pools = causeRules(seed, sinceMs).flatMap((rule) => poolOf(rule, context));
  if (pools.length === 0) return [];
  const turns = pools.flatMap((pool) => Array.from({ length: turnsOf(pool) }, () => pool));
  const picks = Array.from({ length: count }, (_none, index) => {
    const random = seededRandom(seed, `alert ${index}`);
    // Once around all rules, then by weight.
    const pool = (index < pools.length ? pools[index] : undefined) ?? random.pick(turns);
    return { index, random, pool, document: pool.kind === 'documents' ? random.pick(pool.ids) : 0 };
  });
  const wanted = [...new Set(picks.map(({ document }) => document))].filter((id) => id > 0);
  const documents = new Map(documentsById(context.history, wanted).map((row) => [row.id, row]));
  const hosts = new Map<number, readonly number[]>();
  return picks.flatMap(({ index, random, pool, document }) => {
    const row = documents.get(document);
    if (pool.kind === 'documents')
      return row === undefined ? [] : [ofDocument(row, pool.rule, index, random, sinceMs, context)];
    const image = random.pick(pool.images);
    const sensors = hosts.get(image.id) ?? sensorsOf(image, context.history);
    hosts.set(image.id, sensors);
    return sensors.length === 0 ? [] : [ofImage(image, sensors, pool.rule, index, random, sinceMs, context)];
  });
}

/** A rule that has little to pick from has its turn less often. */
function turnsOf(pool: Pool): number {
  const size = pool.kind === 'documents' ? pool.ids.length : pool.images.length;
  return Math.min(pool.rule.weight, Math.ceil(size / 4));
}

function poolOf(rule: CauseRule, context: SearchContext): Pool[] {
  const { history } = context;
  if (rule.type.endsWith('.process')) {
    const { sql, params } = compileSaved(rule.query, context);
    const ids = history.file
      .prepare(`SELECT id FROM document WHERE ${sql} ORDER BY updated DESC, id DESC LIMIT ${mostOfRule}`)
      .all(...params)
      .map(({ id }) => Number(id));
    return ids.length === 0 ? [] : [{ kind: 'documents', rule, ids }];
  }
  const isMeant = binaryFilter(rule.query, context);
  const images = history.images.filter((image) => image.path !== '' && isMeant(seenAt(image, history)));
  return images.length === 0 ? [] : [{ kind: 'images', rule, images }];
}

/** An image as the binary index would have it, as far as rules ask. */
function seenAt({ path, binary }: Image, history: History): SeenBinary {
  const spec = binarySpec(binary);
  return {
    spec,
    ...history.hashes(binary),
    paths: new Set([path]),
    sensors: new Set(),
    first: 0,
    last: 0,
  };
}

function sensorsOf({ id }: Image, { file }: History): number[] {
  return file
    .prepare('SELECT DISTINCT sensor FROM document WHERE image = ? ORDER BY sensor')
    .all(id)
    .map(({ sensor }) => Number(sensor));
}

function ofDocument(
  row: DocumentRow,
  rule: CauseRule,
  index: number,
  random: Random,
  sinceMs: number,
  context: SearchContext,
): Alert {
  const { history } = context;
  const image = history.images[row.image];
  const hashes = image === undefined ? { md5: '', sha256: '' } : history.hashes(image.binary);
  const guid = processGuidOf(row);
  const segment = segmentId(row, history);
  return {
    ...common(rule, row.sensor, row.received, index, random, sinceMs, context),
    cause: causeFor(rule, hashes.md5, row.line),
    totalHosts: 1,
    ...hashes,
    process: {
      name: history.names[row.name] ?? '',
      path: image?.path ?? '',
      guid,
      uniqueId: uniqueId(guid, segment, history),
      segment,
      username: history.accounts[row.account]?.username ?? '',
      counts: {
        modload_count: row.modloads,
        filemod_count: row.filemods,
        regmod_count: row.regmods,
        netconn_count: row.netconns,
        childproc_count: row.childprocs,
        crossproc_count: row.crossprocs,
        ...(history.era.sha256 ? { fileless_scriptload_count: row.scripts } : {}),
      },
    },
    observedFilenames: [],
  };
}

function ofImage(
  image: Image,
  sensors: readonly number[],
  rule: CauseRule,
  index: number,
  random: Random,
  sinceMs: number,
  context: SearchContext,
): Alert {
  const hashes = context.history.hashes(image.binary);
  const seenMs = sinceMs - random.int(0, 20 * 24 * 60) * minute - random.int(1, 59_999);
  return {
    ...common(rule, random.pick(sensors), seenMs, index, random, sinceMs, context),
    cause: causeFor(rule, hashes.md5, ''),
    totalHosts: sensors.length,
    ...hashes,
    process: undefined,
    observedFilenames: [image.path],
  };
}

function common(
  rule: CauseRule,
  sensorId: number,
  seenMs: number,
  index: number,
  random: Random,
  sinceMs: number,
  { fleet, groups }: SearchContext,
) {
  const sensor = fleet.get(sensorId);
  const createdMs = Math.min(sinceMs, seenMs + random.int(900, 90_000));
  const { feedRating, score } = rule.cause;
  const sensorCriticality = criticality(groups.get(sensor?.groupId ?? 0));
  return {
    id: uuid(index, random),
    type: rule.type,
    createdMs,
    severity: Math.round(score * (0.375 + 0.05 * feedRating + 0.05 * sensorCriticality) * 1000) / 1000,
    sensorCriticality,
    iocConfidence: 0.5,
    sensorId,
    hostname: sensor?.hostname ?? '',
    osType: sensor === undefined ? '' : osTypeOf(sensor),
    firstState: firstState(index, random, createdMs, sinceMs),
  };
}

function criticality(group: SensorGroup | undefined): number {
  const value = Number(group?.['alert_criticality'] ?? 3);
  return Number.isFinite(value) ? value : 3;
}

const colleagues = ['analyst', 'hschulz', 'jmoreau'] as const;

/** Most are open; the first four have one status each. */
function firstState(index: number, random: Random, createdMs: number, sinceMs: number): AlertState {
  const status =
    alertStatuses[index] ??
    random.pick([
      'Unresolved',
      'Unresolved',
      'Unresolved',
      'Unresolved',
      'In Progress',
      'Resolved',
      'Resolved',
      'False Positive',
    ] as const);
  const colleague = random.pick(colleagues);
  const resolvedMs = Math.min(sinceMs, createdMs + random.int(5, 3000) * minute);
  const open: AlertState = { status: 'Unresolved', assignedTo: null, resolvedMs: null, resolvedBy: null };
  return status === 'Unresolved'
    ? open
    : nextState(open, { status, assignedTo: colleague }, colleague, resolvedMs);
}

/** What it is about exactly: the hash, and the words that were found. */
function causeFor({ cause, query }: CauseRule, md5: string, line: string): AlertCause {
  if (cause.iocType === 'md5') return { ...cause, iocValue: md5 };
  const marked = wrapMatches(line, soughtWords(query, ['cmdline']));
  return cause.iocType === 'query' && marked !== line
    ? { ...cause, iocAttr: { highlights: [marked] } }
    : cause;
}

/** Version 4, as far as one can see; the end of it is the number of the alert, so that no two are the same. */
function uuid(index: number, random: Random): string {
  const [a, b, c, d, e] = [random.hex(8), random.hex(4), random.hex(3), random.hex(3), random.hex(4)];
  const last = index.toString(16).padStart(8, '0');
  return `${a}-${b}-4${c}-${random.pick(['8', '9', 'a', 'b'])}${d}-${e}${last}`;
}
