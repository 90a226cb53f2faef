import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { notMeant } from '../store/grown-steps.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Attempt } from '../store/run-types.ts';
import type { HostAnswer } from './fold-step.ts';

export interface WantedAnswers {
  readonly step: number | undefined;
  /** Sensor ids; undefined for all. */
  readonly hosts: ReadonlySet<number> | undefined;
  readonly isFailed: boolean;
}

/** Answers are looked through as a whole up to this; what is longer has a file of its own. */
const mostBytes = 64 * 1024 * 1024;
/** Most answers are short: no more is read than there is. */
const pieceBytes = 256 * 1024;

/** Marks the row that stands for a file of them; no JSON shows it. */
const longFile = Symbol('long file');

/** What the hosts of a run gave, each step by its last attempt. */
export async function* readAnswers(
  store: RunStore,
  wanted: WantedAnswers,
  files: Pick<LocalFiles, 'read'>,
): AsyncGenerator<HostAnswer> {
  const names = new Map(store.hosts().map(({ id, name }) => [id, name]));
  for (const attempt of store.lastAttempts(wanted.step)) {
    const { step, state, host, detail } = attempt;
    if (state === 'intended' || state === 'dropped') continue;
    // Nothing was asked of it.
    if (state === 'skipped' && detail === notMeant) continue;
    if (wanted.hosts !== undefined && !wanted.hosts.has(host)) continue;
    if (wanted.isFailed && state === 'done') continue;
    const rows = await rowsOf(attempt, store, files);
    yield { host: names.get(host) ?? String(host), sensorId: host, step, state, detail, rows };
  }
}

/** What one host gave at a step, where it is over. */
export async function answerOnHost(
  store: RunStore,
  { id, step }: { readonly id: number; readonly step: number },
  files: Pick<LocalFiles, 'read'>,
): Promise<HostAnswer | undefined> {
  const attempt = store.lastAttempt(id, step);
  if (attempt === undefined || attempt.state === 'intended' || attempt.state === 'dropped') return undefined;
  const { state, detail } = attempt;
  const rows = await wholeRows(await rowsOf(attempt, store, files), files);
  return { host: store.host(id).name, sensorId: id, step, state, detail, rows };
}

/** Of a long answer the rows themselves, out of the file that it lies in. */
async function wholeRows(
  rows: readonly unknown[],
  files: Pick<LocalFiles, 'read'>,
): Promise<readonly unknown[]> {
  const [only] = rows;
  const kept = typeof only === 'object' && only !== null && longFile in only ? only : undefined;
  if (kept === undefined) return rows;
  const { local, bytes } = kept as unknown as { readonly local: string; readonly bytes: number };
  const text = await piece(local, 0, bytes, files);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parsed(line, local));
}

async function rowsOf({ offset, length }: Attempt, store: RunStore, files: Pick<LocalFiles, 'read'>) {
  if (length === 0) return [];
  const path = `${store.folder}/results.ndjson`;
  const text = await piece(path, offset, length, files);
  const rows: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { row, file } = objectIn(line, path) as {
      readonly row?: unknown;
      readonly file?: { readonly path: string; readonly bytes: number; readonly sha256: string };
    };
    if (file === undefined) rows.push(row);
    else rows.push({ local: file.path, bytes: file.bytes, sha256: file.sha256, [longFile]: true });
  }
  return rows;
}

/** Kind `Integrity` for what no run of ours has written. */
function parsed(line: string, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new CbError('Integrity', `${path} is damaged: a line of it is no JSON`, { cause: error });
  }
}

function objectIn(line: string, path: string): object {
  const value = parsed(line, path);
  if (typeof value === 'object' && value !== null) return value;
  throw new CbError('Integrity', `${path} is damaged: a line of it is no object`);
}

async function piece(
  path: string,
  start: number,
  length: number,
  files: Pick<LocalFiles, 'read'>,
): Promise<string> {
  if (length > mostBytes) throw new CbError('Integrity', `${path} tells of ${length} bytes in one place`);
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of files.read(path, { start, size: Math.min(length, pieceBytes) })) {
    const own = Buffer.from(chunk.subarray(0, length - bytes));
    held.push(own);
    bytes += own.length;
    if (bytes === length) break;
  }
  if (bytes < length) {
    const hint = 'what is missing there is lost; cblr fleet show tells how each host ended';
    throw new CbError('Integrity', `${path} is shorter than it was`, { hint });
  }
  return Buffer.concat(held).toString('utf8');
}
