import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { path } from '../../src/api/path.ts';

describe('a path', () => {
  test('takes numbers and texts as segments', () => {
    expect(path`/api/v1/cblr/session/${41}/file/${'5'}/content`).toBe(
      '/api/v1/cblr/session/41/file/5/content',
    );
  });

  test.each(['..', '.', '', '  ', Number.NaN, Number.POSITIVE_INFINITY])('refuses %j', (value) => {
    expect(() => path`/api/${value}`).toThrow(expect.objectContaining({ kind: 'Usage' }));
  });

  test('refuses what is neither text nor number', () => {
    const value: unknown = { toString: () => 'x' };
    expect(() => path`/api/${value as string}`).toThrow(expect.objectContaining({ kind: 'Usage' }));
  });

  test('stays below its folder whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        fc.pre(!/^\.{0,2}$/.test(value.trim()));
        const url = new URL(`https://a${path`/api/v1/sensor/${value}`}`);
        expect(url.pathname.startsWith('/api/v1/sensor/')).toBe(true);
        expect(url.pathname.split('/')).toHaveLength(5);
        expect(decodeURIComponent(url.pathname.slice('/api/v1/sensor/'.length))).toBe(value.toWellFormed());
      }),
    );
  });
});
