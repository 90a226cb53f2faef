import { CbError } from '../../errors/cb-error.ts';
import { savedText } from '../../ops/word-lines.ts';
import type { PlayValue } from './evaluate.ts';

/** They are kept with the run, host by host. */
const mostRows = 500_000;

/** Rows that a playbook works on, by the id of the host on which each stands. */
export type RowsByHost = ReadonlyMap<number, readonly PlayValue[]>;

/**
 * Reads what `cblr fleet results -o ndjson` gave: of `--rare` a row with the ids of its hosts, of `--by-host` a row with the id of its own, of groups
 * rows with ids. Kind `Usage` for a line that is none of them.
 */
export async function readRowsByHost(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  signal: AbortSignal,
): Promise<RowsByHost> {
  const found = new Map<number, PlayValue[]>();
  let count = 0;
  for (const [index, line] of (await savedText(source, name, signal)).split(/\r\n|\n/).entries()) {
    if (line.trim() === '') continue;
    const { ids, rows } = readLine(line, `${name}:${index + 1}`);
    for (const id of ids) {
      const own = found.get(id) ?? [];
      for (const row of rows) own.push(row);
      found.set(id, own);
      count += rows.length;
    }
    if (count > mostRows)
      throw new CbError('Usage', `${name} holds more than ${mostRows} rows, counted on each of their hosts`);
  }
  if (found.size === 0) throw new CbError('Usage', `${name} holds no rows of a run`);
  return found;
}

function readLine(
  line: string,
  place: string,
): { readonly ids: readonly number[]; readonly rows: readonly PlayValue[] } {
  const value = parsed(line);
  const { sensor_ids, sensor_id, row, rows } = value ?? {};
  const ids = Array.isArray(sensor_ids) ? sensor_ids : [sensor_id];
  const all = Array.isArray(rows) ? rows : [row];
  const isWhole =
    ids.every(Number.isSafeInteger) && all.every((each) => typeof each === 'object' && each !== null);
  if (isWhole) return { ids: ids as number[], rows: all as PlayValue[] };
  throw new CbError('Usage', `${place} is no row of cblr fleet results`, {
    hint: 'cblr fleet results --rare -o ndjson, or --by-host',
  });
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
