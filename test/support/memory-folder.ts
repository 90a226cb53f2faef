import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux has files in memory. */
export const memory = '/dev/shm';

/** Much more than a run has at once: containers often give 64 MB. */
const leastBytes = 4 * 1024 ** 3;

/**
 * True where files can be had in memory, with room, and programs started there. What a test writes and removes takes a third of the time of a
 * disk, and no flush to it holds up everybody.
 */
export function hasMemory(): boolean {
  if (process.platform !== 'linux' || !existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  if (bavail * bsize < leastBytes) return false;
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(memory, 'cblr-probe-'));
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    return spawnSync(program).status === 0;
  } catch {
    return false;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}
