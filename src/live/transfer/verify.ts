import { CbError } from '../../errors/cb-error.ts';
import { type HashedFile, type HashOptions, hashFiles } from '../hash/hash-files.ts';
import type { Transferred } from './tree.ts';

type Verifier = Omit<HashOptions, 'hash'>;

/** Rows of files that were put, each once the hash of what is on the sensor is known to be the same; else it has failed. */
export async function* verified(
  live: Parameters<typeof hashFiles>[0],
  rows: AsyncIterable<Transferred>,
  options: Verifier,
): AsyncGenerator<Transferred> {
  const others: Transferred[] = [];
  const put: Transferred[] = [];
  async function* paths(): AsyncGenerator<string> {
    for await (const row of rows) {
      if (row.outcome !== 'done') others.push(row);
      else {
        put.push(row);
        yield row.remote;
      }
    }
  }
  for await (const hashed of hashFiles(live, paths(), { ...options, hash: 'sha256' })) {
    yield* others.splice(0);
    const row = put.shift();
    if (row !== undefined) yield judged(row, hashed);
  }
  yield* others;
}

function judged(row: Transferred, { hash, error }: HashedFile): Transferred {
  if (error !== undefined) return { ...row, outcome: { failed: unread(row, error) } };
  if (hash === row.sha256) return row;
  return {
    ...row,
    outcome: {
      failed: new CbError(
        'Integrity',
        `${row.remote} is on the sensor with other bytes: its SHA-256 is ${hash}`,
        {
          hint: 'a scanner on the sensor may have changed it; hash shows it again',
          context: { remote: row.remote, sha256: hash, sent: row.sha256 },
        },
      ),
    },
  };
}

/** It was put; that it is whole nobody knows. */
function unread({ remote }: Transferred, cause: unknown): CbError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CbError('Integrity', `${remote} is put, and could not be read back: ${why}`, {
    cause,
    hint: 'hash shows whether it can be read now',
    context: { remote },
  });
}
