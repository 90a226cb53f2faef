import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startedIn } from '../support/started.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const version = '98.7.6';
const isWindows = process.platform === 'win32';
const exe = `cblr-${isWindows ? 'win' : process.platform}-${process.arch}${isWindows ? '.exe' : ''}`;
const lab = { CBLR_LAB: '--check-in 0 --sensor-latency 0' };
const nodePath = [dirname(process.execPath), process.env['PATH'] ?? ''].join(isWindows ? ';' : ':');

let place = '';
const at = (...names: readonly string[]) => join(place, ...names);
const text = (...names: readonly string[]) => readFile(at(...names), 'utf8');

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'cblr-released-'));
  await mkdir(at('empty'));
  const words = ['scripts/release.mjs', version, '--dry-run', '--to', at('out')];
  const env = { PATH: nodePath, HOME: place, USERPROFILE: place };
  const { code, err } = await startedIn(root, env, process.execPath, words);
  if (code !== 0) throw new Error(err);
}, 300_000);
afterAll(() => rm(place, { recursive: true, force: true }));

describe('a dry run of the release', () => {
  it('makes every file for this platform, with its sum', async () => {
    const made = await readdir(at('out'));
    expect(made.sort()).toEqual(['NOTES.md', 'SHA-256SUMS', `cblr-${version}.tgz`, exe]);
    const sums = (await text('out', 'SHA-256SUMS')).trimEnd().split('\n');
    expect(sums.map((line) => line.split('  ')[1]).sort()).toEqual(
      made.filter((name) => name !== 'SHA-256SUMS'),
    );
    for (const line of sums) {
      const [sum, name = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(await readFile(at('out', name)))
          .digest('hex'),
        name,
      ).toBe(sum);
    }
  });

  it('writes notes from the section of the changelog', async () => {
    const notes = await text('out', 'NOTES.md');
    const [, newest = ''] = (await readFile(join(root, 'CHANGELOG.md'), 'utf8')).split(/^## .*$/m);
    expect(newest.trim()).not.toBe('');
    expect(notes).toContain(`# cblr ${version}\n`);
    expect(notes).toContain(newest.trim());
    expect(notes).toContain('`codesign --force -s - cblr-darwin-arm64`');
  });

  it('leaves the tree as it was', async () => {
    for (const name of ['package.json', 'package-lock.json', 'CHANGELOG.md'])
      expect(await readFile(join(root, name), 'utf8')).not.toContain(version);
  });
});

const lines = [
  ['cblr', ['--lab', 'ps', '10', '--pid', '4', '--fields', 'pid,username'], '4\tNT AUTHORITY\\SYSTEM\n'],
  ['cbq', ['--lab', 'sensor', 'show', '10', '-o', 'ndjson', '--fields', 'id'], '{"id":10}\n'],
  [
    'cblr',
    ['--lab', 'connect', '10', '-c', 'pwd && cd C:\\lab && pwd'],
    'C:\\Windows\\CarbonBlack\nC:\\lab\n',
  ],
  ['cbq', ['--lab', 'sensor', 'show', '10', '--jq', '.id + 1'], '11\n'],
  [
    'cbq',
    [
      '--lab',
      'process',
      'process_name:lsass.exe',
      '--group-by',
      'process_name',
      '--all',
      '--fields',
      'process_name',
    ],
    'lsass.exe\n',
  ],
  ['cblr', ['--version'], `cblr ${version}\n`],
  ['cbq', ['--version'], `cbq ${version}\n`],
] as const;

/** What somebody has who types `npm i -g ./cblr-*.tgz`: no packages around it, no network, a home of their own. */
describe('the tarball', () => {
  const packages = () => at('prefix', isWindows ? '' : 'lib', 'node_modules');
  const env = () => ({ PATH: nodePath, HOME: at('empty'), USERPROFILE: at('empty'), ...lab });

  beforeAll(async () => {
    await mkdir(at('prefix'));
    const words = [
      'install',
      '--global',
      '--prefix',
      at('prefix'),
      '--offline',
      at('out', `cblr-${version}.tgz`),
    ];
    const { out, err } = await startedIn(place, env(), 'npm', words);
    expect(err + out).toMatch(/^added 1 package in/m);
  });

  it('brings no other package, and runs nothing when it is installed', async () => {
    expect(await readdir(packages())).toEqual(['cblr']);
    expect(await readdir(join(packages(), 'cblr'))).not.toContain('node_modules');
    const manifest = JSON.parse(await readFile(join(packages(), 'cblr', 'package.json'), 'utf8'));
    expect(manifest.dependencies ?? {}).toEqual({});
    for (const step of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(manifest.scripts).not.toHaveProperty(step);
  });

  it.each(lines)('%s %j runs in an empty folder', async (program, words, out) => {
    const bin = isWindows ? at('prefix', `${program}.cmd`) : at('prefix', 'bin', program);
    expect(await startedIn(at('empty'), env(), bin, words)).toEqual({ code: 0, out, err: '' });
  });

  it('has whatever its files ask for, also what is loaded late', async () => {
    const dist = join(packages(), 'cblr', 'dist');
    const files = (await readdir(dist)).filter((name) => name.endsWith('.cjs'));
    expect(files.length).toBeGreaterThan(20);
    const load = `require.extensions['.wasm'] = (module, file) => { module.exports = require('node:fs').readFileSync(file); };
      for (const file of ${JSON.stringify(files)}) require(${JSON.stringify(dist)} + '/' + file)`;
    expect(await startedIn(at('empty'), env(), process.execPath, ['-e', load])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  it('says in one line which Node it needs where it is started by an older one', async () => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
      require(${JSON.stringify(join(packages(), 'cblr', 'bin', 'cbq.js'))});`;
    expect(await startedIn(at('empty'), env(), process.execPath, ['-e', old])).toEqual({
      code: 2,
      out: '',
      err: `cbq: needs Node 24.15 or a later 24, or 26 and up; this is ${process.version}\n`,
    });
  });
});

describe('the executable', () => {
  const env = () => ({ PATH: '', HOME: at('empty'), USERPROFILE: at('empty'), ...lab });
  const called = (name: string) => at('bin', isWindows ? `${name}.exe` : name);

  beforeAll(async () => {
    await mkdir(at('bin'));
    for (const name of ['cblr', 'cbq']) await link(at('out', exe), called(name));
  });

  it.each(lines)('as %s %j runs with an empty path in an empty folder', async (program, words, out) => {
    expect(await startedIn(at('empty'), env(), called(program), words)).toEqual({ code: 0, out, err: '' });
  });

  it('can load every file of dist, also what is loaded late', async () => {
    await mkdir(at('unpacked'));
    const tarball = at('out', `cblr-${version}.tgz`);
    await startedIn(at('unpacked'), { PATH: nodePath }, 'tar', ['-xzf', tarball]);
    const dist = at('unpacked', 'package', 'dist');
    const load = `import { readdirSync, readFileSync } from 'node:fs';
      import { requireFrom, wrapped } from ${JSON.stringify(join(root, 'bin/chunks.js'))};
      const dist = ${JSON.stringify(dist)};
      const require = requireFrom({
        source: (name) => wrapped(readFileSync(dist + '/' + name, 'utf8')),
        bytes: (name) => readFileSync(dist + '/' + name),
      });
      const files = readdirSync(dist).filter((name) => name.endsWith('.cjs'));
      for (const name of files) require('./' + name);
      console.log(files.length > 20);`;
    const words = ['--input-type=module', '-e', load];
    const { code, out, err } = await startedIn(at('empty'), env(), process.execPath, words);
    expect({ code, out, err }).toEqual({ code: 0, out: 'true\n', err: '' });
  });

  it('runs code that was compiled before', async () => {
    const probe = `const vm = require('node:vm');
      vm.Script = class extends vm.Script {
        constructor(source, options) {
          super(source, options);
          if (/\\.cjs$/.test(options?.filename)) console.error(options.filename, this.cachedDataRejected);
        }
      };`;
    await writeFile(at('probe.cjs'), probe);
    const withProbe = { ...env(), NODE_OPTIONS: `--require ${at('probe.cjs')}` };
    for (const program of ['cblr', 'cbq']) {
      const { code, err } = await startedIn(at('empty'), withProbe, called(program), ['--help']);
      expect(code).toBe(0);
      const loaded = err.trimEnd().split('\n');
      expect(loaded.length).toBeGreaterThan(2);
      expect(loaded.filter((line) => !line.endsWith(' false'))).toEqual([]);
    }
  });
});
