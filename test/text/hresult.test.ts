import { describe, expect, it } from 'vitest';
import { describeResult, isNotFound, win32Of } from '../../src/text/hresult.ts';

describe('describeResult', () => {
  it.each([
    [{ type: 'WinHresult', code: 0x80070002 }, '0x80070002 file not found'],
    [{ type: 'WinHresult', code: -2147024894, desc: '' }, '0x80070002 file not found'],
    [
      { type: 'WinHresult', code: 0x80070005, desc: 'Zugriff verweigert\r\n' },
      '0x80070005 access denied: Zugriff verweigert',
    ],
    [{ type: 'WinHresult', code: 0x80070057 }, '0x80070057 invalid parameter'],
    [{ type: 'WinHresult', code: 0x800704d2 }, '0x800704d2 Win32 error 1234'],
    [{ type: 'WinHresult', code: 0x80004005 }, '0x80004005 unspecified error'],
    [{ type: 'WinHresult', code: 0x8abc0001 }, '0x8abc0001 unknown error'],
    [{ type: 'WinHresult', code: 5 }, '0x00000005 access denied'],
    [{ type: 'WinHresult', code: 0 }, 'success'],
    [{ type: 'CbError', code: 5, desc: 'not now' }, 'CbError 5 (0x5): not now'],
    [{ type: 'CbError', code: 13, desc: '' }, 'CbError 13 (0xd, as errno: permission denied)'],
    [{ type: 'CbError', code: 4711 }, 'CbError 4711 (0x1267)'],
    [{ type: 'Other', code: -1 }, 'Other -1 (0xffffffff)'],
    [{ desc: 'lost' }, 'no result code: lost'],
    [{}, 'no result code'],
  ])('of %j is %j', (result, words) => {
    expect(describeResult(result)).toBe(words);
  });
});

it('win32Of finds the Win32 error of facility 7 alone', () => {
  expect(win32Of('WinHresult', 2147942402)).toBe(2);
  expect(win32Of('WinHresult', -2147024894)).toBe(2);
  expect(win32Of('WinHresult', 0x80040002)).toBeUndefined();
  expect(win32Of('WinHresult', 0)).toBeUndefined();
  expect(win32Of('CbError', 2147942402)).toBeUndefined();
  expect(win32Of('WinHresult', undefined)).toBeUndefined();
});

it.each([
  ['WinHresult', 0x80070002, true],
  ['WinHresult', 0x80070003, true],
  ['WinHresult', 0x80070490, true],
  ['WinHresult', 0x80070005, false],
  ['CbError', 2, true],
  ['CbError', 3, false],
  [undefined, 0x80070002, true],
] as const)('isNotFound(%s, %d) is %s', (type, code, expected) => {
  expect(isNotFound(type, code)).toBe(expected);
});
