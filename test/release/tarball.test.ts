import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const isWindows = process.platform === 'win32';

let place = '';
let installed = '';
let said = '';

/** What somebody has who types `npm i -g ./cblr-*.tgz`: no packages around it, no network, a home of their own. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'cblr-tarball-'));
  await mkdir(join(place, 'empty'));
  await npm(root, 'pack', '--ignore-scripts', '--pack-destination', place);
  const prefix = join(place, 'prefix');
  await mkdir(prefix);
  const tarball = join(place, `cblr-${version}.tgz`);
  said = await npm(place, 'install', '--global', '--prefix', prefix, '--offline', tarball);
  installed = join(prefix, isWindows ? '' : 'lib', 'node_modules');
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe('the tarball of npm pack', () => {
  it('installs alone and runs nothing', async () => {
    expect(said).toMatch(/^added 1 package in/m);
    expect(await readdir(installed)).toEqual(['cblr']);
    expect(await readdir(join(installed, 'cblr'))).not.toContain('node_modules');
    const { dependencies, scripts } = JSON.parse(
      await readFile(join(installed, 'cblr', 'package.json'), 'utf8'),
    );
    expect(dependencies ?? {}).toEqual({});
    for (const step of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(scripts).not.toHaveProperty(step);
  });

  it.each([
    ['cblr', ['--lab', 'ps', '10', '--pid', '4', '--fields', 'pid,username'], '4\tNT AUTHORITY\\SYSTEM\n'],
    ['cbq', ['--lab', 'sensor', 'show', '10', '-o', 'ndjson', '--fields', 'id'], '{"id":10}\n'],
    ['cblr', ['--version'], `cblr ${version}\n`],
    ['cbq', ['--version'], `cbq ${version}\n`],
  ])('%s %j runs in an empty folder', async (program, words, out) => {
    expect(await run(program, words)).toEqual({ code: 0, out, err: '' });
  });

  it('finds in itself whatever its files ask for, also what is loaded late', async () => {
    const dist = join(installed, 'cblr', 'dist');
    const files = (await readdir(dist)).filter((name) => name.endsWith('.cjs'));
    expect(files.length).toBeGreaterThan(20);
    const load = `for (const file of ${JSON.stringify(files)}) require(${JSON.stringify(dist)} + '/' + file)`;
    expect(await node(['-e', load])).toEqual({ code: 0, out: '', err: '' });
  });

  it('says in one line which Node it needs where it is started by an older one', async () => {
    const bin = join(installed, 'cblr', 'bin', 'cbq.js');
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
      await import(${JSON.stringify(bin)});`;
    expect(await node(['--input-type=module', '-e', old])).toEqual({
      code: 2,
      out: '',
      err: `cbq: needs Node 24.15 or a later 24, or 26 and up; this is ${process.version}\n`,
    });
  });
});

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('npm', args, { cwd, shell: isWindows, env: worldOf(place) })).stdout;
}

/** An installed program, as it is found on the path. */
function run(program: string, words: readonly string[]) {
  const bin = join(place, 'prefix', isWindows ? '' : 'bin');
  return isWindows ? start(join(bin, `${program}.cmd`), words) : start(join(bin, program), words);
}

function node(args: readonly string[]) {
  return start(process.execPath, args);
}

function start(command: string, args: readonly string[]) {
  return new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const options = { cwd: join(place, 'empty'), env: worldOf(join(place, 'empty')), shell: isWindows };
    execFile(command, args, options, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
  });
}

function worldOf(home: string) {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(isWindows ? ';' : ':');
  return { PATH: path, HOME: home, USERPROFILE: home, CBLR_LAB: '--check-in 0 --sensor-latency 0' };
}
