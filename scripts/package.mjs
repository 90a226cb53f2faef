// `npm run package`: the executable for this platform in build/, with the Node that runs this inside. It is both programs: called by a name
// that begins with cbq it is `cbq`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { wrapped } from '../bin/chunks.js';
import { nodeBinary, nodes } from './nodes.mjs';

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));
const here = `${process.platform} ${process.arch}`;

/** What runs while V8's compiled code is kept: what people call most, in the order of its weight. */
const warmLines = [
  ['cblr', '--lab', 'ps', '10'],
  ['cbq', '--lab', 'process', '--limit', '1'],
  ['cblr', '--help'],
  ['cbq', '--help'],
  ['cblr', '__complete', '--', 'ps', ''],
];

/** Makes the one for a platform such as `win32 x64` out of `dist`; gives its path. */
export async function makeExecutable(target, dist, outdir) {
  const [platform, arch] = target.split(' ');
  const output = join(
    outdir,
    `cblr-${platform === 'win32' ? 'win' : platform}-${arch}${platform === 'win32' ? '.exe' : ''}`,
  );
  const work = mkdtempSync(join(tmpdir(), 'cblr-package-'));
  try {
    const { node, writer } = nodesFor(target);
    const main = join(work, 'main.cjs');
    await bundleMain(main);
    const assets = assetsOf(dist, work);
    // Compiled code is for one processor and one version of V8: it can be had only where that runs.
    if (target === here) Object.assign(assets, compiledCode(dist, work, node));
    const order = { main, assets, useCodeCache: target === here, node, platform, arch, output };
    mkdirSync(outdir, { recursive: true });
    child(writer, [join(root, 'scripts', 'executable', 'bake.mjs'), JSON.stringify(order)]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return output;
}

/** The Node that goes in, and one of its version that runs here. */
function nodesFor(target) {
  if (target === here) return { node: process.execPath, writer: process.execPath };
  const known = nodes[target];
  if (known === undefined) throw new Error(`no Node for ${target} in node-binaries.json`);
  const cache = join(root, 'build', 'nodes');
  const same = known.writtenBy ?? nodes[here];
  const isThis = known.version === process.versions.node;
  if (!isThis && same?.version !== known.version)
    throw new Error(`${target} is written by Node ${known.version}; this is ${process.version}`);
  return { node: nodeBinary(known, cache), writer: isThis ? process.execPath : nodeBinary(same, cache) };
}

async function bundleMain(file) {
  const bundle = await rolldown({
    input: join(root, 'scripts', 'executable', 'main.ts'),
    platform: 'node',
    logLevel: 'warn',
  });
  await bundle.write({ file, format: 'cjs' });
  await bundle.close();
}

/** Name → path of each file of dist/, in the form in which it is run. */
function assetsOf(dist, work) {
  // Manual pages are in a folder of their own.
  const files = readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isFile());
  const entries = files.map(({ name }) => {
    if (name.endsWith('.wasm')) return [name, join(dist, name)];
    const path = join(work, name === 'main.cjs' ? 'dist-main.cjs' : name);
    writeFileSync(path, wrapped(readFileSync(join(dist, name), 'utf8')));
    return [name, path];
  });
  return Object.fromEntries(entries);
}

function compiledCode(dist, work, node) {
  const folder = join(work, 'v8');
  const home = join(work, 'home');
  for (const each of [folder, home]) mkdirSync(each);
  const env = { HOME: home, USERPROFILE: home, CBLR_LAB: '--check-in 0 --sensor-latency 0 --processes 500' };
  for (const line of warmLines)
    child(node, [join(root, 'scripts', 'executable', 'warm.ts'), dist, folder, ...line], env);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, join(folder, name)]));
}

/** Says what it said only when it failed. */
function child(command, args, env = process.env) {
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${args.join(' ')} failed (${error ?? signal ?? status}): ${stdout}${stderr}`);
}

if (process.argv[1] === self) {
  const output = await makeExecutable(here, join(root, 'dist'), join(root, 'build'));
  const mib = statSync(output).size / 2 ** 20;
  process.stdout.write(`${relative(process.cwd(), output)}  ${mib.toFixed(1)} MiB\n`);
}
