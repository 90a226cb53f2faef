import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './source-scan.ts';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(lock.packages);

describe('package-lock.json', () => {
  test('names no registry, so that every one serves', () => {
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([place]) => place)).toEqual([]);
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
