import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the programs are loaded from. */
export const built = join(root, 'dist');

/** Whether that is there and made of what is there now. Runs on any Node from 18 on. */
export function isBuilt() {
  const made = statSync(join(built, 'main.cjs'), { throwIfNoEntry: false });
  const sources = ['src', 'scripts/build.mjs', 'package.json', 'package-lock.json'].map((path) =>
    join(root, path),
  );
  return made !== undefined && newest(sources) <= made.mtimeMs;
}

/** The latest change below these files and folders; a folder's own time tells of files that were added or removed. */
function newest(paths) {
  return paths.reduce((latest, path) => {
    const stats = statSync(path);
    const below = stats.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : 0;
    return Math.max(latest, stats.mtimeMs, below);
  }, 0);
}
