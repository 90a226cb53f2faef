import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import nodes from '../../scripts/node-binaries.json' with { type: 'json' };
import { root } from './source-scan.ts';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(lock.packages);

const sha512 = /^sha512-[\w+/]{86}==$/;

describe('package-lock.json', () => {
  test('names no registry, so that every one serves', () => {
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([place]) => place)).toEqual([]);
  });

  test('has the hash of every package', () => {
    const packages = entries.filter(([place, entry]) => place !== '' && entry.link !== true);
    const without = packages.filter(([, { integrity }]) => !sha512.test(integrity ?? ''));
    expect(without.map(([place]) => place)).toEqual([]);
  });

  test('has the packages of every platform, so that npm ci takes it everywhere (else: node scripts/complete-lock.mjs)', () => {
    const wanted = entries.flatMap(([, entry]) => Object.entries(entry.optionalDependencies ?? {}));
    const platforms = wanted.filter(([, version]) => /^\d/.test(version));
    expect(platforms.length).toBeGreaterThan(10);
    const missing = platforms.filter(
      ([name, version]) =>
        !entries.some(
          ([place, entry]) => place.endsWith(`node_modules/${name}`) && entry.version === version,
        ),
    );
    expect(missing).toEqual([]);
  });
});

describe('the Node that is brought where there is none', () => {
  const sources = ['bootstrap', 'nodes'].map((name) =>
    readFileSync(join(root, `scripts/${name}.mjs`), 'utf8'),
  );

  test('has its hash written down for each platform', () => {
    const packages = Object.values(nodes);
    expect(packages.length).toBeGreaterThan(2);
    expect(packages.filter(({ integrity }) => !sha512.test(integrity))).toEqual([]);
  });

  test('runs no script of a package', () => {
    const calls = sources.flatMap((source) => source.match(/run\('npm', \[[^\]]*\]\)/g) ?? []);
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.filter((call) => !call.includes("'--ignore-scripts'"))).toEqual([]);
  });
});

describe('package.json', () => {
  test('is one that npm publishes, and asks for nothing at run time: what dist holds stands in devDependencies', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    for (const key of ['private', 'repository', 'dependencies', 'optionalDependencies', 'peerDependencies'])
      expect(manifest, `${key} of package.json`).not.toHaveProperty(key);
    expect(manifest).toMatchObject({ license: 'MIT', bin: { cblr: 'bin/cblr.js', cbq: 'bin/cbq.js' } });
  });
});
