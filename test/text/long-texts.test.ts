import { describe, expect, it } from 'vitest';
import { longText, shapes, works } from '../../bench/support/long-texts.ts';
import { queryTokens } from '../../src/text/query-tokens.ts';
import { cpuMs } from '../support/cpu-time.ts';

// The square of it would be 10^9 steps: seconds, where a length takes milliseconds. bench/long-texts.ts goes on to 10^6.
const length = 30_000;
const mostMs = 270;

describe('a text of the other side takes time by its length', () => {
  it.each(Object.keys(works))('%s', (work) => {
    for (const shape of shapes) {
      const text = longText(shape, length);
      const run = () => works[work]?.(text);
      // What took long is measured again: it may have been the collection of what others left.
      const ms = cpuMs(run);
      expect(ms < mostMs ? ms : Math.min(ms, cpuMs(run)), JSON.stringify(shape)).toBeLessThan(mostMs);
    }
  });
});

it('brackets that nothing closes take no longer than words', () => {
  const best = (text: string) => Math.min(...[1, 2].map(() => cpuMs(() => void queryTokens(text))));
  const words = best('x:a '.repeat(250_000));
  expect(best('x:[ '.repeat(250_000))).toBeLessThan(5 * words);
});
