import { describe, expect, it } from 'vitest';
import { shapes, works } from '../../bench/support/long-texts.ts';

// The square of it would be 10^10 steps: minutes, where a length takes a fraction of a second.
const length = 100_000;
const mostMs = 3000;

describe('a text of the other side takes time by its length', () => {
  it.each(Object.keys(works))('%s', (work) => {
    for (const shape of shapes) {
      const text = shape.repeat(Math.ceil(length / shape.length));
      const since = process.cpuUsage();
      works[work]?.(text);
      const { user, system } = process.cpuUsage(since);
      expect((user + system) / 1000, JSON.stringify(shape)).toBeLessThan(mostMs);
    }
  });
});
