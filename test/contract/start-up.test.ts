import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtDist } from '../support/built-program.ts';
import { root } from './source-scan.ts';

/** What a person waits for before anything is done: every module that is loaded without need shows here before it shows in bench/. */
let built: Awaited<ReturnType<typeof builtDist>>;
let home = '';
beforeAll(async () => {
  built = await builtDist();
  home = await mkdtemp(join(tmpdir(), 'cblr-start-'));
}, 60_000);
afterAll(async () => {
  await built.remove();
  await rm(home, { recursive: true, force: true });
});

interface Loaded {
  readonly native: readonly string[];
  readonly files: readonly string[];
}

async function loadedBy(...argv: readonly string[]): Promise<Loaded> {
  const hook = join(root, 'test/support/list-loaded.cjs');
  const env = { PATH: process.env['PATH'] ?? '', HOME: home };
  const { stderr } = await promisify(execFile)(process.execPath, [hook, built.dist, ...argv], { env });
  return JSON.parse(stderr) as Loaded;
}

const costly = [
  'assert',
  'child_process',
  'crypto',
  'http',
  'http2',
  'https',
  'inspector',
  'readline',
  'tls',
  'v8',
  'zlib',
];
/** What some verb or query needs to run. */
const ofSpecs = ['crypto', 'zlib'];
const chunk = (name: string) => expect.stringMatching(new RegExp(`^${name}-`));

const names: readonly (readonly string[])[] = [
  ['cblr', '--help'],
  ['cblr', '--version'],
  ['cblr', 'help', 'exit-codes'],
  ['cblr', '__complete', '--', 'p'],
  ['cbq', '--help'],
  ['cbq', '__complete', '--', 'al'],
];
const called: readonly (readonly string[])[] = [
  ['cblr', 'ps', '--help'],
  ['cbq', 'process', '--help'],
  ['cbq', '__complete', '--', 'process', '--gr'],
];

describe('the start of a program', () => {
  test.each(names)('loads no spec and nothing of a server: %s %s', async (...argv) => {
    const { native, files } = await loadedBy(...argv);
    expect(native.filter((name) => costly.includes(name))).toEqual([]);
    for (const name of [
      'jq-engine',
      'run-queue',
      'shape',
      'cblr-entries',
      'cbq-entries',
      'query',
      'session',
      'live',
      'transcript',
      'client',
    ])
      expect(files).not.toContainEqual(chunk(name));
  });

  test.each(called)('loads what is called and nothing of a server: %s %s', async (...argv) => {
    const { native, files } = await loadedBy(...argv);
    expect(native.filter((name) => !ofSpecs.includes(name) && costly.includes(name))).toEqual([]);
    for (const name of ['client', 'jq-engine', 'run-queue', 'shape'])
      expect(files).not.toContainEqual(chunk(name));
    expect(files).not.toContainEqual(chunk(argv[0] === 'cblr' ? 'cbq' : 'session'));
  });

  test('loads for --jq its code alone, and nothing of Node that is asked for random numbers only', async () => {
    const { native, files } = await loadedBy('cblr', 'schema', 'hash', '--jq', '.field');
    expect(files).toContain('jq.wasm');
    expect(native.filter((name) => /webcrypto|fs\/promises|^v8$/.test(name))).toEqual([]);
  });

  test('loads the command that is called, and no other', async () => {
    const { files } = await loadedBy('cblr', 'ps', '--help');
    expect(files).toContainEqual(chunk('ps'));
    for (const other of ['cat', 'exec', 'get', 'kill', 'ls', 'netstat', 'put'])
      expect(files).not.toContainEqual(chunk(other));
  });
});
