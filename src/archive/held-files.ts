import { objectOfBody } from './command-difference.ts';
import type { Held } from './held.ts';
import type { ArchivedFile, SessionArchive } from './session-archive.ts';
import type { ToldFile, ToldSession } from './told-session.ts';

/** Every file that went over the wire, held against the session's files of the archive; and those that nobody tells of. */
export function heldFiles(
  archive: SessionArchive,
  told: readonly ToldSession[],
  fetchedMs: number | undefined,
): readonly Held[] {
  const isArchive = ({ remote }: ToldFile): boolean => /^session \d+$/.test(remote);
  const all = told.flatMap(({ files }) => files).filter((file) => !isArchive(file));
  const byHash = Map.groupBy(archive.files, ({ sha256 }) => sha256);
  const byId = new Map(archive.files.map((file) => [file.id, file]));
  const idsOf = fileIdsByObject(archive, told);
  const rows = all.map((file): Held => {
    const [same] = byHash.get(file.sha256) ?? [];
    const held = { what: 'file', id: same?.id, name: file.remote } as const;
    if (same !== undefined || file.bytes === 0) return { ...held, state: 'ok', says: '' };
    if (fetchedMs !== undefined && file.atMs >= fetchedMs)
      return { ...held, state: 'open', says: 'went over the wire after the archive was fetched' };
    const candidates = [...(idsOf.get(file.remote.toLowerCase()) ?? [])].flatMap((id) => byId.get(id) ?? []);
    return { ...held, id: candidates[0]?.id, ...withoutSame(file, candidates, archive) };
  });
  return [...rows, ...unlistedFiles(archive, told)];
}

/** No file of the archive has its bytes. */
function withoutSame(
  { bytes, sha256, transcript }: ToldFile,
  candidates: readonly ArchivedFile[],
  { fault }: SessionArchive,
): Pick<Held, 'state' | 'says'> {
  const [only, ...others] = candidates;
  if (only === undefined) {
    if (fault !== undefined) return { state: 'open', says: 'not in what could be read of the archive' };
    return {
      state: 'missing',
      says: `the archive has no file with its bytes (SHA-256 ${sha256}); ${transcript} tells of it`,
    };
  }
  if (others.length > 0 && only.bytes < bytes)
    return { state: 'open', says: 'it came in pieces: not compared' };
  return {
    state: 'changed',
    says: `has other bytes: ${only.bytes} with SHA-256 ${only.sha256} in the archive, ${bytes} with ${sha256} in the transcript`,
  };
}

/** Which session files a path became or came from, as either side tells. */
function fileIdsByObject(
  { commands }: SessionArchive,
  told: readonly ToldSession[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  const add = (object: string | undefined, id: number | undefined): void => {
    if (object === undefined || object === '' || id === undefined) return;
    const key = object.toLowerCase();
    found.set(key, (found.get(key) ?? new Set()).add(id));
  };
  for (const { object, fileId } of commands.values()) add(object, fileId);
  for (const { body, result } of told.flatMap((each) => each.commands))
    add(objectOfBody(body), result['file'] === undefined ? undefined : Number(result['file']));
  return found;
}

/** Files that belong to no command object of ours: what a colleague's belongs to is told with it. */
function unlistedFiles(archive: SessionArchive, told: readonly ToldSession[]): readonly Held[] {
  const ids = new Set([...archive.commands.values()].map(({ fileId }) => fileId));
  const hashes = new Set(told.flatMap(({ files }) => files).map(({ sha256 }) => sha256));
  return archive.files
    .filter(({ id, sha256 }) => !hashes.has(sha256) && (id === undefined || !ids.has(id)))
    .map(({ id, name, bytes, sha256 }) => ({
      what: 'file',
      id,
      name,
      state: 'unlisted',
      says: `no transcript tells of it, and no command object: ${bytes} bytes, SHA-256 ${sha256}`,
    }));
}
