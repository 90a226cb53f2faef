import type { Attention } from '../../src/ports/at-prompt.ts';

/** Somebody looks at it all the time. */
export const attentive: Attention = { isPaid: true, whenPaid: async () => undefined };
