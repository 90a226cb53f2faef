import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers, owners } from './layer-table.ts';
import { codeOnly, importsOf, layerOf, readSources, root, type Source, targetOf } from './source-scan.ts';

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
    const [, tree = ''] = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('```');
    expect(folders.filter((folder) => !tree.includes(`\n  ${folder}/ `))).toEqual([]);
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
