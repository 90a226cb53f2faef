import { beforeEach, describe, expect, it } from 'vitest';
import { EndpointDriver, linuxSpec, windowsSpec } from '../support/endpoint-driver.ts';

let windows: EndpointDriver;
beforeEach(() => {
  windows = new EndpointDriver(windowsSpec());
});
const value = async (path: string) => (await windows.run('reg query value', path))['value'];

describe('reg enum key', () => {
  it('gives values and sub keys side by side', async () => {
    const reply = await windows.run('reg enum key', 'HKLM\\SOFTWARE\\Lab');
    expect(reply).toEqual({ values: [], sub_keys: ['Types', 'Parent', 'Hostile'] });
  });

  it('takes short and long roots in any case', async () => {
    const short = await windows.run(
      'reg enum key',
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
    );
    const long = await windows.run(
      'reg enum key',
      'hkey_local_machine\\Software\\MICROSOFT\\windows\\currentversion\\run\\',
    );
    expect(long).toEqual(short);
    expect(short['values']).toHaveLength(3);
  });

  it('shows views of the same keys: current control set, classes, current user, current config', async () => {
    expect(await value('HKLM\\SYSTEM\\ControlSet001\\Control\\Nls\\CodePage\\OEMCP')).toEqual(
      await value('HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage\\OEMCP'),
    );
    expect(await value('HKCR\\.txt\\')).toEqual({
      value_name: '',
      value_type: 'REG_SZ',
      value_data: 'txtfile',
    });
    expect(await value('HKCU\\Control Panel\\International\\LocaleName')).toEqual(
      await value('HKEY_USERS\\.DEFAULT\\Control Panel\\International\\LocaleName'),
    );
    expect(await value('HKCC\\Software\\Fonts\\LogPixels')).toMatchObject({ value_data: 96 });
  });

  it('fails for a missing key and for an unknown root', async () => {
    expect(await windows.code('reg enum key', 'HKLM\\SOFTWARE\\Missing')).toBe(0x80070002);
    expect(await windows.code('reg enum key', 'HKXX\\SOFTWARE')).toBe(0x80070057);
  });
});

describe('reg query value', () => {
  it('names the OEM code page of sensor 10', async () => {
    expect(await value('HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage\\OEMCP')).toEqual({
      value_name: 'OEMCP',
      value_type: 'REG_SZ',
      value_data: '850',
    });
  });

  it.each([
    ['', 'REG_SZ', 'the default value'],
    ['expandable', 'REG_EXPAND_SZ', '%SystemRoot%\\system32'],
    ['dword', 'REG_DWORD', 0xffff_ffff],
    ['qword', 'REG_QWORD', Number.MAX_SAFE_INTEGER],
    ['multi', 'REG_MULTI_SZ', ['first', 'second', 'drei']],
    ['binary', 'REG_BINARY', '00ff10804e'],
    ['none', 'REG_NONE', ''],
  ])('gives %j as %s', async (name, type, data) => {
    expect(await value(`HKLM\\SOFTWARE\\Lab\\Types\\${name}`)).toEqual({
      value_name: name,
      value_type: type,
      value_data: data,
    });
  });

  it('finds values whose names hold backslashes or more', async () => {
    expect(await value('HKLM\\SYSTEM\\MountedDevices\\\\DosDevices\\C:')).toMatchObject({
      value_type: 'REG_BINARY',
    });
    expect(await value('HKLM\\SOFTWARE\\Lab\\Hostile\\back\\slash')).toMatchObject({
      value_name: 'back\\slash',
    });
    expect(await value('HKLM\\SOFTWARE\\Lab\\Hostile\\two\r\nlines')).toMatchObject({
      value_name: 'two\r\nlines',
    });
  });

  it('fails for a missing value and a missing key', async () => {
    expect(await windows.code('reg query value', 'HKLM\\SOFTWARE\\Lab\\Types\\nope')).toBe(0x80070002);
    expect(await windows.code('reg query value', 'HKLM\\SOFTWARE\\Nope\\nope')).toBe(0x80070002);
  });
});

describe('changing the registry', () => {
  it('creates keys with those above them, and leaves an existing one as it is', async () => {
    await windows.run('reg create key', 'HKLM\\SOFTWARE\\Acme\\One');
    await windows.run('reg set value', 'HKLM\\SOFTWARE\\Acme\\One\\x', {
      value_type: 'REG_SZ',
      value_data: 'y',
    });
    await windows.run('reg create key', 'HKLM\\software\\ACME\\one');
    expect(await windows.run('reg enum key', 'HKLM\\SOFTWARE\\Acme\\One')).toEqual({
      values: [{ value_name: 'x', value_type: 'REG_SZ', value_data: 'y' }],
      sub_keys: [],
    });
  });

  it('refuses a key right under a root, and in a guarded one', async () => {
    expect(await windows.code('reg create key', 'HKU\\nobody')).toBe(0x80070005);
    expect(await windows.code('reg create key', 'HKLM')).toBe(0x80070057);
    const guarded = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\CarbonBlack';
    expect(await windows.code('reg create key', `${guarded}\\x`)).toBe(0x80070005);
    expect(await windows.code('reg delete key', guarded)).toBe(0x80070005);
    expect(await windows.code('reg delete value', `${guarded}\\Start`)).toBe(0x80070005);
    expect(
      await windows.code('reg set value', `${guarded}\\Start`, {
        value_type: 'REG_DWORD',
        value_data: 4,
        overwrite: true,
      }),
    ).toBe(0x80070005);
  });

  it.each([
    ['REG_SZ', 'text', 'text'],
    ['REG_EXPAND_SZ', '%x%', '%x%'],
    ['REG_DWORD', 7, 7],
    ['REG_DWORD', '7', 7],
    ['REG_DWORD', '0x10', 16],
    ['REG_QWORD', 2 ** 40, 2 ** 40],
    ['REG_MULTI_SZ', ['a', 'b'], ['a', 'b']],
    ['REG_BINARY', 'DEADbeef', 'deadbeef'],
    ['REG_NONE', '', ''],
    ['reg_sz', 'lower', 'lower'],
  ])('sets %s from %j', async (value_type, value_data, expected) => {
    await windows.run('reg set value', 'HKLM\\SOFTWARE\\Lab\\new', { value_type, value_data });
    expect(await value('HKLM\\SOFTWARE\\Lab\\NEW')).toEqual({
      value_name: 'new',
      value_type: value_type.toUpperCase(),
      value_data: expected,
    });
  });

  it.each([
    ['REG_WHAT', 'x'],
    [undefined, 'x'],
    ['REG_DWORD', 2 ** 32],
    ['REG_DWORD', -1],
    ['REG_DWORD', 'seven'],
    ['REG_MULTI_SZ', 'not a list'],
    ['REG_BINARY', 'abc'],
    ['REG_BINARY', 'zz'],
    ['REG_SZ', ['a']],
  ])('refuses %s with %j', async (value_type, value_data) => {
    expect(await windows.code('reg set value', 'HKLM\\SOFTWARE\\Lab\\new', { value_type, value_data })).toBe(
      0x80070057,
    );
  });

  it('overwrites only when asked, with a boolean or the word', async () => {
    const path = 'HKLM\\SOFTWARE\\Lab\\Types\\text';
    const fields = { value_type: 'REG_SZ', value_data: 'changed' };
    expect(await windows.code('reg set value', path, fields)).toBe(0x800700b7);
    expect(await windows.code('reg set value', path, { ...fields, overwrite: 'false' })).toBe(0x800700b7);
    await windows.run('reg set value', path, { ...fields, overwrite: 'true' });
    await windows.run('reg set value', path, { ...fields, value_data: 'again', overwrite: true });
    expect(await value(path)).toMatchObject({ value_data: 'again' });
  });

  it('sets no value in a missing key', async () => {
    expect(
      await windows.code('reg set value', 'HKLM\\SOFTWARE\\Missing\\x', {
        value_type: 'REG_SZ',
        value_data: '',
      }),
    ).toBe(0x80070002);
  });

  it('deletes values and empty keys only', async () => {
    await windows.run('reg delete value', 'HKLM\\SOFTWARE\\Lab\\Types\\DWORD');
    expect(await windows.code('reg delete value', 'HKLM\\SOFTWARE\\Lab\\Types\\dword')).toBe(0x80070002);
    expect(await windows.code('reg delete key', 'HKLM\\SOFTWARE\\Lab\\Parent')).toBe(0x80070005);
    await windows.run('reg delete key', 'HKLM\\SOFTWARE\\Lab\\Parent\\Child\\Grandchild');
    expect(await windows.code('reg delete key', 'HKLM\\SOFTWARE\\Lab\\Parent\\Child\\Grandchild')).toBe(
      0x80070002,
    );
    expect(await windows.code('reg delete key', 'HKLM')).toBe(0x80070005);
  });
});

describe('the hostile key', () => {
  it('shows names and data untouched, and data that does not fit its type', async () => {
    const { values, sub_keys } = await windows.run('reg enum key', 'HKLM\\SOFTWARE\\Lab\\Hostile');
    expect(sub_keys).toEqual(expect.arrayContaining(['\u001b[2Jcleared', 'line\r\nbreak']));
    expect(values).toEqual(
      expect.arrayContaining([
        {
          value_name: 'escape',
          value_type: 'REG_SZ',
          value_data: '\u001b[31mred\u001b[0m\u001b]0;title\u0007',
        },
        { value_name: 'not hex', value_type: 'REG_BINARY', value_data: 'zz\r\n"x"="y"' },
        { value_name: 'negative', value_type: 'REG_DWORD', value_data: -1 },
      ]),
    );
  });
});

it('has no registry on Linux', async () => {
  const linux = new EndpointDriver(linuxSpec());
  expect(linux.endpoint.supportedCommands.filter((name) => name.startsWith('reg'))).toEqual([]);
  expect(await linux.reply('reg enum key', 'HKLM\\SOFTWARE')).toMatchObject({
    ok: false,
    resultType: 'CbError',
  });
});
