import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All temporary folders of a run lie in one, which goes with it: tens of thousands make the system's own slow. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cblr-tests-'));
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
