import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources, root } from './source-scan.ts';

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;

interface Manifest {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Files of undici that it does not promise to keep: only what was looked at is taken, and again at each new version. */
describe('the inner parts of undici', () => {
  const parts = new Set(
    readSources().flatMap(({ imports }) => imports.map(({ of }) => of).filter((of) => /^undici\/./.test(of))),
  );

  test('come from one exact version: after a change of it in package.json look at the file, then write it here', () => {
    const wanted = read('package.json').devDependencies['undici'];
    expect(wanted).toBe('8.12.4');
    expect(read('node_modules/undici/package.json').version).toBe(wanted);
  });

  test('are where src/transport takes them from', () => {
    expect([...parts].sort()).toEqual(['undici/lib/dispatcher/client.js']);
    expect([...parts].filter((part) => !existsSync(join(root, 'node_modules', part)))).toEqual([]);
  });

  test('are the ones that its own front door opens', async () => {
    const { Client } = await import('undici');
    const { default: inner } = await import('undici/lib/dispatcher/client.js');
    expect(inner).toBe(Client);
  });
});
