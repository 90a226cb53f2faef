// `node warm.ts DIST FOLDER cblr|cbq WORDS…`: runs a command line, and keeps in FOLDER what V8 compiled for it, beside what other lines
// have left there. A function that was never called is in none of it, and is compiled when it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import v8 from 'node:v8';
import type { Script } from 'node:vm';
import { requireFrom, wrapped } from '../../bin/chunks.js';

const [dist = '', folder = '', program = ''] = process.argv.splice(2, 3);
const scripts = new Map<string, Script>();
// Code is taken only with the flags that it was made with: those of a start, not those that a program sets later.
v8.setFlagsFromString = () => undefined;
process.once('exit', () => {
  for (const [name, script] of scripts) writeFileSync(placeOf(name), script.createCachedData());
});
const require = requireFrom({
  source: (name) => wrapped(readFileSync(join(dist, name), 'utf8')),
  bytes: (name) => readFileSync(join(dist, name)),
  cached: (name) => (existsSync(placeOf(name)) ? readFileSync(placeOf(name)) : undefined),
  onLoad: (name, script) => scripts.set(name, script),
});
(require('./main.cjs') as { start(name: string, node: NodeJS.Process): void }).start(program, process);

function placeOf(name: string): string {
  return join(folder, `${name}.v8`);
}
