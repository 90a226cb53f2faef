import { describe, expect, it } from 'vitest';
import { hashText, mixSeeds, seededRandom } from '../../src/lab/random.ts';

const draw = (seed: number, topic?: string) => {
  const random = seededRandom(seed, topic);
  return Array.from({ length: 50 }, () => random.next());
};

describe('seeded draws', () => {
  it('repeat for the same seed and topic, and differ for others', () => {
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  });

  it('are the same on every machine', () => {
    expect(hashText('')).toBe(0x811c9dc5);
    expect(hashText('cblr')).toBe(1_453_474_482);
    expect(mixSeeds(1, 2)).toBe(2_031_816_449);
    expect(mixSeeds(2, 1)).not.toBe(2_031_816_449);
  });

  it('stay within their bounds and reach both', () => {
    const random = seededRandom(7);
    const seen = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
    expect(draw(7).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('fork into streams that later draws do not shift', () => {
    const first = seededRandom(1);
    const second = seededRandom(1);
    second.next();
    expect(first.fork('x').hex(16)).toBe(second.fork('x').hex(16));
    expect(first.fork('x').hex(16)).not.toBe(first.fork('y').hex(16));
  });

  it('pick one of several, and nothing out of nothing', () => {
    const random = seededRandom(3);
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b']))).size).toBe(2);
    expect(() => random.pick([])).toThrow('nothing to pick');
  });
});
