import { createHash } from 'node:crypto';
import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import type { PlayValue } from './evaluate.ts';
import type { Playbook, PlayFile } from './playbook.ts';

type Files = Pick<
  LocalFiles,
  'read' | 'resolve' | 'makeDirectory' | 'openWriter' | 'readText' | 'writeAtomic'
>;

/** What a run keeps of its playbook: the text as it was, what was given for its parameters without secrets, and copies of what it puts. */
export interface KeptPlaybook {
  readonly file: string;
  readonly text: string;
  readonly params: Readonly<Record<string, PlayValue>>;
  /** By their names; paths of the copies are seen from the folder of the run. */
  readonly files: Readonly<Record<string, KeptFile>>;
  /** Rows of another run, by the id of the host on which they stand. */
  readonly rows: Readonly<Record<string, readonly PlayValue[]>>;
}

interface KeptFile {
  readonly path: string;
  readonly sha256: string;
}

const version = 1;

export async function keepPlaybook(folder: string, kept: KeptPlaybook, files: Files): Promise<void> {
  await files.writeAtomic(`${folder}/playbook.json`, `${JSON.stringify({ version, ...kept })}\n`, 0o600);
}

/** Kind `Config` where it is not there, or of another version. */
export async function keptPlaybook(folder: string, files: Files, signal: AbortSignal): Promise<KeptPlaybook> {
  const path = `${folder}/playbook.json`;
  const kept = JSON.parse(await files.readText(path, { signal })) as KeptPlaybook & {
    readonly version: unknown;
  };
  if (kept.version === version) return kept;
  throw new CbError(
    'Config',
    `${path} is of version ${String(kept.version)}, and this program knows ${version}`,
  );
}

/** Copies what a playbook puts into the folder of a run, hashed on the way: what is there later does not matter. Kind `Integrity` for another file. */
export async function copyFiles(
  playbook: Playbook,
  folder: string,
  files: Files,
  signal: AbortSignal,
): Promise<Readonly<Record<string, KeptFile>>> {
  const kept: Record<string, KeptFile> = {};
  for (const file of playbook.files) {
    const own = `put/${file.name}`;
    await files.makeDirectory(`${folder}/${own}`, { parents: true, mode: 0o700 });
    const path = `${own}/${lastName(file.path)}`;
    const writer = await files.openWriter(`${folder}/${path}`, { mode: 0o600, flags: 'truncate' });
    try {
      const sha256 = await hashed(playbook, file, files, signal, (chunk) => writer.write(chunk));
      kept[file.name] = { path, sha256 };
    } finally {
      await writer.close();
    }
  }
  return kept;
}

/** Are the copies what they were? Kind `Integrity`. */
export async function checkCopies(
  kept: KeptPlaybook,
  folder: string,
  files: Files,
  signal: AbortSignal,
): Promise<void> {
  for (const { path, sha256 } of Object.values(kept.files)) {
    const hash = createHash('sha256');
    for await (const chunk of files.read(`${folder}/${path}`, { signal })) hash.update(chunk);
    if (hash.digest('hex') !== sha256) throw new CbError('Integrity', `${folder}/${path} is not what it was`);
  }
}

/** Are the files that it puts there, and what they were when it was written? Kinds `LocalFile`, `Integrity`. */
export async function checkFiles(playbook: Playbook, files: Files, signal: AbortSignal): Promise<void> {
  for (const file of playbook.files) await hashed(playbook, file, files, signal, async () => undefined);
}

async function hashed(
  playbook: Playbook,
  { path, sha256, place }: PlayFile,
  files: Files,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<string> {
  const source = files.resolve(besides(files.resolve(playbook.file), path));
  const hash = createHash('sha256');
  for await (const chunk of files.read(source, { signal })) {
    hash.update(chunk);
    await take(chunk);
  }
  const found = hash.digest('hex');
  if (sha256 === undefined || sha256 === found) return found;
  throw new CbError('Integrity', `${place}: ${path} has another SHA-256: ${found}`, {
    hint: 'look at it; where it is meant, write its hash into the playbook',
  });
}

/** A path as seen from the folder of the playbook. */
function besides(playbook: string, path: string): string {
  if (/^(?:[/\\~]|[a-z]:)/i.test(path)) return path;
  const cut = Math.max(playbook.lastIndexOf('/'), playbook.lastIndexOf('\\'));
  return `${playbook.slice(0, cut + 1)}${path}`;
}

function lastName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
