// The Nodes of node-binaries.json: each is the binary alone, in a package without a script that runs at its installation, and is taken
// only with the content that is written down there. Runs on any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const nodes = JSON.parse(readFileSync(join(here, 'node-binaries.json'), 'utf8'));

/** The archive of a Node in an empty folder; throws where it is not what it was. */
export function packNode({ name, version, integrity }, folder) {
  run('npm', [
    'pack',
    '--ignore-scripts',
    '--pack-destination',
    folder,
    '--loglevel=error',
    `${name}@${version}`,
  ]);
  const [file] = readdirSync(folder);
  const archive = join(folder, file);
  const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (`sha512-${hash}` !== integrity) throw new Error(`${name}@${version} is not what it was`);
  return archive;
}

/** Its binary, fetched once into `cache`. */
export function nodeBinary(node, cache) {
  const folder = join(cache, `${node.name}-${node.version}`);
  const binary = join(folder, 'package', 'bin', node.name.includes('-win-') ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  const fresh = `${folder}.${process.pid}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    const archive = packNode(node, fresh);
    run('tar', ['-xzf', archive, '-C', fresh]);
    rmSync(archive);
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return binary;
}

/** Output of the tools is conversation: results alone belong on stdout. */
export function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: dirname(here),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status})`);
}
