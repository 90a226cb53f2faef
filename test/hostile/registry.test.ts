import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nested, startHostileServer } from '../support/hostile-server.ts';
import { harmIn, runHostile } from '../support/run-hostile.ts';

const secondKey = '\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil]\r\n"Run"="calc"';
const endless = (subKeys: readonly string[]) => ({
  commands: { 'reg enum key': () => ({ values: [], sub_keys: subKeys }) },
});

describe('reg export', () => {
  it('writes no key and no value but those it asked for', async () => {
    const values = [
      `name${secondKey}`,
      `"=dword:1${secondKey}`,
      `${secondKey}\u2028\u0085`,
      '\ud800',
    ].flatMap((name) => [
      { value_name: name, value_type: 'REG_SZ', value_data: 'x' },
      { value_name: 'plain', value_type: 'REG_SZ', value_data: name },
      { value_name: 'plain', value_type: 'REG_DWORD', value_data: name },
      { value_name: 'plain', value_type: 'REG_BINARY', value_data: `00${name}` },
      { value_name: 'plain', value_type: name, value_data: name },
      { value_name: 'plain', value_type: 'REG_MULTI_SZ', value_data: [name, { name }] },
    ]);
    const subKeys = [secondKey, `a]${secondKey}`, 'b]', 'a\\b', '', '..\\..\\SAM'];
    await using server = await startHostileServer({
      commands: {
        'reg enum key': ({ object }) =>
          object === 'HKEY_CURRENT_USER\\X' ? { values, sub_keys: subKeys } : {},
      },
    });
    const ran = await runHostile(server, ['reg', 'export', '10', 'HKCU\\X', '--to', 'x.reg']);
    expect(ran.exitCode).toBe(6);
    const text = await readFile(join(ran.folder, 'x.reg'), 'utf16le');
    const lines = text.replace(/^\ufeff/, '').split('\r\n');
    expect(lines.filter((line) => line.startsWith('['))).toEqual(['[HKEY_CURRENT_USER\\X]']);
    expect(
      lines.filter((line) => !/^(?:|Windows.*|\[.*|;.*|"plain"=(?:"[^"\\]*"|hex.*))$/.test(line)),
    ).toEqual([]);
    expect(harmIn(text.replaceAll('\r\n', '\n').replace(/^\ufeff/, ''))).toEqual([]);
    expect(server.posted.map(({ object }) => object)).not.toContain('HKEY_CURRENT_USER\\X\\..\\..\\SAM');
  });

  it.each([
    ['that lists itself', ['']],
    ['whose subkeys have subkeys for ever', ['a']],
    ['that lists one subkey a thousand times', Array.from({ length: 1000 }, () => 'a')],
  ])('comes to an end at a key %s', async (_what, subKeys) => {
    await using server = await startHostileServer(endless(subKeys));
    const ran = await runHostile(server, ['reg', 'export', '10', 'HKLM\\X']);
    expect(ran).toMatchObject({ exitCode: 6, err: expect.stringContaining('left out') });
    expect(server.posted.length).toBeLessThanOrEqual(514);
  });

  it('takes a key of very many subkeys', async () => {
    const many = Array.from({ length: 200_000 }, (_, at) => `k\\${at}`);
    await using server = await startHostileServer(endless(many));
    expect((await runHostile(server, ['reg', 'export', '10', 'HKLM\\X', '-q'])).exitCode).toBe(6);
  });
});

describe('a key whose name ends in a slash', () => {
  const base = 'HKEY_CURRENT_USER\\Server Cache';
  const site = `${base}\\https://tenant.example/`;
  const keys: Record<string, readonly string[]> = { [base]: ['https://tenant.example/', 'gone'], [site]: [] };
  const server = () =>
    startHostileServer({
      commands: {
        'reg enum key': ({ object }) => {
          const subKeys = keys[String(object)];
          if (subKeys === undefined) return { status: 'error', result_code: 0x80070005 };
          return { values: [{ value_name: 'v', value_type: 'REG_DWORD', value_data: 1 }], sub_keys: subKeys };
        },
        'reg query value': () => ({ value: { value_name: 'v', value_type: 'REG_DWORD', value_data: 1 } }),
      },
    });

  it('keeps it, whatever is done to it', async () => {
    await using made = await server();
    for (const words of [
      ['create', '10', site],
      ['delete', '10', '--yes', '--key', `${site}\\`],
      ['set', '10', `${site}\\v`, '--data', 'x'],
      ['get', '10', `${site}\\v`],
      ['delete', '10', '--yes', `${site}\\v`],
    ])
      expect((await runHostile(made, ['reg', ...words, '--no-undo'])).exitCode).toBe(0);
    expect(made.posted.map(({ object }) => object)).toEqual([
      site,
      site,
      `${site}\\v`,
      `${site}\\v`,
      `${site}\\v`,
    ]);
  });

  it('is exported, and what cannot be read makes the exit 6, with -q too', async () => {
    await using made = await server();
    const ran = await runHostile(made, ['reg', 'export', '10', base]);
    expect(ran).toMatchObject({ exitCode: 6, err: expect.stringContaining(`left out ${base}\\gone`) });
    expect(ran.out).toContain(`[${site}]\n"v"=dword:00000001`);
    expect(await runHostile(made, ['reg', 'export', '10', base, '-q'])).toMatchObject({
      exitCode: 6,
      err: '',
    });
    expect((await runHostile(made, ['reg', 'export', '10', base, '-q', '--to', 'x.reg'])).exitCode).toBe(6);
    expect((await runHostile(made, ['reg', 'export', '10', site])).exitCode).toBe(0);
  });
});

describe('registry data', () => {
  it.each([
    ['nested without end', nested],
    ['a list of such', [nested]],
    ['a number of a million digits', '9'.repeat(1_000_000)],
    ['a million bytes in hex', 'ab'.repeat(1_000_000)],
  ])('that is %s is shown or refused, and breaks nothing', async (_what, data) => {
    const value = { value_name: 'x', value_type: 'REG_QWORD', value_data: data };
    await using server = await startHostileServer({
      commands: {
        'reg query value': () => ({ value }),
        'reg enum key': () => ({ values: [value, { ...value, value_type: 'REG_BINARY' }], sub_keys: [] }),
      },
    });
    for (const words of [
      ['reg', 'get', '10', 'HKLM\\X\\x'],
      ['reg', 'get', '10', 'HKLM\\X\\x', '--json'],
      ['reg', 'query', '10', 'HKLM\\X', '-o', 'table'],
      ['reg', 'query', '10', 'HKLM\\X', '-o', 'csv'],
      ['reg', 'export', '10', 'HKLM\\X'],
    ]) {
      const ran = await runHostile(server, words);
      expect(ran.err).not.toContain('unexpected failure');
      expect([0, 6, 7]).toContain(ran.exitCode);
    }
  });
});
