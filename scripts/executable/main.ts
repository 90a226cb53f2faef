// What the executable runs first: it holds the files of dist/ as they are, and loads them by need as the installed program does.
import { basename } from 'node:path';
import { getAssetKeys, getRawAsset } from 'node:sea';
import { requireFrom } from '../../bin/chunks.js';

const kept = new Set(getAssetKeys());
const require = requireFrom({
  source: (name) => Buffer.from(getRawAsset(name)).toString(),
  bytes: (name) => new Uint8Array(getRawAsset(name)),
  cached: (name) => (kept.has(`${name}.v8`) ? new Uint8Array(getRawAsset(`${name}.v8`)) : undefined),
});
const { start } = require('./main.cjs') as { start(name: 'cblr' | 'cbq', node: NodeJS.Process): void };
// One file for both: a link or a copy of another name is another program.
start(basename(process.argv0).toLowerCase().startsWith('cbq') ? 'cbq' : 'cblr', process);
