import type { Sent } from '../../src/api/resources/replies.ts';

/** What was sent; fails the test where a dry run kept it back. */
export function sentOf<T>(result: Sent<T>): { readonly sent: true } & T {
  if (!result.sent) throw new Error('it was not sent');
  return result;
}
