import { describe, expect, test } from 'vitest';
import { parseCbrc, settingOf } from '../../src/config/cbrc.ts';
import { CbError } from '../../src/errors/cb-error.ts';

const parse = (text: string, allowUse = true) => parseCbrc(text, '/home/a/.cbrc', { allowUse });

/** The section's settings as plain text, inherited ones too. */
function settings(text: string, name: string): Record<string, string | undefined> {
  const cbrc = parse(text);
  const section = cbrc.sections.find((each) => each.name === name);
  if (!section) throw new Error(`no section ${name}`);
  const keys = [...cbrc.defaults.keys(), ...section.values.keys()];
  return Object.fromEntries(keys.map((key) => [key, settingOf(cbrc, section, key)?.value]));
}

function refusal(text: string, allowUse = true): CbError {
  try {
    parse(text, allowUse);
  } catch (error) {
    if (error instanceof CbError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a profile file', () => {
  test('reads the example of the contract', () => {
    const text = [
      '[default]',
      'url=https://edr.example.net',
      'token=0123456789abcdef0123456789abcdef01234567',
      'ssl_verify=False',
      '',
      '[lab]',
      'url=https://127.0.0.1:8443',
      'ssl_cert_file=edr-lab.pem',
    ].join('\n');
    expect(settings(text, 'default')).toEqual({
      url: 'https://edr.example.net',
      token: '0123456789abcdef0123456789abcdef01234567',
      ssl_verify: 'False',
    });
    expect(settings(text, 'lab')).toEqual({ url: 'https://127.0.0.1:8443', ssl_cert_file: 'edr-lab.pem' });
  });

  test('takes = and : alike, the first of them, with blanks around it', () => {
    expect(settings('[a]\nurl : https://x:1\nproxy= http://u:p@h:2/\nlabel =a = b\n', 'a')).toEqual({
      url: 'https://x:1',
      proxy: 'http://u:p@h:2/',
      label: 'a = b',
    });
  });

  test('keeps %, ; and # in a value', () => {
    expect(settings('[a]\nlabel = 50% ; not a # comment\n', 'a')).toEqual({ label: '50% ; not a # comment' });
  });

  test('skips comment lines, also indented ones and within a value', () => {
    expect(settings('# top\n[a]\n; x\nlabel = one\n  # y\n  two\n', 'a')).toEqual({ label: 'one\ntwo' });
  });

  test('goes on with an indented line, over a blank one too', () => {
    expect(settings('[a]\nlabel = one\n\n  two\nurl = u\n\n', 'a')).toEqual({
      label: 'one\n\ntwo',
      url: 'u',
    });
  });

  test('takes keys that are indented like the one before as keys', () => {
    expect(settings('[a]\n  url = u\n  token = t\n', 'a')).toEqual({ url: 'u', token: 't' });
  });

  test('folds keys and not sections', () => {
    const text = '[A]\nURL = upper\n[a]\nUrl = lower\n';
    expect(settings(text, 'A')).toEqual({ url: 'upper' });
    expect(settings(text, 'a')).toEqual({ url: 'lower' });
  });

  test('lets every section inherit [DEFAULT], which is none itself', () => {
    const text = '[DEFAULT]\ntimeout = 5s\nlabel = all\n[a]\nlabel = own\n';
    expect(parse(text).sections.map((section) => section.name)).toEqual(['a']);
    expect(settings(text, 'a')).toEqual({ timeout: '5s', label: 'own' });
  });

  test('keeps a section name with dots and colons whole', () => {
    expect(parse('[edr.example.net:8443]\n').sections[0]?.name).toBe('edr.example.net:8443');
  });

  test('reads Windows line ends and a byte order mark', () => {
    expect(settings('\uFEFF[a]\r\nurl = u\r\n', 'a')).toEqual({ url: 'u' });
  });

  test('knows the line of everything', () => {
    const cbrc = parse('use = a\n\n[a]\nlabel = one\n two\n');
    expect(cbrc.use).toEqual({ value: 'a', line: 1, lastLine: 1 });
    expect(cbrc.sections[0]?.line).toBe(3);
    expect(cbrc.sections[0]?.values.get('label')).toEqual({ value: 'one\ntwo', line: 4, lastLine: 5 });
  });
});

describe('a profile file is refused, with its line and without its text,', () => {
  test.each([
    ['for a section that is there twice', '[a]\nurl=u\n[a]\n', 3],
    ['for a key that is there twice in any case', '[a]\ntoken = SECRET\nTOKEN = SECRET\n', 3],
    ['for a line that is nothing', '[a]\nSECRET\n', 2],
    ['for a key without a name', '[a]\n= SECRET\n', 2],
    ['for a key above the first section', 'token = SECRET\n[a]\n', 1],
  ])('%s', (_why, text, line) => {
    const error = refusal(text);
    expect(error).toMatchObject({ kind: 'Config', context: { path: '/home/a/.cbrc', line } });
    expect(error.message).toContain(`/home/a/.cbrc, line ${line}:`);
    expect(JSON.stringify([error.message, error.hint, error.context])).not.toContain('SECRET');
  });

  test('for use = in a file that is not ours', () => {
    expect(refusal('use = a\n[a]\n', false)).toMatchObject({ kind: 'Config', context: { line: 1 } });
  });
});
