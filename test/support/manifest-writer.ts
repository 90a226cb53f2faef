// A process that fetches nothing and writes lines of files into the manifest of a folder, as many as it is told.
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Digest } from '../../src/manifest/digest.ts';
import { Manifest } from '../../src/manifest/manifest.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';

const [folder = '.', count = '1'] = process.argv.slice(2);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const owner = { pid: process.pid, host: hostname, isRunning };
const files = makeLocalFiles({ directory: folder, home: folder, temporary: folder, owner });
const manifest = new Manifest(
  { files, clock: systemClock, uid: process.getuid?.() ?? -1 },
  { server: 'https://cb', operator: 'o', machine: 'm' },
);
for (let number = 0; number < Number(count); number += 1) {
  const path = join(folder, `${process.pid}-${number}`);
  const content = Buffer.from(path);
  await writeFile(path, content);
  const digest = new Digest({ withOld: true });
  digest.update(content);
  const { size } = digest;
  await manifest.addAt(path, { from: 'sensor', remote: path, size, hashes: digest.hashes(), begunMs: 0 });
}
