// What `npm start`, `npm test` and `npm run bench` share: installs the packages, brings a current Node only where the machine's is too
// old, and builds only what is stale. Runs on any Node from 18 on; writes to stderr only; never reads stdin.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './built.mjs';
import { nodes, packNode, run } from './nodes.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundledNode = nodes[`${process.platform} ${process.arch}`];
const stamp = join(root, 'node_modules', '.cblr-installed');
// Also under `npm test --silent`: what an installation fails of must be seen.
const quietly = ['--loglevel=error'];

try {
  installPackages();
  bringNode();
  buildIfStale();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing packages');
  run('npm', ['ci', '--ignore-scripts', ...quietly]);
  writeFileSync(stamp, wanted);
}

function bringNode() {
  // Where this runs on the Node that was brought before, installing has just taken that one away.
  const isHere = existsSync(process.execPath);
  if ((isHere && isCurrent(process.versions.node)) || existsSync(localNode())) return;
  if (bundledNode === undefined)
    throw new Error('there is no Node for this machine at hand: install Node 24.15 or newer, then try again');
  const name = `${bundledNode.name}@${bundledNode.version}`;
  say(
    `${isHere ? `this Node is ${process.version}` : 'a current Node is needed again'}: adding ${name} to node_modules`,
  );
  const installed = readFileSync(stamp, 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'cblr-node-'));
  try {
    const archive = packNode(bundledNode, folder);
    run('npm', ['install', '--no-save', '--ignore-scripts', ...quietly, archive]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (!existsSync(localNode()))
    throw new Error(`${name} brought no Node: install Node 24.15 or newer, then try again`);
  writeFileSync(stamp, installed);
}

function buildIfStale() {
  if (isBuilt()) return;
  say('building');
  run(existsSync(localNode()) ? localNode() : process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

function isCurrent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 24 && minor >= 15) || major >= 26;
}

function localNode() {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
}

function say(text) {
  process.stderr.write(`${text} ...\n`);
}
