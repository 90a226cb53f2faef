import type { LocalFiles } from '../ports/local-files.ts';
import { events } from '../transcript/events.ts';
import { indexName } from '../transcript/names.ts';
import { type WalkedLine, walkChain } from '../transcript/walk.ts';
import { type CaseFolder, transcriptsOf } from './case-folder.ts';

type Disk = Pick<LocalFiles, 'list' | 'stat' | 'read'>;

/** The lines of each transcript of a case, in the order of their names. */
export async function* caseTranscripts(
  folder: Pick<CaseFolder, 'path'>,
  files: Disk,
): AsyncGenerator<AsyncGenerator<WalkedLine>> {
  const at = transcriptsOf(folder);
  if ((await files.stat(at))?.isDirectory !== true) return;
  const names = (await files.list(at))
    .filter(({ name, isDirectory }) => !isDirectory && name !== indexName && /\.ndjson(\.new)?$/.test(name))
    .map(({ name }) => name)
    .toSorted();
  for (const name of names) yield walkChain(files.read(`${at}/${name}`), events);
}

/** The SHA-256 of what was fetched, by its path below the folder of the case, as far as the chains of the transcripts hold. */
export async function chainedHashes(
  path: string,
  root: string,
  files: Disk,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  for await (const lines of caseTranscripts({ path }, files)) {
    for await (const { event, fault } of lines) {
      if (fault !== undefined) break;
      if (event?.kind !== 'file' || event.fields['way'] !== 'got') continue;
      const local = String(event.fields['local']).replaceAll('\\', '/');
      // The folder may have been moved since: what counts is where it lies below.
      for (const { index } of local.matchAll(new RegExp(`(?<=/)${root}/`, 'g'))) {
        const file = local.slice(index);
        found.set(file, (found.get(file) ?? new Set()).add(String(event.fields['sha256'])));
      }
    }
  }
  return found;
}
