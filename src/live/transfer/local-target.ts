import { join } from 'node:path';
import type { LocalFiles } from '../../ports/local-files.ts';
import { safeLocalName, unaskedLocalName } from '../../text/local-name.ts';
import type { RemotePaths } from '../../text/remote-path.ts';
import type { FileEntry } from '../file-entry.ts';

/** A local name for a remote entry that was asked for as `asked`, its last part; `C` for `C:\`. */
export function localNameOf(entry: FileEntry, paths: RemotePaths, asked: string): string {
  const isRoot = paths.isRoot(entry.path);
  return nameFor(isRoot ? entry.path.replace(/[^\p{L}\p{N}]+/gu, ' ').trim() : entry.name, asked);
}

/**
 * Where a file of that name goes: into a folder that is there or that the person means by a separator, else as typed. The name may be a
 * sensor's or server's word: it is made safe here, whoever calls, and never read as `~` or a path. `asked` is what the person called it.
 */
export async function localTarget(
  local: LocalFiles,
  typed: string | undefined,
  name: string,
  asked?: string,
): Promise<string> {
  const safeName = nameFor(name, asked);
  if (typed === undefined) return join(local.directory(), safeName);
  const path = local.resolve(typed);
  const isFolder = /[/\\]$/.test(typed) || (await local.stat(path))?.isDirectory === true;
  return isFolder ? join(path, safeName) : path;
}

/** Only who typed a name with a dot in front gets one. */
function nameFor(name: string, asked: string | undefined): string {
  const isTyped = name.toLowerCase() === asked?.toLowerCase();
  return isTyped ? safeLocalName(name) : unaskedLocalName(name);
}

export function localFolder(local: LocalFiles, typed: string | undefined): string {
  return typed === undefined ? local.directory() : local.resolve(typed);
}
