import { describe, expect, test } from 'vitest';
import { failureOf } from '../support/failure-of.ts';
import { mockCb } from '../support/mock-cb.ts';

describe('the mocked server', () => {
  test('fails for a request that nothing was said about, and for what was never asked', async () => {
    const strict = mockCb();
    strict.info();
    await failureOf(strict.cb().sensors.get(1));
    await expect(strict.done()).rejects.toThrow(
      /nothing was said about GET .*\/api\/v1\/sensor\/1[\s\S]*never asked for: GET .*\/api\/info/,
    );
  });

  test('wants the token', async () => {
    const strict = mockCb({ token: 'right' });
    strict.info();
    await failureOf(strict.cb({ token: 'wrong' }).serverInfo.info());
    await expect(strict.done()).rejects.toThrow(/nothing was said about/);
  });
});
