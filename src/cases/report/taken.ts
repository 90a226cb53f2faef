import { dirname } from 'node:path';
import type { TakenLine } from '../../manifest/lines.ts';
import { readManifest } from '../../manifest/read-manifest.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { isManifestName } from '../../text/local-name.ts';
import type { CaseFolder } from '../case-folder.ts';
import { evidenceName } from '../evidence.ts';
import { filesBelow } from '../files-below.ts';
import type { Deed, TakenFile } from './deeds.ts';
import { shownMoment } from './facts.ts';

/** What was fetched: what the manifests of the case list, and what transcripts tell of other places. */
export async function takenFiles(
  { path }: CaseFolder,
  deeds: readonly Deed[],
  files: Pick<LocalFiles, 'list' | 'stat' | 'read'>,
): Promise<readonly TakenFile[]> {
  const listed = await listedBelow(path, files);
  const known = new Set(listed.map(({ remote, sha256 }) => `${sha256} ${remote}`));
  const elsewhere = deeds
    .flatMap(({ taken }) => taken)
    .filter(({ remote, sha256 }) => !known.has(`${sha256} ${remote}`));
  return [...listed, ...elsewhere];
}

async function listedBelow(
  path: string,
  files: Pick<LocalFiles, 'list' | 'stat' | 'read'>,
): Promise<readonly TakenFile[]> {
  const root = `${path}/${evidenceName}`;
  if ((await files.stat(root))?.isDirectory !== true) return [];
  const taken: TakenFile[] = [];
  for (const { file, isPlain } of await filesBelow(root, files)) {
    if (!isPlain || !isManifestName(file.slice(file.lastIndexOf('/') + 1))) continue;
    const lines = new Map<string, TakenLine>();
    for await (const each of readManifest(files.read(`${root}/${file}`))) {
      if (each.kind === 'fault') continue;
      lines.delete(each.line.local);
      if (each.kind === 'taken') lines.set(each.line.local, each.line);
    }
    const below = dirname(file) === '.' ? evidenceName : `${evidenceName}/${dirname(file)}`;
    taken.push(...[...lines.values()].map((line) => fromLine(line, below)));
  }
  return taken;
}

function fromLine(line: TakenLine, below: string): TakenFile {
  const { remote, local, size, sha256, host, operator, machine, ended, md5, sha1, written, created } = line;
  return {
    at: ended,
    remote: line.from === 'binary' ? `binary ${remote}` : remote,
    local: `${below}/${local}`,
    bytes: size,
    sha256,
    host,
    by: `${operator} on ${machine}`,
    isArchive: line.from === 'archive',
    more: [
      ['SHA-1', sha1],
      ['MD5', md5.toUpperCase()],
      ['written there', shownMoment(written ?? '')],
      ['created there', shownMoment(created ?? '')],
    ],
  };
}
