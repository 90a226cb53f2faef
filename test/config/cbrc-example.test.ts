import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCbrc } from '../../src/config/cbrc.ts';
import { listProfiles, loadProfile } from '../../src/config/profiles.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeCertificate } from '../support/real-server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = await readFile(join(root, '.cbrc.example'), 'utf8');

/** With every key that stands in a comment made a real one, but for what cannot stand beside a token. */
const full = example.replaceAll(/^#(?=[a-z_]+ = )(?!token_command)/gm, '');

async function homeWith(text: string) {
  const runtime = makeRuntime();
  await writeFile(join(runtime.home, '.cbrc'), text, { mode: 0o600 });
  const { cert } = await makeCertificate();
  await writeFile(join(runtime.home, 'edr-ca.pem'), cert);
  return runtime;
}

describe('.cbrc.example', () => {
  test('is a file that works as it is', async () => {
    const runtime = await homeWith(example);
    expect(await loadProfile(runtime)).toMatchObject({ name: 'work', url: 'https://edr.example.net' });
    expect(await loadProfile({ ...runtime, name: 'branch' })).toMatchObject({
      readonly: true,
      timeoutMs: 60_000,
    });
    expect((await listProfiles(runtime)).map((profile) => profile.problem)).toEqual([undefined, undefined]);
  });

  test('shows values that are accepted, for every key', async () => {
    const profile = await loadProfile(await homeWith(full));
    expect(profile).toMatchObject({
      label: 'PRODUCTION',
      tls: { verify: false, verifyHostname: false, ca: expect.stringContaining('BEGIN CERTIFICATE') },
      proxy: 'http://user:password@proxy.example.net:3128',
      ignoreSystemProxy: true,
      timeoutMs: 30_000,
      readonly: true,
    });
    expect(profile.tls.pin).toMatch(/^4E:2A:/);
    const command = full.replace(/^token = 0123.*$/m, '').replace('#token_command', 'token_command');
    expect(await loadProfile(await homeWith(command))).toMatchObject({ name: 'work' });
  });

  test('explains every key that profiles know, and no other', async () => {
    const code = await readFile(join(root, 'src/config/profile.ts'), 'utf8');
    const known = new Set(
      [...code.matchAll(/\b(?:read|raw|values\.get|values\.has)\(\s*'(\w+)'/g)].map(([, key]) => key),
    );
    expect(known.size).toBeGreaterThan(10);
    const shown = [...example.matchAll(/^#?([a-z_]+) = /gm)].map(([, key]) => key);
    expect(new Set(shown.filter((key) => key !== 'use'))).toEqual(known);
  });

  test('has a comment above every key', () => {
    const [work] = parseCbrc(full, '.cbrc.example', { allowUse: true }).sections;
    const lines = full.split('\n');
    for (const [key, { line }] of work?.values ?? []) {
      // ignore_system_proxy is explained together with proxy.
      if (key !== 'ignore_system_proxy') expect(lines[line - 2], key).toMatch(/^# [A-Z]|^# \w+: /);
    }
  });
});
