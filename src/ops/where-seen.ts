import type { Cb } from '../api/client.ts';
import type { Binary } from '../api/wire/binary.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { hasStatus, lacksRight } from '../errors/server-fault.ts';
import { toNumber, toText } from '../text/number.ts';
import { lastPart } from '../text/remote-path.ts';
import { atMost } from './at-most.ts';
import { lacksHits } from './search-list.ts';

/** What the server knows of a hash as a binary: where it was seen, and who signed it. */
export interface SeenBinary {
  /** Lower-case. */
  readonly md5: string;
  /** `svch0st.exe`; empty where no name is known. */
  readonly name: string;
  /** Sensors that reported it. */
  readonly hostCount: number;
  /** Some of them. */
  readonly hosts: readonly string[];
  /** `Signed`, `Unsigned` …; empty where the server does not say. */
  readonly signature: string;
  readonly publisher: string;
}

export interface SeenOptions {
  readonly signal: AbortSignal;
  /** Hashes looked up so far. */
  readonly onProgress?: (done: number) => void;
}

/** Hashes in one query: well below the 1024 clauses that a Solr takes. */
const perQuery = 100;
const requestsAtOnce = 8;
const mostHosts = 20;

/**
 * Where the hashes were seen, by hash in lower case; those that no sensor reported are left out. A hundred hashes to a search, at most 8
 * searches under way. `BadReply` where a part of the index did not answer.
 */
export async function whereSeen(
  cb: Pick<Cb, 'binaries'>,
  md5s: readonly string[],
  { signal, onProgress }: SeenOptions,
): Promise<ReadonlyMap<string, SeenBinary>> {
  const turns = atMost(requestsAtOnce);
  // What waits for its turn is not begun any more once one has failed.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const found = new Map<string, SeenBinary>();
  let looked = 0;

  const lookUp = async (some: readonly string[]): Promise<void> => {
    let [read, isWhole] = [0, true];
    try {
      for await (const page of cb.binaries.pages(
        { q: queryOf(some) },
        { rows: some.length, limit: some.length, signal: either },
      )) {
        read += page.documents.length;
        isWhole &&= !lacksHits(page, read);
        for (const { wire: document } of page.documents) {
          const seen = readSeen(cb.binaries.read(document));
          if (seen.md5 !== '') found.set(seen.md5, seen);
        }
      }
    } catch (error) {
      if (some.length === 1 || !isTooMuch(error)) throw error;
      const half = Math.ceil(some.length / 2);
      await lookUp(some.slice(0, half));
      await lookUp(some.slice(half));
    }
    // Of what it left out nobody may say that no sensor has it.
    if (!isWhole) throw new CbError('BadReply', 'the server did not give all that there is');
  };
  const parts = Array.from({ length: Math.ceil(md5s.length / perQuery) }, (_, i) =>
    md5s.slice(i * perQuery, (i + 1) * perQuery),
  );
  const next = async (part: readonly string[]): Promise<void> => {
    either.throwIfAborted();
    try {
      await lookUp(part);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
    looked += part.length;
    onProgress?.(looked);
  };
  await Promise.all(parts.map((part) => turns(() => next(part))));
  return found;
}

/** How many sensors there are; undefined where this user may not know. */
export async function sensorCount(
  { sensors }: Pick<Cb, 'sensors'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const counted = toNumber((await sensors.statistics({ signal }))['sensor_count']);
    return counted !== undefined && counted > 0 ? counted : (await sensors.list({}, { signal })).length;
  } catch (error) {
    if (isCbError(error, 'NotFound', 'ServerError', 'BadReply'))
      return (await sensors.list({}, { signal })).length;
    if (lacksRight(error)) return undefined;
    throw error;
  }
}

/** In the words of the query language ("Building queries safely"). */
function queryOf(md5s: readonly string[]): string {
  return `(${md5s.map((md5) => `md5:${md5.toUpperCase()}`).join(' or ')})`;
}

/** A query of too many terms, or a reply beyond what we read: a smaller one may go through. */
function isTooMuch(error: unknown): boolean {
  return isCbError(error, 'BadReply') || hasStatus(error, 400, 413);
}

function readSeen({ md5, names, signature, publisher, endpoints, wire }: Binary): SeenBinary {
  const name = names[0] ?? toText(wire['original_filename']) ?? '';
  const hosts = new Set(endpoints.map(({ hostname }) => hostname).filter((host) => host !== ''));
  return {
    md5: md5.toLowerCase(),
    name: lastPart(name),
    hostCount: Math.max(toNumber(wire['host_count']) ?? 0, hosts.size),
    hosts: [...hosts].slice(0, mostHosts),
    signature,
    publisher,
  };
}
