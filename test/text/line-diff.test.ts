import { describe, expect, it } from 'vitest';
import { lineDiff } from '../../src/text/line-diff.ts';
import { cpuMs } from '../support/cpu-time.ts';

const numbered = (count: number, change: (at: number) => string = String): string =>
  Array.from({ length: count }, (_, at) => change(at)).join('\n');

/** The texts that a diff came from, as far as it tells. */
function sides(lines: readonly string[]): { readonly old: string; readonly fresh: string } {
  const shown = lines.filter((line) => !line.startsWith('@@'));
  const side = (sign: string) => shown.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));
  return { old: side('+').join('\n'), fresh: side('-').join('\n') };
}

describe('lineDiff', () => {
  it('says nothing of equal texts', () => {
    expect(lineDiff('a\nb\n', 'a\nb\n')).toEqual([]);
    expect(lineDiff('', '')).toEqual([]);
  });

  it('shows a change with three lines around it', () => {
    const [old, fresh] = [numbered(20), numbered(20, (at) => (at === 10 ? 'ten' : String(at)))];
    expect(lineDiff(old, fresh)).toEqual([
      '@@ -8,7 +8,7 @@',
      ' 7',
      ' 8',
      ' 9',
      '-10',
      '+ten',
      ' 11',
      ' 12',
      ' 13',
    ]);
  });

  it('shows changes that are far apart in hunks of their own, with the lines that they begin at', () => {
    const fresh = `new\n${numbered(40, (at) => (at === 30 ? 'thirty' : String(at)))}`;
    expect(lineDiff(numbered(40), fresh).filter((line) => line.startsWith('@@'))).toEqual([
      '@@ -1,3 +1,4 @@',
      '@@ -28,7 +29,7 @@',
    ]);
  });

  it('shows all of what differs where nearly nothing is the same, in little time', () => {
    const [old, fresh] = [numbered(30_000), numbered(30_000, (at) => `x${at}`)];
    expect(cpuMs(() => expect(sides(lineDiff(old, fresh))).toEqual({ old, fresh }))).toBeLessThan(5000);
  });

  it('tells both texts whatever they are', () => {
    for (let seed = 1; seed < 300; seed += 1) {
      const pick = (at: number) => ['a', 'b', 'c', ''][(seed * 7919 + at * at * (seed % 13)) % 4] ?? '';
      const [old, fresh] = [numbered(seed % 4, pick), numbered((seed * 3) % 4, (at) => pick(at + 1))];
      const lines = lineDiff(old, fresh);
      if (old === fresh) expect(lines).toEqual([]);
      else expect(sides(lines)).toEqual({ old, fresh });
    }
  });
});
