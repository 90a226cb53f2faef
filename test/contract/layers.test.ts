import { describe, expect, test } from 'vitest';
import { codeOnly, importsOf, layerOf, readSources, type Source, targetOf } from './source-scan.ts';

interface Row {
  /** Layers it may load. */
  readonly may?: readonly string[];
  /** Layers of which it may name types and nothing else. */
  readonly types?: readonly string[];
  /** Layers that it loads only when they are needed (types of them too). */
  readonly lazily?: readonly string[];
  /** Modules of Node, without `node:`. */
  readonly node?: readonly string[];
}

/** The table of docs/architecture.md. What is not listed is forbidden. */
const layers: Readonly<Record<string, Row>> = {
  errors: {},
  text: { may: ['errors'], node: ['path', 'util'] },
  ports: { node: ['stream'] },
  // Runs in a browser: nothing of ours, nothing of Node.
  pages: {},
  spec: { may: ['errors', 'text'] },
  transport: {
    may: ['errors', 'text'],
    types: ['ports'],
    node: ['crypto', 'http', 'net', 'stream', 'tls', 'zlib'],
  },
  api: { may: ['errors', 'text'], types: ['transport'], node: ['net'] },
  live: { may: ['errors', 'text'], types: ['api', 'ports'], node: ['crypto', 'path'] },
  ops: { may: ['errors', 'text'], types: ['api', 'ports'], node: ['crypto', 'stream', 'util', 'zlib'] },
  views: { may: ['text'], types: ['api', 'ops', 'spec'] },
  verbs: { may: ['live', 'ops', 'views', 'spec', 'errors', 'text'], types: ['api', 'ports'], node: ['path'] },
  queries: { may: ['ops', 'views', 'spec', 'errors', 'text'], types: ['api', 'ports'] },
  config: { may: ['errors', 'text'], types: ['ports'], node: ['crypto', 'net', 'path'] },
  commands: { may: ['live', 'ops', 'views', 'config', 'spec', 'errors', 'text'], types: ['api', 'ports'] },
  output: { may: ['errors', 'text'], types: ['spec', 'pages', 'ports'], node: ['buffer', 'crypto'] },
  runtime: {
    may: ['errors', 'text'],
    types: ['ports'],
    node: [
      'child_process',
      'crypto',
      'fs',
      'fs/promises',
      'net',
      'os',
      'path',
      'stream',
      'timers/promises',
      'util',
      'v8',
    ],
  },
  run: { may: ['output', 'spec', 'errors'], types: ['ports'] },
  shell: {
    may: ['run', 'output', 'spec', 'errors', 'text'],
    types: ['ports'],
    node: ['readline', 'stream', 'string_decoder'],
  },
  programs: {
    may: [
      ...[
        'api',
        'commands',
        'config',
        'live',
        'ops',
        'output',
        'queries',
        'run',
        'runtime',
        'shell',
        'spec',
        'verbs',
      ],
      ...['errors', 'text'],
    ],
    types: ['ports'],
    lazily: ['lab', 'transport'],
  },
  // An independent witness of the wire: nothing of ours, and any module of Node.
  lab: {},
};

/** Who alone may import what: a layer, or one file of it. A package that is not here is forbidden. */
const owners: Readonly<Record<string, readonly string[]>> = {
  undici: ['transport'],
  chalk: ['output'],
  'cli-table3': ['output'],
  ora: ['runtime'],
  inquirer: ['runtime'],
  commander: ['spec/to-commander.ts'],
  conf: ['config'],
  'iconv-lite': ['live', 'lab'],
  yaml: ['ops/strict-yaml.ts', 'ops/watchlist-file.ts'],
  fastify: ['lab'],
  '@fastify/multipart': ['lab'],
  selfsigned: ['lab'],
  'tar-stream': ['lab'],
  'node:sqlite': ['lab'],
  'node:readline': ['shell'],
  'node:child_process': ['runtime', 'lab'],
};

const sources = readSources();
const isRelative = (of: string) => of.startsWith('.');
const packageOf = (of: string) =>
  of.startsWith('node:')
    ? of
    : of
        .split('/')
        .slice(0, of.startsWith('@') ? 2 : 1)
        .join('/');

/** Complaints about every import of every source, as lines that name the file. */
function complaints(
  judge: (source: Source, of: string, how: string) => string | undefined,
): readonly string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap(({ of, how }) => {
      const complaint = judge(source, of, how);
      return complaint === undefined ? [] : [`src/${source.path}: ${complaint}`];
    }),
  );
}

describe('layers', () => {
  test('the scan sees every file and every form of an import', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.reduce((sum, source) => sum + source.imports.length, 0)).toBeGreaterThan(1000);
    const text = `import a from 'a';
      import {
        type B,
        b,
      } from "b";
      import type { C } from 'c'; // from 'no'
      import 'd';
      export { e } from 'e';
      export type { F } from 'f';
      export * from 'g';
      /* import 'no'; */
      const h = await import('h');
      type I = typeof import('i');
      const url = 'https://example.net'; const j = () => import( 'j' );
      const name = 'export from'; const from = import(name);`;
    expect(importsOf(text)).toEqual([
      { of: 'a', how: 'loads' },
      { of: 'b', how: 'loads' },
      { of: 'c', how: 'types' },
      { of: 'd', how: 'loads' },
      { of: 'e', how: 'loads' },
      { of: 'f', how: 'types' },
      { of: 'g', how: 'loads' },
      { of: 'h', how: 'lazily' },
      { of: 'i', how: 'types' },
      { of: 'j', how: 'lazily' },
      { of: '?', how: 'lazily' },
    ]);
  });

  test('every folder of src is a layer of the table', () => {
    const folders = [...new Set(sources.map((source) => layerOf(source.path)))];
    expect(folders.filter((folder) => layers[folder] === undefined)).toEqual([]);
    expect(folders.length).toBeGreaterThan(12);
  });

  test('a layer loads only what the table gives it', () => {
    const found = complaints((source, of, how) => {
      if (!isRelative(of)) return undefined;
      const layer = layerOf(source.path);
      const target = layerOf(targetOf(source, of));
      if (target === layer) return undefined;
      if (target === '..') return of === '../../package.json' ? undefined : `${of} is outside of src`;
      const { may = [], types = [], lazily = [] } = layers[layer] ?? {};
      if (may.includes(target)) return undefined;
      if (types.includes(target) && how === 'types') return undefined;
      if (lazily.includes(target) && how !== 'loads') return undefined;
      return `${layer} must not take ${of} (${how})`;
    });
    expect(found).toEqual([]);
  });

  test('nothing in the table is allowed without being used, but for what is yet to come', () => {
    const used = new Set(
      sources.flatMap((source) =>
        source.imports
          .filter(({ of }) => isRelative(of))
          .map(({ of }) => `${layerOf(source.path)} ${layerOf(targetOf(source, of))}`),
      ),
    );
    const allowed = Object.entries(layers).flatMap(([layer, { may = [], types = [], lazily = [] }]) =>
      [...may, ...types, ...lazily].map((target) => `${layer} ${target}`),
    );
    const isToCome = (pair: string) => /^queries|\bops\b/.test(pair);
    expect(allowed.filter((pair) => !used.has(pair) && !isToCome(pair))).toEqual([]);
  });

  test('a layer takes only the modules of Node that the table gives it', () => {
    const found = complaints((source, of) => {
      const layer = layerOf(source.path);
      if (!of.startsWith('node:') || layer === 'lab') return undefined;
      return layers[layer]?.node?.includes(of.slice('node:'.length))
        ? undefined
        : `${layer} must not take ${of}`;
    });
    expect(found).toEqual([]);
  });

  test('a package belongs to one layer, and is known', () => {
    const found = complaints((source, of) => {
      const owned = owners[packageOf(of)];
      if (isRelative(of) || (of.startsWith('node:') && owned === undefined)) return undefined;
      if (owned === undefined) return `${of} belongs to nobody`;
      const isOwner = owned.some((owner) => source.path === owner || layerOf(source.path) === owner);
      return isOwner ? undefined : `${of} belongs to ${owned.join(' and ')}`;
    });
    expect(found).toEqual([]);
    const taken = new Set(sources.flatMap((source) => source.imports.map(({ of }) => packageOf(of))));
    const neverTaken = Object.keys(owners).filter((name) => !taken.has(name) && name !== 'node:sqlite');
    expect(neverTaken).toEqual([]);
  });

  test('every import is a literal, and nothing is taken by require', () => {
    expect(complaints((_source, of) => (of === '?' ? 'an import of something computed' : undefined))).toEqual(
      [],
    );
    const requires = sources.filter(({ text }) => /\brequire\(|createRequire/.test(codeOnly(text)));
    expect(requires.map(({ path }) => path)).toEqual([]);
  });

  test('only runtime/node.ts reads process, beside the lab', () => {
    const readers = sources.filter(({ text }) =>
      [...codeOnly(text).matchAll(/(?<![\w.])(?:globalThis\.)?process\s*\??\.\s*(\w+)/g)].some(
        // A variable may be called process, too: it is told by what is asked of it.
        ([, member = '']) => member in process,
      ),
    );
    expect(readers.map(({ path }) => path).filter((path) => layerOf(path) !== 'lab')).toEqual([]);
    expect(
      sources.some(({ path, text }) => path === 'runtime/node.ts' && text.includes('NodeJS.Process')),
    ).toBe(true);
    const importers = complaints((source, of) =>
      of === 'node:process' && layerOf(source.path) !== 'lab' ? of : undefined,
    );
    expect(importers).toEqual([]);
  });
});
