import { describe, expect, test } from 'vitest';
import type { LabOptions, LabUserRights } from '../../src/lab/lab.ts';
import { deskWith, runLab } from './support.ts';

async function rightsOf(user: LabUserRights | undefined, options: LabOptions = {}) {
  await using lab = await runLab(options);
  const token = user === undefined ? lab.token : lab.addUser('somebody', user);
  const desk = await deskWith(
    `[default]\nurl = ${lab.url}\ntoken = ${token}\nssl_pin = ${lab.fingerprint}\n`,
  );
  const { exitCode, out, err } = await desk.cblr(['profile', 'whoami', '--json']);
  expect([exitCode, err]).toEqual([0, '']);
  expect(out).not.toContain(token);
  const rows = JSON.parse(out) as { right: string; granted: boolean | null; because: string }[];
  return Object.fromEntries(rows.map(({ right, granted }) => [right, granted]));
}

describe('cblr profile whoami', () => {
  test('knows that a global administrator may everything', async () => {
    const rights = await rightsOf(undefined);
    expect(Object.keys(rights).length).toBeGreaterThan(6);
    expect(new Set(Object.values(rights))).toEqual(new Set([true]));
  });

  test('says of anybody else what the server has shown, and that the rest is not known', async () => {
    const shown = {
      'be a global administrator': false,
      'ban hashes': null,
      'isolate sensors': null,
      read: true,
    };
    expect(await rightsOf({ globalAdmin: false, liveResponse: true })).toMatchObject({
      ...shown,
      'use Live Response': true,
    });
    expect(await rightsOf({ globalAdmin: false, liveResponse: false })).toMatchObject({
      ...shown,
      'use Live Response': false,
    });
  });

  test('does not say no where the server lacks the route', async () => {
    const rights = await rightsOf(undefined, { era: '5.2' });
    expect(rights['be a global administrator']).not.toBe(false);
  });

  test('a token that the server refuses is exit 4', async () => {
    await using lab = await runLab();
    const desk = await deskWith(
      `[default]\nurl = ${lab.url}\ntoken = ${'0'.repeat(40)}\nssl_pin = ${lab.fingerprint}\n`,
    );
    expect(await desk.cblr(['profile', 'whoami'])).toMatchObject({ exitCode: 4, out: '' });
  });
});
