import { join } from 'node:path';
import type { FileEntry } from '../live/file-entry.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { safeLocalName } from '../text/local-name.ts';
import type { RemotePaths } from '../text/remote-path.ts';

/** A local name for a remote entry; `C` for `C:\`. */
export function localNameOf(entry: FileEntry, paths: RemotePaths): string {
  const name = paths.isRoot(entry.path) ? entry.path.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() : entry.name;
  return safeLocalName(name);
}

/**
 * Where a file or folder of that name goes: into a folder that is there or that the person means by a separator, else as typed. The name
 * may be a sensor's or server's word: it is made safe here, whoever calls, and never read as `~` or a path.
 */
export async function localTarget(
  local: LocalFiles,
  typed: string | undefined,
  name: string,
): Promise<string> {
  const safeName = safeLocalName(name);
  if (typed === undefined) return join(local.directory(), safeName);
  const path = local.resolve(typed);
  const isFolder = /[/\\]$/.test(typed) || (await local.stat(path))?.isDirectory === true;
  return isFolder ? join(path, safeName) : path;
}

export function localFolder(local: LocalFiles, typed: string | undefined): string {
  return typed === undefined ? local.directory() : local.resolve(typed);
}
