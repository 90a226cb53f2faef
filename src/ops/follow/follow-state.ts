import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { formatRfc3339 } from '../../text/age.ts';
import { newFile } from '../new-file.ts';

/** Hits that are known to have been given; beyond these the oldest is forgotten, and given again if the server changes it. */
const mostKnown = 200_000;
const version = 1;

/** What is followed: a state is good for that alone. */
export interface Followed {
  /** Address of the server. */
  readonly server: string;
  /** All that the search asks for, as one text. */
  readonly search: string;
}

export interface FollowState {
  /** Where it began: what the server heard before is not wanted. By its clock, Unix ms, as the next. */
  readonly beganMs: number;
  /** How far it came. */
  sinceMs: number;
  /** False for a hit that was given already. */
  isNew(key: string): boolean;
  /** Has it on the disk, where it is kept at all. */
  save(): Promise<void>;
}

/** A state of this process alone. */
export function newState(sinceMs: number): FollowState {
  return makeState({ beganMs: sinceMs, sinceMs, known: [] }, async () => undefined);
}

/**
 * The state in a file of that name, which goes on where it was left; a new one that begins at `sinceMs` where there is none. `Usage` for one of
 * another search, `LocalFile` for what is none, or cannot be written.
 */
export async function keptState(
  files: LocalFiles,
  typed: string,
  followed: Followed,
  sinceMs: number,
): Promise<FollowState> {
  const path = files.resolve(typed);
  const there = (await files.stat(path)) === undefined ? undefined : await files.readText(path);
  const read = there === undefined ? undefined : readState(there, typed, followed);
  const file = await newFile(files, typed, true);
  const state = makeState(read ?? { beganMs: sinceMs, sinceMs, known: [] }, async (fields) => {
    await file.write(`${JSON.stringify({ v: version, ...followed, ...fields })}\n`);
  });
  // Rather now than after the first hits.
  if (read === undefined) await state.save();
  return state;
}

interface Begun {
  readonly beganMs: number;
  readonly sinceMs: number;
  readonly known: readonly string[];
}

interface KeptFields {
  readonly began: string;
  readonly since: string;
  readonly seen: readonly string[];
}

function makeState(
  { beganMs, sinceMs, known }: Begun,
  write: (fields: KeptFields) => Promise<void>,
): FollowState {
  const seen = new Set(known);
  let written: string | undefined;
  let added = 0;
  return {
    beganMs,
    sinceMs,
    isNew(key) {
      if (seen.has(key)) return false;
      seen.add(key);
      added += 1;
      const [oldest] = seen;
      if (seen.size > mostKnown && oldest !== undefined) seen.delete(oldest);
      return true;
    },
    async save() {
      const now = `${this.sinceMs} ${added}`;
      if (now === written) return;
      await write({ began: formatRfc3339(beganMs), since: formatRfc3339(this.sinceMs), seen: [...seen] });
      written = now;
    },
  };
}

function readState(text: string, typed: string, { server, search }: Followed): Begun {
  const { v, began, since, seen, ...kept } = fieldsOf(text);
  const [beganMs = Number.NaN, sinceMs = Number.NaN] = [began, since].map((time) =>
    typeof time === 'string' ? Date.parse(time) : Number.NaN,
  );
  if (v !== version || Number.isNaN(beganMs) || Number.isNaN(sinceMs) || !Array.isArray(seen))
    throw new CbError('LocalFile', `${typed} is no state of --follow that can be read here`);
  if (kept['server'] !== server || kept['search'] !== search) {
    throw new CbError('Usage', `${typed} is the state of another search`, {
      hint: 'another --state FILE for this one',
      context: { server: String(kept['server']), search: String(kept['search']) },
    });
  }
  const known = seen.filter((key) => typeof key === 'string').slice(-mostKnown);
  return { beganMs, sinceMs, known };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
