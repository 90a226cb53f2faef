import { describe, expect, test } from 'vitest';
import { formatIp } from '../../src/text/ip.ts';
import { parseProcessRef, readUniqueId } from '../../src/text/process-guid.ts';

const id = '0000000a-0000-0114-01d0-14c0c80f42ec';

describe('a process GUID', () => {
  test('holds sensor, pid and start', () => {
    expect(parseProcessRef(id)).toEqual({
      id,
      segment: undefined,
      sensorId: 10,
      pid: 276,
      startMs: Date.parse('2014-12-10T21:32:21.646Z'),
    });
  });

  test.each([
    [id.toUpperCase(), undefined],
    [` ${id} `, undefined],
    [`${id}/1618923603240`, 1_618_923_603_240],
    [`${id}-0178ef5dc528`, 1_618_923_603_240],
    [`${id}-00000001`, 1],
    [`https://cb.example.net/#analyze/${id}/1618923603240`, 1_618_923_603_240],
    [`https://cb.example.net/#/analyze/${id}/1`, 1],
  ])('is read from %s', (word, segment) => {
    expect(parseProcessRef(word)).toMatchObject({ id, segment });
  });

  test.each(['', '1234', `${id}x`, `${id}/a`, '00000007-0000-0b1c-01da', `https://x/#host/7`, `x/${id}`])(
    'is not %j',
    (word) => {
      expect(() => parseProcessRef(word)).toThrow('is no process GUID');
    },
  );

  test('of an unknown process has no pid, and one without a time has no start', () => {
    const unknown = readUniqueId('00000007-ffff-ffff-0000-000000000000');
    expect(unknown).toMatchObject({ pid: undefined, startMs: undefined, sensorId: 7 });
  });
});

test.each([
  [314169177, '18.185.215.89'],
  ['-1407250960', '172.31.13.240'],
  ['2001:db8::1', '2001:db8::1'],
  ['10.1.1.1', '10.1.1.1'],
  [null, ''],
  [1.5, '1.5'],
])('the address %j is %s', (wire, text) => {
  expect(formatIp(wire)).toBe(text);
});
