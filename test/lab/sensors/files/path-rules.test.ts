import { describe, expect, it } from 'vitest';
import { EndpointFailure } from '../../../../src/lab/sensors/failure.ts';
import { globMatcher, unixPathRules } from '../../../../src/lab/sensors/files/unix-path-rules.ts';
import { windowsPathRules } from '../../../../src/lab/sensors/files/windows-path-rules.ts';

const here = 'C:\\Windows\\CarbonBlack';
const failureOf = (path: string) => {
  try {
    windowsPathRules.parse(path, here);
    return undefined;
  } catch (error) {
    return error instanceof EndpointFailure ? error.failure : error;
  }
};

describe('Windows paths', () => {
  it.each([
    ['C:\\Windows', 'C:\\Windows'],
    ['c:/windows//system32', 'C:\\windows\\system32'],
    ['C:\\a\\.\\b\\..\\c', 'C:\\a\\c'],
    ['C:\\..\\..\\x', 'C:\\x'],
    ['\\Temp', 'C:\\Temp'],
    ['logs', 'C:\\Windows\\CarbonBlack\\logs'],
    ['C:logs', 'C:\\Windows\\CarbonBlack\\logs'],
    ['D:logs', 'D:\\logs'],
    ['C:\\name. . ', 'C:\\name'],
    ['C:\\Windows ', 'C:\\Windows'],
    ['C:\\one.\\x', 'C:\\one\\x'],
    ['C:\\two..\\blank \\x', 'C:\\two..\\blank \\x'],
    ['\\\\?\\C:\\x', '\\\\?\\C:\\x'],
    ['\\\\?\\C:\\name. . ', '\\\\?\\C:\\name. . '],
    ['\\\\?\\C:\\a\\..\\b', '\\\\?\\C:\\a\\..\\b'],
    ['\\\\?\\C:\\NUL', '\\\\?\\C:\\NUL'],
  ])('%s means %s', (path, expected) => {
    expect(windowsPathRules.format(windowsPathRules.parse(path, here))).toBe(expected);
  });

  it('knows a trailing separator, and that a drive alone is its contents', () => {
    expect(windowsPathRules.parse('C:\\Windows\\', here).trailing).toBe(true);
    expect(windowsPathRules.parse('C:\\Windows', here).trailing).toBe(false);
    expect(windowsPathRules.parse('C:\\', here).trailing).toBe(true);
  });

  it('refuses what is no local path', () => {
    expect(failureOf('\\\\server\\share')).toBe('networkPathNotFound');
    expect(failureOf('C:\\a\0b')).toBe('invalidName');
    expect(failureOf('')).toBe('pathNotFound');
    expect(failureOf('\\\\?\\UNC\\server\\share')).toBe('pathNotFound');
  });

  it.each(['C:\\x\\nul', 'con', 'C:\\COM1.log', 'C:\\aux .txt'])('takes %s for a device', (path) => {
    expect(failureOf(path)).toBe('fileNotFound');
  });

  it('knows no more than 259 characters, unless they are to be taken as they stand', () => {
    const long = `C:\\${'x'.repeat(130)}\\${'y'.repeat(125)}`;
    expect([long.length, failureOf(long)]).toEqual([259, undefined]);
    expect(failureOf(`${long}y`)).toBe('pathNotFound');
    expect(failureOf(`\\\\?\\${long}y`)).toBeUndefined();
  });

  it.each(['a<b', 'a:b', 'a|b', 'a*b', 'a?b', 'a"b', 'a\nb'])(
    'does not let a new file be called %j',
    (name) => {
      expect(windowsPathRules.isValidName(name)).toBe(false);
    },
  );
});

describe('Unix paths', () => {
  it.each([
    ['/var/log', '/var/log'],
    ['//var///log/', '/var/log'],
    ['../x', '/opt/x'],
    ['/../..', '/'],
    ['a\\b', '/opt/cbsensor/a\\b'],
  ])('%s means %s', (path, expected) => {
    expect(unixPathRules.format(unixPathRules.parse(path, '/opt/cbsensor'))).toBe(expected);
  });

  it.each([
    ['*.log', 'a.log', true],
    ['*.log', 'a.LOG', false],
    ['?', 'ab', false],
    ['[ab]*', 'bcd', true],
    ['[!ab]*', 'bcd', false],
    ['*', '.hidden', true],
    ['a+b(c)', 'a+b(c)', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[z-a]', 'b', false],
    ['[open', '[open', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*ab', 'aab', true],
    ['a?c', 'a😀c', true],
    ['two\nlines*', 'two\nlines.txt', true],
  ])('wildcard %j against %j: %s', (pattern, name, expected) => {
    expect(globMatcher(pattern)(name)).toBe(expected);
  });
});
