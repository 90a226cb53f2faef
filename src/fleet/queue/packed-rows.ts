import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { CbError } from '../../errors/cb-error.ts';
import { escapeJson } from '../../text/escape.ts';

/** Of a step, unpacked: a little more than what lies in a file of its own. */
const mostUnpacked = 24 * 1024 * 1024;
const mostRows = 400_000;

/** Rows as they go over the queue: each line names its host, so that they pack well. */
export function packRows(rows: Uint8Array): string {
  return rows.length === 0 ? '' : deflateRawSync(rows).toString('base64');
}

/** Whose rows they are, by the run itself. */
export interface RowsOf {
  readonly id: number;
  readonly name: string;
  readonly step: number;
}

/** Made anew of what came: a worker tells of one step on one host, whatever stands in its lines. Kind `BadReply`. */
export function unpackRows(packed: string, { id, name, step }: RowsOf): Uint8Array {
  if (packed === '') return new Uint8Array();
  const lead = `"sensor_id":${id},"hostname":${escapeJson(JSON.stringify(name))},"step":${step}`;
  const lines = inflated(packed).split('\n', mostRows + 1);
  if (lines.length > mostRows) throw bad();
  const made = lines.filter((line) => line !== '').map((line) => `{${lead},${contentOf(line)}}\n`);
  return Buffer.from(made.join(''));
}

function inflated(packed: string): string {
  try {
    return inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostUnpacked }).toString('utf8');
  } catch (cause) {
    throw bad(cause);
  }
}

function contentOf(line: string): string {
  let found: Readonly<Record<string, unknown>>;
  try {
    found = Object(JSON.parse(line));
  } catch (cause) {
    throw bad(cause);
  }
  const key = 'file' in found ? 'file' : 'row';
  return `"${key}":${escapeJson(JSON.stringify(found[key] ?? null))}`;
}

function bad(cause?: unknown): CbError {
  return new CbError('BadReply', 'the rows that a worker sent cannot be read', { cause });
}
